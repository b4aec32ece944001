/** What an intrinsic function may ask for while a template is resolved. */
export interface Scope {
  /** The value of a parameter, pseudo parameter or resource; undefined for `AWS::NoValue`. */
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): string;
  condition(name: string): boolean;
  mapping(map: string, key: string, second: string): unknown;
}

/** What CloudFormation would have put here. Properties that come to `AWS::NoValue` are left out. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, scope)).filter((item) => item !== undefined);
  }
  if (typeof value !== "object" || value === null) return value;
  const call = callOf(value);
  if (call !== undefined) return apply(call.name, call.argument, scope);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, resolve(item, scope)] as const)
      .filter(([, item]) => item !== undefined),
  );
}

/** The names that `Ref`, `Fn::GetAtt` and `Fn::Sub` anywhere in a value refer to. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== "object" || value === null) return [];
  const call = callOf(value);
  if (call?.name === "Ref") return [text(call.argument)];
  if (call?.name === "Fn::GetAtt") return [attributeOf(call.argument)[0]];
  if (call?.name === "Fn::Sub") {
    const { template, values } = substitution(call.argument);
    const names = [...template.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
    const outside = names.filter((name) => !name.startsWith("!") && !(name in values));
    return [...outside.map((name) => name.split(".")[0] ?? ""), ...referencesIn(values)];
  }
  return Object.values(value).flatMap(referencesIn);
}

/** Whether an expression of the template's Conditions holds. */
export function holds(expression: unknown, scope: Scope): boolean {
  const [[name, argument] = ["", undefined]] =
    typeof expression === "object" && expression !== null ? Object.entries(expression) : [];
  switch (name) {
    case "Fn::Equals": {
      const [left, right] = list(argument).map((side) => resolve(side, scope));
      return JSON.stringify(left) === JSON.stringify(right);
    }
    case "Fn::And":
      return list(argument).every((one) => holds(one, scope));
    case "Fn::Or":
      return list(argument).some((one) => holds(one, scope));
    case "Fn::Not":
      return !holds(list(argument)[0], scope);
    case "Condition":
      return scope.condition(text(argument));
    default:
      throw new Error(`the laptop does not know ${name || JSON.stringify(expression)} in a condition`);
  }
}

const PLACEHOLDER = /\$\{([^}]+)\}/g;

function callOf(value: object): { readonly name: string; readonly argument: unknown } | undefined {
  const entries = Object.entries(value);
  const [[name, argument] = ["", undefined]] = entries;
  const isCall = entries.length === 1 && (name === "Ref" || name.startsWith("Fn::"));
  return isCall ? { name, argument } : undefined;
}

function apply(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case "Ref":
      return scope.ref(text(argument));
    case "Fn::GetAtt":
      return scope.attribute(...attributeOf(argument));
    case "Fn::Join": {
      const [separator, parts] = list(argument);
      return list(resolve(parts, scope)).map(text).join(text(separator));
    }
    case "Fn::Sub":
      return substitute(argument, scope);
    case "Fn::Select": {
      const [index, from] = list(argument).map((part) => resolve(part, scope));
      const items = list(from);
      const item = items[Number(index)];
      if (item === undefined) throw new Error(`Fn::Select asks for item ${index} of ${items.length}`);
      return item;
    }
    case "Fn::Split": {
      const [separator, from] = list(argument);
      return text(resolve(from, scope)).split(text(separator));
    }
    case "Fn::If": {
      const [condition, then, otherwise] = list(argument);
      return resolve(scope.condition(text(condition)) ? then : otherwise, scope);
    }
    case "Fn::FindInMap": {
      const [map, key, second] = list(argument).map((part) => text(resolve(part, scope)));
      return resolve(scope.mapping(map ?? "", key ?? "", second ?? ""), scope);
    }
    default:
      throw new Error(`the laptop does not know ${name}`);
  }
}

function substitute(argument: unknown, scope: Scope): string {
  const { template, values } = substitution(argument);
  return template.replace(PLACEHOLDER, (_, name: string) => {
    if (name.startsWith("!")) return `\${${name.slice(1)}}`;
    if (name in values) return text(resolve(values[name], scope));
    const [logicalId = "", ...attribute] = name.split(".");
    return attribute.length === 0
      ? text(scope.ref(logicalId))
      : scope.attribute(logicalId, attribute.join("."));
  });
}

function substitution(argument: unknown): { template: string; values: Readonly<Record<string, unknown>> } {
  if (!Array.isArray(argument)) return { template: text(argument), values: {} };
  const [template, values] = argument;
  return { template: text(template), values: Object.fromEntries(Object.entries(values ?? {})) };
}

function attributeOf(argument: unknown): [logicalId: string, name: string] {
  const [logicalId = "", ...name] =
    typeof argument === "string" ? argument.split(".") : list(argument).map(text);
  return [logicalId, name.join(".")];
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error(`a list should stand where ${JSON.stringify(value)} does`);
  return value;
}

function text(value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return String(value);
  throw new Error(`a text should stand where ${JSON.stringify(value)} does`);
}
