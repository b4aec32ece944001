import type { Table } from "#shared/dynamodb/table.ts";

/**
 * Lets this many more calls of the table through, then fails each, as if the function had died: before the call or, with
 * `done`, after what it did was done.
 */
export function dyingTable(
  table: Table,
  calls: number,
  last: "undone" | "done" = "undone",
): { readonly table: Table; readonly survived: () => boolean } {
  let left = calls;
  const send = table.client.send.bind(table.client);
  const client = Object.create(table.client, {
    send: {
      value: async (...args: Parameters<typeof send>) => {
        left -= 1;
        if (left === -1 && last === "done") await send(...args);
        if (left < 0) throw new Error("died");
        return await send(...args);
      },
    },
  });
  return { table: { client, name: table.name }, survived: () => left >= 0 };
}
