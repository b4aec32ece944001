import { writeFileSync } from "node:fs";
import { answerBench } from "./answer.ts";
import { pacingBench } from "./pacing.ts";
import { selectionBench } from "./selection.ts";

const figures = [...(await answerBench()), ...(await selectionBench()), ...(await pacingBench())];
console.table(figures);
writeFileSync("bench.json", `${JSON.stringify(figures, null, 2)}\n`);
