// Data health: what is missing or old, and the button that mends it.
import { useLingui } from "@lingui/react/macro";

import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { type DataHealth, type DataProblem, type InstrumentHealth, type RateHealth } from "@/api/types";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { type Host, useHost, useLinkedInstrument } from "@/ui/host";
import { Icon, type IconName } from "@/ui/Icon";
import { Num, Percent } from "@/ui/numbers";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { type Column } from "@/ui/table/columns";
import { Tabs } from "@/ui/Tabs";
import { Histories } from "./history";
import { remedyOf } from "./remedies";

const ICONS: Record<DataProblem["urgency"], IconName> = { blocking: "error", warning: "warning", info: "about" };

export default function DataHealthPanel() {
  const { t } = useLingui();
  const health = useGet<DataHealth>("/data-health");
  return (
    <PanelFrame label={t`Data health`}>
      <QueryView query={health}>{(data) => <Health data={data} />}</QueryView>
    </PanelFrame>
  );
}

function Health({ data }: { data: DataHealth }) {
  const { t } = useLingui();
  const host = useHost();
  const instrumentColumns = useInstrumentColumns();
  const rateColumns = useRateColumns();
  const [linked, follow] = useLinkedInstrument();
  const n_problems = data.problems.length;
  const problems =
    n_problems === 0 ? (
      <EmptyState
        title={t`Nothing is missing`}
        text={t`Every position has a fresh price, and every currency a rate.`}
      />
    ) : (
      <ul className="qd-items">
        {data.problems.map((p) => (
          <Problem
            key={`${p.code} ${p.instrument_id ?? ""} ${p.transaction_id ?? ""} ${p.message}`}
            problem={p}
            host={host}
          />
        ))}
      </ul>
    );
  return (
    <Tabs
      label={t`Data health`}
      items={[
        { id: "problems", label: t`Problems (${n_problems})`, content: problems },
        {
          id: "instruments",
          label: t`Prices`,
          content: (
            <DataTable
              label={t`Prices by instrument`}
              rows={data.instruments}
              columns={instrumentColumns}
              rowKey={(i) => i.instrument_id}
              storageKey="health-instruments"
              selectedKey={linked}
              onSelect={(i) => follow(i.instrument_id)}
              onOpen={(i) => host.openPanel("prices", { instrument_id: i.instrument_id })}
              isFilterable
              empty={t`No instruments yet`}
            />
          ),
        },
        {
          id: "rates",
          label: t`FX rates`,
          content: (
            <DataTable
              label={t`Exchange rates by pair`}
              rows={data.rates}
              columns={rateColumns}
              rowKey={(r) => `${r.base}/${r.quote}`}
              storageKey="health-rates"
              empty={t`No other currency is used`}
            />
          ),
        },
        { id: "history", label: t`History`, content: <Histories /> },
      ]}
    />
  );
}

function Problem({ problem, host }: { problem: DataProblem; host: Host }) {
  const { t } = useLingui();
  const remedy = remedyOf(problem);
  const words = { blocking: t`Blocking`, warning: t`Warning`, info: t`Note` };
  const tone = { blocking: " qd-notice-danger", warning: " qd-notice-warn", info: "" }[problem.urgency];
  return (
    <li className={`qd-notice${tone}`}>
      <Icon name={ICONS[problem.urgency]} />
      <span className="qd-grow">
        <strong>{words[problem.urgency]}</strong> {problem.message}
      </span>
      {remedy && problem.remedy ? (
        <Button size="small" onPress={() => host.openPanel(remedy.panel, remedy.params)}>
          {problem.remedy.label}
        </Button>
      ) : null}
    </li>
  );
}

function useInstrumentColumns(): Column<InstrumentHealth>[] {
  const { t } = useLingui();
  const format = useFormat();
  return [
    { id: "symbol", header: t`Symbol`, value: (i) => i.symbol, width: 80 },
    { id: "name", header: t`Name`, value: (i) => i.name, width: 180, isHidden: true },
    { id: "held", header: t`Held`, value: (i) => (i.held ? t`Yes` : ""), width: 60 },
    { id: "first", header: t`First`, value: (i) => i.first, cell: (i) => format.date(i.first) },
    {
      id: "last",
      header: t`Last`,
      value: (i) => i.last,
      width: 150,
      cell: (i) => (
        <span className="qd-row">
          {format.date(i.last)}
          {i.stale ? <span className="qd-badge qd-warn">{t`stale`}</span> : null}
        </span>
      ),
    },
    {
      id: "n_bars",
      header: t`Days`,
      align: "end",
      value: (i) => i.n_bars,
      cell: (i) => <Num value={i.n_bars} digits={0} />,
      width: 70,
    },
    {
      id: "coverage",
      header: t`Coverage`,
      align: "end",
      value: (i) => i.coverage,
      cell: (i) => <Percent value={i.coverage} digits={1} reason={t`There are no prices.`} />,
      width: 80,
    },
    { id: "gaps", header: t`Gaps`, align: "end", value: (i) => i.gaps.length, width: 60 },
    { id: "sources", header: t`Sources`, value: (i) => i.sources.join(", "), width: 160 },
  ];
}

function useRateColumns(): Column<RateHealth>[] {
  const { t } = useLingui();
  const format = useFormat();
  return [
    { id: "pair", header: t`Pair`, value: (r) => `${r.base}/${r.quote}`, width: 90 },
    { id: "first", header: t`First`, value: (r) => r.first, cell: (r) => format.date(r.first) },
    { id: "last", header: t`Last`, value: (r) => r.last, cell: (r) => format.date(r.last) },
    {
      id: "state",
      header: t`State`,
      value: (r) => (r.stale ? t`Stale or missing` : t`Fresh`),
      cell: (r) => (r.stale ? <span className="qd-badge qd-warn">{t`Stale or missing`}</span> : t`Fresh`),
    },
  ];
}
