// Limits of weighted sums, such as a portfolio's beta.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Button, IconButton } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { useFormat } from "@/ui/display";
import { OpenNumberField } from "@/ui/fields/PercentField";
import { TextInput } from "@/ui/fields/TextInput";
import { MenuButton } from "@/ui/Menu";
import { useSlice } from "@/ui/useSlice";
import { blamedNames } from "./blame";
import { type FactorLimit } from "./form";
import { newRowId } from "./rowId";
import { type Session } from "./session";
import { type Universe } from "./types";

/** Each asset's beta to a portfolio of the universe: (Σm)ᵢ over m'Σm, rounded to thousandths. */
export function betasTo(
  { assets, covariance }: Universe,
  market: Readonly<Record<string, number>>,
): Record<string, number> {
  const weights = assets.map(({ symbol }) => market[symbol] ?? 0);
  const against = covariance.map((row) => row.reduce((sum, value, j) => sum + value * (weights[j] ?? 0), 0));
  const variance = against.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
  if (!(variance > 0)) return {};
  return Object.fromEntries(
    assets.map(({ symbol }, i) => [symbol, Math.round(((against[i] ?? 0) / variance) * 1e3) / 1e3]),
  );
}

const equalWeights = ({ assets }: Universe): Record<string, number> =>
  Object.fromEntries(assets.map(({ symbol }) => [symbol, 1 / assets.length]));

/** A first limit: beta to equal weights at most one. */
export function newFactor(universe: Universe, name: string): FactorLimit {
  return { id: newRowId(), name, exposures: betasTo(universe, equalWeights(universe)), lower: null, upper: 1 };
}

interface EditorProps {
  universe: Universe;
  factor: FactorLimit;
  onChange: (change: Partial<FactorLimit>) => void;
  onClose: () => void;
}

function ExposureDialog({ universe, factor, onChange, onClose }: EditorProps) {
  const { t } = useLingui();
  const { current } = universe;
  const fill = (exposures: Record<string, number>): void => onChange({ exposures });
  return (
    <Dialog
      title={t`Exposures to ${factor.name}`}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      width={420}
      footer={<Button variant="primary" onPress={onClose}>{t`Done`}</Button>}
    >
      <div className="qd-row">
        <MenuButton
          label={t`Fill in`}
          items={[
            {
              id: "equal",
              label: t`Beta to equal weights`,
              onAction: () => fill(betasTo(universe, equalWeights(universe))),
            },
            {
              id: "current",
              label: t`Beta to today's portfolio`,
              isDisabled: !current,
              onAction: () => fill(betasTo(universe, current?.weights ?? {})),
            },
            {
              id: "volatility",
              label: t`Volatility`,
              onAction: () =>
                fill(
                  Object.fromEntries(
                    universe.assets.map(({ symbol, volatility }) => [symbol, Math.round(volatility * 1e4) / 1e4]),
                  ),
                ),
            },
          ]}
        >
          {t`Fill in`}
        </MenuButton>
      </div>
      <table className="qd-shares" aria-label={t`Exposures to ${factor.name}`}>
        <thead>
          <tr>
            <th scope="col">{t`Asset`}</th>
            <th scope="col">{t`Exposure`}</th>
          </tr>
        </thead>
        <tbody>
          {universe.assets.map(({ symbol }) => (
            <tr key={symbol}>
              <th scope="row">{symbol}</th>
              <td>
                <OpenNumberField
                  label={t`Exposure of ${symbol}`}
                  value={factor.exposures[symbol] ?? 0}
                  onCommit={(value) => onChange({ exposures: { ...factor.exposures, [symbol]: value ?? 0 } })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

interface RowProps extends Omit<EditorProps, "onClose"> {
  session: Session;
  onRemove: () => void;
}

function FactorRow({ session, universe, factor, onChange, onRemove }: RowProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [isEditing, setIsEditing] = useState(false);
  const { name, lower, upper, exposures } = factor;
  const isBlamed = useSlice(session.solution, ({ error }) => (error ? blamedNames(error, [name]).length > 0 : false));
  const reached = useSlice(session.solution, ({ result }) =>
    result ? Object.entries(exposures).reduce((sum, [asset, e]) => sum + e * (result.weights[asset] ?? 0), 0) : null,
  );
  return (
    <fieldset className={`qd-relative${isBlamed ? " qd-limit-blamed" : ""}`}>
      <legend className="qd-sr-only">{name}</legend>
      <TextInput label={t`Factor`} value={name} onChange={(next) => onChange({ name: next })} />
      <label className="qd-field">
        <span className="qd-label">{t`At least`}</span>
        <OpenNumberField
          label={t`Least exposure to ${name}`}
          value={lower}
          isInvalid={isBlamed}
          onCommit={(value) => onChange({ lower: value })}
        />
      </label>
      <label className="qd-field">
        <span className="qd-label">{t`At most`}</span>
        <OpenNumberField
          label={t`Highest exposure to ${name}`}
          value={upper}
          isInvalid={isBlamed}
          onCommit={(value) => onChange({ upper: value })}
        />
      </label>
      <Button onPress={() => setIsEditing(true)}>{t`Exposures…`}</Button>
      <IconButton icon="trash" label={t`Remove: ${name}`} onPress={onRemove} />
      <p className="qd-dim qd-small qd-relative-note">{t`The solution has ${format.number(reached, 3)}.`}</p>
      {isEditing ? (
        <ExposureDialog universe={universe} factor={factor} onChange={onChange} onClose={() => setIsEditing(false)} />
      ) : null}
    </fieldset>
  );
}

export function FactorLimits({ session, universe }: { session: Session; universe: Universe }) {
  const factors = useSlice(session.form, (form) => form.rules.factors);
  const set = (next: readonly FactorLimit[]): void => session.dispatch({ type: "rules", change: { factors: next } });
  return (
    <>
      {factors.map((factor) => (
        <FactorRow
          key={factor.id}
          session={session}
          universe={universe}
          factor={factor}
          onChange={(change) => set(factors.map((f) => (f.id === factor.id ? { ...f, ...change } : f)))}
          onRemove={() => set(factors.filter((f) => f.id !== factor.id))}
        />
      ))}
    </>
  );
}
