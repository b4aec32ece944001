import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";

export type Counted = { calls: number; readUnits: number; writeUnits: number };

/** Counts the calls that a client makes and the capacity that DynamoDB says they took, from here on. */
export function count(client: DynamoDBClient): Counted {
  const counted: Counted = { calls: 0, readUnits: 0, writeUnits: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: "TOTAL" });
      const result = await next(args);
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: unknown };
      counted.calls++;
      const units = unitsOf(ConsumedCapacity);
      if (/Get|Query|Scan/.test(context.commandName ?? "")) counted.readUnits += units;
      else counted.writeUnits += units;
      return result;
    },
    { step: "initialize", name: "count" },
  );
  return counted;
}

function unitsOf(capacity: unknown): number {
  const all = Array.isArray(capacity) ? capacity : [capacity];
  return all.reduce((sum, one) => sum + Number(one?.CapacityUnits ?? 0), 0);
}
