// How to read a file: what was found out, and what the user says instead.
import { useLingui } from "@lingui/react/macro";

import { TRANSACTION_KIND } from "@/api/labels";
import { AccountPicker } from "@/api/pickers";
import {
  type ColumnMapping,
  type ImportKind,
  type ImportOptions,
  type ImportPreview,
  TRANSACTION_KINDS,
} from "@/api/types";
import { CurrencyInput } from "@/ui/fields/CurrencyInput";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { Checkbox } from "@/ui/fields/Toggle";
import { COLUMNS, withAccount, withColumn } from "./mapping";

const NONE = "none";

export interface OptionsFormProps {
  kind: ImportKind;
  options: ImportOptions;
  onChange: (options: ImportOptions) => void;
}

export function OptionsForm({ kind, options, onChange }: OptionsFormProps) {
  const { t } = useLingui();
  const set = (change: Partial<ImportOptions>): void => onChange({ ...options, ...change });
  return (
    <div className="qd-form">
      <Select
        label={t`Dates are written`}
        options={[
          { id: NONE, label: t`As found out` },
          { id: "ymd", label: t`Year, month, day` },
          { id: "mdy", label: t`Month, day, year` },
          { id: "dmy", label: t`Day, month, year` },
        ]}
        value={options.date_order ?? NONE}
        onChange={(v) => set({ date_order: v === NONE ? null : (v as "ymd" | "mdy" | "dmy") })}
      />
      <Select
        label={t`Decimal mark`}
        options={[
          { id: NONE, label: t`As found out` },
          { id: "point", label: t`Point: 1234.56` },
          { id: "comma", label: t`Comma: 1234,56` },
        ]}
        value={options.decimal_mark ?? NONE}
        onChange={(v) => set({ decimal_mark: v === NONE ? null : (v as "point" | "comma") })}
      />
      {kind === "prices" ? (
        <>
          <TextInput
            label={t`Symbol, when the file has no such column`}
            value={options.symbol ?? ""}
            onChange={(v) => set({ symbol: v.trim() === "" ? null : v.trim() })}
          />
          <Checkbox
            label={t`Take the adjusted close where there are both`}
            value={options.prefer_adjusted ?? false}
            onChange={(prefer_adjusted) => set({ prefer_adjusted })}
          />
          <Checkbox
            label={t`Take prices of zero`}
            value={options.allow_zero ?? false}
            onChange={(allow_zero) => set({ allow_zero })}
          />
        </>
      ) : null}
      {kind === "fx_rates" ? (
        <>
          <CurrencyInput
            label={t`One unit of, in a file with a column per currency`}
            value={options.base ?? "EUR"}
            onChange={(base) => set({ base })}
          />
          <TextInput
            label={t`Source`}
            description={t`The file's name when empty`}
            value={options.source_name ?? ""}
            onChange={(v) => set({ source_name: v.trim() === "" ? null : v })}
          />
        </>
      ) : (
        <>
          <Checkbox
            label={
              kind === "prices"
                ? t`Create instruments that are not known`
                : t`Create instruments and accounts that are not known`
            }
            description={t`Otherwise their rows are refused.`}
            value={options.create_unknown ?? false}
            onChange={(create_unknown) => set({ create_unknown })}
          />
          {options.create_unknown ? (
            <CurrencyInput
              label={t`Currency of created instruments`}
              value={options.currency ?? null}
              onChange={(currency) => set({ currency })}
            />
          ) : null}
        </>
      )}
    </div>
  );
}

export interface MappingFormProps {
  preview: ImportPreview;
  mapping: ColumnMapping;
  /** Columns are assigned only where the file has no form of its own. */
  hasColumns: boolean;
  onChange: (mapping: ColumnMapping) => void;
}

export function MappingForm({ preview, mapping, hasColumns, onChange }: MappingFormProps) {
  const { t, i18n } = useLingui();
  const headers = [
    { id: NONE, label: t`no column` },
    ...preview.facts.headers.filter((h) => h !== "").map((h) => ({ id: h, label: h })),
  ];
  const words = [...new Set([...preview.unknown_kinds.map((u) => u.name), ...Object.keys(mapping.kinds)])];
  const names = [...new Set([...preview.unknown_accounts.map((u) => u.name), ...Object.keys(mapping.accounts)])];
  const kinds = TRANSACTION_KINDS.map((id) => ({ id, label: i18n._(TRANSACTION_KIND[id]) }));
  return (
    <div className="qd-stack">
      {hasColumns ? (
        <div className="qd-form">
          {COLUMNS.map(([id, title]) => (
            <Select
              key={id}
              label={i18n._(title)}
              options={headers}
              isRequired={id === "date" || id === "kind"}
              value={mapping.columns[id] ?? NONE}
              onChange={(header) => onChange(withColumn(mapping, id, header === NONE ? null : header))}
            />
          ))}
        </div>
      ) : null}
      <div className="qd-form">
        <AccountPicker
          label={t`Account of rows that name none`}
          placeholder={t`none`}
          value={mapping.account_id}
          onChange={(account_id) => onChange({ ...mapping, account_id })}
        />
        <CurrencyInput
          label={t`Currency of rows that name none`}
          value={mapping.currency}
          onChange={(currency) => onChange({ ...mapping, currency })}
        />
        {hasColumns ? (
          <Select
            label={t`The amount column holds`}
            options={[
              { id: "gross", label: t`The amount before fees and taxes` },
              { id: "net", label: t`What moved on the cash account` },
            ]}
            value={mapping.amount_meaning}
            onChange={(amount_meaning) => onChange({ ...mapping, amount_meaning })}
          />
        ) : null}
      </div>
      {names.length > 0 ? (
        <div className="qd-form" role="group" aria-label={t`The file's words for accounts`}>
          {names.map((name) => (
            <AccountPicker
              key={name}
              label={t`“${name}” is the account`}
              placeholder={t`none`}
              value={mapping.accounts[name] ?? null}
              onChange={(id) => onChange(withAccount(mapping, name, id))}
            />
          ))}
        </div>
      ) : null}
      {words.length > 0 ? (
        <div className="qd-form" role="group" aria-label={t`The file's words for kinds`}>
          {words.map((word) => (
            <Select
              key={word}
              label={t`“${word}” means`}
              placeholder={t`not understood: rows are refused`}
              options={kinds}
              value={mapping.kinds[word] ?? null}
              onChange={(kind) => onChange({ ...mapping, kinds: { ...mapping.kinds, [word]: kind } })}
            />
          ))}
        </div>
      ) : null}
    </div>
  );
}
