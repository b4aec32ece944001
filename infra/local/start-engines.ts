import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Clock } from "./context.ts";
import { clientSettings } from "./engines/client-settings.ts";
import { startDynamoDb } from "./engines/dynamodb.ts";
import { startQueues } from "./engines/queues.ts";
import type { Publish } from "./ses/outbox.ts";

/** Collects what is to be ended when the laptop stops, the latest first. */
export type OnStop = (end: () => void | Promise<void>) => void;

/** Starts what runs beside everything else, at once; where one fails the others are there to be stopped. */
export async function startEngines(options: {
  readonly dir: string;
  readonly region: string;
  readonly clock: Clock;
  readonly onStop: OnStop;
}) {
  const stopping = <E extends { stop(): Promise<void> }>(engine: E): E => {
    options.onStop(() => engine.stop());
    return engine;
  };
  const starting = [startDynamoDb(options).then(stopping), startQueues(options).then(stopping)] as const;
  await Promise.allSettled(starting);
  const [dynamoDb, queues] = await Promise.all(starting);
  return { dynamoDb, queues };
}

/** Publishes to the topics of the queue engine. */
export function topicPublisher(endpoint: string, region: string): Publish {
  const sns = new SNSClient(clientSettings(endpoint, region));
  return async (TopicArn, Message) => {
    await sns.send(new PublishCommand({ TopicArn, Message }));
  };
}

/** Sets a secret that a person sets in production. */
export async function setSecret(
  endpoint: string,
  region: string,
  secret: { readonly name: string; readonly value: string },
): Promise<void> {
  const ssm = new SSMClient(clientSettings(endpoint, region));
  await ssm.send(
    new PutParameterCommand({
      Name: secret.name,
      Value: secret.value,
      Type: "SecureString",
      Overwrite: true,
    }),
  );
  ssm.destroy();
}
