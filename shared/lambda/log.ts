/**
 * One JSON line per decision. Only ids, kinds, reasons and numbers belong in a field: never an e-mail
 * address, a token or free text.
 */
export function log(
  decision: string,
  fields: Readonly<Record<string, string | number | boolean | undefined>>,
): void {
  process.stdout.write(`${JSON.stringify({ decision, ...fields })}\n`);
}
