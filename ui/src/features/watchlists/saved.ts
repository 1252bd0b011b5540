// The watchlists on the server.
import { useQueryClient } from "@tanstack/react-query";

import { change } from "@/api/client";
import { toApiError } from "@/api/errors";
import { type Watchlists } from "@/api/markets";
import { keyOf, refresh } from "@/api/queries";
import { useUndo } from "@/api/useUndo";
import { toast } from "@/ui/toasts";

export const WATCHLISTS = "/watchlists";

/** Writes the lists: at once on the screen, then on the server; a refusal puts back what was. */
export function useSaved(all: Watchlists): (next: Watchlists, said: string) => void {
  const client = useQueryClient();
  const { announce } = useUndo();
  return (next, said) => {
    client.setQueryData(keyOf(WATCHLISTS), next);
    change<Watchlists>("PUT", WATCHLISTS, next).then(
      async ({ changeId }) => {
        announce(said, changeId);
        await refresh(client, ["watchlists"]);
      },
      (error: unknown) => {
        client.setQueryData(keyOf(WATCHLISTS), all);
        toast({ kind: "error", text: toApiError(error).message });
      },
    );
  };
}
