import { expect, it } from "vitest";
import { replyFrom } from "../../../../infra/local/http/reply.ts";

// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
it.each([
  ["Hello from Lambda!", "Hello from Lambda!"],
  [{ message: "Hello from Lambda!" }, '{"message":"Hello from Lambda!"}'],
  [[1, 2], "[1,2]"],
  [null, "null"],
])("takes %j without a statusCode as a 200 of JSON", (returned, body) => {
  expect(replyFrom(returned)).toEqual({ status: 200, headers: { "content-type": "application/json" }, body });
});

it("takes a result with a statusCode as it stands", () => {
  const returned = {
    cookies: ["cookie1", "cookie2; Secure"],
    isBase64Encoded: false,
    statusCode: 201,
    headers: { HeaderName: "headerValue", "X-Count": 3, "Content-Length": "999" },
    body: "Hello from Lambda!",
  };
  expect(replyFrom(returned)).toEqual({
    status: 201,
    headers: {
      headername: "headerValue",
      "x-count": "3",
      "content-type": "text/plain;charset=UTF-8",
      "set-cookie": ["cookie1", "cookie2; Secure"],
    },
    body: "Hello from Lambda!",
  });
});

it("decodes a base64 body", () => {
  const body = Buffer.from([0, 255, 16]);
  const returned = { statusCode: "200", isBase64Encoded: true, body: body.toString("base64") };
  expect(replyFrom(returned)).toMatchObject({ status: 200, body });
});

it.each([{ statusCode: "abc" }, { statusCode: 42 }, { statusCode: 200, body: { a: 1 } }])(
  "calls %j malformed",
  (returned) => {
    expect(replyFrom(returned)).toBeUndefined();
  },
);
