// What the books could not use and what is not known, each with the way to mend it.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { useHost } from "@/ui/host";
import { Icon } from "@/ui/Icon";
import { type Portfolio, type Unknown } from "./types";

const SHOWN_MAX = 50;

/** The panel that mends an unknown, or null. */
export function remedyOf(unknown: Unknown): { panel: string; params: Record<string, string> } | null {
  if (unknown.code === "rate_missing") return { panel: "fx_rates", params: {} };
  if (unknown.code === "price_missing") {
    return { panel: "prices", params: unknown.instrument_id ? { instrument_id: unknown.instrument_id } : {} };
  }
  return null;
}

export function Problems({ portfolio }: { portfolio: Portfolio }) {
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const { problems, unknowns } = portfolio;
  const seen = new Set<string>();
  const distinct = unknowns.filter((u) => !seen.has(u.message) && seen.add(u.message));
  const count = problems.length + distinct.length;
  if (count === 0) return null;
  return (
    <details className="qd-notice qd-notice-warn qd-problems" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="warning" />{" "}
        {count === 1 ? t`1 thing in the books needs attention` : t`${count} things in the books need attention`}
      </summary>
      {isOpen ? <List problems={problems} unknowns={distinct} /> : null}
    </details>
  );
}

/** Made when it is opened: a start does not wait for it. */
function List({ problems, unknowns }: Pick<Portfolio, "problems" | "unknowns">) {
  const { t } = useLingui();
  const format = useFormat();
  const host = useHost();
  return (
    <>
      <ul>
        {problems.slice(0, SHOWN_MAX).map((problem) => (
          <li key={`${problem.transaction_id} ${problem.code}`}>
            <span className="qd-grow">
              {format.date(problem.trade_date)}: {problem.message}
            </span>
            <Button
              size="small"
              onPress={() => host.openPanel("transactions", { transaction_id: problem.transaction_id })}
            >{t`Open transaction`}</Button>
          </li>
        ))}
        {unknowns.slice(0, SHOWN_MAX).map((unknown) => {
          const remedy = remedyOf(unknown);
          return (
            <li key={unknown.message}>
              <span className="qd-grow">{unknown.message}</span>
              {remedy ? (
                <Button size="small" onPress={() => host.openPanel(remedy.panel, remedy.params)}>
                  {unknown.code === "rate_missing" ? t`Add a rate` : t`Add a price`}
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
      {problems.length + unknowns.length > SHOWN_MAX ? (
        <Button onPress={() => host.openPanel("data_health")}>{t`Show all in Data health`}</Button>
      ) : null}
    </>
  );
}
