import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shippedProgram } from "#shared/domain/programs/shipped-programs.ts";
import type { EventDetail } from "#shared/events.ts";
import { answerMessage } from "../../../functions/notify-slack/answer-message.ts";
import { aResponse } from "./answers.ts";

type Response = EventDetail<"Response Received">;
type Known = Parameters<typeof answerMessage>[1];
type Answers = Response["answers"];

const program = shippedProgram("post-onboarding");
const known = (over: Partial<Known> = {}): Known => ({ company: "Harbourline", program, ...over });
const words = (value: string): Answers => [{ questionId: "comment", kind: "text", value }];
const message = (over: Partial<Response> = {}, about: Partial<Known> = {}) =>
  answerMessage(aResponse(over), known(about));

const textsOf = ({ blocks }: ReturnType<typeof answerMessage>) =>
  blocks.flatMap((block) => (block.type === "section" ? [block.text] : block.elements));
const headOf = (over: Partial<Response> = {}, about: Partial<Known> = {}) =>
  textsOf(message(over, about))[0]?.text ?? "";
/** The small print: its words, and its time where there is one. */
const footOf = (over: Partial<Response> = {}, about: Partial<Known> = {}) =>
  textsOf({ ...message(over, about), blocks: message(over, about).blocks.slice(-1) }).map(({ text }) => text);
/** What stands between headline and foot. */
const saidIn = (over: Partial<Response>, about: Partial<Known> = {}) =>
  textsOf({ ...message(over, about), blocks: message(over, about).blocks.slice(1, -1) }).map(
    ({ text }) => text,
  );
const read = (escaped: string) =>
  escaped.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

describe("the headline", () => {
  test("says how they scored, each score under the colour of its band, and who", () => {
    expect(message().text).toBe("🔴 NPS 3 (detractor) · 🟢 CSAT 4 of 5 (satisfied) · Example Works");
    expect(headOf()).toBe("*🔴 NPS 3 (detractor) · 🟢 CSAT 4 of 5 (satisfied) · Example Works*");
  });

  test("shows a score of 0 as a score, and an answer without one as that", () => {
    expect(message({ nps: 0, csat: null }).text).toBe("🔴 NPS 0 (detractor) · Example Works");
    expect(message({ nps: null, csat: null }).text).toBe("⚪ no score · Example Works");
  });

  test("has a colour for each band", () => {
    const marks = [6, 7, 8, 9].map((nps) => message({ nps, csat: null }).text.slice(0, 2));
    expect(marks).toEqual(["🔴", "🟡", "🟡", "🟢"]);
    const steps = [1, 2, 3, 4, 5].map((csat) => message({ nps: null, csat }).text.slice(0, 2));
    expect(steps).toEqual(["🔴", "🔴", "🟡", "🟢", "🟢"]);
  });

  test("leads to the account where the company looks at it, its id percent-encoded", () => {
    const accountUrl = "https://crm.example/accounts/{accountId}?tab=nps&from=slack";
    expect(headOf({ accountId: "a/c|<1>" }, { accountUrl })).toContain(
      "<https://crm.example/accounts/a%2Fc%7C%3C1%3E?tab=nps&amp;from=slack|Example Works>",
    );
    expect(message({}, { accountUrl }).text).not.toContain("https");
  });

  test("names an account without a name by its id", () => {
    expect(headOf({ accountName: null })).toContain("acc-1");
  });
});

describe("the small print", () => {
  test("says program, segment, contact, what is at stake, and when in each reader's own time", () => {
    const account = { arrUsd: 120_000.4, renewalOn: "2027-01-31" };
    expect(footOf({}, { account, contact: { name: "Mei Tanaka" } })).toEqual([
      `${program?.name} · scale · Mei Tanaka · ARR $120,000 · renews 2027-01-31`,
      "<!date^1796119200^answered {date_short_pretty} at {time}|answered 2026-12-01 10:00 UTC>",
    ]);
  });

  test("names by their ids whom and what nobody knows any more", () => {
    expect(footOf({ segment: null }, { program: undefined })[0]).toBe(
      "post-onboarding · segment unknown · contact con-1",
    );
  });

  test("names nobody of an anonymous answer, and no time but its day", () => {
    const nobody = { invitationId: null, accountId: null, accountName: null, contactId: null };
    const over = { ...nobody, answeredAt: "2026-12-01T00:00:00.000Z" };
    const accountUrl = "https://crm.example/{accountId}";
    expect(headOf(over, { accountUrl })).toMatch(/· Anonymous\*$/);
    expect(footOf(over, { accountUrl })).toEqual([`${program?.name} · scale · answered 2026-12-01`]);
  });
});

