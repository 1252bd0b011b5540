// Plans side by side: the present one, those that were kept, the greedy rule's, and no trade at all.
import { useLingui } from "@lingui/react/macro";

import { Button, IconButton } from "@/ui/Button";
import { useSlice } from "@/ui/useSlice";
import { type Draft } from "./draft";
import { FIGURE, FIGURES } from "./figures";
import { type Session } from "./session";
import { FigureValue } from "./strip";
import { type PlanFigures, type Preview } from "./types";

/** Most plans beside the present one. */
export const KEPT_MAX = 4;

export interface KeptPlan {
  id: number;
  name: string;
  draft: Draft;
  preview: Preview;
}

interface Column {
  key: string;
  name: string;
  figures: PlanFigures | null;
  preview: Preview;
  trades: number | null;
  kept: KeptPlan | null;
}

export interface ComparisonProps {
  session: Session;
  kept: readonly KeptPlan[];
  onRemove: (plan: KeptPlan) => void;
}

export function Comparison({ session, kept, onRemove }: ComparisonProps) {
  const { t, i18n } = useLingui();
  const preview = useSlice(session.plan, (plan) => plan.preview);
  if (!preview) return null;
  const { plan } = preview;
  const columns: Column[] = [
    { key: "now", name: t`Present plan`, figures: plan.figures, preview, trades: plan.trades.length, kept: null },
    {
      key: "none",
      name: t`No trades`,
      figures: plan.untouched,
      preview,
      trades: plan.untouched ? 0 : null,
      kept: null,
    },
    { key: "greedy", name: t`Greedy rule`, figures: plan.greedy, preview, trades: null, kept: null },
    ...kept.map((one) => ({
      key: `kept ${one.id}`,
      name: one.name,
      figures: one.preview.plan.figures,
      preview: one.preview,
      trades: one.preview.plan.trades.length,
      kept: one,
    })),
  ];
  return (
    <section aria-label={t`Comparison of plans`} className="qd-stack qd-rb-comparison">
      <h2 className="qd-chart-title">{t`Plans side by side`}</h2>
      <div className="qd-scroll-x" tabIndex={0} role="region" aria-label={t`Plans, scrollable`}>
        <table className="qd-plain-table" aria-label={t`Plans side by side`}>
          <thead>
            <tr>
              <th scope="col">{t`Figure`}</th>
              {columns.map((column) => (
                <th key={column.key} scope="col" className="qd-end">
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {FIGURES.map((id) => (
              <tr key={id}>
                <th scope="row">{i18n._(FIGURE[id])}</th>
                {columns.map((column) => (
                  <td key={column.key} className="qd-end">
                    <FigureValue id={id} figures={column.figures} preview={column.preview} />
                  </td>
                ))}
              </tr>
            ))}
            <tr>
              <th scope="row">{t`Trades`}</th>
              {columns.map((column) => (
                <td key={column.key} className="qd-end qd-num">
                  {column.trades ?? "—"}
                </td>
              ))}
            </tr>
            {kept.length > 0 ? (
              <tr>
                <th scope="row">
                  <span className="qd-sr-only">{t`Actions`}</span>
                </th>
                {columns.map(({ key, kept: one }) => (
                  <td key={key} className="qd-end">
                    {one === null ? null : (
                      <>
                        <Button
                          size="small"
                          aria-label={t`Go back to ${one.name}`}
                          onPress={() => session.edit(() => one.draft)}
                        >
                          {t`Go back`}
                        </Button>
                        <IconButton
                          size="small"
                          icon="close"
                          label={t`Remove ${one.name}`}
                          onPress={() => onRemove(one)}
                        />
                      </>
                    )}
                  </td>
                ))}
              </tr>
            ) : null}
          </tbody>
        </table>
      </div>
      <p className="qd-small qd-dim">
        {t`The greedy rule sells what is over and buys what is under, whatever it costs. “Price of it all” is what a plan makes small: tax now less what falls due later anyway, trading cost, the price of drift and of where things lie.`}
      </p>
    </section>
  );
}
