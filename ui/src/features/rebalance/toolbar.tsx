// Above a plan: its target, which trades may be made, undo and what can be done with it.
import { useLingui } from "@lingui/react/macro";

import { Button, IconButton } from "@/ui/Button";
import { Select } from "@/ui/fields/Select";
import { MenuButton } from "@/ui/Menu";
import { useSlice } from "@/ui/useSlice";
import { type Draft, isEdited, modelOf, withTarget } from "./draft";
import { type Session } from "./session";
import { type Mode, type Target } from "./types";
import { MODE } from "./words";

export interface ToolbarProps {
  session: Session;
  targets: readonly Target[];
  canKeep: boolean;
  onKeep: () => void;
  onApprove: () => void;
  onPropose: () => void;
  onSave: (as: "change" | "new") => void;
}

export function PlanToolbar({ session, targets, canKeep, onKeep, onApprove, onPropose, onSave }: ToolbarProps) {
  const { t, i18n } = useLingui();
  const { present: draft, past, future } = useSlice(session.history, (history) => history);
  const { preview, isPending, error } = useSlice(session.plan, (plan) => plan);
  const target = targets.find(({ id }) => id === draft.targetId);
  const edited = isEdited(draft, target);
  const isReady = preview !== null && !isPending && error === null;
  const modes: Mode[] = ["full", "buy_only", "sell_only"];
  return (
    <div className="qd-rb-toolbar" role="group" aria-label={t`What is planned`}>
      <div className="qd-rb-choices">
        <Select
          label={t`Target`}
          value={draft.targetId}
          options={targets.map(({ id, name }) => ({
            id,
            label: edited && id === draft.targetId ? t`${name} (edited)` : name,
          }))}
          onChange={(id) => {
            const chosen = targets.find((other) => other.id === id);
            if (chosen) session.edit((now) => withTarget(now, chosen));
          }}
        />
        <Select
          label={t`Trades`}
          value={draft.mode}
          options={modes.map((id) => ({ id, label: i18n._(MODE[id]) }))}
          onChange={(mode: Mode) => session.edit((now) => ({ ...now, mode }))}
        />
        <Select
          label={t`Shares`}
          value={draft.shares}
          options={[
            { id: "whole", label: t`Whole` },
            { id: "fractional", label: t`Fractions` },
          ]}
          onChange={(shares: Draft["shares"]) => session.edit((now) => ({ ...now, shares }))}
        />
      </div>
      <div className="qd-row qd-rb-actions">
        <IconButton label={t`Undo the edit`} icon="undo" isDisabled={past.length === 0} onPress={session.undo} />
        <IconButton label={t`Redo the edit`} icon="redo" isDisabled={future.length === 0} onPress={session.redo} />
        <Button
          isDisabled={!edited || !target}
          onPress={() => target && session.edit((now) => ({ ...now, model: modelOf(target) }))}
        >
          {t`Reset`}
        </Button>
        <MenuButton
          label={t`Save weights`}
          items={[
            {
              id: "change",
              label: target ? t`As target “${target.name}”` : t`As the target`,
              isDisabled: !edited || !target,
              onAction: () => onSave("change"),
            },
            { id: "new", label: t`As a new target…`, onAction: () => onSave("new") },
          ]}
        >
          {t`Save weights`}
        </MenuButton>
        <Button isDisabled={!canKeep || !isReady} onPress={onKeep}>{t`Keep for comparison`}</Button>
        <Button isDisabled={!isReady} onPress={onPropose}>{t`Save as proposal`}</Button>
        <Button variant="primary" isDisabled={!isReady || preview.plan.trades.length === 0} onPress={onApprove}>
          {t`Approve…`}
        </Button>
      </div>
    </div>
  );
}
