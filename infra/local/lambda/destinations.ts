import { randomUUID } from "node:crypto";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { clientSettings } from "../engines/client-settings.ts";
import { nameOf, queueUrlOf } from "../engines/queues.ts";

/** Where what failed for good is kept. */
export type Destinations = {
  /** `folder` is the path under which S3 keeps it; queues and topics have no use for it. */
  send(arn: string, record: object, folder: string, at: Date): Promise<void>;
};

/** The part of a `DestinationConfig` that a laptop has: on failure, to a queue, a topic or a bucket. */
export const DestinationConfig = z.strictObject({
  OnFailure: z
    .object({
      Destination: z.string().regex(/^arn:[^:]+:(sqs|sns|s3):/, "must be a queue, a topic or a bucket"),
    })
    .optional(),
});

export function destinations(environment: Readonly<Record<string, string>>, region: string): Destinations {
  const endpoint = (service: string): string => {
    const address = environment[`AWS_ENDPOINT_URL_${service}`];
    if (address === undefined) throw new Error(`Functions were given no AWS_ENDPOINT_URL_${service}`);
    return address;
  };
  const settings = (service: string) => ({
    ...clientSettings(endpoint(service), region),
    // As the functions themselves: S3 looks at who signs.
    credentials: { accessKeyId: "local", secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? "local" },
  });
  return {
    send: async (arn, record, folder, at) => {
      const body = JSON.stringify(record);
      if (arn.includes(":sqs:")) {
        const client = new SQSClient({ ...settings("SQS"), useQueueUrlAsEndpoint: false });
        await client.send(
          new SendMessageCommand({ QueueUrl: queueUrlOf(endpoint("SQS"), nameOf(arn)), MessageBody: body }),
        );
      } else if (arn.includes(":sns:")) {
        await new SNSClient(settings("SNS")).send(new PublishCommand({ TopicArn: arn, Message: body }));
      } else {
        const object = { Bucket: nameOf(arn), Key: `${folder}/${objectName(at)}`, Body: body };
        await new S3Client(settings("S3")).send(
          new PutObjectCommand({ ...object, ContentType: "application/json" }),
        );
      }
    },
  };
}

/** As Lambda names them: `2026/12/01/2026-12-01T10.00.00-<uuid>`. */
function objectName(at: Date): string {
  const [day = "", time = ""] = at.toISOString().split("T");
  return `${day.replaceAll("-", "/")}/${day}T${time.slice(0, 8).replaceAll(":", ".")}-${randomUUID()}`;
}
