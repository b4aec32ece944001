import { expect, it } from "vitest";
import { Settings } from "#shared/settings.ts";
import { someSettings } from "../builders.ts";

it("takes the networks of mail scanners by name, and says which range is none", () => {
  const scannerNetworks = { gateway: ["198.51.100.0/24", "2001:db8::/32"] };
  expect(Settings.parse(someSettings({ scannerNetworks })).scannerNetworks).toEqual(scannerNetworks);
  for (const range of ["198.51.100.0", "198.51.100.0/33", "gateway.example", ""]) {
    const read = Settings.safeParse(someSettings({ scannerNetworks: { gateway: [range] } }));
    expect(read.error?.issues.map(({ path }) => path.join("."))).toEqual(["scannerNetworks.gateway.0"]);
  }
});

it("takes an address of accounts over HTTPS, with the place of the id, and nothing that would break a link", () => {
  const read = (accountUrl: string) => Settings.safeParse(someSettings({ accountUrl })).success;
  for (const good of [
    "https://crm.example/accounts/{accountId}",
    "https://crm.example:8443/lightning/r/Account/{accountId}/view?a=1&b=2#c",
    "https://crm.example/?q={accountId}",
    "http://localhost:3000/?account={accountId}",
  ])
    expect([good, read(good)]).toEqual([good, true]);
  for (const bad of [
    "http://crm.example/{accountId}",
    "https://crm.example/accounts",
    "https://{accountId}.crm.example/",
    "https://crm.example/{accountId}|click",
    "https://crm.example/<{accountId}>",
    "https://crm.example/{account}",
    "javascript:alert({accountId})",
    "http://localhost.evil.example/{accountId}",
  ])
    expect([bad, read(bad)]).toEqual([bad, false]);
});
