import { unescape as unescapeHtml } from "html-escaper";
import PostalMime, { type Address, type Email, type Mailbox } from "postal-mime";

/** What the inbox and the events need to know of a mail, read from it once. */
export interface ReadMessage {
  readonly subject: string;
  /** Address alone. */
  readonly from: string | undefined;
  readonly recipients: readonly string[];
  /** Every web address in either part, once, in the order of the HTML part and then the plain one. */
  readonly links: readonly string[];
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly commonHeaders: Readonly<Record<string, string | readonly string[]>>;
  header(name: string): string | undefined;
}

/** Reads a raw MIME message. */
export async function readMessage(raw: Uint8Array): Promise<ReadMessage> {
  const email = await PostalMime.parse(raw);
  const common: Record<string, string | string[]> = {};
  if (email.from) common.from = flatten([email.from]).map(addressText);
  for (const name of ["replyTo", "to", "cc", "bcc"] as const) {
    const addresses = flatten(email[name] ?? []);
    if (addresses.length > 0) common[name] = addresses.map(addressText);
  }
  const header = (name: string) => email.headers.find((one) => one.key === name.toLowerCase())?.value;
  const date = header("date");
  if (date !== undefined) common.date = date;
  if (email.subject !== undefined) common.subject = email.subject;
  return {
    subject: email.subject ?? "",
    from: flatten(email.from ? [email.from] : [])[0]?.address,
    recipients: flatten([...(email.to ?? []), ...(email.cc ?? []), ...(email.bcc ?? [])]).map(
      (mailbox) => mailbox.address,
    ),
    links: linksOf(email),
    headers: email.headers.map((one) => ({ name: one.originalKey, value: one.value })),
    commonHeaders: common,
    header,
  };
}

function flatten(addresses: readonly Address[]): Mailbox[] {
  return addresses.flatMap((address) => address.group ?? [address]);
}

function addressText({ name, address }: Mailbox): string {
  return name === "" ? address : `${name} <${address}>`;
}

function linksOf(email: Email): string[] {
  const inHtml = (email.html ?? "").matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi);
  const inText = (email.text ?? "").matchAll(/https?:\/\/[^\s<>"]+/g);
  const found = [
    ...[...inHtml].map((match) => unescapeHtml(match[1] ?? match[2] ?? "").trim()),
    ...[...inText].map((match) => match[0].replace(/[.,;:!?)\]}]+$/, "")),
  ];
  return [...new Set(found.filter((link) => /^https?:\/\//i.test(link)))];
}
