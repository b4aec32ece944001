import type { AwsService } from "../aws-endpoint.ts";
import { jsonService } from "../aws-json.ts";
import type { Local, ResourceType } from "../context.ts";
import { deliveries, type SendToQueue } from "./deliveries.ts";
import { matchesPattern } from "./event-pattern.ts";
import { type Accepted, type Envelope, judgeEntries } from "./put-events.ts";
import { type Rule, ruleOf } from "./rule.ts";

type StoredEvent = {
  readonly id: string;
  readonly type: string;
  readonly source: string;
  /** The event's own time, to the second. */
  readonly at: string;
  readonly detail: unknown;
};

export type EventBus = {
  readonly service: AwsService;
  readonly resources: readonly ResourceType[];
  /** Everything ever put on any bus, in order; of one detail-type where it is given. */
  events(type?: string): readonly StoredEvent[];
  /** Delivers, from here on, what is and was accepted. Before it, events are only kept. */
  start(): void;
  stop(): Promise<void>;
};

/**
 * EventBridge for the laptop: the default bus and those that the template creates. An event and its deliveries,
 * as the rules are at that moment, are on disk before PutEvents answers.
 */
export function eventBus(local: Local, sendToQueue: SendToQueue): EventBus {
  const { db, region, accountId, clock } = local;
  db.exec(
    "create table if not exists bus_events (seq integer primary key, type text not null, event text not null)",
  );
  const insert = db.prepare("insert into bus_events (type, event) values (?, ?)");
  const all = db.prepare("select event from bus_events order by seq");
  const ofType = db.prepare("select event from bus_events where type = ? order by seq");
  const outgoing = deliveries(local, sendToQueue);
  const buses = new Set(["default"]);
  const rules = new Map<string, Rule>();
  local.pending.push({ kind: "event deliveries", count: async () => outgoing.count() });

  const accept = ({ bus, event }: Accepted, ingestedAt: Date): void => {
    insert.run(event["detail-type"], JSON.stringify(event));
    for (const rule of rules.values()) {
      if (!rule.isEnabled || rule.bus !== bus || !matchesPattern(rule.pattern, event)) continue;
      for (const { arn, input, ...policy } of rule.targets) {
        const payload = input(event, { ruleArn: rule.arn, ruleName: rule.name, ingestedAt });
        outgoing.add({ rule: rule.name, targetArn: arn, payload, ...policy });
      }
    }
  };

  const putEvents = (input: Readonly<Record<string, unknown>>) => {
    const now = clock.now();
    const judged = judgeEntries(input, { region, accountId, now, hasBus: (name) => buses.has(name) });
    db.exec("begin immediate");
    try {
      for (const entry of judged) if (entry.kind === "accepted") accept(entry, now);
      db.exec("commit");
    } catch (error) {
      db.exec("rollback");
      throw error;
    }
    outgoing.wake();
    return {
      FailedEntryCount: judged.filter(({ kind }) => kind === "rejected").length,
      Entries: judged.map((entry) =>
        entry.kind === "accepted"
          ? { EventId: entry.event.id }
          : { ErrorCode: entry.code, ErrorMessage: entry.message },
      ),
    };
  };

  const busResource: ResourceType = {
    type: "AWS::Events::EventBus",
    uses: ["Name"],
    ignores: ["Description", "KmsKeyIdentifier", "LogConfig", "Policy", "Tags"],
    create: async (logicalId, { Name = logicalId }) => {
      const name = String(Name);
      buses.add(name);
      const arn = `arn:aws:events:${region}:${accountId}:event-bus/${name}`;
      return { ref: name, attributes: { Arn: arn, Name: name, Policy: "" } };
    },
  };

  const ruleResource: ResourceType = {
    type: "AWS::Events::Rule",
    uses: ["Name", "EventBusName", "EventPattern", "State", "Targets"],
    ignores: ["Description", "RoleArn", "Tags"],
    create: async (logicalId, properties) => {
      const rule = ruleOf(logicalId, properties, { region, accountId });
      rules.set(rule.arn, rule);
      const ref = rule.bus === "default" ? rule.name : `${rule.bus}|${rule.name}`;
      return { ref, attributes: { Arn: rule.arn } };
    },
  };

  return {
    service: jsonService("eventbridge", { PutEvents: putEvents }),
    resources: [busResource, ruleResource],
    events: (type) => {
      const rows = type === undefined ? all.all() : ofType.all(type);
      return rows.map((row) => storedEvent(JSON.parse(String(row.event))));
    },
    start: outgoing.start,
    stop: outgoing.stop,
  };
}

const storedEvent = (event: Envelope): StoredEvent => ({
  id: event.id,
  type: event["detail-type"],
  source: event.source,
  at: event.time,
  detail: event.detail,
});
