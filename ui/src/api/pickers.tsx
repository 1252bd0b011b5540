// Fields that choose something of the books: an account, an instrument.
import { ComboBox, type ComboBoxProps } from "@/ui/fields/ComboBox";
import { Select } from "@/ui/fields/Select";
import { type FieldProps } from "@/ui/fields/FieldShell";
import { useAll } from "./queries";
import { type Account, type Instrument } from "./types";

type PickerProps = FieldProps & Pick<ComboBoxProps, "value" | "onChange" | "placeholder">;

/** All accounts. */
export const useAccounts = () => useAll<Account>("/accounts");
/** All instruments. */
export const useInstruments = () => useAll<Instrument>("/instruments");

export function InstrumentPicker({ value, onChange, placeholder, ...field }: PickerProps) {
  const instruments = useInstruments();
  const options = (instruments.data ?? []).map((i) => ({ id: i.id, label: i.symbol, note: i.name }));
  return (
    <ComboBox
      {...field}
      {...(placeholder ? { placeholder } : {})}
      options={options}
      value={value}
      onChange={onChange}
    />
  );
}

export function AccountPicker({ value, onChange, placeholder, ...field }: PickerProps) {
  const accounts = useAccounts();
  const options = (accounts.data ?? []).map((a) => ({ id: a.id, label: a.name, note: a.currency }));
  return (
    <Select {...field} {...(placeholder ? { placeholder } : {})} options={options} value={value} onChange={onChange} />
  );
}
