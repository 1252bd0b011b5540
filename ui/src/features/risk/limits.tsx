// Limits of risk: alerts on figures of the portfolio, set where the figures are looked at.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { type components } from "@/api/generated/schema";
import { useAll } from "@/api/queries";
import { type Decimal } from "@/lib/decimal";
import { Part } from "@/api/risk";
import { type Received } from "@/api/types";
import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Select } from "@/ui/fields/Select";
import { useDisplay } from "@/ui/display";
import { useHost } from "@/ui/host";
import { limitWords, LIMITS, type LimitOf, watchesRisk } from "./limitWords";

type Alert = Received<components["schemas"]["AlertView"]>;

export function Limits({ account }: { account: string | null }) {
  const { t } = useLingui();
  const host = useHost();
  const { baseCurrency } = useDisplay();
  const alerts = useAll<Alert>("/alerts");
  const { create } = useBooks<components["schemas"]["AlertFields"], Alert>("/alerts");
  const [of, setOf] = useState<LimitOf>("value_at_risk");
  const [level, setLevel] = useState<Decimal | null>(null);
  const names: Record<LimitOf, string> = {
    value_at_risk: t`Value at risk of a day, 95 %`,
    conditional_value_at_risk: t`Mean loss beyond it`,
    volatility: t`Volatility a year`,
    beta: t`Beta`,
    drawdown: t`Drawdown`,
    largest_weight: t`Largest weight`,
    effective_holdings: t`Effective number of holdings`,
  };
  const unit = LIMITS[of].unit === "money" ? baseCurrency : LIMITS[of].unit === "percent" ? "%" : undefined;
  const set = (): void => {
    if (level === null) return;
    void create({ words: limitWords(of, level, account), severity: "warning" }, t`The limit is watched`).then(() =>
      setLevel(null),
    );
  };
  const kept = (alerts.data ?? []).filter(({ words }) => watchesRisk(words));
  return (
    <Part title={t`Limits`}>
      <div className="qd-row qd-risk-limit">
        <Select<LimitOf>
          label={t`Tell me when`}
          value={of}
          onChange={setOf}
          options={(Object.keys(LIMITS) as LimitOf[]).map((id) => ({ id, label: names[id] }))}
        />
        <DecimalInput
          label={LIMITS[of].is === "above" ? t`is above` : t`is below`}
          value={level}
          onChange={setLevel}
          {...(unit === undefined ? {} : { unit })}
        />
        <Button isDisabled={level === null} onPress={set}>{t`Watch this limit`}</Button>
      </div>
      {kept.length === 0 ? (
        <p className="qd-dim">{t`No limit is watched. One that is left becomes a notification.`}</p>
      ) : (
        <ul className="qd-risk-words">
          {kept.map((alert) => (
            <li key={alert.id}>
              {alert.words} · {!alert.enabled ? t`switched off` : alert.state === "firing" ? t`left now` : t`kept`}{" "}
              <Button
                size="small"
                variant="quiet"
                onPress={() => host.openPanel("alerts", { alert_id: alert.id })}
              >{t`Open the alert`}</Button>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}
