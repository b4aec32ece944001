import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { AccessRole } from "#shared/lambda/api.ts";
import { LOCAL_STAGE } from "../config.ts";
import { startAwsEndpoint } from "./aws-endpoint.ts";
import { startClock } from "./clock.ts";
import type { Local } from "./context.ts";
import { lambdaApi, parameterStore } from "./control-plane.ts";
import { tableType } from "./engines/dynamodb-table.ts";
import { LOCAL_ACCOUNT_ID } from "./engines/queues.ts";
import { bucketType } from "./engines/s3-bucket.ts";
import { topicTypes } from "./engines/sns-topic.ts";
import { queueType } from "./engines/sqs-queue.ts";
import { eventBus } from "./events/bus.ts";
import { functionsToCome } from "./functions-to-come.ts";
import { httpApi } from "./http/api.ts";
import { clockRoutes } from "./http/clock-routes.ts";
import { eventRoutes } from "./http/event-routes.ts";
import { startServer } from "./http/server.ts";
import { slackRoutes } from "./http/slack-routes.ts";
import { issueToken } from "./identity.ts";
import { lambdaRuntime } from "./lambda/runtime.ts";
import { meaninglessResources } from "./meaningless-resources.ts";
import { apiReader } from "./pages/api-reader.ts";
import { dashboardPage } from "./pages/dashboard.ts";
import { inboxPages } from "./pages/inbox.ts";
import { startS3Front } from "./s3/front.ts";
import { scheduler } from "./scheduler/scheduler.ts";
import { sesRoutes } from "./ses/routes.ts";
import { ses } from "./ses/ses.ts";
import { type OnStop, setSecret, startEngines, topicPublisher } from "./start-engines.ts";
import { openState } from "./state.ts";
import { takeStateFolder } from "./state-folder.ts";
import { type Synthesized, synthesize } from "./synthesize.ts";
import { createResources, Template } from "./template.ts";

const REGION = "us-east-1";

export interface LocalStackOptions {
  /** Where everything is kept. */
  readonly dir: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Where customers reach it, such as `https://surveys.example`, for the links in mails. @default where it listens */
  readonly publicOrigin?: string;
  /** Whether what is kept is thrown away first. @default false */
  readonly fresh?: boolean;
  /** Where a clock that never ran starts. @default now */
  readonly at?: Date;
  /** @default nobody is told */
  readonly say?: (line: string) => void;
  /** What to run, for who starts several stacks on the same code. @default the CDK app is synthesized */
  readonly synthesized?: Synthesized;
}

export interface LocalStack {
  readonly origin: string;
  /** Whether there was nothing in `dir` before. */
  readonly isNew: boolean;
  now(): Date;
  /** A bearer token for the API. @default ops */
  token(role?: AccessRole): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Runs the CDK app's own template on this machine: the engines, then every resource of the template on them, then the
 * traffic. Throws StartRefused or PortInUse, with everything left as it was, where it may not start.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const ends: (() => void | Promise<void>)[] = [];
  const stop = async () => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  try {
    const started = await start(options, (end) => ends.push(end));
    return { ...started, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(options: LocalStackOptions, onStop: OnStop): Promise<Omit<LocalStack, "stop">> {
  const dir = resolve(options.dir);
  const folder = takeStateFolder(dir);
  onStop(folder.release);
  const port = await freePort(options.port);
  if (options.fresh === true) folder.wipe();
  const isNew = folder.isEmpty();
  const db = openState(dir);
  onStop(() => db.close());
  const clock = startClock(db, isNew ? options.at : undefined);

  const synthesizing = options.synthesized
    ? Promise.resolve(options.synthesized)
    : synthesize(join(dir, "cdk.out"));
  synthesizing.catch(() => {}); // Awaited below, also where the engines fail first.
  const { dynamoDb, queues } = await startEngines({ dir, region: REGION, clock, onStop });
  const functions = functionsToCome();
  const local: Local = {
    dir,
    region: REGION,
    accountId: LOCAL_ACCOUNT_ID,
    clock,
    db,
    functions,
    pending: [],
    origin: `http://localhost:${port}`,
    ...(options.publicOrigin === undefined ? {} : { publicOrigin: options.publicOrigin }),
    say: options.say ?? (() => {}),
  };
  const bus = eventBus(local, queues.sendToQueue);
  const mail = ses(local, topicPublisher(queues.endpoint, REGION));
  const schedules = scheduler(local, (to) => void clock.moveTo(to));
  const api = httpApi(local);
  const aws = await startAwsEndpoint(
    [parameterStore(local), lambdaApi(local), bus.service, mail.service],
    local.say,
  );
  onStop(() => aws.stop());
  const s3 = await startS3Front(queues.endpoint, clock);
  onStop(() => s3.stop());

  const { templatePath, assetDirectory } = await synthesizing;
  const runtime = lambdaRuntime(local, {
    assetDirectory,
    writes: dynamoDb.writes,
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
      AWS_ENDPOINT_URL_SQS: queues.endpoint,
      AWS_ENDPOINT_URL_SNS: queues.endpoint,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_SECRET_ACCESS_KEY: s3.secret,
      AWS_ENDPOINT_URL_SES: aws.urlOf("ses"),
      AWS_ENDPOINT_URL_EVENTBRIDGE: aws.urlOf("eventbridge"),
      AWS_ENDPOINT_URL_SSM: aws.urlOf("ssm"),
      AWS_ENDPOINT_URL_LAMBDA: aws.urlOf("lambda"),
    },
  });
  functions.come(runtime);
  await setSecret(aws.urlOf("ssm"), REGION, {
    name: `/lifecycle-surveys/${LOCAL_STAGE}/slack-webhook`,
    value: `${local.origin}/_local/slack`,
  });
  await createResources(
    Template.parse(JSON.parse(readFileSync(templatePath, "utf8"))),
    [
      tableType(dynamoDb.endpoint, local),
      queueType(queues.endpoint, local),
      ...topicTypes(queues.endpoint, local),
      bucketType(queues.endpoint, local, s3.allow),
      ...runtime.resources,
      ...bus.resources,
      ...schedules.resources,
      ...api.resources,
      ...mail.resources,
      ...meaninglessResources(local),
    ],
    { region: REGION, accountId: LOCAL_ACCOUNT_ID, stackName: `lifecycle-surveys-${LOCAL_STAGE}` },
  );

  for (const part of [runtime, bus, mail, schedules]) {
    onStop(() => part.stop());
    part.start();
  }
  const server = await startServer({
    port,
    api,
    routes: [
      ...clockRoutes(local, schedules),
      ...eventRoutes((type) => bus.events(type)),
      ...slackRoutes(local),
      ...sesRoutes(mail),
      ...inboxPages(mail.mailbox),
      ...dashboardPage({
        clock,
        api: apiReader(local),
        newestMails: (limit) => mail.mailbox.list({ limit, offset: 0 }),
      }),
    ],
  });
  onStop(() => server.stop());
  return {
    origin: local.origin,
    isNew,
    now: () => clock.now(),
    token: (role = "ops") => issueToken({ dir, role, email: `${role}@lifecycle-surveys.example` }),
  };
}

/** The port itself, seen to be free before anything is changed; a free one for 0. */
async function freePort(port: number): Promise<number> {
  const probe = await startServer({ port, api: { handle: async () => {} }, routes: [] });
  await probe.stop();
  return probe.port;
}
