// Saved runs side by side with what is held today.
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { Dialog } from "@/ui/Dialog";
import { useFormat } from "@/ui/display";
import { Num, Percent } from "@/ui/numbers";
import { type Comparison } from "./types";

function Table({ data }: { data: Comparison }) {
  const { t } = useLingui();
  const format = useFormat();
  const runs = data.optimizations;
  const [first, second] = runs;
  const isPair = runs.length === 2 && first !== undefined && second !== undefined;
  const figure = (title: string, pick: (run: (typeof runs)[number]) => number | null, digits: "percent" | "number") => (
    <tr>
      <th scope="row">{title}</th>
      <td />
      {runs.map((run) => (
        <td key={run.id}>
          {digits === "percent" ? <Percent value={pick(run)} /> : <Num value={pick(run)} digits={3} />}
        </td>
      ))}
      {isPair ? (
        <td>
          {digits === "percent" ? (
            <Percent value={(pick(second) ?? Number.NaN) - (pick(first) ?? Number.NaN)} signed />
          ) : (
            <Num value={(pick(second) ?? Number.NaN) - (pick(first) ?? Number.NaN)} digits={3} signed />
          )}
        </td>
      ) : null}
    </tr>
  );
  return (
    <div className="qd-compare-scroll">
      <table className="qd-weights" aria-label={t`Comparison`}>
        <thead>
          <tr>
            <th scope="col">{t`Asset`}</th>
            <th scope="col">{t`Today`}</th>
            {runs.map((run) => (
              <th key={run.id} scope="col">
                {run.name}
              </th>
            ))}
            {isPair ? <th scope="col">{t`Difference`}</th> : null}
          </tr>
        </thead>
        <tbody>
          {figure(t`Expected return`, (run) => run.expected_return, "percent")}
          {figure(t`Volatility`, (run) => run.volatility, "percent")}
          {figure(t`Sharpe ratio`, (run) => run.sharpe, "number")}
          {data.rows.map((row) => {
            const [a, b] = row.weights;
            return (
              <tr key={row.asset}>
                <th scope="row">{row.asset}</th>
                <td>
                  <Percent value={row.today} reason={t`Not held, or its value is unknown.`} />
                </td>
                {row.weights.map((weight, i) => (
                  <td key={runs[i]?.id ?? i}>
                    <Percent value={weight} reason={t`Not part of this run.`} />
                  </td>
                ))}
                {isPair ? <td>{format.percent((b ?? 0) - (a ?? 0), 2, true)}</td> : null}
              </tr>
            );
          })}
        </tbody>
      </table>
      <p className="qd-dim qd-small">{t`Today's weights are parts of the whole portfolio, cash included.`}</p>
    </div>
  );
}

export function CompareDialog({ ids, onClose }: { ids: readonly string[] | null; onClose: () => void }) {
  const { t } = useLingui();
  const query = useGet<Comparison>(
    "/optimizations/compare",
    { query: { ids: ids?.join(",") } },
    { enabled: ids !== null },
  );
  return (
    <Dialog title={t`Compare runs`} isOpen={ids !== null} onOpenChange={(isOpen) => !isOpen && onClose()} width={860}>
      <QueryView query={query}>{(data) => <Table data={data} />}</QueryView>
    </Dialog>
  );
}
