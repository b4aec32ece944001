import type { AttributeValue, _Record as EngineRecord } from "@aws-sdk/client-dynamodb-streams";

/** A change as Lambda hands it to a function, and what the poller must know of it. */
export type StreamRecord = {
  readonly sequence: string;
  /** When the table changed, by the machine's clock. */
  readonly machineMs: number;
  readonly event: Readonly<Record<string, unknown>>;
};

/** `offsetMs` is how far the laptop's clock is ahead: functions are told its time. */
export function streamRecord(
  record: EngineRecord,
  streamArn: string,
  region: string,
  offsetMs: number,
): StreamRecord {
  const { ApproximateCreationDateTime, Keys, NewImage, OldImage, SequenceNumber, SizeBytes, StreamViewType } =
    record.dynamodb ?? {};
  const machineMs = ApproximateCreationDateTime?.getTime() ?? Date.now();
  const sequence = SequenceNumber ?? "";
  return {
    sequence,
    machineMs,
    event: {
      eventID: record.eventID,
      eventName: record.eventName,
      eventVersion: record.eventVersion,
      eventSource: "aws:dynamodb",
      awsRegion: region,
      dynamodb: {
        ApproximateCreationDateTime: Math.floor((machineMs + offsetMs) / 1000),
        Keys: image(Keys),
        NewImage: image(NewImage),
        OldImage: image(OldImage),
        SequenceNumber: sequence,
        SizeBytes,
        StreamViewType,
      },
      eventSourceARN: streamArn,
      ...(record.userIdentity === undefined ? {} : { userIdentity: userIdentity(record.userIdentity) }),
    },
  };
}

/** As in the service's own JSON: bytes are base64. */
function image(attributes: Readonly<Record<string, AttributeValue>> | undefined): unknown {
  if (attributes === undefined) return undefined;
  return JSON.parse(JSON.stringify(attributes, bytesAsBase64));
}

function bytesAsBase64(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return value;
}

const userIdentity = (identity: NonNullable<EngineRecord["userIdentity"]>) => ({
  type: identity.Type,
  principalId: identity.PrincipalId,
});
