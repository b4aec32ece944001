import { type SESClient, SESServiceException, SendRawEmailCommand } from "@aws-sdk/client-ses";
import { isOpenTracked, type Program } from "#shared/domain/programs/program.ts";
import { log } from "#shared/lambda/log.ts";
import { endWith, goOn, problem, type Reply, type Step } from "#shared/lambda/reply.ts";

type TestMailer = {
  readonly ses: SESClient;
  /** The address that surveys come from. */
  readonly from: string;
  readonly configurationSet: string;
  /** Of the mails whose opening SES is not to note. */
  readonly untrackedConfigurationSet: string;
};

/** Shorter than the caller waits, so that a silent SES is said to be one. */
const SES_TIMEOUT_MS = 15_000;

/** Sends as the sender of surveys does, but for the tag of an invitation: what SES says of such a mail is of none. */
export const testMailer =
  ({ ses, from, configurationSet, untrackedConfigurationSet }: TestMailer) =>
  async (raw: Uint8Array, to: string, program: Program): Promise<Step<string>> => {
    const command = new SendRawEmailCommand({
      Source: from,
      Destinations: [to],
      RawMessage: { Data: raw },
      ConfigurationSetName: isOpenTracked(program) ? configurationSet : untrackedConfigurationSet,
      Tags: [{ Name: "mail", Value: "test" }],
    });
    try {
      const { MessageId } = await ses.send(command, { abortSignal: AbortSignal.timeout(SES_TIMEOUT_MS) });
      return MessageId === undefined ? endWith(unclear()) : goOn(MessageId);
    } catch (error) {
      log("test-refused", { reason: error instanceof Error ? error.name : "not-an-error" });
      return endWith(refusalOf(error, from));
    }
  };

/** What SES's "no" means for whoever asked; its own words may name an address, and are not passed on. */
function refusalOf(error: unknown, from: string): Reply {
  const status = error instanceof SESServiceException ? error.$metadata.httpStatusCode : undefined;
  if (!(error instanceof Error) || status === undefined || status < 400 || status > 499) return unclear();
  const { name, message } = error;
  if (/not verified/i.test(message)) return unverified(message.toLowerCase().includes(from.toLowerCase()));
  if (/paused|suspended/i.test(`${name} ${message}`)) {
    return problem(409, "SES has sending paused, for the AWS account or its configuration set.");
  }
  if (!/Throttl|LimitExceeded|TooManyRequests/.test(name)) {
    return problem(409, `SES does not take this mail: ${name}.`);
  }
  return problem(
    503,
    /daily/i.test(message)
      ? "SES takes no more mails of this AWS account today: its quota of 24 hours is used up. Try again tomorrow."
      : "SES takes no more mails at this moment: others are going out. Try again in a minute.",
  );
}

/** https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html */
function unverified(isSender: boolean): Reply {
  if (isSender) {
    const detail =
      "SES has not verified the address or domain that surveys come from: set the DNS records that it asks for, and wait until it has seen them.";
    return problem(409, detail);
  }
  const detail =
    "This AWS account is in the SES sandbox, where mail goes to verified addresses alone: verify yours in SES, or ask AWS for production access.";
  return problem(409, detail, [{ path: "email", message: "is not verified in SES" }]);
}

const unclear = (): Reply =>
  problem(503, "SES gave no clear answer: the test may be on its way. Look, and try again if none came.");
