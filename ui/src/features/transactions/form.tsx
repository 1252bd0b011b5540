// Create or change a transaction; the fields follow from its kind.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";
import { useWatch } from "react-hook-form";

import { TRANSACTION_KIND } from "@/api/labels";
import { AccountPicker, InstrumentPicker } from "@/api/pickers";
import {
  type Account,
  type Instrument,
  type Transaction,
  TRANSACTION_KINDS,
  type TransactionFields,
} from "@/api/types";
import { useBooks } from "@/api/useBooks";
import { CurrencyInput } from "@/ui/fields/CurrencyInput";
import { DateInput } from "@/ui/fields/DateInput";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { useFormat } from "@/ui/display";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { transactionDefaults, transactionSchema } from "./schema";
import { LotsChoice } from "./lotsChoice";
import { has, type ShapedField, SHAPES, takesLots, trimmed } from "./shapes";

export interface TransactionFormProps {
  /** The transaction to change; null makes a new one. */
  transaction: Transaction | null;
  accounts: readonly Account[];
  instruments: readonly Instrument[];
  today: string;
  onClose: () => void;
}

type DecimalField = "quantity" | "price" | "amount" | "counter_amount" | "ratio_new" | "ratio_old" | "cost_fraction";

export function TransactionForm({ transaction, accounts, instruments, today, onClose }: TransactionFormProps) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { create, update } = useBooks<TransactionFields, Transaction>("/transactions");
  const schema = transactionSchema({
    account: t`Choose the account.`,
    date: t`Give the day.`,
    needed: t`This kind of transaction needs this.`,
    positive: t`This must be above zero.`,
    notNegative: t`This must be zero or more.`,
    lots: t`The lots must add up to the quantity; or choose none.`,
  });
  const first = accounts[0];
  const form = useZodForm<TransactionFields>(
    schema,
    transactionDefaults(transaction, { account_id: first?.id ?? "", date: today, currency: first?.currency ?? "USD" }),
  );
  const { control } = form;
  const kind = useWatch({ control, name: "kind" });
  const currency = useWatch({ control, name: "currency" });
  const [account, instrument, day, units] = useWatch({
    control,
    name: ["account_id", "instrument_id", "trade_date", "quantity"],
  });
  const save = (values: TransactionFields): Promise<Transaction> => {
    const what = i18n._(TRANSACTION_KIND[values.kind]);
    const day = format.date(values.trade_date);
    const fields = trimmed(values);
    return transaction
      ? update(transaction.id, fields, t`${what} of ${day} changed`)
      : create(fields, t`${what} of ${day} entered`);
  };
  const isNeeded = (field: ShapedField): boolean => SHAPES[kind].needed.includes(field);
  const only = (field: ShapedField, shown: ReactNode): ReactNode => (has(kind, field) ? shown : null);
  const decimal = (name: DecimalField, label: string, more: { unit?: string; description?: string } = {}): ReactNode =>
    only(
      name,
      <Bind control={control} name={name}>
        {(f) => <DecimalInput label={label} isRequired={isNeeded(name)} {...more} {...f} />}
      </Bind>,
    );
  const chooseInstrument = (id: string | null): void => {
    const chosen = instruments.find((i) => i.id === id);
    if (chosen && !transaction) form.setValue("currency", chosen.currency);
  };
  return (
    <FormDialog
      title={transaction ? t`Change transaction` : t`New transaction`}
      form={form}
      onSave={save}
      onClose={onClose}
      width={720}
    >
      <Bind control={control} name="kind">
        {(f) => (
          <Select
            label={t`Kind`}
            options={TRANSACTION_KINDS.map((id) => ({ id, label: i18n._(TRANSACTION_KIND[id]) }))}
            autoFocus
            {...f}
          />
        )}
      </Bind>
      <Bind control={control} name="account_id">
        {(f) => <AccountPicker label={t`Account`} isRequired {...f} onChange={(v) => f.onChange(v ?? "")} />}
      </Bind>
      <Bind control={control} name="trade_date">
        {(f) => <DateInput label={t`Date`} isRequired {...f} onChange={(v) => f.onChange(v ?? "")} />}
      </Bind>
      <Bind control={control} name="settlement_date">
        {(f) => <DateInput label={t`Settlement`} {...f} />}
      </Bind>
      {only(
        "instrument_id",
        <Bind control={control} name="instrument_id">
          {(f) => (
            <InstrumentPicker
              label={t`Instrument`}
              isRequired={isNeeded("instrument_id")}
              {...f}
              onChange={(id) => {
                f.onChange(id);
                chooseInstrument(id);
              }}
            />
          )}
        </Bind>,
      )}
      {decimal("quantity", t`Quantity`)}
      {decimal("price", t`Price per unit`, { unit: currency })}
      {decimal("amount", t`Amount`, { unit: currency })}
      <Bind control={control} name="currency">
        {(f) => <CurrencyInput label={t`Currency`} isRequired {...f} />}
      </Bind>
      {decimal("counter_amount", t`Amount received`)}
      {only(
        "counter_currency",
        <Bind control={control} name="counter_currency">
          {(f) => <CurrencyInput label={t`Currency received`} isRequired {...f} />}
        </Bind>,
      )}
      {only(
        "counter_account_id",
        <Bind control={control} name="counter_account_id">
          {(f) => <AccountPicker label={t`To account`} isRequired {...f} />}
        </Bind>,
      )}
      {only(
        "other_instrument_id",
        <Bind control={control} name="other_instrument_id">
          {(f) => (
            <InstrumentPicker
              label={t`New or underlying instrument`}
              isRequired={isNeeded("other_instrument_id")}
              {...f}
            />
          )}
        </Bind>,
      )}
      {decimal("ratio_new", t`New units`)}
      {decimal("ratio_old", t`for old units`)}
      {decimal("cost_fraction", t`Part of the cost that moves`, { description: t`From 0 to 1` })}
      {only(
        "new_symbol",
        <Bind control={control} name="new_symbol">
          {(f) => <TextInput label={t`New symbol`} isRequired {...f} value={f.value ?? ""} />}
        </Bind>,
      )}
      <Bind control={control} name="fees">
        {(f) => <DecimalInput label={t`Fees`} unit={currency} {...f} onChange={(v) => f.onChange(v ?? "")} />}
      </Bind>
      <Bind control={control} name="taxes">
        {(f) => <DecimalInput label={t`Taxes`} unit={currency} {...f} onChange={(v) => f.onChange(v ?? "")} />}
      </Bind>
      {takesLots({ kind, instrument_id: instrument }) ? (
        <div className="qd-form-wide">
          <Bind control={control} name="lots">
            {(f) => (
              <LotsChoice
                of={{ account_id: account, instrument_id: instrument ?? "", as_of: day }}
                isShort={kind === "cover"}
                wanted={units}
                {...f}
              />
            )}
          </Bind>
        </div>
      ) : null}
      <div className="qd-form-wide">
        <Bind control={control} name="note">
          {(f) => <TextInput label={t`Note`} {...f} value={f.value ?? ""} onChange={(v) => f.onChange(v || null)} />}
        </Bind>
      </div>
    </FormDialog>
  );
}
