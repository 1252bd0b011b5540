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
  announce: (text: string, changeId?: string | null) => void;
}

export function useUndo(): Undo {
  const { t } = useLingui();
  const client = useQueryClient();
  const undo = async (id?: string): Promise<void> => {
    try {
      const { summary, change_id } = id === undefined ? await undoLast(client) : await undoChange(client, id);
      const redo = { label: t`Redo`, onPress: () => void undo(change_id) };
      toast({ kind: "success", text: t`Undone: ${summary}`, action: redo });
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
  const announce = (text: string, changeId?: string | null): void => {
    toast({ kind: "success", text, action: { label: t`Undo`, onPress: () => void undo(changeId ?? undefined) } });
  };
  return { undo, announce };
}
