// Which part of the risk each asset or group contributes.
import { useLingui } from "@lingui/react/macro";

import { useFormat } from "@/ui/display";
import { Select } from "@/ui/fields/Select";
import { useSlice } from "@/ui/useSlice";
import { type ObjectiveSettings } from "./form";
import { DIMENSIONS, membersBy } from "./groups";
import { type Session } from "./session";
import { ShareTable } from "./shareTable";
import { type Universe } from "./types";
import { useGroupName } from "./useGroupName";
import { DIMENSION } from "./words";

export function BudgetFields({ session, universe }: { session: Session; universe: Universe }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const groupName = useGroupName();
  const { budgetBy, budgets } = useSlice(session.form, (form) => form.settings);
  const adjust = (change: Partial<ObjectiveSettings>): void => session.dispatch({ type: "settings", change });
  const names =
    budgetBy === "equal"
      ? []
      : budgetBy === "asset"
        ? universe.assets.map(({ symbol }) => ({ id: symbol, name: symbol }))
        : [...membersBy(budgetBy, universe.assets).keys()].map((value) => ({
            id: value,
            name: groupName(`${budgetBy}:${value}`),
          }));
  const rows = names.map(({ id, name }) => ({ id, name, value: budgets[id] ?? 1 / names.length }));
  const sum = rows.reduce((total, { value }) => total + value, 0);
  return (
    <>
      <Select
        label={t`Risk budgets`}
        value={budgetBy}
        onChange={(by) => adjust({ budgetBy: by, budgets: {} })}
        options={[
          { id: "equal" as const, label: t`Equal for all assets` },
          { id: "asset" as const, label: t`By asset` },
          ...DIMENSIONS.map((id) => ({ id, label: t`By ${i18n._(DIMENSION[id])}` })),
        ]}
      />
      {rows.length > 0 ? (
        <>
          <ShareTable
            label={t`Risk budgets`}
            nameHeader={budgetBy === "asset" ? t`Asset` : t`Group`}
            valueHeader={t`Share of risk, %`}
            rows={rows}
            fieldLabel={(name) => t`Share of the risk of ${name}, percent`}
            onChange={(id, value) => adjust({ budgets: { ...budgets, [id]: value } })}
          />
          <p className="qd-dim qd-small">{t`Together ${format.percent(sum, 1)}; scaled to 100% when solved.`}</p>
        </>
      ) : null}
    </>
  );
}
