import {
  CreateTopicCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import * as z from "zod";
import type { Local, ResourceType } from "../context.ts";
import { clientSettings } from "./client-settings.ts";
import { asText } from "./sqs-queue.ts";

const Topic = z.object({ TopicName: z.string().optional() });

const SubscriptionAttributes = z.object({
  FilterPolicy: z.unknown().optional(),
  FilterPolicyScope: z.unknown().optional(),
  RawMessageDelivery: z.unknown().optional(),
  RedrivePolicy: z.unknown().optional(),
});

const Subscription = SubscriptionAttributes.extend({
  TopicArn: z.string(),
  Protocol: z.enum(["sqs", "email"], { error: "on a laptop a topic delivers to queues only" }),
  Endpoint: z.string(),
});

/** `AWS::SNS::Topic` and subscriptions of queues to it. */
export function topicTypes(endpoint: string, local: Pick<Local, "region">): readonly ResourceType[] {
  const client = new SNSClient(clientSettings(endpoint, local.region));
  return [
    {
      type: "AWS::SNS::Topic",
      uses: Object.keys(Topic.shape),
      ignores: ["DisplayName", "KmsMasterKeyId", "SignatureVersion", "Tags", "TracingConfig"],
      create: async (logicalId, properties) => {
        const { TopicName = logicalId } = Topic.parse(properties);
        const { TopicArn } = await client.send(new CreateTopicCommand({ Name: TopicName }));
        const ref = z.string().parse(TopicArn);
        return { ref, attributes: { TopicArn: ref, TopicName } };
      },
    },
    {
      type: "AWS::SNS::Subscription",
      uses: Object.keys(Subscription.shape),
      ignores: ["DeliveryPolicy", "Region", "SubscriptionRoleArn"],
      create: async (logicalId, properties) => {
        const { TopicArn, Protocol, Endpoint, ...rest } = Subscription.parse(properties);
        // Only alarms go to a mailbox, and none goes off on a laptop.
        if (Protocol === "email") return { ref: logicalId };
        // The engine refuses to subscribe again with other attributes; those of the template are the ones that hold.
        await unsubscribe(client, TopicArn, Endpoint);
        const { SubscriptionArn } = await client.send(
          new SubscribeCommand({ TopicArn, Protocol, Endpoint, Attributes: asText(rest) }),
        );
        return { ref: z.string().parse(SubscriptionArn) };
      },
    },
  ];
}

async function unsubscribe(client: SNSClient, TopicArn: string, endpoint: string): Promise<void> {
  const { Subscriptions = [] } = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  for (const { Endpoint, SubscriptionArn } of Subscriptions)
    if (Endpoint === endpoint) await client.send(new UnsubscribeCommand({ SubscriptionArn }));
}
