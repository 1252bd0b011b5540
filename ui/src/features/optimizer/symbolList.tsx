// Some of the universe's assets: added by typing, removed one by one.
import { useLingui } from "@lingui/react/macro";

import { IconButton } from "@/ui/Button";
import { ComboBox } from "@/ui/fields/ComboBox";
import { type Universe } from "./types";

export interface SymbolListProps {
  label: string;
  description: string;
  universe: Universe;
  chosen: readonly string[];
  onChange: (next: string[]) => void;
}

export function SymbolList({ label, description, universe, chosen, onChange }: SymbolListProps) {
  const { t } = useLingui();
  const options = universe.assets
    .filter(({ symbol }) => !chosen.includes(symbol))
    .map(({ symbol, name }) => ({ id: symbol, label: symbol, note: name }));
  return (
    <div className="qd-symbols">
      <ComboBox
        // Empty again after each choice.
        key={chosen.length}
        label={label}
        description={description}
        placeholder={t`Add an asset`}
        options={options}
        value={null}
        onChange={(symbol) => symbol !== null && onChange([...chosen, symbol])}
      />
      {chosen.length > 0 ? (
        <ul className="qd-chips" aria-label={label}>
          {chosen.map((symbol) => (
            <li key={symbol} className="qd-chip">
              {symbol}
              <IconButton
                size="small"
                icon="close"
                label={t`Remove ${symbol} from: ${label}`}
                onPress={() => onChange(chosen.filter((s) => s !== symbol))}
              />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
