import { expect, test } from "vitest";
import { readStartArguments } from "../../../infra/local/start-arguments.ts";

test("without arguments: port 3000, .local, what is kept stays", () => {
  expect(readStartArguments([], {})).toEqual({
    kind: "understood",
    dir: ".local",
    port: 3000,
    isFresh: false,
    isEmpty: false,
    at: undefined,
  });
});

test("takes every flag, PORT and LOCAL_DIR", () => {
  const args = ["--fresh", "--empty", "--at", "2026-11-24T12:00:00+01:00"];
  expect(readStartArguments(args, { PORT: "4000", LOCAL_DIR: "/tmp/x" })).toMatchObject({
    dir: "/tmp/x",
    port: 4000,
    isFresh: true,
    isEmpty: true,
    at: new Date("2026-11-24T11:00:00Z"),
  });
});

test.each(["https://surveys.example", "https://Surveys.example/", "http://192.168.1.5:3000"])(
  "lets links lead to PUBLIC_ORIGIN %s",
  (PUBLIC_ORIGIN) => {
    const publicOrigin = PUBLIC_ORIGIN.toLowerCase().replace(/\/$/, "");
    expect(readStartArguments([], { PUBLIC_ORIGIN })).toMatchObject({ publicOrigin });
  },
);

test.each([
  [["--frsh"], {}, '"--frsh" is not understood'],
  [["now"], {}, '"now" is not understood'],
  [["--at"], {}, "is not understood"],
  [["--fresh=yes"], {}, "is not understood"],
  [["--fresh", "--at", "tomorrow"], {}, 'not "tomorrow"'],
  [["--fresh", "--at", "2026-02-30T00:00:00Z"], {}, 'not "2026-02-30T00:00:00Z"'],
  [["--fresh", "--at", "2026-11-24T12:00:00"], {}, "--at wants a time such as"],
  [["--at", "2026-11-24T12:00:00Z"], {}, "--fresh"],
  [[], { PORT: "http" }, "PORT wants a number"],
  [[], { PORT: "70000" }, "PORT wants a number"],
  [[], { PUBLIC_ORIGIN: "surveys.example" }, "PUBLIC_ORIGIN wants an address"],
  [[], { PUBLIC_ORIGIN: "https://surveys.example/there" }, "without a path"],
  [[], { PUBLIC_ORIGIN: "https://me@surveys.example" }, "PUBLIC_ORIGIN wants an address"],
  [[], { PUBLIC_ORIGIN: "file:///" }, "PUBLIC_ORIGIN wants an address"],
])("refuses %j with %j in one sentence", (args, env, words) => {
  const read = readStartArguments(args, env);
  const sentence = read.kind === "refused" ? read.sentence : "";
  expect(sentence).toContain(words);
  expect(sentence).not.toContain("\n");
});
