// Enter a day's prices by hand, in place of what is there.
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";

import { change } from "@/api/client";
import { refresh } from "@/api/queries";
import { type Bar, type ManualBar } from "@/api/types";
import { useUndo } from "@/api/useUndo";
import { isDecimal } from "@/lib/decimal";
import { DateInput } from "@/ui/fields/DateInput";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Bind, FormDialog, useZodForm } from "@/ui/form";

/** Prices as they are typed: exact texts, made numbers when they are sent. */
export interface PriceValues {
  date: string;
  close: string;
  open: string | null;
  high: string | null;
  low: string | null;
  volume: string | null;
}

export function priceSchema(words: { date: string; price: string; range: string }) {
  const price = z.string().refine((v) => isDecimal(v) && Number(v) >= 0, words.price);
  return z
    .object({
      date: z.string().min(1, words.date),
      close: price,
      open: price.nullable(),
      high: price.nullable(),
      low: price.nullable(),
      volume: price.nullable(),
    })
    .superRefine((p, context) => {
      for (const field of ["open", "close"] as const) {
        const value = p[field];
        if (value === null) continue;
        const isAbove = p.high !== null && Number(value) > Number(p.high);
        const isBelow = p.low !== null && Number(value) < Number(p.low);
        if (isAbove || isBelow) context.addIssue({ code: "custom", path: [field], message: words.range });
      }
    });
}

const text = (value: number | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
const number = (value: string | null): number | null => (value === null ? null : Number(value));

export interface PriceFormProps {
  instrument: { id: string; symbol: string; currency: string };
  bar: Bar | null;
  today: string;
  onClose: () => void;
}

export function PriceForm({ instrument, bar, today, onClose }: PriceFormProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { announce } = useUndo();
  const schema = priceSchema({
    date: t`Give the day.`,
    price: t`A price is zero or more.`,
    range: t`This lies outside low and high.`,
  });
  const form = useZodForm<PriceValues>(schema, {
    date: bar?.at.slice(0, 10) ?? today,
    close: text(bar?.close) ?? "",
    open: text(bar?.open),
    high: text(bar?.high),
    low: text(bar?.low),
    volume: text(bar?.volume),
  });
  const { control } = form;
  const { symbol } = instrument;
  const save = async (values: PriceValues): Promise<void> => {
    const body: ManualBar = {
      date: values.date,
      close: Number(values.close),
      open: number(values.open),
      high: number(values.high),
      low: number(values.low),
      volume: number(values.volume),
    };
    const { changeId } = await change("POST", "/bars/{id}", body, { path: { id: instrument.id } });
    announce(t`Price of ${symbol} entered`, changeId);
    await refresh(client, ["bars"]);
  };
  const price = (name: "open" | "high" | "low", label: string) => (
    <Bind control={control} name={name}>
      {(f) => <DecimalInput label={label} unit={instrument.currency} {...f} />}
    </Bind>
  );
  return (
    <FormDialog title={t`Price of ${symbol}`} form={form} onSave={save} onClose={onClose} width={520}>
      <Bind control={control} name="date">
        {(f) => (
          <DateInput
            label={t`Date`}
            isRequired
            isDisabled={bar !== null}
            {...f}
            onChange={(v) => f.onChange(v ?? "")}
          />
        )}
      </Bind>
      <Bind control={control} name="close">
        {(f) => (
          <DecimalInput
            label={t`Close`}
            unit={instrument.currency}
            isRequired
            autoFocus
            {...f}
            value={f.value || null}
            onChange={(v) => f.onChange(v ?? "")}
          />
        )}
      </Bind>
      {price("open", t`Open`)}
      {price("high", t`High`)}
      {price("low", t`Low`)}
      <Bind control={control} name="volume">
        {(f) => <DecimalInput label={t`Volume`} {...f} />}
      </Bind>
    </FormDialog>
  );
}
