// Which sets of parameters are tried, and by which figure they are compared.
import { useLingui } from "@lingui/react/macro";

import { type SweepDraft } from "@/api/backtest/setup";
import { type Goal, type Search } from "@/api/backtest/types";
import { GOAL, SOUGHT, useFigureName } from "@/api/backtest/words";
import { Part } from "@/api/risk";
import { NumberInput } from "@/ui/fields/NumberInput";
import { Select } from "@/ui/fields/Select";

export interface SearchFieldsProps {
  draft: SweepDraft;
  onChange: (next: SweepDraft) => void;
}

export function SearchFields({ draft, onChange }: SearchFieldsProps) {
  const { t, i18n } = useLingui();
  const name = useFigureName();
  const change = (part: Partial<SweepDraft>): void => onChange({ ...draft, ...part });
  const figures = SOUGHT.includes(draft.figure as (typeof SOUGHT)[number]) ? SOUGHT : [draft.figure, ...SOUGHT];
  return (
    <Part title={t`What is looked for`}>
      <div className="qd-form">
        <Select
          label={t`Figure`}
          value={draft.figure}
          onChange={(figure) => change({ figure, goal: figure === "volatility" ? "lowest" : "highest" })}
          options={figures.map((id) => ({ id, label: name(id) }))}
        />
        <Select<Goal>
          label={t`Which shall be`}
          value={draft.goal}
          onChange={(goal) => change({ goal })}
          options={(["highest", "lowest"] as const).map((id) => ({ id, label: i18n._(GOAL[id]) }))}
        />
        <Select<Search["kind"]>
          label={t`Search`}
          value={draft.search}
          onChange={(search) => change({ search })}
          options={[
            { id: "grid", label: t`Every combination` },
            { id: "random", label: t`Some by chance` },
            { id: "guided", label: t`Some that earlier ones suggest` },
          ]}
        />
        {draft.search === "grid" ? null : (
          <>
            <NumberInput
              label={t`Trials`}
              value={draft.trials}
              onChange={(trials) => change({ trials: trials ?? 100 })}
              min={2}
              max={100_000}
              step={1}
            />
            <NumberInput
              label={t`Seed of the chance`}
              value={draft.seed}
              onChange={(seed) => change({ seed: seed ?? 1 })}
              min={0}
              step={1}
            />
          </>
        )}
      </div>
    </Part>
  );
}
