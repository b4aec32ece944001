/** Some of a list, and from where it goes on; undefined at its end. A page may be short before that. */
export type Page<Item, Place> = { readonly items: readonly Item[]; readonly next: Place | undefined };
export type Paging<Place> = { readonly limit: number; readonly place: Place | undefined };
