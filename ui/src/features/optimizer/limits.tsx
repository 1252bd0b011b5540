// The limits of weights: each asset, each sector; a dual slider and two fields in each row.
import { memo } from "react";
import { useLingui } from "@lingui/react/macro";

import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { Switch } from "@/ui/fields/Toggle";
import { blamedNames } from "./blame";
import { defaultLimits, NO_SECTOR, sectorsOf, tidyLimits } from "./form";
import { PercentField } from "./percentField";
import { RangeSlider, type Thumb } from "./rangeSlider";
import { type Session } from "./session";
import { type Limits, type Universe } from "./types";
import { useSlice } from "./useSlice";

interface RowProps {
  session: Session;
  kind: "bound" | "sector";
  /** Symbol or sector. */
  id: string;
  name: string;
}

/** One row; while its thumb is dragged it alone renders. */
const LimitRow = memo(function LimitRow({ session, kind, id, name }: RowProps) {
  const { t } = useLingui();
  const format = useFormat();
  const longOnly = useSlice(session.form, (form) => form.longOnly);
  const chosen = useSlice(session.form, (form) => (kind === "bound" ? form.bounds : form.sectors)[id]);
  const isBlamed = useSlice(session.solution, ({ error }) => (error ? blamedNames(error, [name]).length > 0 : false));
  const [least, most] = defaultLimits(longOnly);
  const limits: Limits = chosen ?? [least, most];
  const set = (next: Limits, moved: Thumb, inputAt?: number): void => {
    const tidy = tidyLimits(next, longOnly, moved);
    session.dispatch(
      kind === "bound" ? { type: "bound", symbol: id, limits: tidy } : { type: "sector", sector: id, limits: tidy },
      inputAt,
    );
  };
  return (
    <tr className={isBlamed ? "qd-limit-blamed" : ""}>
      <th scope="row" title={name}>
        {name}
      </th>
      <td>
        <PercentField
          label={t`Least weight of ${name}, percent`}
          value={limits[0]}
          isInvalid={isBlamed}
          onCommit={(value) => set([value, limits[1]], "lower")}
        />
      </td>
      <td>
        <RangeSlider
          lowerLabel={t`Lower bound of ${name}`}
          upperLabel={t`Upper bound of ${name}`}
          limits={limits}
          least={least}
          most={most}
          text={(value) => format.percent(value, 1)}
          onChange={set}
        />
      </td>
      <td>
        <PercentField
          label={t`Highest weight of ${name}, percent`}
          value={limits[1]}
          isInvalid={isBlamed}
          onCommit={(value) => set([limits[0], value], "upper")}
        />
      </td>
    </tr>
  );
});

function LimitTable({ label, header, children }: { label: string; header: string; children: React.ReactNode }) {
  const { t } = useLingui();
  return (
    <table className="qd-limits" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{header}</th>
          <th scope="col">{t`Min %`}</th>
          <th scope="col">
            <span className="qd-sr-only">{t`Slider`}</span>
          </th>
          <th scope="col">{t`Max %`}</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

export function LimitsSection({ session, universe }: { session: Session; universe: Universe }) {
  const { t } = useLingui();
  const longOnly = useSlice(session.form, (form) => form.longOnly);
  const hasLimits = useSlice(
    session.form,
    (form) => Object.keys(form.bounds).length + Object.keys(form.sectors).length > 0,
  );
  const sectors = [...sectorsOf(universe.assets).keys()];
  return (
    <section className="qd-optimizer-section" aria-label={t`Limits`}>
      <div className="qd-row">
        <h2 className="qd-grow">{t`Limits`}</h2>
        <Button
          size="small"
          variant="quiet"
          isDisabled={!hasLimits}
          onPress={() => session.dispatch({ type: "clear_limits" })}
        >
          {t`Clear limits`}
        </Button>
      </div>
      <Switch
        label={t`Long only`}
        description={longOnly ? t`No weight below zero.` : t`Weights from −100% to 100%: assets may be sold short.`}
        value={longOnly}
        onChange={(value) => session.dispatch({ type: "long_only", value })}
      />
      <LimitTable label={t`Limits by asset`} header={t`Asset`}>
        {universe.assets.map(({ symbol }) => (
          <LimitRow key={symbol} session={session} kind="bound" id={symbol} name={symbol} />
        ))}
      </LimitTable>
      {sectors.length > 1 ? (
        <LimitTable label={t`Limits by sector`} header={t`Sector`}>
          {sectors.map((sector) => (
            <LimitRow
              key={sector}
              session={session}
              kind="sector"
              id={sector}
              name={sector === NO_SECTOR ? t`No sector` : sector}
            />
          ))}
        </LimitTable>
      ) : null}
    </section>
  );
}
