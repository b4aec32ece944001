import { marshall } from "@aws-sdk/util-dynamodb";

/**
 * An update that writes these fields and leaves every other attribute of the item alone. An undefined field is
 * removed, which is how "unknown" is stored.
 */
export function fieldUpdate(fields: Readonly<Record<string, unknown>>) {
  const names = Object.keys(fields);
  const known = names.filter((name) => fields[name] !== undefined);
  const unknown = names.filter((name) => fields[name] === undefined);
  return {
    UpdateExpression: [
      `SET ${known.map((name) => `#${name} = :${name}`).join(", ")}`,
      ...(unknown.length > 0 ? [`REMOVE ${unknown.map((name) => `#${name}`).join(", ")}`] : []),
    ].join(" "),
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: marshall(Object.fromEntries(known.map((name) => [`:${name}`, fields[name]])), {
      removeUndefinedValues: true,
    }),
  };
}
