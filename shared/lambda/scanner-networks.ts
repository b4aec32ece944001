import { BlockList, isIPv6 } from "node:net";

/** Of the stage's settings only these; held against their schema when the stage was synthesized. */
type ScannerSettings = { readonly scannerNetworks?: Readonly<Record<string, readonly string[]>> };

/**
 * Names the mail scanner's network that an address belongs to, of those that the settings know; undefined for everybody
 * else. Call it once, at module scope.
 */
export function scannerNetworksFrom(
  env: Readonly<Record<string, string | undefined>>,
): (address: string) => string | undefined {
  const settings = JSON.parse(env.SETTINGS ?? "{}") as ScannerSettings;
  const networks = Object.entries(settings.scannerNetworks ?? {}).map(([name, ranges]) => ({
    name,
    list: listOf(ranges),
  }));
  return (address) =>
    networks.find(({ list }) => list.check(address, isIPv6(address) ? "ipv6" : "ipv4"))?.name;
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", bits] = range.split("/");
    list.addSubnet(network, Number(bits), isIPv6(network) ? "ipv6" : "ipv4");
  }
  return list;
}
