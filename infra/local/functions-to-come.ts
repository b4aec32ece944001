import type { Functions } from "./context.ts";

/** Functions that adapters may hold before there are any: those start with the addresses of the adapters. */
export function functionsToCome(): Functions & { come(functions: Functions): void } {
  let here: Functions | undefined;
  const those = (): Functions => {
    if (here === undefined)
      throw new Error("A function was invoked before the template's functions were made");
    return here;
  };
  return {
    come: (functions) => {
      here = functions;
    },
    invoke: async (name, event) => await those().invoke(name, event),
    invokeAsync: (name, event) => those().invokeAsync(name, event),
  };
}
