import type { ImportedResponse } from "#shared/domain/answers/imported-response.ts";
import { touchpointIdOf } from "#shared/domain/imports/responses.ts";
import { isAnonymous } from "#shared/domain/programs/anonymity.ts";
import { importedTouchpoints, saveImportedTouchpoint } from "#shared/dynamodb/imported-touchpoints.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import type { Table } from "#shared/dynamodb/table.ts";

type Named =
  | { readonly kind: "touchpoint"; readonly programId: string }
  | { readonly kind: "refused"; readonly message: string };

/** Under which program or touchpoint the names in a file count. */
export type Touchpoints = {
  named(name: string): Named;
  /** Keeps the touchpoints of these that are new. */
  keep(responses: readonly Pick<ImportedResponse, "programId">[]): Promise<void>;
};

/**
 * A name that is the id or name of a program of ours, in any case, counts under that program, any other under a touchpoint
 * of its own. One that has been a touchpoint stays one, also where a program was given its name since.
 */
export async function touchpointsOf(table: Table, now: Date): Promise<Touchpoints> {
  const [programs, kept] = await Promise.all([currentPrograms(table), importedTouchpoints(table)]);
  const byName = new Map([
    ...programs.map((program) => [touchpointIdOf(program.name), program] as const),
    ...programs.map((program) => [program.programId, program] as const),
  ]);
  const ids = new Set(programs.map(({ programId }) => programId));
  const known = new Set(kept.map(({ programId }) => programId));
  const newNames = new Map<string, string>();
  return {
    named: (name) => {
      const id = touchpointIdOf(name);
      const program = known.has(id) && !ids.has(id) ? undefined : byName.get(id);
      if (program === undefined) {
        if (!known.has(id) && !newNames.has(id)) newNames.set(id, name);
        return { kind: "touchpoint", programId: id };
      }
      return isAnonymous(program)
        ? { kind: "refused", message: ANONYMOUS }
        : { kind: "touchpoint", programId: program.programId };
    },
    keep: async (responses) => {
      for (const programId of new Set(responses.map((response) => response.programId))) {
        const name = newNames.get(programId);
        if (name === undefined) continue;
        await saveImportedTouchpoint(table, { programId, name, firstImportedAt: now.toISOString() });
        newNames.delete(programId);
        known.add(programId);
      }
    },
  };
}

const ANONYMOUS =
  "is a program of ours whose answers are anonymous, and these are somebody's; give them a name of their own";
