import { SESClient } from "@aws-sdk/client-ses";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Program } from "#shared/domain/programs/program.ts";
import { mailService } from "../../../functions/send-invitation/mail-service.ts";
import type { Mail, MailReply } from "../../../functions/send-invitation/ports.ts";
import { aContact, aProgram, someSettings } from "../../builders.ts";
import { type Answer, startEndpoint } from "../../remembering-endpoint.ts";

const NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/";
const error = (status: number, code: string, message = "no"): Answer => ({
  status,
  body: `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});
const accepted: Answer = {
  status: 200,
  body: `<SendRawEmailResponse xmlns="${NAMESPACE}"><SendRawEmailResult><MessageId>ses-1</MessageId></SendRawEmailResult></SendRawEmailResponse>`,
};

let answer: Answer = accepted;
let endpoint: Awaited<ReturnType<typeof startEndpoint>>;
let send: (mail: Mail, region?: string) => Promise<MailReply>;
beforeAll(async () => {
  endpoint = await startEndpoint(() => answer);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const serviceIn = (region: string) =>
    mailService({
      ses: new SESClient({ endpoint: endpoint.url, region, credentials, maxAttempts: 1 }),
      settings: someSettings(),
      origin: "https://surveys.example",
      configurationSet: "surveys",
      untrackedConfigurationSet: "untracked",
      region,
    });
  send = async (mail, region = "eu-central-1") => {
    const service = serviceIn(region);
    return await service.send(await service.compose(mail));
  };
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.requests.length = 0;
});

const mail = {
  invitationId: "00112233445566778899aabbccddeeff",
  contact: aContact(),
  program: aProgram(),
  token: "T".repeat(48),
  unsubscribeToken: "U".repeat(48),
  at: new Date("2026-12-01T08:00:00Z"),
};

/** What SES was last handed, by the names of its form, and the mail in it. */
function handedOver(): { readonly form: object; readonly raw: string } {
  const form = new URLSearchParams(endpoint.requests.at(-1)?.body);
  return {
    form: Object.fromEntries(form),
    raw: Buffer.from(form.get("RawMessage.Data") ?? "", "base64").toString("utf8"),
  };
}

describe("a mail handed to SES", () => {
  test("goes to its contact, by the configuration set, tagged with its invitation", async () => {
    answer = accepted;
    expect(await send(mail)).toEqual({ kind: "accepted", messageId: "ses-1" });
    const { form, raw } = handedOver();
    expect(form).toMatchObject({
      Action: "SendRawEmail",
      Source: "surveys@northwind.example",
      "Destinations.member.1": "mei@customer.example",
      ConfigurationSetName: "surveys",
      "Tags.member.1.Name": "invitation",
      "Tags.member.1.Value": mail.invitationId,
      "Tags.member.3.Name": "mail",
      "Tags.member.3.Value": "survey",
    });
    expect(raw).toContain(`https://surveys.example/s/${mail.token}`);
    expect(raw).not.toMatch(/^(In-Reply-To|References):/m);
  });

  test.each<[string, Partial<Program>, string]>([
    ["may be noted", {}, "surveys"],
    ["may be noted, as its program says", { tracksOpens: true }, "surveys"],
    ["is not to be noted", { tracksOpens: false }, "untracked"],
    ["would tell of an anonymous answer", { anonymous: true, tracksOpens: true }, "untracked"],
  ])("whose opening %s goes by the configuration set for it (%j)", async (_, over, set) => {
    answer = accepted;
    const reminds = { sentAt: "2026-12-01T08:00:00Z", closesAt: "2026-12-31T08:00:00Z", messageId: "ses-1" };
    for (const more of [{}, { reminds }]) {
      await send({ ...mail, program: aProgram("post-onboarding", over), ...more });
      expect(handedOver().form).toMatchObject({ ConfigurationSetName: set });
    }
  });

  test.each([
    ["survey", aProgram()],
    ["survey of a moment", aProgram("case-closure")],
  ])("tells how to get no more of them: a %s", async (_, program) => {
    answer = accepted;
    await send({ ...mail, program });
    const { raw } = handedOver();
    expect(raw).toContain(`\r\nList-Unsubscribe: <https://surveys.example/u/${mail.unsubscribeToken}>\r\n`);
    expect(raw).toContain("\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
  });

  // SES puts a Message-ID of its own in place of ours: its id, at the region's domain.
  test.each([
    ["eu-central-1", "ses-1@eu-central-1.amazonses.com"],
    ["us-east-1", "ses-1@email.amazonses.com"],
  ])("that reminds of another stands in its thread (%s)", async (region, messageId) => {
    answer = accepted;
    const reminds = {
      sentAt: "2026-12-01T08:00:00Z",
      closesAt: "2026-12-31T08:00:00Z",
      messageId: "ses-1",
    };
    await send({ ...mail, reminds }, region);
    const { form, raw } = handedOver();
    expect(form).toMatchObject({ "Tags.member.3.Name": "mail", "Tags.member.3.Value": "reminder" });
    expect(raw).toContain(`In-Reply-To: <${messageId}>\r\n`);
    expect(raw).toContain(`References: <${messageId}>\r\n`);
    expect(raw).toContain(`https://surveys.example/s/${mail.token}`);
    expect(raw).toContain(`List-Unsubscribe: <https://surveys.example/u/${mail.unsubscribeToken}>`);
  });

  test.each<[string, Answer, object]>([
    ["turned down", error(400, "MessageRejected"), { kind: "rejected", reason: "MessageRejected" }],
    ["malformed", error(400, "InvalidParameterValue"), { kind: "rejected", reason: "InvalidParameterValue" }],
    [
      "from an identity that waits for its DNS",
      error(
        400,
        "MessageRejected",
        "Email address is not verified. The following identities failed the check",
      ),
      { kind: "not-now", reason: "MessageRejected" },
    ],
    ["too fast", error(400, "Throttling", "Maximum sending rate exceeded."), { kind: "not-now" }],
    ["from a paused account", error(400, "AccountSendingPausedException"), { kind: "not-now" }],
    ["not signed well", error(403, "SignatureDoesNotMatch"), { kind: "not-now" }],
    ["lost in a fault of SES", error(500, "InternalFailure"), { kind: "unknown" }],
    ["lost in an overloaded SES", error(503, "ServiceUnavailable"), { kind: "unknown" }],
    ["cut off", "hang-up", { kind: "unknown" }],
  ])("that is %s is tried once, and its reply read for what it proves", async (_, said, reply) => {
    answer = said;
    expect(await send(mail)).toMatchObject(reply);
    expect(endpoint.requests).toHaveLength(1);
  });
});
