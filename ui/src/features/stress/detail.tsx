// One scenario: what each holding gains or loses, and the way there.
import { useLingui } from "@lingui/react/macro";

import { Part } from "@/api/risk";
import { Waterfall } from "@/charts/bars/Waterfall";
import { LineChart } from "@/charts/LineChart";
import { daySeconds } from "@/charts/time/ranges";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { Money, Percent } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { waterfall } from "./own";
import { type HoldingStress, type Stressed } from "./types";
import { BASIS } from "./words";

export function Detail({ scenario, capital }: { scenario: Stressed; capital: number }) {
  const { t } = useLingui();
  const { format, baseCurrency } = useDisplay();
  const show = (amount: number): string => `${format.number(amount, 0, true)} ${baseCurrency}`;
  const steps = waterfall(scenario, capital, t`Together`, show);
  const path = {
    times: Float64Array.from(scenario.path, ({ date }) => daySeconds(date)),
    lines: [{ name: scenario.name, colour: 0, values: Float64Array.from(scenario.path, ({ change }) => change) }],
  };
  return (
    <Part title={scenario.name}>
      <p className="qd-dim">{scenario.description}</p>
      <div className="qd-risk-beside">
        {steps.length > 0 ? <Waterfall title={t`What each holding adds in ${scenario.name}`} steps={steps} /> : null}
        <div className="qd-risk-part">
          {scenario.path.length > 1 ? (
            <div className="qd-risk-chart">
              <LineChart
                title={t`The way through ${scenario.name}`}
                data={path}
                show={(value) => format.percent(value, 1, true)}
              />
            </div>
          ) : null}
          <Holdings scenario={scenario} />
        </div>
      </div>
    </Part>
  );
}

function Holdings({ scenario }: { scenario: Stressed }) {
  const { t, i18n } = useLingui();
  const { format } = useDisplay();
  const why = ({ basis }: HoldingStress): string | undefined => (basis.basis === "unknown" ? basis.why : undefined);
  const rests = ({ basis }: HoldingStress): string => {
    if (basis.basis !== "proxy") return i18n._(BASIS[basis.basis]);
    const betas = basis.betas.map(({ proxy, beta }) => `${format.number(beta, 2)} × ${proxy}`).join(" + ");
    return `${betas}, R² ${format.number(basis.r_squared, 2)}`;
  };
  const columns: Column<HoldingStress>[] = [
    { id: "holding", header: t`Holding`, width: 100, value: (row) => row.name },
    {
      id: "value",
      header: t`Value before`,
      align: "end",
      width: 110,
      value: (row) => row.value,
      cell: (row) => <Money value={row.value.toFixed(2)} digits={0} />,
    },
    {
      id: "change",
      header: t`Change`,
      align: "end",
      width: 90,
      value: (row) => row.change,
      cell: (row) => <Percent value={row.change} signed reason={why(row)} />,
    },
    {
      id: "gain",
      header: t`Gain or loss`,
      align: "end",
      width: 110,
      value: (row) => row.gain,
      cell: (row) => <Money value={row.gain?.toFixed(2) ?? null} digits={0} signed reason={why(row)} />,
    },
    { id: "basis", header: t`Rests on`, width: 160, value: rests },
  ];
  return (
    <div className="qd-risk-table qd-risk-table-low">
      <DataTable
        label={t`Holdings in the scenario`}
        rows={scenario.holdings}
        columns={columns}
        rowKey={(row) => row.name}
        storageKey="stress.holdings"
        initialSort={[{ id: "gain", desc: false }]}
      />
    </div>
  );
}
