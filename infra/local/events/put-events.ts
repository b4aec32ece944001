import { randomUUID } from "node:crypto";
import { AwsError, isRecord, parseJson } from "../aws-json.ts";

/** An event as its targets receive it. */
export type Envelope = {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

export type Accepted = { readonly kind: "accepted"; readonly bus: string; readonly event: Envelope };
export type Rejected = { readonly kind: "rejected"; readonly code: string; readonly message: string };

type Place = {
  readonly region: string;
  readonly accountId: string;
  readonly now: Date;
  hasBus(name: string): boolean;
};

const MAX_ENTRIES = 10;
/** Of all entries of a call together, counted as documented, not as sent. */
const MAX_BYTES = 256 * 1024;

/**
 * Judges the entries of one PutEvents call, each on its own; throws where AWS refuses the whole call. Stricter
 * than AWS in one thing: an entry for a bus that nothing created is rejected, not lost.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function judgeEntries(
  input: Readonly<Record<string, unknown>>,
  place: Place,
): readonly (Accepted | Rejected)[] {
  const entries = Array.isArray(input.Entries) ? input.Entries.filter(isRecord) : [];
  if (entries.length === 0 || entries.length > MAX_ENTRIES)
    throw new AwsError(
      "ValidationException",
      `Entries must have 1 to ${MAX_ENTRIES} members, and has ${entries.length}`,
    );
  if (entries.reduce((bytes, entry) => bytes + entryBytes(entry), 0) >= MAX_BYTES)
    throw new AwsError("ValidationException", "Total size of the entries in the request is over the limit.");
  return entries.map((entry) => judge(entry, place));
}

function judge(entry: Readonly<Record<string, unknown>>, place: Place): Accepted | Rejected {
  const { Source, DetailType, Detail, Resources, Time, EventBusName = "default" } = entry;
  if (!isText(Source)) return missing("Source");
  if (!isText(DetailType)) return missing("DetailType");
  if (!isText(Detail)) return missing("Detail");
  if (Source.startsWith("aws."))
    return rejected("NotAuthorizedForSourceException", "Not authorized for the source.");
  const detail = parseJson(Detail);
  if (!isRecord(detail)) return rejected("MalformedDetail", "Detail is malformed.");
  const bus = busName(String(EventBusName));
  if (!place.hasBus(bus)) return rejected("InvalidArgument", `Event bus ${bus} does not exist.`);
  const event: Envelope = {
    version: "0",
    id: randomUUID(),
    "detail-type": DetailType,
    source: Source,
    account: place.accountId,
    time: toSecond(typeof Time === "number" ? new Date(Time * 1000) : place.now),
    region: place.region,
    resources: Array.isArray(Resources) ? Resources.map(String) : [],
    detail,
  };
  return { kind: "accepted", bus, event };
}

/** Of a name or an ARN. */
export const busName = (nameOrArn: string): string => nameOrArn.replace(/^arn:.*:event-bus\//, "");

/** EventBridge and Scheduler write times to the second. */
export const toSecond = (date: Date): string => date.toISOString().replace(/\.\d{3}Z$/, "Z");

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

const rejected = (code: string, message: string): Rejected => ({ kind: "rejected", code, message });

const missing = (name: string): Rejected =>
  rejected("InvalidArgument", `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html */
function entryBytes({
  Time,
  Source,
  DetailType,
  Detail,
  Resources,
}: Readonly<Record<string, unknown>>): number {
  const texts = [Source, DetailType, Detail, ...(Array.isArray(Resources) ? Resources : [])];
  return texts.reduce(
    (bytes: number, text) => bytes + (typeof text === "string" ? Buffer.byteLength(text) : 0),
    Time === undefined ? 0 : 14,
  );
}
