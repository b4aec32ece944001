/** Numbers in 0..1 that are the same for the same seed: mulberry32. */
export function aRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How many of `n` draws fall to each of these shares, which make 1. */
export function drawn(random: () => number, shares: readonly number[], n: number): number[] {
  const counts = shares.map(() => 0);
  for (let i = 0; i < n; i++) {
    let left = random();
    let place = 0;
    for (; place < shares.length - 1; place++) {
      left -= shares[place] ?? 0;
      if (left < 0) break;
    }
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return counts;
}
