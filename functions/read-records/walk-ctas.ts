import type { ListedCta } from "#shared/dynamodb/cta-places.ts";
import type { Paging } from "#shared/records/page.ts";

/** Some of a list, from behind a place. */
export type InOrder = { readonly after: string | undefined; readonly most: number };

const READ_AT_ONCE = 500;
/** One walk looks at no more than these: then the page ends early, and the cursor goes on. */
const MAX_READ = 3000;

/** Goes through a list of the index until there are enough of those that are wanted. */
export async function walkCtas(
  read: (page: InOrder) => Promise<readonly ListedCta[]>,
  isListed: (listed: ListedCta) => boolean,
  { limit, place }: Paging<string>,
): Promise<{ readonly ids: readonly string[]; readonly next: string | undefined }> {
  const ids: string[] = [];
  let after = place;
  for (let seen = 0; seen < MAX_READ; seen += READ_AT_ONCE) {
    const listed = await read({ after, most: READ_AT_ONCE });
    for (const one of listed) {
      if (ids.length === limit) return { ids, next: after };
      after = one.place;
      if (isListed(one)) ids.push(one.ctaId);
    }
    if (listed.length < READ_AT_ONCE) return { ids, next: undefined };
  }
  return { ids, next: after };
}
