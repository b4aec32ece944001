/**
 * Ports that die at their call of this number, counted over all that are waited for. Dying right after it, what the call
 * did is done, and whoever made it only never learns of it; dying right before it, nothing of it is done. Right after
 * call 0 is before the first.
 */
export function dyingAt<Ports extends object>(
  ports: Ports,
  when: "before" | "after",
  calls: number,
): { readonly ports: Ports; readonly made: () => number } {
  let made = 0;
  const last = when === "after" ? 0 : calls - 1;
  const entries = Object.entries(ports).map(([name, port]) => {
    if (typeof port !== "function") return [name, port];
    const call = (...args: readonly unknown[]): unknown => {
      if (made === last && (when === "before" || calls === 0)) throw new Error(`died before ${name}`);
      const answer: unknown = port(...args);
      if (!(answer instanceof Promise)) return answer;
      made++;
      if (when === "before" || made !== calls) return answer;
      return answer.then(() => Promise.reject(new Error(`died after call ${calls}, ${name}`)));
    };
    return [name, call];
  });
  // The same names with the same signatures.
  return { ports: Object.fromEntries(entries) as Ports, made: () => made };
}

/** Ports that die right after their call of this number. */
export const dyingAfter = <Ports extends object>(ports: Ports, calls: number) =>
  dyingAt(ports, "after", calls);
