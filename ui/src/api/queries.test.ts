import { QueryObserver } from "@tanstack/react-query";
import { expect, it, vi } from "vitest";

import { makeQueryClient, refresh } from "./queries";

it("a first answer from before a change is asked for once more", async () => {
  const client = makeQueryClient();
  const answers: ((state: string) => void)[] = [];
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve));
  const observer = new QueryObserver(client, { queryKey: ["jobs", "/jobs/{id}"], queryFn });
  const stop = observer.subscribe(() => undefined);
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  // The job ends while the first answer, which still says that it runs, is on its way.
  const refreshed = refresh(client, ["jobs"]);
  answers[0]!("running");
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]!("done");
  await refreshed;
  expect(observer.getCurrentResult().data).toBe("done");
  stop();
});
