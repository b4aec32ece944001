import { EventBridgeServiceException } from "@aws-sdk/client-eventbridge";
import { describe, expect, it } from "vitest";
import { aBus, anEntry, aResponse } from "./a-bus.ts";

describe("PutEvents rejects by entry, and takes the others,", () => {
  it.each([
    ["without a source", { Source: undefined }, "InvalidArgument"],
    ["without a detail type", { DetailType: "" }, "InvalidArgument"],
    ["without a detail", { Detail: undefined }, "InvalidArgument"],
    ["with a detail that is not JSON", { Detail: "{nps}" }, "MalformedDetail"],
    ["with a detail that is no object", { Detail: "[1]" }, "MalformedDetail"],
    ["from AWS itself", { Source: "aws.ses" }, "NotAuthorizedForSourceException"],
    ["for a bus that does not exist", { EventBusName: "nowhere" }, "InvalidArgument"],
  ])("one %s", async (_, over, code) => {
    const { bus, put } = await aBus();
    const reply = await put(anEntry({ n: 1 }), anEntry({ n: 2 }, over));
    expect(reply.FailedEntryCount).toBe(1);
    expect(reply.Entries?.map((entry) => entry.ErrorCode)).toEqual([undefined, code]);
    expect(bus.events().map(({ detail }) => detail)).toEqual([{ n: 1 }]);
  });
});

describe("PutEvents refuses a whole call", () => {
  const sized = (bytes: number) => ({
    text: "x".repeat(bytes - aResponse.Source.length - aResponse.DetailType.length - 11),
  });

  it.each([
    ["of no entries", []],
    ["of eleven entries", Array.from({ length: 11 }, () => anEntry())],
    ["of 256 KB", [anEntry(sized(200 * 1024)), anEntry(sized(56 * 1024))]],
  ])("%s", async (_, entries) => {
    const { bus, put } = await aBus();
    const refusal = await put(...entries).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(EventBridgeServiceException);
    expect(refusal).toMatchObject({ name: "ValidationException", $metadata: { httpStatusCode: 400 } });
    expect(bus.events()).toEqual([]);
  });

  it("but takes ten entries of one byte less", async () => {
    const { bus, put } = await aBus();
    const small = Array.from({ length: 9 }, () => anEntry(sized(1024)));
    await put(...small, anEntry(sized(247 * 1024 - 1)));
    expect(bus.events()).toHaveLength(10);
  });
});
