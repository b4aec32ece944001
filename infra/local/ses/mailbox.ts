import { mkdirSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";

/** A mail as the inbox lists it. */
export interface MailSummary {
  readonly id: string;
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  /** When it was accepted, by the laptop's clock. */
  readonly at: string;
  readonly links: readonly string[];
}

/** What SES says of a mail in every event about it. */
export const SentMail = z.object({
  timestamp: z.string(),
  source: z.string(),
  sourceArn: z.string(),
  sendingAccountId: z.string(),
  messageId: z.string(),
  destination: z.array(z.string()),
  headersTruncated: z.boolean(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  commonHeaders: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  tags: z.record(z.string(), z.array(z.string())),
});
export type SentMail = z.infer<typeof SentMail>;

interface StoredMail {
  readonly mail: SentMail;
  readonly configurationSet: string | undefined;
}

export interface Mailbox {
  /** Keeps the bytes; `insert` makes the mail appear. */
  writeRaw(id: string, raw: Uint8Array): Promise<void>;
  /** Synchronous, so that it can share a transaction. */
  insert(summary: MailSummary, stored: StoredMail): void;
  /** Newest first. */
  list(page?: { readonly limit: number; readonly offset: number }): MailSummary[];
  count(): number;
  sentSince(at: string): number;
  find(id: string): (StoredMail & { readonly summary: MailSummary }) | undefined;
  /** The mail as it was handed to SES, byte for byte. */
  raw(id: string): Promise<Buffer | undefined>;
}

const Row = z
  .object({
    id: z.string(),
    recipients: z.string(),
    sender: z.string(),
    subject: z.string(),
    at: z.string(),
    links: z.string(),
  })
  .transform(
    ({ recipients, sender, links, ...row }): MailSummary => ({
      id: row.id,
      to: recipients,
      from: sender,
      subject: row.subject,
      at: row.at,
      links: JSON.parse(links),
    }),
  );

const COLUMNS = "id, recipients, sender, subject, at, links";

/** The inbox: each mail a file in `dir/inbox`, and what lists need of it in the laptop's database. */
export function mailbox(dir: string, db: DatabaseSync): Mailbox {
  const folder = join(dir, "inbox");
  mkdirSync(folder, { recursive: true });
  db.exec(`
    CREATE TABLE IF NOT EXISTS ses_mail (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, recipients TEXT NOT NULL, sender TEXT NOT NULL,
      subject TEXT NOT NULL, at TEXT NOT NULL, links TEXT NOT NULL, mail TEXT NOT NULL, configuration_set TEXT
    );
    CREATE INDEX IF NOT EXISTS ses_mail_at ON ses_mail (at);
  `);
  const insertRow = db.prepare(
    `INSERT INTO ses_mail (${COLUMNS}, mail, configuration_set) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const selectPage = db.prepare(`SELECT ${COLUMNS} FROM ses_mail ORDER BY number DESC LIMIT ? OFFSET ?`);
  const selectOne = db.prepare(`SELECT ${COLUMNS}, mail, configuration_set FROM ses_mail WHERE id = ?`);
  const countAll = db.prepare("SELECT count(*) AS n FROM ses_mail");
  const countSince = db.prepare("SELECT count(*) AS n FROM ses_mail WHERE at > ?");
  const pathOf = (id: string) => join(folder, `${id}.eml`);
  return {
    writeRaw: async (id, raw) => {
      await writeFile(`${pathOf(id)}.part`, raw);
      await rename(`${pathOf(id)}.part`, pathOf(id));
    },
    insert: ({ id, to, from, subject, at, links }, { mail, configurationSet }) => {
      insertRow.run(
        id,
        to,
        from,
        subject,
        at,
        JSON.stringify(links),
        JSON.stringify(mail),
        configurationSet ?? null,
      );
    },
    list: ({ limit, offset } = { limit: -1, offset: 0 }) =>
      selectPage.all(limit, offset).map((row) => Row.parse(row)),
    count: () => Number(countAll.get()?.n),
    sentSince: (at) => Number(countSince.get(at)?.n),
    find: (id) => {
      const row = selectOne.get(id);
      if (row === undefined) return undefined;
      return {
        summary: Row.parse(row),
        mail: SentMail.parse(JSON.parse(String(row.mail))),
        configurationSet: row.configuration_set === null ? undefined : String(row.configuration_set),
      };
    },
    raw: async (id) => (selectOne.get(id) === undefined ? undefined : await readFile(pathOf(id))),
  };
}
