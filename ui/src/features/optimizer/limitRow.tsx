// One row of limits: a dual slider and two fields; and the table around such rows.
import { memo, type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { PercentField } from "@/ui/fields/PercentField";
import { Icon } from "@/ui/Icon";
import { useSlice } from "@/ui/useSlice";
import { blamedNames } from "./blame";
import { defaultLimits, type Form, tidyLimits } from "./form";
import { type GroupKey, nameOf } from "./groups";
import { RangeSlider, type Thumb } from "./rangeSlider";
import { type Session } from "./session";
import { type Limits } from "./types";

interface RowProps {
  session: Session;
  /** A symbol, or with `isGroup` the key of a group: plain values, so that the row knows when it is the same. */
  id: string;
  isGroup: boolean;
  name: string;
  onRemove?: ReactNode;
}

const chosenOf = (form: Form, id: string, isGroup: boolean): Limits | undefined =>
  isGroup ? form.groups[id as GroupKey] : form.bounds[id];

/** One row; while its thumb is dragged it alone renders. */
export const LimitRow = memo(function LimitRow({ session, id, isGroup, name, onRemove }: RowProps) {
  const { t } = useLingui();
  const format = useFormat();
  const longOnly = useSlice(session.form, (form) => form.longOnly);
  const chosen = useSlice(session.form, (form) => chosenOf(form, id, isGroup));
  const pin = useSlice(session.form, (form) => (isGroup ? undefined : form.pins[id]));
  const spoken = isGroup ? nameOf(id as GroupKey) : id;
  const isBlamed = useSlice(session.solution, ({ error }) => (error ? blamedNames(error, [spoken]).length > 0 : false));
  const [least, most] = defaultLimits(longOnly);
  const limits: Limits = chosen ?? [least, most];
  const set = (next: Limits, moved: Thumb, inputAt?: number): void => {
    const tidy = tidyLimits(next, longOnly, moved);
    session.dispatch(
      isGroup ? { type: "group", key: id as GroupKey, limits: tidy } : { type: "bound", symbol: id, limits: tidy },
      inputAt,
    );
  };
  return (
    <tr className={isBlamed ? "qd-limit-blamed" : ""}>
      <th scope="row" title={name}>
        {name}
        {pin === undefined ? null : (
          <span className="qd-limit-pin" title={t`Pinned at ${format.percent(pin, 2)}; the limits wait`}>
            <Icon name="lock" size={11} />
            <span className="qd-sr-only">{t`pinned at ${format.percent(pin, 2)}`}</span>
          </span>
        )}
        {onRemove}
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

export function LimitTable({ label, header, children }: { label: string; header: string; children: ReactNode }) {
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
