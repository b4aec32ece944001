import * as z from "zod";
import type { ResourceAttributes, ResourceType } from "./context.ts";
import { holds, referencesIn, resolve, type Scope } from "./intrinsics.ts";

const Named = z.record(z.string(), z.unknown());

const Resource = z.object({
  Type: z.string(),
  Properties: Named.default({}),
  Condition: z.string().optional(),
  DependsOn: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((names) => [names].flat()),
});
type Resource = z.infer<typeof Resource>;

/** The parts of a CloudFormation template that say what there is. */
export const Template = z.object({
  Parameters: z.record(z.string(), z.object({ Default: z.unknown() })).default({}),
  Conditions: Named.default({}),
  Mappings: z.record(z.string(), z.record(z.string(), Named)).default({}),
  Resources: z.record(z.string(), Resource),
});
export type Template = z.infer<typeof Template>;

export interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly stackName: string;
}

/**
 * Makes every resource of a template, what it depends on first. Throws, naming resource, type and property, where
 * the template asks for something that the laptop does not know: nothing is silently left out.
 */
export async function createResources(
  template: Template,
  types: readonly ResourceType[],
  place: Place,
): Promise<ReadonlyMap<string, ResourceAttributes>> {
  const known = new Map(types.map((type) => [type.type, type]));
  const made = new Map<string, ResourceAttributes>();
  const scope = scopeOf(template, made, place);
  const wanted = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || scope.condition(Condition),
  );
  // Before the first is made, so that a template with an unknown one leaves nothing half done.
  for (const [logicalId, resource] of wanted) checkKnown(logicalId, resource, known.get(resource.Type));
  for (const [logicalId, resource] of inOrder(new Map(wanted))) {
    const type = known.get(resource.Type);
    if (type === undefined) continue;
    const properties = Object.entries(resource.Properties).flatMap(([name, value]) => {
      const resolved = naming(`${logicalId} (${resource.Type}), property ${name}`, () =>
        resolve(value, scope),
      );
      return resolved === undefined ? [] : [[name, resolved] as const];
    });
    made.set(logicalId, await type.create(logicalId, Object.fromEntries(properties)));
  }
  return made;
}

function checkKnown(logicalId: string, resource: Resource, type: ResourceType | undefined): void {
  if (type === undefined) {
    throw new Error(`${logicalId}: the laptop does not know the resource type ${resource.Type}`);
  }
  for (const name of Object.keys(resource.Properties)) {
    if (type.uses.includes(name) || type.ignores.includes(name)) continue;
    throw new Error(`${logicalId}: the laptop does not know the property ${name} of ${resource.Type}`);
  }
}

/** Every resource after those it refers to or says it depends on; otherwise as the template has them. */
function inOrder(resources: ReadonlyMap<string, Resource>): [string, Resource][] {
  const ordered = new Map<string, Resource>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    const resource = resources.get(logicalId);
    if (resource === undefined || ordered.has(logicalId)) return;
    if (path.includes(logicalId)) {
      throw new Error(`resources depend on each other in a circle: ${[...path, logicalId].join(" → ")}`);
    }
    const references = naming(`${logicalId} (${resource.Type})`, () => referencesIn(resource.Properties));
    for (const name of [...resource.DependsOn, ...references]) visit(name, [...path, logicalId]);
    ordered.set(logicalId, resource);
  };
  for (const logicalId of resources.keys()) visit(logicalId, []);
  return [...ordered];
}

function scopeOf(template: Template, made: ReadonlyMap<string, ResourceAttributes>, place: Place): Scope {
  const { region, accountId, stackName } = place;
  const pseudo: Readonly<Record<string, unknown>> = {
    "AWS::AccountId": accountId,
    "AWS::Region": region,
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": stackName,
    "AWS::StackId": `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    "AWS::NotificationARNs": [],
    "AWS::NoValue": undefined,
  };
  const scope: Scope = {
    ref: (name) => {
      if (name in pseudo) return pseudo[name];
      const parameter = template.Parameters[name];
      if (parameter !== undefined) {
        if (parameter.Default !== undefined) return parameter.Default;
        throw new Error(`the parameter ${name} has no default`);
      }
      return existing(name).ref;
    },
    attribute: (logicalId, name) => {
      const value = existing(logicalId).attributes?.[name];
      if (value !== undefined) return value;
      const type = template.Resources[logicalId]?.Type;
      throw new Error(`the laptop does not know the attribute ${name} of ${logicalId} (${type})`);
    },
    condition: (name) => {
      const expression = template.Conditions[name];
      if (expression === undefined) throw new Error(`the template has no condition ${name}`);
      return naming(`condition ${name}`, () => holds(expression, scope));
    },
    mapping: (map, key, second) => {
      const value = template.Mappings[map]?.[key]?.[second];
      if (value === undefined) throw new Error(`the template maps nothing to ${map}.${key}.${second}`);
      return value;
    },
  };
  const existing = (name: string): ResourceAttributes => {
    const resource = made.get(name);
    if (resource === undefined) throw new Error(`the template has no ${name} to refer to`);
    return resource;
  };
  return scope;
}

/** Runs `work`; what it throws says where in the template it happened. */
function naming<T>(where: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}
