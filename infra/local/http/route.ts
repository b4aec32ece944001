/** One route of an HTTP API, as its route key says: `GET /pets/{id}`, `ANY /{proxy+}` or `$default`. */
export interface Route {
  readonly routeKey: string;
  readonly method: string;
  /** Undefined for `$default`. */
  readonly segments: readonly Segment[] | undefined;
}

type Segment =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "greedy"; readonly name: string };

export interface Match<R extends Route> {
  readonly route: R;
  /** Decoded; undefined where the route has no variable. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

/** Reads a route key. Throws for one that API Gateway would refuse. */
export function parseRouteKey(routeKey: string): Route {
  if (routeKey === "$default") return { routeKey, method: "ANY", segments: undefined };
  const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(routeKey) ?? [];
  if (method === undefined || path === undefined) throw new Error(`"${routeKey}" is not a route key`);
  const segments = path.slice(1).split("/").map(parseSegment);
  if (segments.slice(0, -1).some((segment) => segment.kind === "greedy")) {
    throw new Error(`"${routeKey}": a greedy variable can only stand last`);
  }
  return { routeKey, method, segments };
}

function parseSegment(text: string): Segment {
  const name = /^\{(.+)\}$/.exec(text)?.[1];
  if (name === undefined) return { kind: "text", text };
  return name.endsWith("+") ? { kind: "greedy", name: name.slice(0, -1) } : { kind: "variable", name };
}

/** A percent sign that begins no character. */
export class MalformedPath extends Error {
  override readonly name = "MalformedPath";
}

/** Decodes a path or a part of one. Throws MalformedPath. */
export function decodePath(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch (cause) {
    throw new MalformedPath("the path is not valid percent-encoding", { cause });
  }
}

/**
 * The route for a request, by API Gateway's precedence: a full match, then a greedy one, then `$default`; the
 * request's own method before `ANY`. A GET route does not answer HEAD.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export function matchRoute<R extends Route>(
  routes: readonly R[],
  method: string,
  path: string,
): Match<R> | undefined {
  const parts = path.slice(1).split("/");
  const candidates = routes
    .filter((route) => route.method === method || route.method === "ANY")
    .flatMap((route) => {
      const specificity = specificityOf(route, parts);
      return specificity === undefined ? [] : [{ route, specificity }];
    })
    .sort(
      (a, b) =>
        compareSpecificity(a.specificity, b.specificity) ||
        Number(a.route.method === "ANY") - Number(b.route.method === "ANY"),
    );
  const best = candidates[0]?.route;
  return best && { route: best, pathParameters: parametersOf(best, parts) };
}

/** For each segment how closely it matches (0 is closest), or undefined where the route does not match. */
function specificityOf(route: Route, parts: readonly string[]): readonly number[] | undefined {
  const { segments } = route;
  if (segments === undefined) return [3];
  const isGreedy = segments.at(-1)?.kind === "greedy";
  if (isGreedy ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  const ranks: number[] = [];
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? "";
    if (segment.kind === "text" ? decodePath(part) !== segment.text : part === "") return undefined;
    ranks.push(segment.kind === "text" ? 0 : 1);
  }
  return [isGreedy ? 2 : 0, ...ranks];
}

function compareSpecificity(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    // Of two greedy routes the longer one says more about the path.
    const difference = (a[index] ?? 2) - (b[index] ?? 2);
    if (difference !== 0) return difference;
  }
  return 0;
}

function parametersOf(route: Route, parts: readonly string[]): Record<string, string> | undefined {
  const entries = (route.segments ?? []).flatMap((segment, index): [string, string][] => {
    if (segment.kind === "text") return [];
    const value = segment.kind === "greedy" ? parts.slice(index).join("/") : (parts[index] ?? "");
    return [[segment.name, decodePath(value)]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
