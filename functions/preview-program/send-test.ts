import * as z from "zod";
import { personKey } from "#shared/domain/accounts/contact.ts";
import { emailAddressOf } from "#shared/domain/accounts/email-address.ts";
import type { Suppression } from "#shared/domain/accounts/suppression.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { log } from "#shared/lambda/log.ts";
import { endWith, goOn, json, problem, type Reply, type Step } from "#shared/lambda/reply.ts";
import { CHOICE, chosenProgram, Locale, type ProgramPorts } from "./choice.ts";
import { LINKS_NOTE, markedAsTest, type SampleComposer } from "./sample-mail.ts";

export type TestPorts = ProgramPorts & {
  readonly compose: SampleComposer;
  /** Why nobody writes to an address any more. */
  suppression(email: string): Promise<Suppression | undefined>;
  /** Hands a program's mail to SES; its id there, or why SES does not take it. */
  send(raw: Uint8Array, to: string, program: Program): Promise<Step<string>>;
};

export const TestBody = z.strictObject({
  ...CHOICE,
  email: z.string({ error: "must be given: your own, as your token carries it" }),
  locale: Locale.optional(),
});

/**
 * `POST /v1/programs/{programId}/test-send`: the mail as it would be, to whoever asks for it and to nobody else. It
 * is of no invitation: nothing of it is kept or counted, whatever becomes of it.
 */
export const sendTest =
  (ports: TestPorts) =>
  async ({ path: { programId = "" }, body, caller }: ApiRequest, now: Date): Promise<Reply> => {
    const read = TestBody.safeParse(jsonBody(body));
    if (!read.success) {
      return problem(
        400,
        'The body must be JSON such as {"email":"…","locale":"de"}.',
        fieldErrors(read.error),
      );
    }
    const own = ownAddress(read.data.email, caller.email);
    if (own.kind === "end") return own.reply;
    const chosen = await chosenProgram(ports, programId, read.data);
    if (chosen.kind === "end") return chosen.reply;
    const suppression = await ports.suppression(own.value);
    if (suppression !== undefined) return suppressed(suppression);
    const { mail, locale } = read.data;
    const program = chosen.value;
    const raw = await ports.compose({ program, mail, locale, to: own.value, at: now });
    const sent = await ports.send(markedAsTest(raw), own.value, program);
    if (sent.kind === "end") return sent.reply;
    log("test-sent", { programId, version: program.version, mail, messageId: sent.value });
    return json(202, { messageId: sent.value, programId, version: program.version, note: LINKS_NOTE });
  };

/** The caller's address as mail goes to it: nobody writes to others by this route. */
function ownAddress(asked: string, callers: string): Step<string> {
  const to = emailAddressOf(asked.trim());
  if (to.kind === "refused") {
    const errors = [{ path: "email", message: to.reason }];
    return endWith(problem(400, "No mail can go to this address.", errors));
  }
  const own = emailAddressOf(callers.trim());
  if (own.kind === "address" && personKey(own.address) === personKey(to.address)) return goOn(own.address);
  const errors = [{ path: "email", message: "must be the address that your token carries" }];
  return endWith(
    problem(403, "A test goes to your own address and to nobody else's, whatever your role.", errors),
  );
}

function suppressed({ reason, at }: Suppression): Reply {
  const errors = [{ path: "email", message: `is suppressed since ${at}: ${reason}` }];
  const detail =
    "Nobody writes to this address any more, and a test does not either. Search for it with POST /v1/suppressions/search, and lift it to have tests again.";
  return problem(409, detail, errors);
}
