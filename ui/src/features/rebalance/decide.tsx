// Keeps the plan on the screen as a proposal, or approves it: what will be recorded is shown before.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { change } from "@/api/client";
import { type ApiError, toApiError } from "@/api/errors";
import { refresh } from "@/api/queries";
import { useUndo } from "@/api/useUndo";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { TextInput } from "@/ui/fields/TextInput";
import { Money, Percent } from "@/ui/numbers";
import { ErrorState } from "@/ui/states";
import { useSlice } from "@/ui/useSlice";
import { moneyOf } from "./figures";
import { type Session } from "./session";
import { type Preview, type RebalancingView } from "./types";

const NOTE_MAX = 2000;

function sumOf(preview: Preview, side: "sell" | "buy"): { count: number; amount: string } {
  const trades = preview.plan.trades.filter((trade) => trade.side === side);
  return {
    count: trades.length,
    amount: trades.reduce((sum, trade) => sum + Number(trade.amount), 0).toFixed(6),
  };
}

function Recorded({ preview, targetName }: { preview: Preview; targetName: string }) {
  const { t } = useLingui();
  const { plan, base_currency: currency } = preview;
  const sales = sumOf(preview, "sell");
  const purchases = sumOf(preview, "buy");
  return (
    <>
      <dl className="qd-facts">
        <dt>{t`Target`}</dt>
        <dd>{targetName}</dd>
        <dt>{t`Sales`}</dt>
        <dd>
          {sales.count} · <Money value={sales.amount} currency={currency} />
        </dd>
        <dt>{t`Purchases`}</dt>
        <dd>
          {purchases.count} · <Money value={purchases.amount} currency={currency} />
        </dd>
        <dt>{t`Tax now`}</dt>
        <dd>
          <Money
            value={moneyOf("tax_now", plan.figures, preview)}
            currency={currency}
            reason={preview.taxes.note ?? t`It is not known.`}
          />
        </dd>
        <dt>{t`Trading cost`}</dt>
        <dd>
          <Money value={plan.figures.cost} currency={currency} />
        </dd>
        <dt>{t`Off target`}</dt>
        <dd>
          <Percent value={plan.untouched ? Number(plan.untouched.off_target) : null} /> →{" "}
          <Percent value={Number(plan.figures.off_target)} />
        </dd>
        <dt>{t`Blocked`}</dt>
        <dd>{plan.blocked.length}</dd>
      </dl>
      <div className="qd-rb-orders" tabIndex={0} role="region" aria-label={t`Orders`}>
        <table className="qd-plain-table" aria-label={t`Orders that are recorded`}>
          <tbody>
            {plan.trades.map(({ side, account, instrument, units, amount }) => (
              <tr key={`${side} ${account} ${instrument}`}>
                <td>{side === "sell" ? t`▼ Sell` : t`▲ Buy`}</td>
                <th scope="row">{instrument}</th>
                <td className="qd-dim">{account}</td>
                <td className="qd-end qd-num">{units}</td>
                <td className="qd-end">
                  <Money value={amount} currency={currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

export interface DecideProps {
  session: Session;
  as: "proposed" | "approved";
  targetName: string;
  onClose: () => void;
  /** It was kept. */
  onDone: (id: string) => void;
}

export function DecideDialog({ session, as, targetName, onClose, onDone }: DecideProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { announce } = useUndo();
  const { preview, terms, isPending, error: noPlan } = useSlice(session.plan, (plan) => plan);
  const [note, setNote] = useState("");
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const isApproval = as === "approved";

  const send = async (): Promise<void> => {
    if (!preview || !terms) return;
    setSending(true);
    setFailure(null);
    const said = note.trim() === "" ? null : note.trim();
    let kept: string | null = null;
    try {
      const made = await change<RebalancingView>("POST", "/rebalancings", {
        terms: { ...terms, effort: "full" },
        fingerprint: preview.fingerprint,
        note: said,
      });
      kept = made.value.id;
      let { changeId } = made;
      if (isApproval) {
        const step = { state: "approved", note: said };
        ({ changeId } = await change("POST", "/rebalancings/{id}/steps", step, { path: { id: kept } }));
      }
      announce(isApproval ? t`Rebalancing approved` : t`Rebalancing proposed`, changeId);
      await refresh(client, ["rebalancings"]);
      onDone(kept);
    } catch (thrown) {
      const problem = toApiError(thrown);
      setFailure(problem);
      if (problem.code === "plan_outdated") session.replan();
      if (kept !== null) await refresh(client, ["rebalancings"]);
    } finally {
      setSending(false);
    }
  };

  const isOutdated = failure?.code === "plan_outdated";
  return (
    <Dialog
      title={isApproval ? t`Approve this plan` : t`Save as proposal`}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      width={620}
      footer={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button
            variant="primary"
            isPending={isSending}
            isDisabled={!preview || isPending || noPlan !== null || note.length > NOTE_MAX}
            onPress={() => void send()}
          >
            {isApproval ? t`Approve` : t`Save proposal`}
          </Button>
        </>
      }
    >
      {isOutdated ? (
        <div className="qd-notice qd-notice-warn" role="alert">
          {isPending
            ? t`Prices or holdings have moved since this plan was made. It is being worked out anew…`
            : t`Prices or holdings have moved since the plan was made. This is the new plan: look at it, and decide again.`}
        </div>
      ) : failure ? (
        <ErrorState error={failure} />
      ) : null}
      {noPlan ? <ErrorState error={noPlan} /> : null}
      <p>
        {isApproval
          ? t`This is recorded with the plan, its lots and its reasons. No order is sent to a broker: download the orders from the history, and mark them as executed there.`
          : t`The plan is kept in the history, to be decided on later.`}
      </p>
      {preview ? <Recorded preview={preview} targetName={targetName} /> : null}
      <TextInput
        label={t`Note`}
        rows={2}
        value={note}
        onChange={setNote}
        error={note.length > NOTE_MAX ? t`A note has at most 2000 letters.` : undefined}
      />
    </Dialog>
  );
}
