import * as z from "zod";
import { type ApiRequest, fieldErrors } from "./api.ts";
import { endWith, goOn, problem, type Reply, type Step } from "./reply.ts";

/** Parameters by their names. One that is named and left empty is one that is not given. */
export const givenIn = ({ query }: Pick<ApiRequest, "query">): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ""));

/** What a query says by its schema, or its refusal; `takes` is the sentence that says what can be asked. */
export function readQuery<T>(
  schema: z.ZodType<T>,
  request: Pick<ApiRequest, "query">,
  takes: string,
): Step<T> {
  const read = schema.safeParse(givenIn(request));
  return read.success ? goOn(read.data) : endWith(problem(400, takes, fieldErrors(read.error)));
}

/** A route where some parameters left empty are refused: not given, they would mean all there is, not nobody. */
export const withoutEmpty =
  (parameters: object, answer: (request: ApiRequest) => Promise<Reply>) =>
  async (request: ApiRequest): Promise<Reply> => {
    const empty = Object.keys(parameters).filter((name) => request.query[name] === "");
    if (empty.length === 0) return await answer(request);
    const errors = empty.map((path) => ({ path, message: "is empty: leave it out to ask for all" }));
    return problem(400, "A filter is empty; see errors for which.", errors);
  };

const Nothing = z.strictObject({});

/** A route that takes no parameters: one that is given is refused, as it is wherever else it is not known. */
export const withoutQuery =
  (answer: (request: ApiRequest) => Promise<Reply>) =>
  async (request: ApiRequest): Promise<Reply> => {
    const read = readQuery(Nothing, request, "This address takes no parameters.");
    return read.kind === "end" ? read.reply : await answer(request);
  };
