import type { EventDetail } from "#shared/events.ts";

type Response = EventDetail<"Response Received">;
type Opened = EventDetail<"CTA Opened">;

export const aResponse = (over: Partial<Response> = {}): Response => ({
  version: 1,
  id: "response-received-i-1",
  occurredAt: "2026-12-01T10:00:00.000Z",
  responseId: "i",
  invitationId: "i",
  programId: "post-onboarding",
  programVersion: 1,
  accountId: "acc-1",
  accountName: "Example Works",
  segment: "scale",
  contactId: "con-1",
  answeredAt: "2026-12-01T10:00:00.000Z",
  responseVersion: 1,
  nps: 3,
  csat: 4,
  answers: [
    { questionId: "nps", kind: "nps", value: 3 },
    { questionId: "csat", kind: "csat", value: 4 },
  ],
  ...over,
});

export const aCallBack = (over: Partial<Opened> = {}): Opened => ({
  version: 1,
  id: "cta-opened-c",
  occurredAt: "2026-12-01T10:00:00.000Z",
  ctaId: "c",
  kind: "call-back",
  mixed: false,
  accountId: "acc-1",
  accountName: "Example Works",
  program: "post-onboarding",
  invitationId: "i",
  band: null,
  owner: { role: "csm", name: "Ana Almeida", email: "ana@vendor.example" },
  contacts: ["con-1"],
  reason: "asked to be called back after answering post-onboarding",
  scores: { nps: 3, csat: null },
  comment: "+49 170 1, after 15:00",
  arrUsd: null,
  renewalOn: null,
  dueAt: "2026-12-02T22:59:59.000Z",
  ...over,
});
