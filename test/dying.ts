/**
 * Ports that die right after their call of this number, counted over all that are waited for; 0 is before the first.
 * What the call did is done: whoever made it only never learns of it.
 */
export function dyingAfter<Ports extends object>(
  ports: Ports,
  calls: number,
): { readonly ports: Ports; readonly made: () => number } {
  let made = 0;
  const entries = Object.entries(ports).map(([name, port]) => {
    if (typeof port !== "function") return [name, port];
    const call = (...args: readonly unknown[]): unknown => {
      if (calls === 0) throw new Error(`died before ${name}`);
      const answer: unknown = port(...args);
      if (!(answer instanceof Promise)) return answer;
      made++;
      if (made !== calls) return answer;
      return answer.then(() => Promise.reject(new Error(`died after call ${calls}, ${name}`)));
    };
    return [name, call];
  });
  // The same names with the same signatures.
  return { ports: Object.fromEntries(entries) as Ports, made: () => made };
}
