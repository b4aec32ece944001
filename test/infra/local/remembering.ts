import type { Functions, InvokeResult } from "../../../infra/local/context.ts";

export type Invocation = { readonly name: string; readonly event: unknown; readonly isAsync: boolean };

/** Functions that remember what they were invoked with; an unknown name throws, as the laptop's do. */
export function rememberingFunctions(
  answers: Readonly<Record<string, InvokeResult>> = {},
): Functions & { readonly invocations: readonly Invocation[] } {
  const invocations: Invocation[] = [];
  const remember = (name: string, event: unknown, isAsync: boolean): InvokeResult => {
    if (name.includes("missing")) throw new Error(`no function ${name}`);
    invocations.push({ name, event, isAsync });
    return answers[name] ?? { kind: "returned", payload: null };
  };
  return {
    invocations,
    invoke: async (name, event) => remember(name, event, false),
    invokeAsync: (name, event) => {
      remember(name, event, true);
    },
  };
}

export const functionArn = (name: string): string =>
  `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;
export const queueArn = (name: string): string => `arn:aws:sqs:eu-central-1:123456789012:${name}`;

/** What an SDK client needs to talk to the laptop. */
export const clientOf = (endpoint: string) => ({
  endpoint,
  region: "eu-central-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
});
