// One rebalancing: before and after, its trades, who decided what, and the next step.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { QueryView } from "@/api/QueryView";
import { change, sendBytes } from "@/api/client";
import { type ApiError, toApiError } from "@/api/errors";
import { refresh, useGet } from "@/api/queries";
import { useUndo } from "@/api/useUndo";
import { platform } from "@/platform/platform";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { useDisplay } from "@/ui/display";
import { TextInput } from "@/ui/fields/TextInput";
import { Percent, Shift } from "@/ui/numbers";
import { ErrorState } from "@/ui/states";
import { toast } from "@/ui/toasts";
import { FIGURE, FIGURES } from "./figures";
import { PlanNotes } from "./notes";
import { FigureValue } from "./strip";
import { TradesTable } from "./trades";
import { type Preview, type RebalancingState, type RebalancingView } from "./types";
import { STATE, STEPS, TRIGGER } from "./words";

function BeforeAfter({ preview }: { preview: Preview }) {
  const { t } = useLingui();
  const { drift_before, drift_after } = preview.plan;
  const after = new Map(drift_after.map((row) => [`${row.kind} ${row.name}`, row]));
  const unknown = t`A price is missing.`;
  const number = (value: string | null | undefined): number | null =>
    value === null || value === undefined ? null : Number(value);
  return (
    <div className="qd-scroll-x" tabIndex={0} role="region" aria-label={t`Weights before and after, scrollable`}>
      <table className="qd-plain-table" aria-label={t`Weights before and after`}>
        <thead>
          <tr>
            <th scope="col">{t`Name`}</th>
            <th scope="col" className="qd-end">{t`Target`}</th>
            <th scope="col" className="qd-end">{t`Before`}</th>
            <th scope="col" className="qd-end">{t`After`}</th>
            <th scope="col" className="qd-end">{t`Moved`}</th>
          </tr>
        </thead>
        <tbody>
          {drift_before.map((row) => {
            const then = after.get(`${row.kind} ${row.name}`);
            const [from, to] = [number(row.current), number(then?.current)];
            return (
              <tr key={`${row.kind} ${row.name}`}>
                <th scope="row" style={{ paddingLeft: 8 + row.level * 14 }}>
                  {row.name}
                </th>
                <td className="qd-end">
                  <Percent value={Number(row.target)} />
                </td>
                <td className="qd-end">
                  <Percent value={from} reason={unknown} />
                </td>
                <td className="qd-end">
                  <Percent value={to} reason={unknown} />
                </td>
                <td className="qd-end">
                  <Shift value={from === null || to === null ? null : to - from} reason={unknown} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Asks for a note with a step, and makes it. */
function StepDialog({ view, state, onClose }: { view: RebalancingView; state: RebalancingState; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const { announce } = useUndo();
  const [note, setNote] = useState("");
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [isSending, setSending] = useState(false);
  const titles: Record<RebalancingState, string> = {
    proposed: t`Propose`,
    approved: t`Approve`,
    executed: t`Mark as executed`,
    dismissed: t`Dismiss`,
  };
  const send = async (): Promise<void> => {
    setSending(true);
    setFailure(null);
    try {
      const body = { state, note: note.trim() === "" ? null : note.trim() };
      const { changeId } = await change("POST", "/rebalancings/{id}/steps", body, { path: { id: view.id } });
      const reached = i18n._(STATE[state]);
      announce(t`Rebalancing: ${reached}`, changeId);
      await refresh(client, ["rebalancings"]);
      onClose();
    } catch (error) {
      setFailure(toApiError(error));
    } finally {
      setSending(false);
    }
  };
  const count = view.preview.plan.trades.length;
  return (
    <Dialog
      title={titles[state]}
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button variant="primary" isPending={isSending} onPress={() => void send()}>
            {titles[state]}
          </Button>
        </>
      }
    >
      {failure ? <ErrorState error={failure} /> : null}
      <p>
        {state === "executed"
          ? t`${count} orders are noted as done. What was really bought and sold comes into the books by an import or by hand.`
          : state === "approved"
            ? t`${count} orders are approved as they were planned. The plan is made once more; if prices or holdings have moved, it is refused.`
            : t`The plan stays in the history as not wanted.`}
      </p>
      <TextInput label={t`Note`} rows={2} value={note} onChange={setNote} autoFocus />
    </Dialog>
  );
}

function Actions({ view }: { view: RebalancingView }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { announce } = useUndo();
  const [step, setStep] = useState<RebalancingState | null>(null);
  const labels: Record<RebalancingState, string> = {
    proposed: t`Propose`,
    approved: t`Approve…`,
    executed: t`Mark as executed…`,
    dismissed: t`Dismiss…`,
  };
  const download = async (): Promise<void> => {
    try {
      const bytes = await sendBytes("GET", "/rebalancings/{id}/orders.csv", undefined, {
        path: { id: view.id },
        accept: "text/csv",
      });
      await platform().saveFile(`orders-${view.preview.date}.csv`, bytes, "text/csv");
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
  const remove = async (): Promise<void> => {
    try {
      const { changeId } = await change("DELETE", "/rebalancings/{id}", undefined, { path: { id: view.id } });
      announce(t`Rebalancing deleted`, changeId);
      await refresh(client, ["rebalancings"]);
    } catch (error) {
      toast({ kind: "error", text: toApiError(error).message });
    }
  };
  return (
    <div className="qd-row">
      {STEPS[view.state].map((state, i) => (
        <Button key={state} size="small" variant={i === 0 ? "primary" : "default"} onPress={() => setStep(state)}>
          {labels[state]}
        </Button>
      ))}
      <Button size="small" icon="download" onPress={() => void download()}>
        {t`Orders as CSV`}
      </Button>
      <Button size="small" icon="trash" onPress={() => void remove()}>
        {t`Delete`}
      </Button>
      {step === null ? null : <StepDialog view={view} state={step} onClose={() => setStep(null)} />}
    </div>
  );
}

function Detail({ view }: { view: RebalancingView }) {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const { preview } = view;
  const title = preview.target_name ?? t`Edited weights`;
  return (
    <section aria-label={t`Rebalancing of ${format.dateTime(view.created_at, timeZone)}`} className="qd-stack">
      <div className="qd-row">
        <h2 className="qd-chart-title qd-grow">
          {title} · {i18n._(STATE[view.state])}
        </h2>
        <Actions view={view} />
      </div>
      <dl className="qd-rb-figures">
        {FIGURES.map((id) => (
          <div key={id}>
            <dt>{i18n._(FIGURE[id])}</dt>
            <dd>
              <FigureValue id={id} figures={preview.plan.figures} preview={preview} />
            </dd>
            <dd className="qd-rb-before qd-dim">
              {t`no trades`} <FigureValue id={id} figures={preview.plan.untouched} preview={preview} />
            </dd>
          </div>
        ))}
      </dl>
      <ul className="qd-items qd-small" aria-label={t`Decisions`}>
        <li>
          {t`Proposed ${format.dateTime(view.created_at, timeZone)} (${i18n._(TRIGGER[view.trigger])})`}
          {view.note ? <span className="qd-dim"> · {view.note}</span> : null}
        </li>
        {view.reasons.map((reason) => (
          <li key={reason.words} className="qd-dim">
            {reason.words}
          </li>
        ))}
        {view.decisions.map((decision) => (
          <li key={decision.at}>
            {t`${i18n._(STATE[decision.state])} ${format.dateTime(decision.at, timeZone)} by ${decision.by}`}
            {decision.note ? <span className="qd-dim"> · {decision.note}</span> : null}
          </li>
        ))}
      </ul>
      <h2 className="qd-chart-title">{t`Trades`}</h2>
      <TradesTable preview={preview} />
      <h2 className="qd-chart-title">{t`Weights before and after`}</h2>
      <BeforeAfter preview={preview} />
      <PlanNotes preview={preview} />
    </section>
  );
}

export function HistoryDetail({ id }: { id: string }) {
  const query = useGet<RebalancingView>("/rebalancings/{id}", { path: { id } });
  return <QueryView query={query}>{(view) => <Detail view={view} />}</QueryView>;
}
