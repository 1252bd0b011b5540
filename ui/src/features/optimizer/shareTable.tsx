// A table with one percentage for each name: budgets, weights, expected returns.
import { useLingui } from "@lingui/react/macro";

import { PercentField } from "@/ui/fields/PercentField";

export interface ShareRow {
  /** What the value is kept by. */
  id: string;
  name: string;
  value: number | null;
}

export interface ShareTableProps {
  label: string;
  nameHeader: string;
  valueHeader: string;
  rows: readonly ShareRow[];
  /** Names the field of a row. */
  fieldLabel: (name: string) => string;
  onChange: (id: string, value: number) => void;
}

export function ShareTable({ label, nameHeader, valueHeader, rows, fieldLabel, onChange }: ShareTableProps) {
  const { t } = useLingui();
  return (
    <div className="qd-share-scroll" role="group" aria-label={t`Scrolls: ${label}`} tabIndex={0}>
      <table className="qd-shares" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{nameHeader}</th>
            <th scope="col">{valueHeader}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, value }) => (
            <tr key={id}>
              <th scope="row" title={name}>
                {name}
              </th>
              <td>
                <PercentField label={fieldLabel(name)} value={value} onCommit={(next) => onChange(id, next)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
