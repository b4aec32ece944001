import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, onTestFinished, test } from "vitest";
import { openIn } from "../../../functions/import-portfolio/uploaded-file.ts";
import { startSheetBucket } from "../../sheet-bucket.ts";

test("a file is read again as long as it is the same, and is another once it was replaced", async () => {
  const {
    bucket: { client, name },
    stop,
  } = await startSheetBucket();
  onTestFinished(stop);
  const put = (Body: string) => client.send(new PutObjectCommand({ Bucket: name, Key: "one.csv", Body }));
  const open = openIn(client, name);
  const textOf = async (etag?: string) => {
    const file = await open("one", etag);
    return file === "another-file" ? file : await new Response(file.chunks as ReadableStream).text();
  };
  await put("email\n");
  const first = await open("one", undefined);
  if (first === "another-file") throw new Error("nothing was asked for");
  expect(await textOf(first.etag)).toBe("email\n");
  await put("email\nmei@customer.example\n");
  expect(await textOf(first.etag)).toBe("another-file");
  await expect(open("no-such-file", undefined)).rejects.toThrow();
});
