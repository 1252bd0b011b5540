// Enter or correct an exchange rate.
import { useLingui } from "@lingui/react/macro";
import { z } from "zod";

import { type FxRate, type FxRateFields } from "@/api/types";
import { useBooks } from "@/api/useBooks";
import { isDecimal, sign } from "@/lib/decimal";
import { CurrencyInput } from "@/ui/fields/CurrencyInput";
import { DateInput } from "@/ui/fields/DateInput";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { TextInput } from "@/ui/fields/TextInput";
import { Bind, FormDialog, useZodForm } from "@/ui/form";

export function fxRateSchema(words: { positive: string; same: string; date: string; source: string }) {
  return z
    .object({
      base: z.string().length(3),
      quote: z.string().length(3),
      date: z.string().min(1, words.date),
      rate: z.string().refine((v) => isDecimal(v) && sign(v) > 0, words.positive),
      source: z.string().trim().min(1, words.source).max(80, words.source),
    })
    .refine((r) => r.base !== r.quote, { path: ["quote"], message: words.same });
}

export interface FxRateFormProps {
  rate: FxRate | null;
  pair: { base: string; quote: string };
  today: string;
  onClose: () => void;
}

export function FxRateForm({ rate, pair, today, onClose }: FxRateFormProps) {
  const { t } = useLingui();
  const { create, update } = useBooks<FxRateFields, FxRate>("/fx-rates");
  const schema = fxRateSchema({
    positive: t`A rate is above zero.`,
    same: t`Choose two different currencies.`,
    date: t`Give the day.`,
    source: t`Say who gives the rate, in at most 80 letters.`,
  });
  const form = useZodForm<FxRateFields>(schema, {
    base: rate?.base ?? pair.base,
    quote: rate?.quote ?? pair.quote,
    date: rate?.date ?? today,
    rate: rate?.rate ?? "",
    source: rate?.source ?? "manual",
  });
  const { control } = form;
  const save = (values: FxRateFields): Promise<FxRate> => {
    const name = `${values.base}/${values.quote}`;
    return rate ? update(rate.id, values, t`Rate of ${name} corrected`) : create(values, t`Rate of ${name} entered`);
  };
  return (
    <FormDialog title={rate ? t`Correct rate` : t`New rate`} form={form} onSave={save} onClose={onClose} width={520}>
      <Bind control={control} name="base">
        {(f) => <CurrencyInput label={t`One unit of`} isRequired {...f} />}
      </Bind>
      <Bind control={control} name="quote">
        {(f) => <CurrencyInput label={t`costs so many`} isRequired {...f} />}
      </Bind>
      <Bind control={control} name="rate">
        {(f) => (
          <DecimalInput
            label={t`Rate`}
            isRequired
            autoFocus
            {...f}
            value={f.value || null}
            onChange={(v) => f.onChange(v ?? "")}
          />
        )}
      </Bind>
      <Bind control={control} name="date">
        {(f) => <DateInput label={t`Date`} isRequired {...f} onChange={(v) => f.onChange(v ?? "")} />}
      </Bind>
      <Bind control={control} name="source">
        {(f) => <TextInput label={t`Source`} isRequired {...f} />}
      </Bind>
    </FormDialog>
  );
}
