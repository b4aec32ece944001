const MAX_CHARACTERS = 200;

/**
 * Words of others side by side, in a message that is kept for each bad row: as many as fit into 200 characters, and the
 * first however long it is.
 */
export function listed(words: readonly string[], between = ", "): string {
  let characters = 0;
  const tooMany = words.findIndex((word, i) => {
    characters += word.length + between.length;
    return i > 0 && characters > MAX_CHARACTERS;
  });
  return (tooMany === -1 ? words : [...words.slice(0, tooMany), "…"]).join(between);
}
