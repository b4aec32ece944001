import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast, DARK, fillsOf, LIGHT } from "#shared/survey/colour.ts";

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, "0")}`);

/** WCAG 2.2, AA: 4.5 for text, 3 for the edges of controls. */
const TEXT = 4.5;
const EDGE = 3;

describe.each([
  ["light", LIGHT],
  ["dark", DARK],
])("under the %s scheme", (name, scheme) => {
  it("text, small print and errors can be read on card and paper", () => {
    for (const ink of [scheme.text, scheme.quiet, scheme.bad]) {
      expect(contrast(ink, scheme.card)).toBeGreaterThanOrEqual(TEXT);
      expect(contrast(ink, scheme.paper)).toBeGreaterThanOrEqual(TEXT);
    }
  });

  it("the edges of controls can be seen", () => {
    expect(contrast(scheme.line, scheme.card)).toBeGreaterThanOrEqual(EDGE);
  });

  it("any company's colour can be read on the card, and the card's colour on it", () => {
    fc.assert(
      fc.property(anyColour, (colour) => {
        const fill = fillsOf(colour)[name === "light" ? "light" : "dark"];
        expect(contrast(fill, scheme.card)).toBeGreaterThanOrEqual(TEXT);
      }),
      { seed: 20261201, numRuns: 300 },
    );
  });
});

describe("a company's colour", () => {
  it("stays as it is where it can be read", () => {
    expect(fillsOf("#1f5fbf").light).toBe("#1f5fbf");
  });
  it("has the contrast that WCAG's formula gives", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  });
});
