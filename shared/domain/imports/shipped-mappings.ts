import { Mapping } from "./mapping.ts";
import delighted from "./mappings/delighted.json" with { type: "json" };
import gainsight from "./mappings/gainsight.json" with { type: "json" };
import retently from "./mappings/retently.json" with { type: "json" };

/** Of exports whose dates stand as in the United States: a tool writes them as its account is set up. */
const US_TIMES = {
  format: ["M/D/YYYY h:mm A", "M/D/YYYY h:mm:ss A", "M/D/YYYY H:mm", "M/D/YY H:mm", "M/D/YYYY", "iso"],
  timeZone: "UTC",
};
const inUsTimes = <T extends { readonly name: string }>(file: T) => ({
  ...file,
  name: `${file.name}, dates as 12/31/2025`,
  times: US_TIMES,
});

/** The mappings that are there without anybody's doing, by id. They are never guessed to be another's: dates above all. */
export const SHIPPED_MAPPINGS: ReadonlyMap<string, Mapping> = new Map(
  Object.entries({
    delighted,
    retently,
    gainsight,
    "delighted-us-dates": inUsTimes(delighted),
    "retently-us-dates": inUsTimes(retently),
    "gainsight-us-dates": inUsTimes(gainsight),
  }).map(([mappingId, file]) => [mappingId, Mapping.parse(file)]),
);
