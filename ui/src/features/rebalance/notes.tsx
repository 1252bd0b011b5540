// What is not traded and why, and what else there is to know of a plan.
import { memo } from "react";
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { type Preview } from "./types";
import { BLOCKED } from "./words";

function BlockedList({ preview }: { preview: Preview }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const { blocked } = preview.plan;
  if (blocked.length === 0) return null;
  return (
    <section aria-label={t`Blocked`} className="qd-stack qd-rb-blocked">
      <h2 className="qd-chart-title">{t`Blocked (${blocked.length})`}</h2>
      <ul className="qd-items">
        {blocked.map((block, i) => (
          <li key={i}>
            <span className="qd-badge qd-warn">{i18n._(BLOCKED[block.code])}</span>{" "}
            {block.side === "sell" ? t`not sold` : t`not bought`}: {block.lot ?? block.instrument}
            {block.account === null ? null : <span className="qd-dim"> · {block.account}</span>}
            {block.until === null ? null : <> · {t`until ${format.date(block.until)}`}</>}
            <div className="qd-small qd-dim">{block.reason}</div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Notes({ preview }: { preview: Preview }) {
  const { t } = useLingui();
  const { taxes, risk, plan, warnings, wash_sales } = preview;
  const general = [
    ...wash_sales.map((words) => [t`Wash sale`, words] as const),
    ...warnings.map((words) => [t`Left out`, words] as const),
    ...plan.notes.map((words) => [t`Note`, words] as const),
    ...(taxes.note ? [[t`Taxes`, taxes.note] as const] : []),
    ...(risk.note ? [[t`Risk`, risk.note] as const] : []),
  ];
  if (general.length === 0 && !taxes.rules) return null;
  return (
    <section aria-label={t`Notes`} className="qd-stack qd-rb-notes">
      <h2 className="qd-chart-title">{t`Notes`}</h2>
      <ul className="qd-items qd-small">
        {general.map(([kind, words], i) => (
          <li key={i}>
            <strong>{kind}:</strong> {words}
          </li>
        ))}
        {taxes.rules ? <li className="qd-dim">{t`Tax rules: ${taxes.rules}.`}</li> : null}
      </ul>
    </section>
  );
}

function Both({ preview }: { preview: Preview }) {
  return (
    <>
      <BlockedList preview={preview} />
      <Notes preview={preview} />
    </>
  );
}

/** Renders for another plan only. */
export const PlanNotes = memo(Both);
