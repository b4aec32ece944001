import { expect, test } from "vitest";
import { synthesized } from "./synthesized.ts";

const production = synthesized("production");

test("what becomes of mails is counted by the hour, and at once on the laptop", () => {
  const isHourly = ({ ofType }: typeof production) =>
    ofType("AWS::Lambda::Function")
      .filter(([id]) => id.startsWith("ReactToResponse"))
      .map(([, { Properties }]) => Properties.Environment);
  expect(isHourly(production)).toMatchObject([{ Variables: { REPORTS_COUNTED_HOURLY: "true" } }]);
  expect(isHourly(synthesized("local"))).toMatchObject([{ Variables: { REPORTS_COUNTED_HOURLY: "false" } }]);
});

test("counts are checked daily, in time to be put right before scores are held against one another", () => {
  const of = (name: RegExp) =>
    production
      .ofType("AWS::Scheduler::Schedule")
      .filter(([id]) => name.test(id))
      .map(([, { Properties }]) => Properties.ScheduleExpression);
  expect([of(/check-?results/i), of(/watch-?scores/i)]).toEqual([
    ["cron(0 4 * * ? *)"],
    ["cron(0 5 * * ? *)"],
  ]);
});

test("a single day whose counts differ rings", () => {
  const filters = production
    .ofType("AWS::Logs::MetricFilter")
    .filter(([, { Properties }]) => Properties.FilterPattern === '"figures-differ"');
  expect(filters).toHaveLength(1);
  const alarms = production
    .ofType("AWS::CloudWatch::Alarm")
    .filter(([, { Properties }]) => Properties.MetricName === "FiguresDiffer");
  expect(alarms.map(([, { Properties }]) => Properties)).toMatchObject([
    { Threshold: 0, EvaluationPeriods: 1 },
  ]);
});
