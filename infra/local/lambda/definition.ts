import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { Local, ResourceType } from "../context.ts";
import { functionEnvironment } from "./environment.ts";

/** A function as the template defines it, ready to run. */
export type FunctionDefinition = {
  readonly name: string;
  readonly arn: string;
  /** The bundle's file and the name under which it exports the handler. */
  readonly file: string;
  readonly exportName: string;
  /** All that `process.env` holds. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  /** How many events it works on at once. */
  readonly concurrency: number;
};

/** Enough to show what concurrency does to a function, and little enough for a laptop. */
const CONCURRENCY = 4;

const Properties = z.object({
  FunctionName: z.string().optional(),
  Code: z.object(
    { S3Key: z.string() },
    { error: "a laptop runs functions from assets, not from code inside the template" },
  ),
  Handler: z.string().regex(/^[\w./-]+\.\w+$/),
  Environment: z
    .object({ Variables: z.record(z.string(), z.coerce.string()).default({}) })
    .default({ Variables: {} }),
  MemorySize: z.coerce.number().default(128),
  ReservedConcurrentExecutions: z.coerce.number().int().min(1).optional(),
  Timeout: z.coerce.number().default(3),
});

export type RuntimeOptions = {
  /** Where the asset lies unpacked that `Code.S3Key` names. */
  assetDirectory(s3Key: string): string;
  /** What every function is given beside its own variables: the addresses of the engines. */
  readonly environment: Readonly<Record<string, string>>;
  /** A number that is another one after each write to a table. @default unknown: a stream is read to find out */
  writes?(): number | undefined;
};

/** `AWS::Lambda::Function`, each handed to `register`. */
export function functionType(
  local: Pick<Local, "region" | "accountId">,
  options: RuntimeOptions,
  register: (definition: FunctionDefinition) => void,
): ResourceType {
  return {
    type: "AWS::Lambda::Function",
    uses: Object.keys(Properties.shape),
    ignores: [
      "Architectures",
      "Description",
      "EphemeralStorage",
      "LoggingConfig",
      "RecursiveLoop",
      "Role",
      "Runtime",
      "RuntimeManagementConfig",
      "Tags",
      "TracingConfig",
    ],
    create: async (logicalId, properties) => {
      const wanted = Properties.parse(properties);
      const name = wanted.FunctionName ?? logicalId;
      const arn = functionArn(local, name);
      const dot = wanted.Handler.lastIndexOf(".");
      const module = join(options.assetDirectory(wanted.Code.S3Key), wanted.Handler.slice(0, dot));
      const file = [`${module}.js`, `${module}.cjs`].find((each) => existsSync(each));
      if (file === undefined) throw new Error(`Function ${name}: there is no ${module}.js`);
      register({
        name,
        arn,
        file,
        exportName: wanted.Handler.slice(dot + 1),
        environment: functionEnvironment({
          name,
          region: local.region,
          handler: wanted.Handler,
          memoryMb: wanted.MemorySize,
          variables: wanted.Environment.Variables,
          endpoints: options.environment,
        }),
        timeoutMs: wanted.Timeout * 1000,
        memoryMb: wanted.MemorySize,
        concurrency: Math.min(wanted.ReservedConcurrentExecutions ?? CONCURRENCY, CONCURRENCY),
      });
      return { ref: name, attributes: { Arn: arn } };
    },
  };
}

export const functionArn = (local: Pick<Local, "region" | "accountId">, name: string): string =>
  `arn:aws:lambda:${local.region}:${local.accountId}:function:${name}`;

/** The name in a name, an ARN or either with a version behind it. */
export function functionNameOf(nameOrArn: string): string {
  const [, inArn] = /^arn:[^:]+:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(nameOrArn) ?? [];
  return inArn ?? nameOrArn.replace(/:[^:]*$/, "");
}
