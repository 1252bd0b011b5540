// What the plan comes to, in one line that stays in sight while weights are dragged.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { ExplanationDialog } from "@/api/ExplanationDialog";
import { type Explanation } from "@/api/types";
import { useDisplay } from "@/ui/display";
import { Explainable, Money, Percent } from "@/ui/numbers";
import { useSlice } from "@/ui/useSlice";
import { explainFigure } from "./explain";
import { FIGURE, type FigureId, FIGURES, isPart, moneyOf, partOf, unknownReason } from "./figures";
import { type Planned, type Session } from "./session";
import { type PlanFigures, type Preview } from "./types";

/** What a phone leaves to the comparison below. */
const MINOR: readonly FigureId[] = ["objective", "traded"];

/** One figure of one plan. */
export function FigureValue({ id, figures, preview }: { id: FigureId; figures: PlanFigures | null; preview: Preview }) {
  const { t } = useLingui();
  const reason = figures ? unknownReason(id, preview) : t`This rule finds no plan.`;
  if (isPart(id)) return <Percent value={partOf(id, figures)} reason={reason} />;
  return <Money value={moneyOf(id, figures, preview)} currency={preview.base_currency} reason={reason} />;
}

function Card({ id, preview, onExplain }: { id: FigureId; preview: Preview; onExplain: (tree: Explanation) => void }) {
  const { t, i18n } = useLingui();
  const { format } = useDisplay();
  const title = i18n._(FIGURE[id]);
  const { plan } = preview;
  const written = isPart(id)
    ? format.percent(partOf(id, plan.figures))
    : format.money(moneyOf(id, plan.figures, preview), preview.base_currency);
  return (
    <div className={MINOR.includes(id) ? "qd-rb-minor" : ""}>
      <dt>{title}</dt>
      <dd>
        <Explainable label={`${title}: ${written}`} onExplain={() => onExplain(explainFigure(id, preview, title))}>
          <FigureValue id={id} figures={plan.figures} preview={preview} />
        </Explainable>
      </dd>
      <dd className="qd-rb-before qd-dim">
        {t`no trades`} <FigureValue id={id} figures={plan.untouched} preview={preview} />
      </dd>
    </div>
  );
}

/** Where the plan stands: being worked out, in fractions, or final with its gap. */
function Standing({ planned }: { planned: Planned }) {
  const { t } = useLingui();
  const { format } = useDisplay();
  const { preview, effort, isPending, error } = planned;
  if (error) return <span className="qd-warn">{t`These figures are of the last plan that worked.`}</span>;
  if (isPending || !preview) {
    return (
      <span className="qd-rb-pending">
        <span className="qd-spinner" aria-hidden="true" />
        {preview && effort === "quick"
          ? t`Fractions of shares for now; the final plan is being worked out…`
          : t`The plan is being worked out…`}
      </span>
    );
  }
  const { gap } = preview.plan.search;
  const trades = preview.plan.trades.length;
  const count = trades === 0 ? t`No trade is worth its price.` : trades === 1 ? t`1 trade.` : t`${trades} trades.`;
  if (gap === null) return <>{t`${count} How far it is from the best plan is not known.`}</>;
  const most = `${format.money(gap.toFixed(6), preview.base_currency)} ${preview.base_currency}`;
  return (
    <>
      {gap < 0.005
        ? t`${count} Final: no other plan is cheaper.`
        : t`${count} Final: no other plan is cheaper by more than ${most}.`}
    </>
  );
}

export function FigureStrip({ session }: { session: Session }) {
  const { t } = useLingui();
  const planned = useSlice(session.plan, (plan) => plan);
  const [shown, setShown] = useState<Explanation | null>(null);
  const { preview } = planned;
  return (
    <section className="qd-rb-strip" aria-label={t`Figures of the plan`} aria-busy={planned.isPending}>
      {preview ? (
        <dl className={`qd-rb-figures${planned.error ? " qd-rb-stale" : ""}`}>
          {FIGURES.map((id) => (
            <Card key={id} id={id} preview={preview} onExplain={setShown} />
          ))}
        </dl>
      ) : null}
      <p className="qd-small" role="status">
        <Standing planned={planned} />
      </p>
      <ExplanationDialog
        title={shown?.title ?? ""}
        isOpen={shown !== null}
        onClose={() => setShown(null)}
        explanation={shown}
      />
    </section>
  );
}
