// Two runs beside each other: figures, weights, and why they differ.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { DataTable } from "@/ui/DataTable";
import { Num, Percent, Shift } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { type Compared, type ComparedRow, compareWeights } from "./runs";

export function SidesTable({ a, b }: { a: Compared; b: Compared }) {
  const { t } = useLingui();
  const notThere = t`Not part of this run.`;
  const difference = (x: number | null, y: number | null): number | null => (x === null || y === null ? null : y - x);
  const figures: [string, (side: Compared) => number | null, boolean][] = [
    [t`Expected return`, (side) => side.expected_return, true],
    [t`Volatility`, (side) => side.volatility, true],
    [t`Sharpe ratio`, (side) => side.sharpe, false],
  ];
  const notKnown = t`Not known for this run.`;
  const shown = (value: number | null, isPercent: boolean): ReactNode =>
    isPercent ? <Percent value={value} reason={notKnown} /> : <Num value={value} digits={3} reason={notKnown} />;
  const columns: Column<ComparedRow>[] = [
    { id: "asset", header: t`Asset`, width: 80, value: (row) => row.asset },
    {
      id: "a",
      header: `A: ${a.name}`,
      align: "end",
      width: 110,
      value: (row) => row.a,
      cell: (row) => <Percent value={row.a} reason={notThere} />,
    },
    {
      id: "b",
      header: `B: ${b.name}`,
      align: "end",
      width: 110,
      value: (row) => row.b,
      cell: (row) => <Percent value={row.b} reason={notThere} />,
    },
    {
      id: "difference",
      header: t`B less A`,
      align: "end",
      width: 100,
      value: (row) => row.difference,
      cell: (row) => <Shift value={row.difference} reason={t`Part of one run only.`} />,
    },
  ];
  return (
    <>
      <div className="qd-scroll-x" role="group" tabIndex={0} aria-label={t`Figures side by side`}>
        <table className="qd-plain-table qd-insight-numbers" aria-label={t`Figures of A and B`}>
          <thead>
            <tr>
              <th scope="col">{t`Figure`}</th>
              <th scope="col">A: {a.name}</th>
              <th scope="col">B: {b.name}</th>
              <th scope="col">{t`B less A`}</th>
            </tr>
          </thead>
          <tbody>
            {figures.map(([name, pick, isPercent]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{shown(pick(a), isPercent)}</td>
                <td>{shown(pick(b), isPercent)}</td>
                <td>
                  <Shift
                    value={difference(pick(a), pick(b))}
                    isRatio={!isPercent}
                    digits={isPercent ? 2 : 3}
                    reason={notKnown}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {a.data_hash === b.data_hash ? null : (
        <p className="qd-warn">{t`A and B were estimated from different data: their expected returns and volatilities are not of one kind.`}</p>
      )}
      <div className="qd-table-box">
        <DataTable
          label={t`Weights of A and B`}
          rows={compareWeights(a, b)}
          columns={columns}
          rowKey={(row) => row.asset}
        />
      </div>
    </>
  );
}
