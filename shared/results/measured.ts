import type { Attribute, Day } from "../domain/accounts/account.ts";
import { isAnonymous } from "../domain/programs/anonymity.ts";
import { isOpenTracked, type Program } from "../domain/programs/program.ts";
import { ALL, type Bucket } from "../domain/results/buckets.ts";
import type { DayRange } from "../domain/results/coverage.ts";
import type { Kept } from "../domain/results/figures.ts";

export type MeasuringPorts = {
  program(programId: string): Promise<Program | undefined>;
  /** A touchpoint of which there are imported answers alone. */
  importedTouchpoint(touchpointId: string): Promise<object | undefined>;
  /** The first day on which a program sent or was answered. */
  firstCountedDay(programId: string): Promise<Day | undefined>;
  bucketsOf(programId: string, attribute: string, value: string, range: DayRange): Promise<readonly Bucket[]>;
  bucketsByValue(programId: string, attribute: string, range: DayRange): Promise<readonly Bucket[]>;
};

/** What is to be known of programs before anything is counted. */
export type Measured = {
  readonly kind: "measured";
  readonly kept: Kept;
  /** Aligned with the programs. */
  readonly firstDays: readonly (Day | undefined)[];
};

export type NotMeasured =
  | { readonly kind: "no-such-program"; readonly programId: string }
  /** By more than their segment, anonymous answers could be told apart. */
  | { readonly kind: "anonymous"; readonly programId: string };

/** Programs, or imported touchpoints, that are to be told as one number; retired ones as well. */
export async function measuredPrograms(
  ports: MeasuringPorts,
  programIds: readonly string[],
  groupBy: Attribute | undefined,
): Promise<Measured | NotMeasured> {
  const programs = await Promise.all(programIds.map((programId) => ports.program(programId)));
  const others = programIds.filter((_, i) => programs[i] === undefined);
  const imported = await Promise.all(others.map((id) => ports.importedTouchpoint(id)));
  const missing = others.find((_, i) => imported[i] === undefined);
  if (missing !== undefined) return { kind: "no-such-program", programId: missing };
  const ours = programs.filter((program) => program !== undefined);
  const [anonymous] = ours.filter(isAnonymous);
  if (anonymous !== undefined && groupBy !== undefined && groupBy !== "segment")
    return { kind: "anonymous", programId: anonymous.programId };
  const kept = {
    anonymous: anonymous !== undefined,
    tracksOpens: ours.every(isOpenTracked),
    isImported: ours.length === 0,
  };
  const firstDays = await Promise.all(programIds.map((programId) => ports.firstCountedDay(programId)));
  return { kind: "measured", kept, firstDays };
}

/** The counts of all these programs: of everybody, of each value of an attribute, or of one value alone. */
export async function bucketsIn(
  ports: MeasuringPorts,
  programIds: readonly string[],
  { groupBy, value }: { readonly groupBy?: Attribute | undefined; readonly value?: string | undefined },
  range: DayRange,
): Promise<Bucket[]> {
  const read = programIds.map((programId) =>
    groupBy === undefined || value === undefined
      ? ports.bucketsByValue(programId, groupBy ?? ALL, range)
      : ports.bucketsOf(programId, groupBy, value, range),
  );
  return (await Promise.all(read)).flat();
}
