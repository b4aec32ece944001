import { expect, it } from "vitest";
import { signedDownload, signedUpload } from "#shared/lambda/signed-address.ts";
import { s3Client } from "#shared/s3/client.ts";

const s3 = s3Client({
  region: "eu-central-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
});
const of = { bucket: "files", key: "a/1.csv", seconds: 900 };

it("an upload's address holds for its type alone, and for any bytes: no checksum is signed", async () => {
  const address = new URL(await signedUpload(s3, { ...of, contentType: "text/csv" }));
  expect([address.pathname, address.searchParams.get("X-Amz-Expires")]).toEqual(["/files/a/1.csv", "900"]);
  expect(address.searchParams.get("X-Amz-SignedHeaders")).toBe("content-type;host");
  expect([...address.searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
});

it("a download's address says what the file is to be called", async () => {
  const address = new URL(await signedDownload(s3, { ...of, filename: "responses.csv" }));
  const disposition = address.searchParams.get("response-content-disposition");
  expect(disposition).toBe('attachment; filename="responses.csv"');
});
