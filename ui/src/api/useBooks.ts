// Create, change and delete things of the books, with undo offered after each.
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { toast } from "@/ui/toasts";
import { change } from "./client";
import { toApiError } from "./errors";
import { nounOf } from "./nouns";
import { refresh } from "./queries";
import { useUndo } from "./useUndo";

export interface Books<Fields, Item> {
  create: (fields: Fields, said: string) => Promise<Item>;
  /** Only what the patch names changes. */
  update: (id: string, patch: Partial<Fields>, said: string) => Promise<Item>;
  /** Says what happened in a message, also when it did not work. */
  remove: (id: string, said: string) => Promise<void>;
}

/** The commands for a collection such as "/accounts"; `said` is what the message afterwards says. */
export function useBooks<Fields, Item>(path: string): Books<Fields, Item> {
  const { t } = useLingui();
  const client = useQueryClient();
  const { announce } = useUndo();
  const done = async (said: string, changeId: string | null): Promise<void> => {
    announce(said, changeId);
    await refresh(client, [nounOf(path)]);
  };
  return {
    create: async (fields, said) => {
      const { value, changeId } = await change<Item>("POST", path, fields);
      await done(said, changeId);
      return value;
    },
    update: async (id, patch, said) => {
      const { value, changeId } = await change<Item>("PATCH", `${path}/{id}`, patch, { path: { id } });
      await done(said, changeId);
      return value;
    },
    remove: async (id, said) => {
      try {
        const { changeId } = await change("DELETE", `${path}/{id}`, undefined, { path: { id } });
        await done(said, changeId);
      } catch (error) {
        const why = toApiError(error).message;
        toast({ kind: "error", text: t`Not deleted. ${why}` });
      }
    },
  };
}
