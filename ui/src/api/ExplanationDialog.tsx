// A figure opened into its formula, inputs and sources.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";

import { copyText } from "@/lib/clipboard";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { useFormat } from "@/ui/display";
import { useHost } from "@/ui/host";
import { toast } from "@/ui/toasts";
import { explainedValue, explanationText } from "./explainText";
import { type Explanation } from "./types";

/** The panel that a link of an explanation leads to, with what it is opened with. */
export function targetOf(link: { kind: string; id: string }): { panel: string; params: Record<string, string> } | null {
  switch (link.kind) {
    case "instrument":
      return { panel: "chart", params: { instrument_id: link.id } };
    case "transaction":
      return { panel: "transactions", params: { transaction_id: link.id } };
    case "account":
      return { panel: "accounts", params: { account_id: link.id } };
    default:
      return null;
  }
}

function Node({ node, depth, close }: { node: Explanation; depth: number; close: () => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const host = useHost();
  const target = node.link ? targetOf(node.link) : null;
  const head = (
    <>
      <span className="qd-explain-title">{node.title}</span>
      <span className="qd-num qd-amount">{explainedValue(node, format)}</span>
    </>
  );
  const notes = (
    <div className="qd-explain-notes">
      {node.formula ? <p>= {node.formula}</p> : null}
      {node.unknown ? <p className="qd-warn">{node.unknown.message}</p> : null}
      {node.source || node.as_of ? (
        <p className="qd-dim">
          {[node.source, node.as_of ? format.date(node.as_of) : null].filter(Boolean).join(", ")}
          {node.age_days ? ` ${t`(${node.age_days} days old)`}` : ""}
        </p>
      ) : null}
      {target ? (
        <Button
          size="small"
          variant="quiet"
          icon="right"
          onPress={() => {
            close();
            host.openPanel(target.panel, target.params);
          }}
        >
          {t`Open`}
        </Button>
      ) : null}
    </div>
  );
  if (node.inputs.length === 0) {
    return (
      <li>
        <div className="qd-explain-head">{head}</div>
        {notes}
      </li>
    );
  }
  return (
    <li>
      <details open={depth < 1}>
        <summary className="qd-explain-head">{head}</summary>
        {notes}
        <ul className="qd-explain">
          {node.inputs.map((input, i) => (
            <Node key={i} node={input} depth={depth + 1} close={close} />
          ))}
        </ul>
      </details>
    </li>
  );
}

export interface ExplanationDialogProps {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** The figure's tree; null while it is not known yet. */
  explanation: Explanation | null;
  /** What stands there until it is known. */
  waiting?: ReactNode;
}

/** Shows what a figure is made of, and copies it as text. */
export function ExplanationDialog({ title, isOpen, onClose, explanation, waiting }: ExplanationDialogProps) {
  const { t } = useLingui();
  const format = useFormat();
  const copy = async (): Promise<void> => {
    if (!explanation) return;
    try {
      await copyText(explanationText(explanation, format));
      toast({ kind: "success", text: t`Explanation copied as text` });
    } catch (error) {
      toast({ kind: "error", text: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <Dialog
      title={title}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      width={720}
      footer={
        <>
          <Button icon="copy" isDisabled={!explanation} onPress={() => void copy()}>
            {t`Copy as text`}
          </Button>
          <Button variant="primary" onPress={onClose}>
            {t`Close`}
          </Button>
        </>
      }
    >
      {explanation ? (
        <ul className="qd-explain qd-explain-root">
          <Node node={explanation} depth={0} close={onClose} />
        </ul>
      ) : (
        waiting
      )}
    </Dialog>
  );
}
