/** Notes in words where something is not as it must be. */
export const differencesTo = (found: string[]) => (what: string, is: unknown, mustBe: unknown) => {
  if (JSON.stringify(is) !== JSON.stringify(mustBe))
    found.push(`${what}: ${JSON.stringify(is)} instead of ${JSON.stringify(mustBe)}`);
};

/** What is there too often, and what is missing. */
export function bagDifferences(what: string, is: readonly string[], mustBe: readonly string[]): string[] {
  const left = [...mustBe];
  const extra = is.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...extra.map((one) => `${what}: not drawn: ${one}`),
    ...left.map((one) => `${what}: missing: ${one}`),
  ];
}
