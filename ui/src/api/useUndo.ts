// Undo as the interface offers it: in a toast after a change, by Ctrl+Z, from the history.
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { toast } from "@/ui/toasts";
import { toApiError } from "./errors";
import { undoChange, undoLast } from "./undo";

export interface Undo {
  /** Takes back the last change, or the one with this id. */
  undo: (id?: string) => Promise<void>;
  /** Says what was done, with a button that takes it back. */
  announce: (text: string) => void;
}

export function useUndo(): Undo {
  const { t } = useLingui();
  const client = useQueryClient();
  const undo = async (id?: string): Promise<void> => {
    try {
      const event = id === undefined ? await undoLast(client) : await undoChange(client, id);
      const summary = event?.summary;
      toast({ kind: "success", text: summary ? t`Undone: ${summary}` : t`Undone` });
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
  const announce = (text: string): void => {
    toast({ kind: "success", text, action: { label: t`Undo`, onPress: () => void undo() } });
  };
  return { undo, announce };
}
