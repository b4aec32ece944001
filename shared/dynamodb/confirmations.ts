import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Attempt } from "../domain/answers/attempt.ts";
import { invitationKey } from "./keys.ts";
import { type Table, toItem, unlessConditionFails } from "./table.ts";

/**
 * Keeps who vouches for an attempt: the one of this place in the list, which only ever grows. `false` where somebody has
 * before, or where it is no more.
 */
export async function confirmAttempt(
  table: Table,
  invitationId: string,
  place: { readonly index: number; readonly attemptId: string },
  confirmed: NonNullable<Attempt["confirmed"]>,
): Promise<boolean> {
  const attempt = `attempts[${place.index}]`;
  const written = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: toItem(invitationKey(invitationId)),
        UpdateExpression: `SET ${attempt}.confirmed = :confirmed`,
        ConditionExpression: `${attempt}.attemptId = :attemptId AND attribute_not_exists(${attempt}.confirmed)`,
        ExpressionAttributeValues: toItem({ ":confirmed": confirmed, ":attemptId": place.attemptId }),
      }),
    ),
  );
  return written.kind === "written";
}
