import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { FUNCTION_NAMES } from "../../infra/functions.ts";
import { synthesized } from "./synthesized.ts";

/**
 * What each function's code calls and reads, found in its bundle after unused code was left out, against what
 * the stack gives it: nothing missing, nothing to spare.
 */
const NEEDED: Readonly<Record<string, string>> = {
  GetItemCommand: "dynamodb:GetItem",
  BatchGetItemCommand: "dynamodb:BatchGetItem",
  QueryCommand: "dynamodb:Query",
  paginateQuery: "dynamodb:Query",
  ScanCommand: "dynamodb:Scan",
  PutItemCommand: "dynamodb:PutItem",
  UpdateItemCommand: "dynamodb:UpdateItem",
  DeleteItemCommand: "dynamodb:DeleteItem",
  BatchWriteItemCommand: "dynamodb:BatchWriteItem",
  SendMessageCommand: "sqs:SendMessage",
  SendMessageBatchCommand: "sqs:SendMessage",
  GetSendQuotaCommand: "ses:GetSendQuota",
  GetAccountSendingEnabledCommand: "ses:GetAccountSendingEnabled",
  SendRawEmailCommand: "ses:SendRawEmail",
  PutEventsCommand: "events:PutEvents",
  GetParameterCommand: "ssm:GetParameter",
  PutParameterCommand: "ssm:PutParameter",
  InvokeCommand: "lambda:InvokeFunction",
  GetObjectCommand: "s3:GetObject",
  PutObjectCommand: "s3:PutObject",
  HeadObjectCommand: "s3:GetObject",
  CreateMultipartUploadCommand: "s3:PutObject",
  UploadPartCommand: "s3:PutObject",
  CompleteMultipartUploadCommand: "s3:PutObject",
  ListObjectsV2Command: "s3:ListBucket",
};

/** The parts of a transaction, each allowed by the action of its own. */
const IN_TRANSACTION: Readonly<Record<string, string>> = {
  Put: "dynamodb:PutItem",
  Update: "dynamodb:UpdateItem",
  Delete: "dynamodb:DeleteItem",
  ConditionCheck: "dynamodb:ConditionCheckItem",
};

/** What Lambda does in a function's name: it writes its log, reads its sources, and puts by what failed. */
const BY_LAMBDA = ["logs:CreateLogStream", "logs:PutLogEvents"];
const BY_LAMBDA_FROM: Readonly<Record<string, readonly string[]>> = {
  queue: [
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ReceiveMessage",
  ],
  stream: [
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    "s3:ListBucket",
    "s3:PutObject",
  ],
  invoke: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
};

const stack = synthesized("production");

function idOf(name: string): string {
  const pascal = name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase());
  const found = stack.ofType("AWS::Lambda::Function").find(([id]) => id.startsWith(`${pascal}Function`));
  return found?.[0] ?? "";
}

function given(name: string) {
  const id = idOf(name);
  const properties = new Map(stack.ofType("AWS::Lambda::Function")).get(id)?.Properties ?? {};
  const role = (properties.Role as { "Fn::GetAtt": [string] })["Fn::GetAtt"][0];
  const statements = stack
    .ofType("AWS::IAM::Policy")
    .filter(([, policy]) => (policy.Properties.Roles as { Ref: string }[]).some(({ Ref }) => Ref === role))
    .flatMap(
      ([, policy]) =>
        (
          policy.Properties.PolicyDocument as {
            Statement: { Action: string | string[]; Resource: unknown }[];
          }
        ).Statement,
    );
  const actions = statements.flatMap(({ Action }) => Action);
  const mayReadIndex = JSON.stringify(statements.map(({ Resource }) => Resource)).includes("/index/");
  const isOf = ([, { Properties }]: [string, { Properties: Readonly<Record<string, unknown>> }]) =>
    (Properties.FunctionName as { Ref: string }).Ref === id;
  const sources = stack.ofType("AWS::Lambda::EventSourceMapping").filter(isOf);
  const byLambda = [
    ...BY_LAMBDA,
    ...sources.flatMap(
      ([, one]) => BY_LAMBDA_FROM[one.Properties.StartingPosition ? "stream" : "queue"] ?? [],
    ),
    ...(stack.ofType("AWS::Lambda::EventInvokeConfig").some(isOf) ? (BY_LAMBDA_FROM.invoke ?? []) : []),
  ];
  const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  return { actions, byLambda, mayReadIndex, variables: Object.keys(Variables).sort() };
}

const VARIABLES = [
  ...new Set(FUNCTION_NAMES.flatMap((name) => given(name).variables)),
  ...["SETTINGS", "BUS_NAME", "SURVEY_ORIGIN"],
];

const { outputFiles } = await build({
  entryPoints: FUNCTION_NAMES.map((name) => ({ in: `functions/${name}/handler.ts`, out: name })),
  outdir: "bundles",
  bundle: true,
  write: false,
  platform: "node",
  format: "esm",
  external: ["@aws-sdk/*"],
  mainFields: ["module", "main"],
  logLevel: "silent",
});

function needed(name: string) {
  const code = outputFiles.find(({ path }) => path.endsWith(`/${name}.js`))?.text ?? "";
  // Two files that import the same command have it under two names: PutItemCommand and PutItemCommand2.
  const called = new Set(
    [...code.matchAll(/\b(?:new (\w+Command)|(paginate[A-Z][a-z]+))\d*\(/g)].map(
      ([, command, paginator]) => command ?? paginator ?? "",
    ),
  );
  const actions = [...called].flatMap((command) => {
    if (command === "TransactWriteItemsCommand") {
      return Object.keys(IN_TRANSACTION).flatMap((part) =>
        new RegExp(`\\b${part}: `).test(code) ? (IN_TRANSACTION[part] ?? []) : [],
      );
    }
    const action = NEEDED[command];
    if (action === undefined) throw new Error(`${command} of ${name} is not in this test's list`);
    return [action];
  });
  const variables = VARIABLES.filter((variable) => new RegExp(`\\b${variable}\\b`).test(code));
  const readsIndex = /\b(index|IndexName): DUE_INDEX\b/.test(code);
  return { actions: [...new Set(actions)], readsIndex, variables: [...new Set(variables)].sort() };
}

describe.each(FUNCTION_NAMES)("%s", (name) => {
  test("may do what its code does, and nothing else", () => {
    const { actions, byLambda } = given(name);
    const need = needed(name);
    expect({
      missing: need.actions.filter((action) => !actions.includes(action)),
      toSpare: actions.filter((action) => ![...need.actions, ...byLambda].includes(action)),
    }).toEqual({ missing: [], toSpare: [] });
  });

  test("may read the index of what is due where its code does, and only there", () => {
    expect(given(name).mayReadIndex).toBe(needed(name).readsIndex);
  });

  test("is told what its code asks its environment for, and nothing else", () => {
    expect(given(name).variables).toEqual(needed(name).variables);
  });
});
