import type { DatabaseSync } from "node:sqlite";

/** The laptop's time: real time plus an offset that only grows, kept on disk. */
export interface Clock {
  now(): Date;
  /** Milliseconds that the clock is ahead of the machine's, as shared with the functions' workers. */
  readonly offset: SharedArrayBuffer;
}

/** Work that is not yet done, by kind: `/_local/idle` and a moved clock wait until all are 0. */
export interface PendingWork {
  readonly kind: string;
  count(): Promise<number>;
  /** How often any of it began. @default it only waits for work of another kind to take it up */
  begun?(): number;
}

export type InvokeResult =
  | { readonly kind: "returned"; readonly payload: unknown }
  /** The function threw, timed out or could not start; shape as Lambda reports it. */
  | { readonly kind: "failed"; readonly errorType: string; readonly errorMessage: string };

export interface Functions {
  /** Waits for the answer, as API Gateway, an SQS or a stream poller does. `nameOrArn` as the template has it. */
  invoke(nameOrArn: string, event: unknown): Promise<InvokeResult>;
  /** Accepts durably, then invokes with Lambda's retries and on-failure destination. */
  invokeAsync(nameOrArn: string, event: unknown): void;
}

/** What every adapter of the laptop is given. */
export interface Local {
  /** Where state lives, `.local` by default. */
  readonly dir: string;
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  /** The laptop's own state (bus, async invokes, checkpoints, inbox): one SQLite file, safe under kill -9. */
  readonly db: DatabaseSync;
  readonly functions: Functions;
  /** Adapters add the work they hold. */
  readonly pending: PendingWork[];
  /** Base URL of the public HTTP API and the local routes, `http://localhost:3000`. */
  readonly origin: string;
  /** Where customers reach that API; the template's own addresses are made of it. @default `origin` */
  readonly publicOrigin?: string;
  /** One line for the person at the terminal, when something they should know happens. */
  say(line: string): void;
}

/**
 * How the laptop stands in for one CloudFormation resource type. A property that is neither in `uses` nor in
 * `ignores` stops the start by name, so that nothing the template asks for is silently left out.
 */
export interface ResourceType {
  readonly type: string;
  readonly uses: readonly string[];
  /** Properties that mean nothing on a laptop (IAM, retention, tags, memory size). */
  readonly ignores: readonly string[];
  /** `properties` have every intrinsic resolved; the answer is what `Ref` and `Fn::GetAtt` give. */
  create(logicalId: string, properties: Readonly<Record<string, unknown>>): Promise<ResourceAttributes>;
}

export type ResourceAttributes = {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
};
