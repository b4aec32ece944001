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
