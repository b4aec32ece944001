import { UNLOGGED } from "#shared/dynamodb/table.ts";

/** What every SDK client of the laptop is made with; the engines take any credentials. */
export const clientSettings = (endpoint: string, region: string) => ({
  endpoint,
  region,
  credentials: { accessKeyId: "local", secretAccessKey: "local" },
  ...UNLOGGED,
});
