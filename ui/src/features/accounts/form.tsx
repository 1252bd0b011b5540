// Create or change an account.
import { useLingui } from "@lingui/react/macro";
import { z } from "zod";

import { ACCOUNT_KIND, TRADE_COST } from "@/api/labels";
import { type Account, ACCOUNT_KINDS, type AccountFields, LOT_METHODS, TRADE_COSTS } from "@/api/types";
import { useBooks } from "@/api/useBooks";
import { useDisplay } from "@/ui/display";
import { CurrencyInput } from "@/ui/fields/CurrencyInput";
import { DateInput } from "@/ui/fields/DateInput";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { LotRules } from "./lotRules";

/** Rules for an account's fields, with their messages. */
export function accountSchema(words: { name: string; dates: string; rules: string }) {
  return z
    .object({
      name: z.string().trim().min(1, words.name).max(100, words.name),
      kind: z.enum(ACCOUNT_KINDS),
      currency: z.string().length(3),
      institution: z.string().nullable(),
      number: z.string().nullable(),
      opened_on: z.string().nullable(),
      closed_on: z.string().nullable(),
      owner: z.string().nullable(),
      lot_rules: z
        .array(z.object({ from: z.string().nullable(), method: z.enum(LOT_METHODS) }))
        .refine((rules) => rules.every((r, i) => i === 0 || (r.from ?? "") > (rules[i - 1]?.from ?? "")), words.rules),
      trade_costs: z.enum(TRADE_COSTS),
      note: z.string().nullable(),
    })
    .refine((a) => !a.opened_on || !a.closed_on || a.opened_on <= a.closed_on, {
      path: ["closed_on"],
      message: words.dates,
    });
}

export interface AccountFormProps {
  /** The account to change; null makes a new one. */
  account: Account | null;
  onClose: () => void;
}

export function AccountForm({ account, onClose }: AccountFormProps) {
  const { t, i18n } = useLingui();
  const { baseCurrency } = useDisplay();
  const { create, update } = useBooks<AccountFields, Account>("/accounts");
  const schema = accountSchema({
    name: t`Give it a name of at most 100 letters.`,
    dates: t`An account is closed after it was opened.`,
    rules: t`Each rule begins on a later day than the one before it.`,
  });
  const form = useZodForm<AccountFields>(schema, {
    name: account?.name ?? "",
    kind: account?.kind ?? "taxable",
    currency: account?.currency ?? baseCurrency,
    institution: account?.institution ?? null,
    number: account?.number ?? null,
    opened_on: account?.opened_on ?? null,
    closed_on: account?.closed_on ?? null,
    owner: account?.owner ?? null,
    lot_rules: account?.lot_rules ?? [],
    trade_costs: account?.trade_costs ?? "capitalized",
    note: account?.note ?? null,
  });
  const save = (values: AccountFields): Promise<Account> => {
    const { name } = values;
    return account
      ? update(account.id, values, t`Account “${name}” changed`)
      : create(values, t`Account “${name}” created`);
  };
  const { control } = form;
  const costs = TRADE_COSTS.map((id) => ({ id, label: i18n._(TRADE_COST[id]) }));
  const kinds = ACCOUNT_KINDS.map((id) => ({ id, label: i18n._(ACCOUNT_KIND[id]) }));
  return (
    <FormDialog title={account ? t`Change account` : t`New account`} form={form} onSave={save} onClose={onClose}>
      <Bind control={control} name="name">
        {(f) => <TextInput label={t`Name`} isRequired autoFocus {...f} />}
      </Bind>
      <Bind control={control} name="kind">
        {(f) => <Select label={t`Taxation`} options={kinds} {...f} />}
      </Bind>
      <Bind control={control} name="currency">
        {(f) => (
          <CurrencyInput label={t`Currency`} description={t`It may hold cash in others, too.`} isRequired {...f} />
        )}
      </Bind>
      <Bind control={control} name="institution">
        {(f) => (
          <TextInput label={t`Bank or broker`} {...f} value={f.value ?? ""} onChange={(v) => f.onChange(v || null)} />
        )}
      </Bind>
      <Bind control={control} name="number">
        {(f) => (
          <TextInput label={t`Account number`} {...f} value={f.value ?? ""} onChange={(v) => f.onChange(v || null)} />
        )}
      </Bind>
      <Bind control={control} name="opened_on">
        {(f) => <DateInput label={t`Opened on`} {...f} />}
      </Bind>
      <Bind control={control} name="closed_on">
        {(f) => <DateInput label={t`Closed on`} {...f} />}
      </Bind>
      <Bind control={control} name="owner">
        {(f) => (
          <TextInput
            label={t`Owner`}
            description={t`Whose it is, where you keep accounts of several people.`}
            {...f}
            value={f.value ?? ""}
            onChange={(v) => f.onChange(v || null)}
          />
        )}
      </Bind>
      <Bind control={control} name="trade_costs">
        {(f) => <Select label={t`Fees of trades`} options={costs} {...f} />}
      </Bind>
      <div className="qd-form-wide">
        <Bind control={control} name="lot_rules">
          {(f) => <LotRules value={f.value} onChange={f.onChange} error={f.error} />}
        </Bind>
      </div>
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
