// Asks for the name under which the layout is kept.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextInput } from "@/ui/fields/TextInput";
import { saveLayoutAs } from "./dock";

export function SaveLayout({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }) {
  const { t } = useLingui();
  const [name, setName] = useState("");
  const save = (): void => {
    const wanted = name.trim();
    if (wanted === "") return;
    saveLayoutAs(wanted);
    setName("");
    onOpenChange(false);
  };
  return (
    <Dialog
      title={t`Save layout as`}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      width={380}
      footer={
        <Button variant="primary" type="submit" form="save-layout" isDisabled={name.trim() === ""}>
          {t`Save`}
        </Button>
      }
    >
      <form
        id="save-layout"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput label={t`Name`} value={name} onChange={setName} autoFocus isRequired />
      </form>
    </Dialog>
  );
}
