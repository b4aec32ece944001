import { writeFileSync } from "node:fs";
import { answerBench } from "./answer.ts";
import { pacingBench } from "./pacing.ts";
import { reportsBench } from "./reports.ts";
import { resultsBench } from "./results.ts";
import { selectionBench } from "./selection.ts";

const figures = [
  ...(await answerBench()),
  ...(await selectionBench()),
  ...(await pacingBench()),
  ...(await resultsBench()),
  ...(await reportsBench()),
];
console.table(figures);
writeFileSync("bench.json", `${JSON.stringify(figures, null, 2)}\n`);
