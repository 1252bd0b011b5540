// Small dialogs of the watchlists: a name, a note, symbols from elsewhere.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type Instrument } from "@/api/types";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextInput } from "@/ui/fields/TextInput";
import { useHost } from "@/ui/host";
import { found } from "./lists";

export interface TextDialogProps {
  title: string;
  label: string;
  value: string;
  /** An empty text is one too. */
  mayBeEmpty?: boolean;
  onSave: (text: string) => void;
  onClose: () => void;
}

export function TextDialog({ title, label, value, mayBeEmpty = false, onSave, onClose }: TextDialogProps) {
  const { t } = useLingui();
  const [text, setText] = useState(value);
  const isRight = mayBeEmpty || text.trim() !== "";
  const save = (): void => {
    if (!isRight) return;
    onSave(text.trim());
    onClose();
  };
  return (
    <Dialog
      title={title}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" isDisabled={!isRight} onPress={save}>{t`Save`}</Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput label={label} autoFocus value={text} onChange={setText} />
      </form>
    </Dialog>
  );
}

export interface ImportDialogProps {
  instruments: readonly Instrument[];
  onAdd: (ids: string[]) => void;
  onClose: () => void;
}

/** Takes symbols from a pasted text; which of them are unknown is said before anything is added. */
export function ImportDialog({ instruments, onAdd, onClose }: ImportDialogProps) {
  const { t } = useLingui();
  const host = useHost();
  const [text, setText] = useState("");
  const { ids, unknown } = found(text, instruments);
  const n = ids.length;
  return (
    <Dialog
      title={t`Add symbols from a text`}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button
            variant="primary"
            isDisabled={n === 0}
            onPress={() => {
              onAdd(ids);
              onClose();
            }}
          >
            {t`Add ${n}`}
          </Button>
        </>
      }
    >
      <TextInput
        label={t`Symbols`}
        description={t`Paste them with commas, spaces or line breaks between them; what stands before a colon is left out, as in NASDAQ:AAPL.`}
        autoFocus
        rows={6}
        value={text}
        onChange={setText}
      />
      <p role="status" className="qd-small">
        {text.trim() === "" ? "" : t`${n} are in your books.`}
      </p>
      {unknown.length > 0 ? (
        <div className="qd-notice qd-notice-warn">
          <span className="qd-grow">{t`Not in your books: ${unknown.join(", ")}`}</span>
          <Button size="small" onPress={() => host.openPanel("instruments")}>{t`Open instruments`}</Button>
        </div>
      ) : null}
    </Dialog>
  );
}
