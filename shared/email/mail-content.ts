import type { Settings } from "../settings.ts";
import type { Wording } from "../survey/wording.ts";
import type { MailWords } from "./words.ts";

/** A way to answer the first question from within the mail. */
export type Choice = {
  readonly label: string;
  /** How a screen reader says it, where the label alone says too little. */
  readonly spoken: string;
  readonly link: string;
};

/** What both parts of the mail are written from. */
export type MailContent = {
  readonly words: MailWords;
  readonly settings: Settings;
  readonly subject: string;
  /** As a greeting may say it. */
  readonly name: string | undefined;
  readonly link: string;
  /** Why this mail comes; of a reminder, also until when it can be answered. */
  readonly introduction: string;
  /** What is to be known before answering: of an anonymous survey, that it is one. */
  readonly assurances: readonly string[];
  /** For how long an answer can be given, and whether it can be changed; a reminder has said it. */
  readonly term: string | undefined;
  readonly firstQuestion: Wording;
  readonly choices: readonly Choice[];
  /** What the scale's ends mean; none where each choice says it itself. */
  readonly ends: readonly [string, string] | undefined;
  /** Where surveys can be stopped. */
  readonly unsubscribe: string | undefined;
};
