// Which transactions the table shows, beside its text filter: account, instrument, kind, days.
import { useLingui } from "@lingui/react/macro";

import { TRANSACTION_KIND } from "@/api/labels";
import { AccountPicker, InstrumentPicker } from "@/api/pickers";
import { TRANSACTION_KINDS, type TransactionKind } from "@/api/types";
import { Button } from "@/ui/Button";
import { DateInput } from "@/ui/fields/DateInput";
import { Select } from "@/ui/fields/Select";

/** What the table is narrowed to; null where it is not. */
export type TransactionFilters = {
  account_id: string | null;
  instrument_id: string | null;
  kind: TransactionKind | null;
  from: string | null;
  to: string | null;
};

const NONE: TransactionFilters = { account_id: null, instrument_id: null, kind: null, from: null, to: null };

export interface FiltersProps {
  value: TransactionFilters;
  onChange: (value: TransactionFilters) => void;
  hasAccounts: boolean;
}

export function Filters({ value, onChange, hasAccounts }: FiltersProps) {
  const { t, i18n } = useLingui();
  const set = (change: Partial<TransactionFilters>): void => onChange({ ...value, ...change });
  const kinds = TRANSACTION_KINDS.map((id) => ({ id, label: i18n._(TRANSACTION_KIND[id]) }));
  return (
    <>
      {hasAccounts ? (
        <div className="qd-table-choice">
          <AccountPicker
            label={t`Account`}
            hideLabel
            placeholder={t`All accounts`}
            value={value.account_id}
            onChange={(account_id) => set({ account_id })}
          />
        </div>
      ) : null}
      <div className="qd-table-choice">
        <InstrumentPicker
          label={t`Instrument`}
          hideLabel
          placeholder={t`All instruments`}
          value={value.instrument_id}
          onChange={(instrument_id) => set({ instrument_id })}
        />
      </div>
      <div className="qd-table-choice">
        <Select
          label={t`Kind`}
          hideLabel
          placeholder={t`All kinds`}
          options={kinds}
          value={value.kind}
          onChange={(kind) => set({ kind })}
        />
      </div>
      <DateInput label={t`From`} hideLabel value={value.from} onChange={(from) => set({ from })} />
      <span className="qd-dim" aria-hidden>
        –
      </span>
      <DateInput label={t`To`} hideLabel value={value.to} onChange={(to) => set({ to })} />
      {Object.values(value).some((chosen) => chosen !== null) ? (
        <Button size="small" variant="quiet" onPress={() => onChange(NONE)}>
          {t`Show all`}
        </Button>
      ) : null}
    </>
  );
}
