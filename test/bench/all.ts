import { writeFileSync } from "node:fs";
import { answerBench } from "./answer.ts";
import { selectionBench } from "./selection.ts";

const figures = [...(await answerBench()), ...(await selectionBench())];
console.table(figures);
writeFileSync("bench.json", `${JSON.stringify(figures, null, 2)}\n`);
