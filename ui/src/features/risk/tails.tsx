// Value at risk by every method, for one horizon, as parts of the capital or as money.
import { type ReactNode, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Part } from "@/api/risk";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { Select } from "@/ui/fields/Select";
import { Money, Percent } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { Hint } from "@/ui/Tooltip";
import { byMethod, distinct, type MethodRow } from "./figures";
import { type Report, type Tail } from "./types";
import { useMethodName } from "./words";

type Shown = "part" | "money";
type Loss = "value_at_risk" | "conditional_value_at_risk";

export function Tails({ report }: { report: Report }) {
  const { t } = useLingui();
  const format = useFormat();
  const methodName = useMethodName();
  const horizons = distinct(report.tails.map((tail) => tail.horizon));
  const [horizon, setHorizon] = useState<number | null>(null);
  const [shown, setShown] = useState<Shown>("part");
  const chosen = horizon ?? horizons[0] ?? 1;
  const rows = byMethod(report.tails, chosen);
  const confidences = distinct(report.tails.map((tail) => tail.confidence));

  const cell = (tail: Tail | undefined, loss: Loss): ReactNode => {
    const part = tail?.risk?.[loss];
    const reason = tail?.undefined;
    if (shown === "part") return <Percent value={part} reason={reason} />;
    return <Money value={part === undefined ? null : (part * report.capital).toFixed(2)} digits={0} reason={reason} />;
  };
  const losses: [Loss, string][] = [
    ["value_at_risk", t`Value at risk`],
    ["conditional_value_at_risk", t`Mean beyond`],
  ];
  const columns: Column<MethodRow>[] = [
    {
      id: "method",
      header: t`Method`,
      width: 170,
      value: (row) => row.method,
      cell: (row) => <Hint text={row.convention}>{methodName(row.method)}</Hint>,
    },
    ...confidences.flatMap((confidence, i) =>
      losses.map(([loss, name]): Column<MethodRow> => ({
        id: `${loss}.${confidence}`,
        header: `${name}, ${format.percent(confidence, 0)}`,
        align: "end",
        width: 130,
        value: (row) => row.tails[i]?.risk?.[loss],
        cell: (row) => cell(row.tails[i], loss),
      })),
    ),
  ];
  const controls = (
    <>
      <Select
        label={t`Over`}
        hideLabel
        value={String(chosen)}
        onChange={(id) => setHorizon(Number(id))}
        options={horizons.map((days) => ({
          id: String(days),
          label: days === 1 ? t`Over one day` : t`Over ${format.number(days, 0)} days`,
        }))}
      />
      <Select<Shown>
        label={t`Show losses as`}
        hideLabel
        value={shown}
        onChange={setShown}
        options={[
          { id: "part", label: t`In percent` },
          { id: "money", label: t`In money` },
        ]}
      />
    </>
  );
  return (
    <Part title={t`Value at risk by method`} controls={controls}>
      <div className="qd-risk-table">
        <DataTable
          label={t`Value at risk by method`}
          rows={rows}
          columns={columns}
          rowKey={(row) => row.method}
          storageKey="risk.tails"
        />
      </div>
    </Part>
  );
}
