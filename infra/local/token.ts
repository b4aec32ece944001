import { parseArgs } from "node:util";
import { ACCESS_ROLES } from "#shared/lambda/api.ts";
import { isAccessRole, issueToken } from "./identity.ts";

function readArguments(): { role?: string; email?: string } {
  const options = { role: { type: "string" }, email: { type: "string" } } as const;
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : error} (known: --role, --email)`);
  }
}

function refuse(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}

const { role = "ops", email } = readArguments();
if (!isAccessRole(role)) refuse(`There is no role "${role}": choose ${ACCESS_ROLES.join(", ")}.`);
console.log(
  await issueToken({
    dir: process.env.LOCAL_DIR ?? ".local",
    role,
    email: email ?? `${role}@lifecycle-surveys.example`,
  }),
);
