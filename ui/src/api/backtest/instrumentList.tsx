// Some instruments in an order: added by typing, moved and removed one by one.
import { useLingui } from "@lingui/react/macro";

import { IconButton } from "@/ui/Button";
import { ComboBox } from "@/ui/fields/ComboBox";
import { type Instrument } from "../types";

export interface InstrumentListProps {
  label: string;
  description?: string;
  instruments: readonly Instrument[];
  chosen: readonly string[];
  onChange: (next: string[]) => void;
  /** No more than these. */
  most?: number;
  error?: string | undefined;
}

export function InstrumentList(props: InstrumentListProps) {
  const { label, description, instruments, chosen, onChange, most = 500, error } = props;
  const { t } = useLingui();
  const left = instruments.filter(({ id }) => !chosen.includes(id));
  const symbolOf = (id: string): string => instruments.find((one) => one.id === id)?.symbol ?? id;
  return (
    <div className="qd-backtest-instruments" role="group" aria-label={label}>
      {chosen.length < most ? (
        <ComboBox
          // Chosen ones go to the list below: the field begins anew.
          key={chosen.length}
          label={label}
          {...(description ? { description } : {})}
          options={left.map(({ id, symbol, name }) => ({ id, label: symbol, note: name }))}
          value={null}
          onChange={(id) => id !== null && onChange([...chosen, id])}
          placeholder={t`Add a symbol`}
          error={error}
        />
      ) : (
        <span className="qd-label">{label}</span>
      )}
      {chosen.length > 0 ? (
        <ul className="qd-backtest-chips" aria-label={label}>
          {chosen.map((id) => (
            <li key={id} className="qd-backtest-chip">
              <span>{symbolOf(id)}</span>
              <IconButton
                size="small"
                icon="close"
                label={t`Remove ${symbolOf(id)}`}
                onPress={() => onChange(chosen.filter((other) => other !== id))}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
