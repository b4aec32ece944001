import PostalMime, { type Email } from "postal-mime";
import type { Mail } from "./api.ts";

/** A mail as it left, byte for byte, and as a parser reads it that is none of the product's. */
export type Letter = {
  readonly summary: Mail;
  /** Each byte a character. */
  readonly source: string;
  readonly email: Email;
  readonly header: (name: string) => string | undefined;
  /** Of its Message-ID, which the sender makes of it. */
  readonly invitationId: string;
  readonly isReminder: boolean;
  /** The address of the survey, without a score. */
  readonly survey: string;
  readonly unsubscribe: string;
};

/** Fetches a mail of the laptop's inbox as it left. */
export async function readLetter(origin: string, summary: Mail): Promise<Letter> {
  const raw = Buffer.from(await (await fetch(`${origin}/_local/inbox/${summary.id}`)).arrayBuffer());
  const email = await PostalMime.parse(raw);
  const header = (name: string) => email.headers.find(({ key }) => key === name)?.value;
  return {
    summary,
    source: raw.toString("latin1"),
    email,
    header,
    invitationId: /^<([0-9a-f]{32})(?:-reminder)?@/.exec(email.messageId ?? "")?.[1] ?? "",
    isReminder: header("in-reply-to") !== undefined,
    survey: summary.links.find((link) => link.includes("/s/"))?.split("?")[0] ?? "",
    unsubscribe: header("list-unsubscribe")?.slice(1, -1) ?? "",
  };
}
