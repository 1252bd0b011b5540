// Another name for a kept run of an optimization or a back-test.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextInput } from "@/ui/fields/TextInput";
import { toApiError } from "./errors";
import { useBooks } from "./useBooks";

export interface RenameRunProps {
  /** The route of such runs. */
  path: "/backtests" | "/optimizations";
  run: { id: string; name: string };
  onClose: () => void;
}

export function RenameRun({ path, run, onClose }: RenameRunProps) {
  const { t } = useLingui();
  const books = useBooks<{ name: string }, unknown>(path);
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
