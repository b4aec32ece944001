/** WCAG 2.2's relative luminance of `#rrggbb`, 0 (black) to 1 (white). */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = channels(colour).map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const channels = (colour: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

/** WCAG 2.2's contrast ratio of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** AA for text of any size. */
const READABLE = 4.5;

/** The colour, taken towards `end` only as far as it needs to be to be read on `surface`. */
function readableOn(surface: string, colour: string, end: "#000000" | "#ffffff"): string {
  const from = channels(colour);
  const to = channels(end);
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = from.map((byte, i) => Math.round(byte + ((to[i] ?? 0) - byte) * share));
    const shade = `#${mixed.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    if (contrast(shade, surface) >= READABLE) return shade;
  }
  return end;
}

/** Surfaces and inks of page and mail; each pair is held to AA by a test. */
export const LIGHT = {
  paper: "#f4f5f7",
  card: "#ffffff",
  text: "#1a1f26",
  quiet: "#525b67",
  line: "#858e9a",
  bad: "#b3261e",
} as const;
export const DARK = {
  paper: "#101317",
  card: "#1a1e24",
  text: "#eef1f4",
  quiet: "#aab3be",
  line: "#6f7986",
  bad: "#ff9b93",
} as const;

/** The company's colour as a filled button, readable under either scheme: with white ink, and with dark ink. */
export function fillsOf(colour: string): { readonly light: string; readonly dark: string } {
  return {
    light: readableOn(LIGHT.card, colour, "#000000"),
    dark: readableOn(DARK.card, colour, "#ffffff"),
  };
}
