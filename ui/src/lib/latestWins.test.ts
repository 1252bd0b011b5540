import { expect, it, vi } from "vitest";

import { latestWins } from "./latestWins";

function hand() {
  const calls: { question: number; answer: (a: string) => void; fail: (e: Error) => void }[] = [];
  const answers: [string, number][] = [];
  const errors: unknown[] = [];
  const loop = latestWins<number, string>({
    call: (question) => new Promise((resolve, reject) => calls.push({ question, answer: resolve, fail: reject })),
    onAnswer: (answer, question) => answers.push([answer, question]),
    onError: (error) => errors.push(error),
    now: () => 0,
  });
  return { loop, calls, answers, errors };
}

it("has one call in flight and of those that wait makes only the newest", async () => {
  const { loop, calls, answers } = hand();
  for (const question of [1, 2, 3, 4]) loop.ask(question);
  expect(calls.map((c) => c.question)).toEqual([1]);
  calls[0]!.answer("one");
  await vi.waitFor(() => expect(calls.map((c) => c.question)).toEqual([1, 4]));
  calls[1]!.answer("four");
  await vi.waitFor(() =>
    expect(answers).toEqual([
      ["one", 1],
      ["four", 4],
    ]),
  );
});

it("goes on after an error", async () => {
  const { loop, calls, answers, errors } = hand();
  loop.ask(1);
  loop.ask(2);
  calls[0]!.fail(new Error("infeasible"));
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  expect(errors).toHaveLength(1);
  calls[1]!.answer("two");
  await vi.waitFor(() => expect(answers).toEqual([["two", 2]]));
  loop.ask(3);
  expect(calls.map((c) => c.question)).toEqual([1, 2, 3]);
});

it("stopped, it says nothing more, yet can be asked again", async () => {
  const { loop, calls, answers } = hand();
  loop.ask(1);
  loop.ask(2);
  loop.stop();
  calls[0]!.answer("one");
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect(answers).toEqual([]);
  expect(calls).toHaveLength(1);
  loop.ask(3);
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  calls[1]!.answer("three");
  await vi.waitFor(() => expect(answers).toEqual([["three", 3]]));
});
