// What became of a history's download, comparison or repair, by instrument.
import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";

import { useDisplay } from "@/ui/display";
import { type HistoryResult } from "./markets";

type One = HistoryResult["instruments"][number];

export function HistoryReportView({ report }: { report: HistoryResult }) {
  return (
    <ul className="qd-items">
      {report.instruments.map((one) => (
        <Instrument key={one.instrument_id} one={one} />
      ))}
    </ul>
  );
}

function Instrument({ one }: { one: One }) {
  const { t } = useLingui();
  const { format } = useDisplay();
  const n = (value: number): string => format.number(value, 0);
  const told = [
    plural(one.added, { one: "# bar added", other: "# bars added" }),
    one.revised > 0 ? t`${n(one.revised)} revised` : null,
    one.unchanged > 0 ? t`${n(one.unchanged)} the same` : null,
    one.skipped > 0 ? t`${n(one.skipped)} not taken` : null,
    one.only_here > 0 ? t`${n(one.only_here)} that the provider does not have` : null,
    one.splits.length > 0 ? plural(one.splits.length, { one: "# split told", other: "# splits told" }) : null,
    one.dividends.length > 0
      ? plural(one.dividends.length, { one: "# dividend told", other: "# dividends told" })
      : null,
  ].filter((part) => part !== null);
  return (
    <li className={`qd-notice${one.problem ? " qd-notice-danger" : one.differing_count > 0 ? " qd-notice-warn" : ""}`}>
      <div className="qd-grow">
        <strong>{one.symbol}</strong>{" "}
        <span className="qd-dim">
          {one.source ?? "—"}, {format.date(one.from)} – {format.date(one.to)}
        </span>
        <div>{one.problem ?? told.join(", ")}</div>
        {one.note ? <div className="qd-dim">{one.note}</div> : null}
        {one.differing_count > 0 ? (
          <details className="qd-raw">
            <summary>{plural(one.differing_count, { one: "# bar differs", other: "# bars differ" })}</summary>
            <table className="qd-plain-table">
              <thead>
                <tr>
                  <th scope="col">{t`Bar`}</th>
                  <th scope="col" className="qd-end">{t`Our close`}</th>
                  <th scope="col" className="qd-end">{t`Theirs`}</th>
                </tr>
              </thead>
              <tbody>
                {one.differing.map(({ at, ours, theirs }) => (
                  <tr key={at}>
                    <td>{format.dateTime(at, "utc")}</td>
                    <td className="qd-end">{format.number(ours, { min: 2, max: 6 })}</td>
                    <td className="qd-end">{format.number(theirs, { min: 2, max: 6 })}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        ) : null}
      </div>
    </li>
  );
}