describe("what was said", () => {
  test("is quoted, without its question where it is all there is", () => {
    expect(saidIn({ answers: words("Slow at times") })).toEqual(["“Slow at times”"]);
  });

  test("stands under its question where there are several, choices by their words", () => {
    const asked = {
      name: "Pulse",
      questions: [
        { questionId: "areas", kind: "multiple-choice", text: "What do you use of {company}?" },
        { questionId: "why", kind: "text", text: "Why?" },
      ] as unknown as NonNullable<Known["program"]>["questions"],
    };
    const answers: Answers = [
      {
        questionId: "areas",
        kind: "multiple-choice",
        value: ["ci", "scm"],
        chosen: ["Pipelines & more", "Code"],
      },
      { questionId: "why", kind: "text", value: "Habit" },
      { questionId: "size", kind: "single-choice", value: "small" },
    ];
    expect(saidIn({ answers }, { program: asked }).map(read)).toEqual([
      "What do you use of Harbourline?",
      "Pipelines & more, Code",
      "Why?",
      "“Habit”",
      "size",
      "small",
    ]);
  });

  test("includes further scores, which the headline does not show", () => {
    const answers: Answers = [
      { questionId: "csat", kind: "csat", value: 4 },
      { questionId: "docs", kind: "csat", value: 2 },
    ];
    expect(saidIn({ answers })).toEqual(["docs", "🔴 2 of 5 (dissatisfied)"]);
  });

  test("cannot call the channel, link or mention anybody by what a customer wrote or is called", () => {
    const evil = "<!channel> <https://evil.example|click> & *bold*";
    const posted = message({ accountName: evil, answers: words(evil) }, { contact: { name: "@here" } });
    const texts = textsOf(posted);
    for (const { type, text } of texts) {
      const marks = text.replace(/<!date\^[^>]*>/g, "");
      expect(marks).not.toMatch(/[<>]/);
      if (type === "mrkdwn") expect(texts.find((one) => one.text === text)).toHaveProperty("verbatim", true);
    }
    expect(posted.text).not.toMatch(/[<>]/);
    expect(JSON.stringify(posted)).toContain("&lt;!channel&gt;");
  });

  test("makes nothing bold, struck or code by what a customer, a contact or a segment is called", () => {
    const name = "*A* _b_ ~c~ `d` |e|";
    const accountUrl = "https://crm.example/{accountId}";
    const posted = message({ accountName: name, segment: name }, { accountUrl, contact: { name } });
    const [head, ...others] = textsOf(posted);
    expect(head?.text).toBe(
      "*🔴 NPS 3 (detractor) · 🟢 CSAT 4 of 5 (satisfied) · <https://crm.example/acc-1|∗A∗ ˍbˍ ∼c∼ ˋdˋ ¦e¦>*",
    );
    expect(posted.text).not.toMatch(/[*_~`|]/);
    const named = others.filter(({ text }) => text.includes(name));
    expect(named).toEqual([
      { type: "plain_text", emoji: false, text: expect.stringContaining(`${name} · ${name}`) },
    ]);
  });

  test("is whole, whatever its length, in blocks that Slack takes", () => {
    const character = fc.constantFrom("a", "&", "<", "\n", "😀");
    fc.assert(
      fc.property(fc.array(character, { maxLength: 4000 }), fc.nat({ max: 3000 }), (characters, filler) => {
        const text = `x${"y".repeat(filler)}${characters.join("")}z`;
        const texts = saidIn({ answers: words(text) });
        expect(read(texts.join(""))).toBe(`“${text}”`);
        expect(texts.every((one) => one.isWellFormed())).toBe(true);
      }),
      { seed: 12, numRuns: 40 },
    );
  });

  test("never makes a message that Slack refuses: 50 blocks, 3,000 characters in each", () => {
    const answers: Answers = Array.from({ length: 20 }, (_, i) => ({
      questionId: `q${i}`,
      kind: "text",
      value: "<".repeat(4000),
    }));
    const accountName = "&".repeat(2000);
    const posted = message({ answers, accountName }, { accountUrl: "https://crm.example/{accountId}" });
    expect(posted.blocks).toHaveLength(50);
    const lengths = textsOf(posted).map(({ text }) => text.length);
    expect([Math.min(...lengths) > 0, Math.max(...lengths) <= 3000, posted.text.length <= 3000]).toEqual([
      true,
      true,
      true,
    ]);
    expect(JSON.stringify(posted.blocks.at(-2))).toContain("left out");
    expect(textsOf(posted)[0]?.text).not.toMatch(/&(?!amp;)/);
  });
});
