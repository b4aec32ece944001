/** A poller that brings events to a function. */
export type Poller = {
  start(): void;
  /** What it has still to bring, and what it brought that is not done. */
  pending(): Promise<number>;
  stop(): Promise<void>;
};
