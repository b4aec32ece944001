import { expect, test } from "vitest";
import { callBackMessage } from "../../../functions/notify-slack/call-back-message.ts";
import { aCallBack } from "./answers.ts";

const known = { company: "Harbourline" };

test("says who, with the score, how to reach them, who calls, by when and what is at stake", () => {
  const about = { ...known, contact: { name: "Mei Tanaka" }, account: { arrUsd: 50_000 } };
  const { text, blocks } = callBackMessage(aCallBack(), about);
  expect(text).toBe("📞 Example Works · asks to be called back · 🔴 NPS 3 (detractor)");
  const said = JSON.stringify(blocks);
  expect(said).toContain("“+49 170 1, after 15:00”");
  expect(said).toContain(
    '"asked to be called back after answering post-onboarding · Mei Tanaka · ARR $50,000 · for Ana Almeida"',
  );
  expect(said).toContain("<!date^1796252399^by {date_short_pretty} at {time}|by 2026-12-02 22:59 UTC>");
});

test("has no empty block where they said nothing, and no score where there is none", () => {
  const none = aCallBack({ accountName: null, comment: null, scores: { nps: null, csat: null } });
  const { text, blocks } = callBackMessage(none, known);
  expect(text).toBe("📞 acc-1 · asks to be called back");
  expect(blocks).toHaveLength(2);
});

test("links to the account", () => {
  const { blocks } = callBackMessage(aCallBack(), {
    ...known,
    accountUrl: "https://crm.example/{accountId}",
  });
  expect(JSON.stringify(blocks[0])).toContain("<https://crm.example/acc-1|Example Works>");
});

test("cannot be made to call the channel or to link by what a customer wrote or is called", () => {
  const evil = "<!channel> <https://evil.example|click>";
  const owner = { ...aCallBack().owner, name: evil };
  const message = callBackMessage(aCallBack({ accountName: evil, comment: evil, owner }), known);
  const said = JSON.stringify(message).replace(/<!date\^[^>]*>/g, "");
  expect(said).not.toMatch(/[<>]/);
  expect(said).toContain("&lt;!channel&gt;");
});
