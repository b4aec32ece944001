import { CreateQueueCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { Local, ResourceType } from "../context.ts";
import { clientSettings } from "./client-settings.ts";
import { queueUrlOf } from "./queues.ts";

const Attributes = z.object({
  ContentBasedDeduplication: z.unknown().optional(),
  DelaySeconds: z.unknown().optional(),
  FifoQueue: z.unknown().optional(),
  MaximumMessageSize: z.unknown().optional(),
  MessageRetentionPeriod: z.unknown().optional(),
  ReceiveMessageWaitTimeSeconds: z.unknown().optional(),
  RedrivePolicy: z.unknown().optional(),
  VisibilityTimeout: z.unknown().optional(),
});

const Properties = Attributes.extend({ QueueName: z.string().optional() });

/** `AWS::SQS::Queue`. A queue that exists keeps its messages and takes the template's attributes. */
export function queueType(endpoint: string, local: Pick<Local, "region" | "accountId">): ResourceType {
  const client = new SQSClient({ ...clientSettings(endpoint, local.region), useQueueUrlAsEndpoint: false });
  return {
    type: "AWS::SQS::Queue",
    uses: Object.keys(Properties.shape),
    ignores: [
      "KmsDataKeyReusePeriodSeconds",
      "KmsMasterKeyId",
      "RedriveAllowPolicy",
      "SqsManagedSseEnabled",
      "Tags",
    ],
    create: async (logicalId, properties) => {
      const { QueueName = logicalId, ...rest } = Properties.parse(properties);
      const attributes = asText(rest);
      const ref = queueUrlOf(endpoint, QueueName);
      try {
        await client.send(new CreateQueueCommand({ QueueName, Attributes: attributes }));
      } catch (error) {
        // The engine names it with a prefix that the client does not know.
        if (!(error instanceof Error && error.name.endsWith("QueueNameExists"))) throw error;
        await client.send(new SetQueueAttributesCommand({ QueueUrl: ref, Attributes: attributes }));
      }
      const arn = `arn:aws:sqs:${local.region}:${local.accountId}:${QueueName}`;
      return { ref, attributes: { Arn: arn, QueueName, QueueUrl: ref } };
    },
  };
}

/** Attributes as the API takes them: text, and JSON for what the template writes as an object. */
export function asText(properties: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === "object" ? JSON.stringify(value) : String(value)]),
  );
}
