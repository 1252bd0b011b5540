// Keeps edited weights: as the target that they came from, or as a new one.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { toApiError } from "@/api/errors";
import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextInput } from "@/ui/fields/TextInput";
import { toast } from "@/ui/toasts";
import { type Draft, weightFields } from "./draft";
import { type Target, type TargetFields } from "./types";

/** Replaces the weights of a saved target. */
export function useSaveWeights(): (target: Target, draft: Draft) => Promise<void> {
  const { t } = useLingui();
  const { update } = useBooks<TargetFields, Target>("/targets");
  return async (target, draft) => {
    const { name } = target;
    try {
      await update(target.id, weightFields(draft.model), t`Target “${name}” changed`);
    } catch (error) {
      const why = toApiError(error).message;
      toast({ kind: "error", text: t`Not saved. ${why}` });
    }
  };
}

export interface NewTargetProps {
  draft: Draft;
  firstName: string;
  onClose: () => void;
  onSaved: (target: Target) => void;
}

export function NewTargetDialog({ draft, firstName, onClose, onSaved }: NewTargetProps) {
  const { t } = useLingui();
  const { create } = useBooks<TargetFields, Target>("/targets");
  const [name, setName] = useState(firstName);
  const [error, setError] = useState<string | undefined>(undefined);
  const [isSending, setSending] = useState(false);
  const save = async (): Promise<void> => {
    const wanted = name.trim();
    setSending(true);
    try {
      const fields = { name: wanted, ...weightFields(draft.model), source_optimization_id: null, note: null };
      onSaved(await create(fields, t`Target “${wanted}” created`));
      onClose();
    } catch (thrown) {
      setError(toApiError(thrown).message);
    } finally {
      setSending(false);
    }
  };
  return (
    <Dialog
      title={t`Save as a new target`}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" isPending={isSending} isDisabled={name.trim() === ""} onPress={() => void save()}>
            {t`Save target`}
          </Button>
        </>
      }
    >
      <TextInput label={t`Name`} value={name} onChange={setName} error={error} isRequired autoFocus />
    </Dialog>
  );
}
