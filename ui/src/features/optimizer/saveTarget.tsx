// Keeps a solution's weights as a target: what the portfolio should become.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { toApiError } from "@/api/errors";
import { OPTIMIZATION_TYPE } from "@/api/labels";
import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { useFormat } from "@/ui/display";
import { NumberInput } from "@/ui/fields/NumberInput";
import { TextInput } from "@/ui/fields/TextInput";
import { toast } from "@/ui/toasts";
import { useSlice } from "@/ui/useSlice";
import { type Session } from "./session";
import { targetWeights } from "./targetWeights";

interface NewTarget {
  name: string;
  weights: Record<string, string>;
  tolerance: string | null;
  source_optimization_id: string | null;
  note: string | null;
}

const PERCENT: Intl.NumberFormatOptions = { style: "percent", maximumFractionDigits: 2 };

function TargetDialog({ session, firstName, onClose }: { session: Session; firstName: string; onClose: () => void }) {
  const { t } = useLingui();
  const books = useBooks<NewTarget, { id: string }>("/targets");
  const [name, setName] = useState(firstName);
  const [tolerance, setTolerance] = useState<number | null>(0.02);
  const [note, setNote] = useState("");
  const [error, setError] = useState<string | undefined>(undefined);
  const [isPending, setIsPending] = useState(false);
  const save = async (): Promise<void> => {
    const [universe, { result }] = [session.universe.get(), session.solution.get()];
    if (!universe || !result) {
      setError(t`There is no solution to save.`);
      return;
    }
    setIsPending(true);
    try {
      const wanted = name.trim();
      const fields: NewTarget = {
        name: wanted,
        weights: targetWeights(result.weights, universe),
        tolerance: tolerance === null ? null : String(Math.round(tolerance * 1e6) / 1e6),
        source_optimization_id: null,
        note: note.trim() === "" ? null : note.trim(),
      };
      await books.create(fields, t`Target ${wanted} saved`);
      onClose();
    } catch (failure) {
      setError(toApiError(failure).message);
    } finally {
      setIsPending(false);
    }
  };
  return (
    <Dialog
      title={t`Save as target`}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" isPending={isPending} isDisabled={name.trim() === ""} onPress={() => void save()}>
            {t`Save target`}
          </Button>
        </>
      }
    >
      <p>{t`The weights on the screen become what the portfolio is measured against.`}</p>
      <TextInput label={t`Name`} value={name} onChange={setName} error={error} isRequired autoFocus />
      <NumberInput
        label={t`Drift that is tolerated`}
        description={t`A weight may be off by so much before it counts; empty for none.`}
        value={tolerance}
        min={0}
        max={1}
        format={PERCENT}
        onChange={setTolerance}
      />
      <TextInput label={t`Note`} value={note} onChange={setNote} rows={2} />
    </Dialog>
  );
}

export function SaveTarget({ session }: { session: Session }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const hasSolution = useSlice(session.solution, (solution) => solution.result !== null);
  const [name, setName] = useState<string | null>(null);
  const open = (): void => {
    if (!hasSolution) {
      toast({ kind: "error", text: t`There is no solution to save.` });
      return;
    }
    const objective = i18n._(OPTIMIZATION_TYPE[session.form.get().objective]);
    setName(`${objective}, ${format.date(session.universe.get()?.last_date)}`);
  };
  return (
    <>
      <Button isDisabled={!hasSolution} onPress={open}>{t`Save as target`}</Button>
      {name === null ? null : <TargetDialog session={session} firstName={name} onClose={() => setName(null)} />}
    </>
  );
}
