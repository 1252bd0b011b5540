// The headline measures of a period; returns open their explanation.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { type FigureKind, type Question } from "@/api/figures";
import { useFormat } from "@/ui/display";
import { Explainable, Money, Percent } from "@/ui/numbers";
import { asMoney, type Measures, type Ratio, type Returns } from "./types";

export interface FiguresProps {
  returns: Returns;
  onExplain: (question: Question) => void;
}

/** How far one ratio is above another; unknown with the reason of the first that is. */
export function difference(a: Ratio, b: Ratio): { value: number | null; reason: string | undefined } {
  const value = a.value === null || b.value === null ? null : a.value - b.value;
  return { value, reason: a.unknown?.message ?? b.unknown?.message };
}

export function Figures({ returns, onExplain }: FiguresProps) {
  const { t } = useLingui();
  const format = useFormat();
  const whole: Measures = returns.whole;
  const ahead = difference(whole.twr, whole.benchmark);
  const cell = (title: string, main: ReactNode, note?: ReactNode): ReactNode => (
    <div key={title}>
      <dt>{title}</dt>
      <dd>
        {main}
        {note ? <div className="qd-small qd-dim qd-figure-note">{note}</div> : null}
      </dd>
    </div>
  );
  const percent = (ratio: Ratio): ReactNode => <Percent value={ratio.value} signed reason={ratio.unknown?.message} />;
  const opened = (title: string, figure: FigureKind, ratio: Ratio, note: string): ReactNode =>
    cell(
      title,
      <Explainable label={`${title}: ${format.percent(ratio.value)}`} onExplain={() => onExplain({ figure, title })}>
        {percent(ratio)}
      </Explainable>,
      note,
    );
  const amount = (title: string, ratio: Ratio, signed: boolean): ReactNode =>
    cell(title, <Money value={asMoney(ratio)} signed={signed} reason={ratio.unknown?.message} />);

  return (
    <dl className="qd-figures qd-performance-figures">
      {opened(
        t`Return (TWR)`,
        "twr",
        whole.twr,
        whole.twr_annualized.value === null
          ? t`of the whole period`
          : t`${format.percent(whole.twr_annualized.value)} a year`,
      )}
      {opened(t`Benchmark`, "benchmark", whole.benchmark, t`of the whole period`)}
      {cell(
        t`Against the benchmark`,
        <Percent value={ahead.value} signed reason={ahead.reason} />,
        t`TWR less the benchmark’s return`,
      )}
      {opened(t`Return (XIRR)`, "xirr", whole.xirr, t`a year, money-weighted`)}
      {opened(t`Modified Dietz`, "modified_dietz", whole.modified_dietz, t`gain on the average capital`)}
      {cell(
        t`Largest drawdown`,
        <Percent value={whole.max_drawdown.value} reason={whole.max_drawdown.unknown?.message} />,
      )}
      {amount(t`Gain`, whole.gain, true)}
      {amount(t`Paid in less paid out`, whole.net_flows, true)}
      {amount(t`Value at the end`, whole.value_end, false)}
    </dl>
  );
}
