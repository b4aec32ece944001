import { expect, it } from "vitest";
import { MalformedPath, matchRoute, parseRouteKey } from "../../../../infra/local/http/route.ts";

const routes = (...keys: string[]) => keys.map(parseRouteKey);
const DOCUMENTED = routes(
  "$default",
  "ANY /{proxy+}",
  "GET /pets/{proxy+}",
  "GET /pets/dog/{id}",
  "GET /pets/dog/1",
);

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
it.each([
  ["GET", "/pets/dog/1", "GET /pets/dog/1", undefined],
  ["GET", "/pets/dog/2", "GET /pets/dog/{id}", { id: "2" }],
  ["GET", "/pets/cat/1", "GET /pets/{proxy+}", { proxy: "cat/1" }],
  ["POST", "/test/5", "ANY /{proxy+}", { proxy: "test/5" }],
  ["POST", "/", "$default", undefined],
])("sends %s %s where AWS documents it goes", (method, path, routeKey, pathParameters) => {
  const match = matchRoute(DOCUMENTED, method, path);
  expect(match?.route.routeKey).toBe(routeKey);
  expect(match?.pathParameters).toEqual(pathParameters);
});

it("finds no route where none matches", () => {
  const some = routes("GET /s/{token}");
  for (const path of ["/", "/s", "/s/", "/s/a/b", "/S/a"])
    expect(matchRoute(some, "GET", path)).toBeUndefined();
});

it("prefers the request's own method to ANY, and answers HEAD by neither GET nor chance", () => {
  expect(matchRoute(routes("ANY /pets", "GET /pets"), "GET", "/pets")?.route.routeKey).toBe("GET /pets");
  expect(matchRoute(routes("ANY /pets", "GET /pets"), "PUT", "/pets")?.route.routeKey).toBe("ANY /pets");
  expect(matchRoute(routes("GET /pets"), "HEAD", "/pets")).toBeUndefined();
  expect(matchRoute(routes("GET /pets", "HEAD /pets"), "HEAD", "/pets")?.route.routeKey).toBe("HEAD /pets");
});

it("prefers a path's own words to a variable, from the left", () => {
  const some = routes("GET /v1/{kind}/runs", "GET /v1/programs/{id}", "GET /{version}/programs/runs");
  expect(matchRoute(some, "GET", "/v1/programs/runs")?.route.routeKey).toBe("GET /v1/programs/{id}");
});

it("decodes variables, and a slash inside one does not part it", () => {
  expect(
    matchRoute(routes("GET /a/{x}/{rest+}"), "GET", "/a/M%C3%BCller%2F1/b%20c/d+e")?.pathParameters,
  ).toEqual({ x: "Müller/1", rest: "b c/d+e" });
  expect(() => matchRoute(routes("GET /a/{x}"), "GET", "/a/%E0%A4")).toThrow(MalformedPath);
});

it("refuses what is not a route key", () => {
  for (const key of ["/pets", "get /pets", "GET pets", "GET /{all+}/x"]) {
    expect(() => parseRouteKey(key)).toThrow(key);
  }
});
