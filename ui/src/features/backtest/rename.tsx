// Another name for a kept run.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { toApiError } from "@/api/errors";
import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextInput } from "@/ui/fields/TextInput";

export interface RenameDialogProps {
  run: { id: string; name: string };
  onClose: () => void;
}

export function RenameDialog({ run, onClose }: RenameDialogProps) {
  const { t } = useLingui();
  const books = useBooks<{ name: string }, unknown>("/backtests");
  const [name, setName] = useState(run.name);
  const [error, setError] = useState<string | undefined>(undefined);
  const rename = async (): Promise<void> => {
    try {
      const wanted = name.trim();
      await books.update(run.id, { name: wanted }, t`Renamed to ${wanted}`);
      onClose();
    } catch (failure) {
      setError(toApiError(failure).message);
    }
  };
  return (
    <Dialog
      title={t`Rename run`}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" isDisabled={name.trim() === ""} onPress={() => void rename()}>
            {t`Rename`}
          </Button>
        </>
      }
    >
      <TextInput label={t`Name`} value={name} onChange={setName} error={error} isRequired autoFocus />
    </Dialog>
  );
}
