type Step = string | number | "*";

/**
 * Reads a value out of an event by the JSONPath that EventBridge supports: dots, array indices and `*`, which
 * yields a list. Throws where the path is of another kind; undefined where the event has no such value.
 */
export function jsonPath(path: string): (event: unknown) => unknown {
  const steps = stepsOf(path);
  return (event) => follow(event, steps);
}

function stepsOf(path: string): readonly Step[] {
  if (!/^\$(\.[\w/-]+|\.\*|\[\d+\]|\[\*\])*$/.test(path))
    throw new Error(`JSON path "${path}" is of no supported form`);
  return [...path.matchAll(/\.([\w/-]+|\*)|\[(\d+|\*)\]/g)].map(([, name, index]) =>
    index === undefined || index === "*" ? (name ?? "*") : Number(index),
  );
}

function follow(value: unknown, steps: readonly Step[]): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  if (step === "*") return Object.values(value).map((member) => follow(member, rest));
  return follow(Object.getOwnPropertyDescriptor(value, step)?.value, rest);
}
