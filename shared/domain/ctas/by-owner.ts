import type { Cta } from "./cta.ts";

/** Some of a whole, by what they have in common. */
export type Group<T> = { readonly key: Readonly<Record<string, string>>; readonly members: readonly T[] };

/** By who answers for them, in the order of their names. No e-mail address is in the answer. */
export function byOwner<T extends { readonly cta: Cta }>(all: readonly T[]): Group<T>[] {
  const owned = all.map((one) => ({ one, owner: ownerOf(one.cta) }));
  const groups = Map.groupBy(owned, ({ owner }) => JSON.stringify([owner.role, owner.email.toLowerCase()]));
  return [...groups.values()]
    .flatMap((group) => {
      const newest = group.reduce((a, b) => (b.one.cta.openedAt > a.one.cta.openedAt ? b : a)).owner;
      const key = { owner: newest.name, role: newest.role };
      return [{ key, members: group.map(({ one }) => one) }];
    })
    .sort((a, b) => a.key.owner.localeCompare(b.key.owner, "en") || (a.key.role < b.key.role ? -1 : 1));
}

/** Who let it come to an escalation answers for it, not who was handed it then. */
function ownerOf({ escalatedAt, notes, owner }: Cta): Cta["owner"] {
  const escalation = notes.find((note) => note.kind === "reassigned" && note.at === escalatedAt);
  return escalation?.kind === "reassigned" ? escalation.from : owner;
}
