// Create or change an instrument; fields of futures and options appear with those classes.
import { useLingui } from "@lingui/react/macro";
import { useWatch } from "react-hook-form";

import { ASSET_CLASS } from "@/api/labels";
import { InstrumentPicker } from "@/api/pickers";
import { ASSET_CLASSES, type Instrument, type InstrumentFields } from "@/api/types";
import { useBooks } from "@/api/useBooks";
import { useDisplay } from "@/ui/display";
import { CurrencyInput } from "@/ui/fields/CurrencyInput";
import { DateInput } from "@/ui/fields/DateInput";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Select } from "@/ui/fields/Select";
import { TextInput } from "@/ui/fields/TextInput";
import { Checkbox } from "@/ui/fields/Toggle";
import { Bind, FormDialog, useZodForm } from "@/ui/form";
import { instrumentDefaults, instrumentSchema } from "./schema";

export interface InstrumentFormProps {
  /** The instrument to change; null makes a new one. */
  instrument: Instrument | null;
  onClose: () => void;
}

type TextField = "sector" | "country" | "exchange_mic" | "isin" | "cusip" | "figi" | "note";

export function InstrumentForm({ instrument, onClose }: InstrumentFormProps) {
  const { t, i18n } = useLingui();
  const { baseCurrency } = useDisplay();
  const { create, update } = useBooks<InstrumentFields, Instrument>("/instruments");
  const schema = instrumentSchema({
    symbol: t`Give it a symbol of at most 40 letters.`,
    name: t`Give it a name of at most 200 letters.`,
    positive: t`This must be above zero.`,
    option: t`An option needs this.`,
  });
  const form = useZodForm<InstrumentFields>(schema, instrumentDefaults(instrument, baseCurrency));
  const { control } = form;
  const assetClass = useWatch({ control, name: "asset_class" });
  const isDerivative = assetClass === "option" || assetClass === "future";
  const save = (values: InstrumentFields): Promise<Instrument> => {
    const { symbol } = values;
    return instrument ? update(instrument.id, values, t`${symbol} changed`) : create(values, t`${symbol} created`);
  };
  const text = (name: TextField, label: string, description?: string) => (
    <Bind control={control} name={name}>
      {(f) => (
        <TextInput
          label={label}
          description={description}
          {...f}
          value={f.value ?? ""}
          onChange={(v) => f.onChange(v.trim() === "" ? null : v)}
        />
      )}
    </Bind>
  );
  const rights = [
    { id: "call", label: t`Call: the right to buy` },
    { id: "put", label: t`Put: the right to sell` },
  ] as const;
  return (
    <FormDialog
      title={instrument ? t`Change instrument` : t`New instrument`}
      form={form}
      onSave={save}
      onClose={onClose}
      width={720}
    >
      <Bind control={control} name="symbol">
        {(f) => <TextInput label={t`Symbol`} isRequired autoFocus {...f} />}
      </Bind>
      <Bind control={control} name="name">
        {(f) => <TextInput label={t`Name`} isRequired {...f} />}
      </Bind>
      <Bind control={control} name="asset_class">
        {(f) => (
          <Select
            label={t`Class`}
            options={ASSET_CLASSES.map((id) => ({ id, label: i18n._(ASSET_CLASS[id]) }))}
            {...f}
          />
        )}
      </Bind>
      <Bind control={control} name="currency">
        {(f) => <CurrencyInput label={t`Currency of its prices`} isRequired {...f} />}
      </Bind>
      {isDerivative ? (
        <>
          <Bind control={control} name="underlying_id">
            {(f) => <InstrumentPicker label={t`Underlying`} isRequired={assetClass === "option"} {...f} />}
          </Bind>
          <Bind control={control} name="expiry">
            {(f) => <DateInput label={t`Last day`} isRequired={assetClass === "option"} {...f} />}
          </Bind>
        </>
      ) : null}
      {assetClass === "option" ? (
        <>
          <Bind control={control} name="strike">
            {(f) => <DecimalInput label={t`Strike price`} isRequired {...f} />}
          </Bind>
          <Bind control={control} name="option_right">
            {(f) => <Select label={t`Right`} options={rights} isRequired {...f} />}
          </Bind>
        </>
      ) : null}
      {text("sector", t`Sector`)}
      {text("country", t`Country`, t`Two letters, such as US`)}
      {text("exchange_mic", t`Exchange`, t`Its MIC, such as XNAS`)}
      {text("isin", t`ISIN`)}
      {text("cusip", t`CUSIP`)}
      {text("figi", t`FIGI`)}
      <Bind control={control} name="tick_size">
        {(f) => <DecimalInput label={t`Smallest price step`} {...f} />}
      </Bind>
      <Bind control={control} name="lot_size">
        {(f) => <DecimalInput label={t`Smallest quantity`} {...f} />}
      </Bind>
      <Bind control={control} name="multiplier">
        {(f) => (
          <DecimalInput
            label={t`Multiplier`}
            description={t`1 for shares, 100 for most US options`}
            isRequired
            {...f}
            onChange={(v) => f.onChange(v ?? "")}
          />
        )}
      </Bind>
      <div className="qd-form-wide">
        <Bind control={control} name="prices_adjusted">
          {(f) => (
            <Checkbox
              label={t`Prices are adjusted for splits and dividends`}
              description={t`The books then refuse splits and dividends of it: they would count twice.`}
              {...f}
            />
          )}
        </Bind>
      </div>
      <div className="qd-form-wide">{text("note", t`Note`)}</div>
    </FormDialog>
  );
}
