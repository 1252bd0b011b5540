// Which lots a sale takes: the account's method chooses unless they are named here.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { type LotChoice } from "@/api/types";
import { type components } from "@/api/generated/schema";
import { add, compare, isDecimal, sign } from "@/lib/decimal";
import { useFormat } from "@/ui/display";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Checkbox } from "@/ui/fields/Toggle";
import { Money, Quantity } from "@/ui/numbers";

type Lots = components["schemas"]["LotsView"];

export interface LotsChoiceProps {
  /** Of which position, and on which day. */
  of: { account_id: string; instrument_id: string; as_of: string };
  /** Short lots are bought back, else long ones are sold or moved. */
  isShort: boolean;
  /** How many units are taken in all, once that is entered. */
  wanted: string | null;
  value: readonly LotChoice[];
  onChange: (value: LotChoice[]) => void;
  error: string | undefined;
}

/** The choice with other units of one lot; none of it takes it out. */
function chosen(value: readonly LotChoice[], lot_id: string, quantity: string | null): LotChoice[] {
  const others = value.filter((c) => c.lot_id !== lot_id);
  return quantity === null || sign(quantity) <= 0 ? others : [...others, { lot_id, quantity }];
}

export function LotsChoice({ of, isShort, wanted, value, onChange, error }: LotsChoiceProps) {
  const { t } = useLingui();
  const format = useFormat();
  const [isOpen, setOpen] = useState(value.length > 0);
  const query = useGet<Lots>("/lots", { query: of });
  const total = value.map((c) => c.quantity).reduce(add, "0");
  return (
    <section className="qd-lots-choice" aria-label={t`Lots taken`}>
      <QueryView query={query}>
        {(lots) => {
          const side = lots.open.filter((lot) => sign(lot.quantity) < 0 === isShort);
          if (side.length === 0) return null;
          const first = side[0];
          const start = (isOn: boolean): void => {
            setOpen(isOn);
            if (!isOn || !first) return onChange([]);
            const open = first.quantity.replace("-", "");
            const quantity = wanted !== null && isDecimal(wanted) && compare(wanted, open) < 0 ? wanted : open;
            onChange([{ lot_id: first.id, quantity }]);
          };
          return (
            <>
              <Checkbox
                label={t`Choose the lots`}
                description={t`Otherwise the account’s lot method chooses.`}
                value={isOpen}
                onChange={start}
              />
              {isOpen ? (
                <table className="qd-plain-table">
                  <thead>
                    <tr>
                      <th scope="col">{t`Opened`}</th>
                      <th scope="col" className="qd-end">{t`Open units`}</th>
                      <th scope="col" className="qd-end">{t`Cost`}</th>
                      <th scope="col" className="qd-end">{t`Gain`}</th>
                      <th scope="col" className="qd-end">{t`Taken`}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {side.map((lot) => (
                      <tr key={lot.id}>
                        <td>{format.date(lot.opened_on)}</td>
                        <td className="qd-end">
                          <Quantity value={lot.quantity.replace("-", "")} />
                        </td>
                        <td className="qd-end">
                          <Money value={lot.cost.amount} currency={lot.cost.currency} />
                        </td>
                        <td className="qd-end">
                          <Money value={lot.gain_base.value ?? null} signed reason={lot.gain_base.unknown?.message} />
                        </td>
                        <td className="qd-end">
                          <DecimalInput
                            label={t`Units of the lot of ${format.date(lot.opened_on)}`}
                            hideLabel
                            value={value.find((c) => c.lot_id === lot.id)?.quantity ?? null}
                            onChange={(units) => onChange(chosen(value, lot.id, units))}
                          />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              ) : null}
              {isOpen && compare(total, "0") > 0 ? (
                <span className="qd-field-description">{t`${format.quantity(total)} units in all`}</span>
              ) : null}
            </>
          );
        }}
      </QueryView>
      {error ? <span className="qd-field-error">{error}</span> : null}
    </section>
  );
}
