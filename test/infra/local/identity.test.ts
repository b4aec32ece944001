import { execFile } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { decodeJwt } from "jose";
import { OAuth2Issuer } from "oauth2-mock-server";
import { expect, it } from "vitest";
import { issueToken, tokenVerifier } from "../../../infra/local/identity.ts";
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from "../../../infra/local/identity-constants.ts";
import { aDirectory } from "./a-local.ts";

const run = promisify(execFile);

const verifierOf = (dir: string, over: { issuer?: string; audience?: readonly string[] } = {}) =>
  tokenVerifier({ dir, issuer: LOCAL_ISSUER, audience: [LOCAL_AUDIENCE], ...over });

/** A token signed with the laptop's own key that says what the test wants. */
async function aToken(dir: string, say: (payload: Record<string, unknown>) => void): Promise<string> {
  await issueToken({ dir, role: "ops", email: "o@vendor.example" });
  const { default: key } = await import(join(dir, "identity-key.json"), { with: { type: "json" } });
  const issuer = new OAuth2Issuer();
  issuer.url = LOCAL_ISSUER;
  await issuer.keys.add(key);
  return await issuer.buildToken({
    scopesOrTransform: (_header, payload) => {
      payload.aud = LOCAL_AUDIENCE;
      say(payload);
    },
  });
}

it("says who somebody is as the user pool's ID token does, for 12 hours", async () => {
  const claims = decodeJwt(await issueToken({ dir: aDirectory(), role: "csm", email: "ana@vendor.example" }));
  expect(claims).toMatchObject({
    iss: LOCAL_ISSUER,
    aud: LOCAL_AUDIENCE,
    email: "ana@vendor.example",
    token_use: "id",
    "cognito:groups": ["csm"],
  });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(12 * 60 * 60);
});

it("keeps one key, for nobody else to read, even where several processes make it at once", async () => {
  const dir = aDirectory();
  const who = { dir, role: "ops", email: "o@vendor.example" } as const;
  const tokens = await Promise.all(Array.from({ length: 4 }, () => issueToken(who)));
  for (const token of tokens) expect((await verifierOf(dir)(token)).kind).toBe("accepted");
  expect(readdirSync(dir)).toEqual(["identity-key.json"]);
  expect(statSync(join(dir, "identity-key.json")).mode & 0o777).toBe(0o600);
});

const nowSeconds = () => Math.floor(Date.now() / 1000);

it.each<[string, Record<string, () => unknown>, string]>([
  ["expired", { exp: () => nowSeconds() - 1 }, "the token has expired"],
  ["not yet valid", { nbf: () => nowSeconds() + 60 }, "the token is not yet valid"],
  ["issued in the future", { iat: () => nowSeconds() + 60 }, "the token was issued in the future"],
  ["somebody else's", { iss: () => "https://other.example" }, "the token does not have a valid issuer"],
  ["meant for another", { aud: () => "another" }, "the token does not have a valid audience"],
  [
    "meant for another by aud, though not by client_id",
    { aud: () => "another", client_id: () => LOCAL_AUDIENCE },
    "the token does not have a valid audience",
  ],
])("refuses a token that is %s", async (_what, claims, description) => {
  const dir = aDirectory();
  const token = await aToken(dir, (payload) => {
    for (const [name, value] of Object.entries(claims)) payload[name] = value();
  });
  expect(await verifierOf(dir)(token)).toEqual({ kind: "refused", description });
});

it("takes client_id where there is no aud", async () => {
  const dir = aDirectory();
  const token = await aToken(dir, (payload) => {
    delete payload.aud;
    payload.client_id = LOCAL_AUDIENCE;
  });
  expect((await verifierOf(dir)(token)).kind).toBe("accepted");
});

it("refuses a token without a signature", async () => {
  const dir = aDirectory();
  const token = await aToken(dir, () => undefined);
  const header = Buffer.from('{"alg":"none"}').toString("base64url");
  const [, payload] = token.split(".");
  expect((await verifierOf(dir)(`${header}.${payload}.`)).kind).toBe("refused");
});

const cli = (dir: string, ...args: string[]) =>
  run(process.execPath, ["infra/local/token.mjs", ...args], { env: { ...process.env, LOCAL_DIR: dir } });

it("prints a token alone, for ops by default", async () => {
  const dir = aDirectory();
  const { stdout } = await cli(dir);
  expect(decodeJwt(stdout.trim())["cognito:groups"]).toEqual(["ops"]);
  expect((await verifierOf(dir)(stdout.trim())).kind).toBe("accepted");
  const ana = await cli(dir, "--role", "viewer", "--email", "ana@vendor.example");
  expect(decodeJwt(ana.stdout.trim())).toMatchObject({
    "cognito:groups": ["viewer"],
    email: "ana@vendor.example",
  });
});

it.each([
  [["--role", "bogus"], 'There is no role "bogus": choose viewer, csm, ops.\n'],
  [["--rolle", "ops"], "Unknown option '--rolle' (known: --role, --email)\n"],
])("answers %j with one sentence and exit code 2", async (args, stderr) => {
  await expect(cli(aDirectory(), ...args)).rejects.toMatchObject({ code: 2, stdout: "", stderr });
});
