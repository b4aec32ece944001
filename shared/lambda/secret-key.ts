import { randomBytes } from "node:crypto";
import {
  GetParameterCommand,
  ParameterAlreadyExists,
  ParameterNotFound,
  PutParameterCommand,
  type SSMClient,
} from "@aws-sdk/client-ssm";

const KEY_BYTES = 32;
const keys = new Map<string, Promise<Buffer>>();

/**
 * A secret of 256 bits that nobody has to set up: made at random when it is first asked for, kept as an encrypted
 * parameter, read once in the life of a process. Of two who make it at once, both get the one that was kept.
 */
export function secretKeyFrom(ssm: SSMClient, parameterName: string): Promise<Buffer> {
  const known = keys.get(parameterName);
  if (known !== undefined) return known;
  const key = readOrMake(ssm, parameterName);
  keys.set(parameterName, key);
  key.catch(() => keys.delete(parameterName));
  return key;
}

async function readOrMake(ssm: SSMClient, name: string): Promise<Buffer> {
  const existing = await read(ssm, name);
  if (existing !== undefined) return existing;
  const made = randomBytes(KEY_BYTES);
  try {
    await ssm.send(
      new PutParameterCommand({
        Name: name,
        Value: made.toString("base64"),
        Type: "SecureString",
        Overwrite: false,
      }),
    );
    return made;
  } catch (error) {
    if (!(error instanceof ParameterAlreadyExists)) throw error;
  }
  const winner = await read(ssm, name);
  if (winner === undefined) throw new Error(`The parameter ${name} exists and cannot be found; try again`);
  return winner;
}

async function read(ssm: SSMClient, name: string): Promise<Buffer | undefined> {
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
    const key = Buffer.from(Parameter?.Value ?? "", "base64");
    if (key.length !== KEY_BYTES) throw new Error(`The parameter ${name} does not hold a key of 32 bytes`);
    return key;
  } catch (error) {
    if (error instanceof ParameterNotFound) return undefined;
    throw error;
  }
}
