// Create a target, or change its name, band, note and weights.
import { useLingui } from "@lingui/react/macro";
import { z } from "zod";

import { useBooks } from "@/api/useBooks";
import { type Decimal, fractionOf, percentOf } from "@/lib/decimal";
import { isNested, modelOfWeights, plainWeights, type TargetModel } from "@/lib/targetTree";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { TextInput } from "@/ui/fields/TextInput";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { TreeEditor } from "./treeEditor";
import { problemIn, tidyBand, type TreeProblem } from "./treeEdit";
import { type Target, type TargetFields } from "./types";

export interface TargetFormProps {
  /** The target to change; null makes a new one. */
  target: Target | null;
  /** Weights that a new one begins with. */
  initial?: Record<string, Decimal>;
  onClose: () => void;
  onSaved?: (target: Target) => void;
}

interface FormValues {
  name: string;
  model: TargetModel;
  source_optimization_id: string | null;
  note: string | null;
}

interface Words {
  name: string;
  band: string;
  note: string;
  problem: (problem: TreeProblem) => string;
}

const isModel = (value: unknown): value is TargetModel => typeof value === "object" && value !== null;

const isPart = (part: string | null | undefined, most: number): boolean =>
  part === null || part === undefined || (Number(part) >= 0 && Number(part) <= most);

/** Rules for a target's fields, with their messages. */
export function targetSchema(words: Words) {
  return z.object({
    name: z.string().trim().min(1, words.name).max(120, words.name),
    model: z.custom<TargetModel>(isModel).superRefine((model, context) => {
      const problem = problemIn(model);
      if (problem) context.addIssue({ code: "custom", message: words.problem(problem) });
      const { absolute, relative } = model.member_band ?? {};
      if (!isPart(absolute, 1) || !isPart(relative, 10)) context.addIssue({ code: "custom", message: words.band });
    }),
    source_optimization_id: z.string().nullable(),
    note: z.string().trim().max(2000, words.note).nullable(),
  });
}

/** What is sent: groups where there are any, else plain weights with one band. */
function fieldsOf({ name, model, source_optimization_id, note }: FormValues): TargetFields {
  const isTree = isNested(model);
  return {
    name,
    weights: isTree ? {} : plainWeights(model),
    tree: isTree ? model : null,
    tolerance: model.member_band?.absolute ?? null,
    source_optimization_id,
    // A note without letters is no note.
    note: note === "" ? null : note,
  };
}

function useProblemWords(): (problem: TreeProblem) => string {
  const { t } = useLingui();
  return (problem) => {
    switch (problem.kind) {
      case "too_much":
        return t`The weights sum to more than 100 percent; lower some of them.`;
      case "out_of_range":
        return t`A weight lies between −1000 and 1000 percent.`;
      case "negative":
        return t`Groups hold no short weights; take the groups away, or the minus.`;
      case "empty_group":
        return t`The group ${problem.name} has no members; add some, or remove it.`;
      case "nameless":
        return t`Give every group a name.`;
      case "name_twice":
        return t`Two groups are called ${problem.name}; give each its own name.`;
      case "group_sum":
        return t`The members of ${problem.name} do not sum to 100 percent; scale them.`;
    }
  };
}

export function TargetForm({ target, initial = {}, onClose, onSaved }: TargetFormProps) {
  const { t } = useLingui();
  const { create, update } = useBooks<TargetFields, Target>("/targets");
  const problem = useProblemWords();
  const schema = targetSchema({
    name: t`Give it a name of at most 120 letters.`,
    band: t`A band lies between 0 and 100 percent of the portfolio, and at most ten times the target.`,
    note: t`A note has at most 2000 letters.`,
    problem,
  });
  const form = useZodForm<FormValues>(schema, {
    name: target?.name ?? "",
    model: target?.tree ?? modelOfWeights(target?.weights ?? initial, target ? target.tolerance : "0.05"),
    source_optimization_id: target?.source_optimization_id ?? null,
    note: target?.note ?? null,
  });
  const save = async (values: FormValues): Promise<void> => {
    const fields = fieldsOf(values);
    const { name } = fields;
    const saved = target
      ? await update(target.id, fields, t`Target “${name}” changed`)
      : await create(fields, t`Target “${name}” created`);
    onSaved?.(saved);
  };
  const { control } = form;
  return (
    <FormDialog title={target ? t`Change target` : t`New target`} form={form} onSave={save} onClose={onClose}>
      <Bind control={control} name="name">
        {(f) => <TextInput label={t`Name`} isRequired autoFocus {...f} />}
      </Bind>
      <Bind control={control} name="model">
        {(f) => {
          const model = f.value;
          const band = model.member_band ?? {};
          const setBand = (part: "absolute" | "relative") => (percent: Decimal | null) =>
            f.onChange({
              ...model,
              member_band: tidyBand({ ...band, [part]: percent === null ? null : fractionOf(percent) }),
            });
          const shown = (part: Decimal | null | undefined): Decimal | null =>
            part === null || part === undefined ? null : percentOf(part);
          return (
            <>
              <DecimalInput
                label={t`Drift band`}
                description={t`How far a weight may be off, in points. Empty: no band.`}
                unit="%"
                value={shown(band.absolute)}
                onChange={setBand("absolute")}
              />
              <DecimalInput
                label={t`Or a part of the target`}
                description={t`25% of a target of 8% is 2 points. With both the narrower holds.`}
                unit="%"
                value={shown(band.relative)}
                onChange={setBand("relative")}
              />
              <TreeEditor value={model} onChange={f.onChange} error={f.error} />
            </>
          );
        }}
      </Bind>
      <div className="qd-form-wide">
        <Bind control={control} name="note">
          {(f) => (
            <TextInput label={t`Note`} rows={2} {...f} value={f.value ?? ""} onChange={(v) => f.onChange(v || null)} />
          )}
        </Bind>
      </div>
    </FormDialog>
  );
}
