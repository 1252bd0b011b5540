// A currency by its ISO 4217 code.
import { currencyCodes, currencyName } from "@/lib/currencies";
import { useDisplay } from "../display";
import { ComboBox } from "./ComboBox";
import { type FieldProps } from "./FieldShell";

export interface CurrencyInputProps extends FieldProps {
  value: string | null;
  onChange: (value: string) => void;
}

export function CurrencyInput({ value, onChange, ...field }: CurrencyInputProps) {
  const { locale } = useDisplay();
  const options = currencyCodes().map((code) => ({ id: code, label: code, note: currencyName(code, locale) }));
  return <ComboBox {...field} options={options} value={value} onChange={(code) => code && onChange(code)} />;
}
