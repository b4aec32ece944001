import { expect, test } from "vitest";
import { synthesized } from "./synthesized.ts";

type Statement = { Effect: string; Action: string | string[]; Resource?: unknown };

const stack = synthesized("production");

function statements(): Statement[] {
  return stack
    .ofType("AWS::IAM::Policy")
    .flatMap(([, policy]) => (policy.Properties.PolicyDocument as { Statement: Statement[] }).Statement);
}

test("no role may do anything by wildcard", () => {
  expect(statements().length).toBeGreaterThan(15);
  expect(
    statements()
      .flatMap((one) => one.Action)
      .filter((action) => action.includes("*")),
  ).toEqual([]);
});

test("only what AWS offers no resource for is allowed on every resource", () => {
  const onEverything = statements().filter((one) => [one.Resource].flat().includes("*"));
  expect(onEverything.flatMap((one) => one.Action)).toEqual([
    "ses:GetAccountSendingEnabled",
    "ses:GetSendQuota",
  ]);
});

test("no role carries a managed policy, which nobody here wrote", () => {
  const roles = stack.ofType("AWS::IAM::Role");
  expect(roles.filter(([, role]) => role.Properties.ManagedPolicyArns !== undefined)).toEqual([]);
});

test("the link key is known to the sender alone", () => {
  const knowing = stack.ofType("AWS::Lambda::Function").filter(([, { Properties }]) => {
    const { Variables } = (Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
    return Variables?.LINK_KEY_PARAMETER !== undefined;
  });
  expect(knowing.map(([id]) => id.replace(/Function.*/, ""))).toEqual(["SendInvitation"]);
});
