// The risk of the solution: what it comes from, how assets move together, the tree that an objective by clusters follows.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { RiskBars, type RiskRow } from "@/charts/bars/RiskBars";
import { Dendrogram } from "@/charts/clusters/Dendrogram";
import { HeatMap } from "@/charts/clusters/HeatMap";
import { useFormat } from "@/ui/display";
import { DataTable } from "@/ui/DataTable";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";
import { Explainable, Percent } from "@/ui/numbers";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { useSlice } from "@/ui/useSlice";
import { type InsightProps } from "../insightTabs";
import { type Linkage, type Universe } from "../types";
import { type Explained, explainContribution, explainCorrelation, explainMarginal } from "./explain";
import { useCorrelations, useQuestion } from "./queries";
import { byContribution, grouped, riskRows } from "./contributions";
import { type Clusters, LINKAGES } from "./types";
import { useExplain } from "./useExplain";
import { useAbout } from "./useAbout";
import "./insight.css";

type Grouping = "asset" | "sector";

function Contributions({ about }: { about: Explained }) {
  const { t } = useLingui();
  const [by, setBy] = useState<Grouping>("asset");
  const { explain, dialog } = useExplain();
  const { universe, result } = about;
  const rows = riskRows(universe, result.weights);
  if (!rows) return <EmptyState title={t`The solution has no risk to divide`} />;
  const sectors = new Map(universe.assets.map(({ symbol, sector }) => [symbol, sector ?? t`No sector`]));
  const isByAsset = by === "asset";
  const shown = byContribution(isByAsset ? rows : grouped(rows, (name) => sectors.get(name) ?? ""));
  return (
    <section aria-label={t`Risk contributions`} className="qd-insight-part">
      <RiskBars
        title={isByAsset ? t`Risk by asset` : t`Risk by sector`}
        rows={shown}
        controls={
          <Select<Grouping>
            label={t`Divide by`}
            hideLabel
            options={[
              { id: "asset", label: t`By asset` },
              { id: "sector", label: t`By sector` },
            ]}
            value={by}
            onChange={setBy}
          />
        }
        {...(isByAsset ? { onOpen: (row: RiskRow) => explain(explainContribution(about, row.name)) } : {})}
      />
      {isByAsset ? <ContributionTable about={about} rows={shown} explain={explain} /> : null}
      {dialog}
    </section>
  );
}

function ContributionTable({
  about,
  rows,
  explain,
}: {
  about: Explained;
  rows: readonly RiskRow[];
  explain: ReturnType<typeof useExplain>["explain"];
}) {
  const { t } = useLingui();
  const format = useFormat();
  const columns: Column<RiskRow>[] = [
    { id: "asset", header: t`Asset`, width: 90, value: (row) => row.name },
    {
      id: "weight",
      header: t`Weight`,
      align: "end",
      width: 80,
      value: (row) => row.weight,
      cell: (row) => <Percent value={row.weight} />,
    },
    {
      id: "contribution",
      header: t`Part of the variance`,
      align: "end",
      width: 110,
      value: (row) => row.contribution,
      cell: (row) => (
        <Explainable
          label={t`part of the variance by ${row.name}: ${format.percent(row.contribution)}`}
          onExplain={() => explain(explainContribution(about, row.name))}
        >
          <Percent value={row.contribution} />
        </Explainable>
      ),
    },
    {
      id: "marginal",
      header: t`Marginal risk`,
      align: "end",
      width: 100,
      value: (row) => row.marginal,
      cell: (row) => (
        <Explainable
          label={t`marginal risk of ${row.name}: ${format.percent(row.marginal, 3)}`}
          onExplain={() => explain(explainMarginal(about, row.name))}
        >
          <Percent value={row.marginal} digits={3} />
        </Explainable>
      ),
    },
  ];
  return (
    <div className="qd-table-box">
      <DataTable
        label={t`Risk contributions`}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.name}
        storageKey="optimizer.risk"
      />
    </div>
  );
}

function useLinkages(): { id: Linkage; label: string }[] {
  const { t } = useLingui();
  const words: Record<Linkage, string> = {
    single: t`Single linkage`,
    average: t`Average linkage`,
    complete: t`Complete linkage`,
    ward: t`Ward's linkage`,
  };
  return LINKAGES.map((id) => ({ id, label: words[id] }));
}

function Correlations({ session, universe }: InsightProps) {
  const { t } = useLingui();
  const [linkage, setLinkage] = useState<Linkage>("average");
  const [count, setCount] = useState<number | null>(null);
  const { explain, dialog } = useExplain();
  const spec = useQuestion(session, universe).universe;
  const linkages = useLinkages();
  const n = universe.assets.length;
  const wanted = count === null ? null : Math.min(n, Math.max(1, Math.round(count)));
  const query = useCorrelations(spec, linkage, wanted);
  const controls = (
    <>
      <Select label={t`Linkage`} hideLabel options={linkages} value={linkage} onChange={setLinkage} />
      <div className="qd-insight-count">
        <NumberInput label={t`Number of clusters`} value={wanted} onChange={setCount} min={1} max={n} step={1} />
      </div>
    </>
  );
  return (
    <section aria-label={t`Correlations by clusters`} className="qd-insight-part">
      <div className="qd-row">{controls}</div>
      <QueryView query={query} lines={8}>
        {({ clusters, correlations }) => {
          const order = clusters.leaf_order;
          return (
            <HeatMap
              title={t`Correlations`}
              data={{ tree: { names: universe.assets.map(({ symbol }) => symbol), ...clusters }, correlations }}
              onOpen={({ row, column }) =>
                explain(explainCorrelation({ universe }, order[row] ?? "", order[column] ?? ""))
              }
            />
          );
        }}
      </QueryView>
      <p className="qd-dim qd-small">
        {t`Without a number the clusters follow from the tree itself. The distance of two assets is the root of half of one less their correlation.`}
      </p>
      {dialog}
    </section>
  );
}

/** The tree that the solution itself follows. */
function OwnTree({ universe, clusters }: { universe: Universe; clusters: Clusters }) {
  const { t } = useLingui();
  return (
    <div className="qd-insight-part">
      <Dendrogram
        title={t`Clusters of the objective`}
        tree={{ names: universe.assets.map(({ symbol }) => symbol), ...clusters }}
      />
    </div>
  );
}

export function RiskTab({ session, universe }: InsightProps) {
  const { t } = useLingui();
  const about = useAbout(session, universe);
  const clusters = useSlice(session.solution, ({ result }) => result?.clusters ?? null);
  return (
    <div className="qd-insight">
      {about ? (
        <Contributions about={about} />
      ) : (
        <EmptyState title={t`There is no solution`} text={t`Its risk is divided here once there is one.`} />
      )}
      {clusters ? <OwnTree universe={universe} clusters={clusters} /> : null}
      <Correlations session={session} universe={universe} />
    </div>
  );
}
