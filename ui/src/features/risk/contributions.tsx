// What each holding adds to the value at risk of one day.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Part } from "@/api/risk";
import { RiskBars } from "@/charts/bars/RiskBars";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { Select } from "@/ui/fields/Select";
import { Percent } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { bars } from "./figures";
import { type Contribution, type Contributions as Parts, type Report } from "./types";

export function Contributions({ report }: { report: Report }) {
  const { t } = useLingui();
  const format = useFormat();
  const known = report.contributions.flatMap(({ value }) => (value ? [value] : []));
  const [confidence, setConfidence] = useState<number | null>(null);
  const shown = known.find((parts) => parts.confidence === confidence) ?? known.at(-1);
  const title = t`What the loss is made of`;
  if (!shown) {
    const why = report.contributions.find(({ undefined: reason }) => reason)?.undefined;
    return (
      <Part title={title}>
        <EmptyState title={t`The loss cannot be divided`} {...(why ? { text: why } : {})} />
      </Part>
    );
  }
  const controls = (
    <Select
      label={t`Confidence`}
      hideLabel
      value={String(shown.confidence)}
      onChange={(id) => setConfidence(Number(id))}
      options={known.map((parts) => ({
        id: String(parts.confidence),
        label: t`${format.percent(parts.confidence, 0)} confidence`,
      }))}
    />
  );
  return (
    <Part title={title} controls={controls}>
      <div className="qd-risk-beside">
        <RiskBars title={t`Weight and part of the loss`} rows={bars(shown.holdings)} part={t`Part of the loss`} />
        <ContributionTable parts={shown} />
      </div>
      <p className="qd-small qd-dim">
        {t`Components add up to the value at risk of normal returns, ${format.percent(shown.value_at_risk)}; historical ones to ${format.percent(shown.historical_value_at_risk)}. A component below zero is a hedge.`}
      </p>
    </Part>
  );
}

function ContributionTable({ parts }: { parts: Parts }) {
  const { t } = useLingui();
  const column = (id: string, header: string, of: (row: Contribution) => number | null): Column<Contribution> => ({
    id,
    header,
    align: "end",
    width: 105,
    value: of,
    cell: (row) => <Percent value={of(row)} digits={3} reason={t`The value at risk is zero.`} />,
  });
  const columns: Column<Contribution>[] = [
    { id: "holding", header: t`Holding`, width: 90, value: (row) => row.name },
    column("component", t`Component`, (row) => row.component),
    column("incremental", t`Incremental`, (row) => row.incremental),
    column("historical", t`In the past`, (row) => row.historical_component),
    column("beyond", t`Beyond it`, (row) => row.historical_conditional_component),
    column("marginal", t`Marginal`, (row) => row.marginal),
  ];
  return (
    <div className="qd-risk-table">
      <DataTable
        label={t`Contributions to the loss`}
        rows={parts.holdings}
        columns={columns}
        rowKey={(row) => row.name}
        storageKey="risk.contributions"
        initialSort={[{ id: "component", desc: true }]}
      />
    </div>
  );
}
