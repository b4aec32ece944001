import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Cta } from "../domain/cta.ts";
import { ctaToJoin } from "./ctas.ts";
import { ctaKey } from "./keys.ts";
import { type Table, unlessConditionFails } from "./table.ts";

/**
 * Adds a note to a call to action or, where it joined another as it was to be opened, to the one that is open in its
 * place. The same note twice is one; where there is neither, there is nothing to note.
 */
export async function noteOnCta(
  table: Table,
  cta: Pick<Cta, "ctaId" | "accountId" | "program" | "kind">,
  note: Cta["notes"][number],
): Promise<void> {
  if (await addNote(table, cta.ctaId, note)) return;
  const joined = await ctaToJoin(table, cta);
  if (joined !== undefined && joined !== cta.ctaId) await addNote(table, joined, note);
}

/** Whether there is such a call to action; it has the note, then. */
async function addNote(table: Table, ctaId: string, note: Cta["notes"][number]): Promise<boolean> {
  const added = await unlessConditionFails(
    table.client.send(
      new UpdateItemCommand({
        TableName: table.name,
        Key: marshall(ctaKey(ctaId)),
        UpdateExpression: "SET notes = list_append(notes, :notes)",
        ConditionExpression: "attribute_exists(pk) AND NOT contains(notes, :note)",
        ExpressionAttributeValues: marshall({ ":notes": [note], ":note": note }),
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    ),
  );
  return added.kind === "written" || added.item !== undefined;
}
