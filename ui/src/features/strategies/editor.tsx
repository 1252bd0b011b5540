// One strategy: its name, what it does, whether that makes a strategy, and where it goes from here.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";

import { useStored } from "@/api/backtest/drafts";
import { offerSetup, offerSweep } from "@/api/backtest/offers";
import { ParameterFields } from "@/api/backtest/parameterFields";
import { useCheck } from "@/api/backtest/queries";
import { formOf, numeric, sourceOf } from "@/api/backtest/specification";
import { SourceField } from "@/api/backtest/strategyChoice";
import { type Catalogue, type Specification, type Strategy } from "@/api/backtest/types";
import { change } from "@/api/client";
import { type ApiError, toApiError } from "@/api/errors";
import { refresh } from "@/api/queries";
import { useUndo } from "@/api/useUndo";
import { Button } from "@/ui/Button";
import { CodeEditor } from "@/ui/CodeEditor";
import { TextInput } from "@/ui/fields/TextInput";
import { useHost } from "@/ui/host";
import { ErrorState } from "@/ui/states";
import { useSettled } from "@/ui/useSettled";
import { discard, type Draft, drafts, NEW, write } from "./drafts";
import { RulesFields } from "./rules";

/** Milliseconds without a key before a strategy is checked. */
const PAUSE_MS = 400;

export interface EditorProps {
  /** Null for one that is not kept yet. */
  saved: Strategy | null;
  /** Names that are taken. */
  names: readonly string[];
  catalogue: Catalogue;
  onSaved: (strategy: Strategy) => void;
  onDelete?: () => void;
}

const BLANK: Draft = { name: "", specification: { kind: "script", source: "" } };

/** The editor says the line itself. */
const withoutPlace = (message: string): string => message.replace(/^script(?: line \d+)?: /, "");

/** Whether it can be asked about at all: rules and weights of something kept lack a part at first. */
function isWhole({ kind, ...fields }: Specification): boolean {
  if (kind === "rules") return fields["entry"] !== undefined && fields["instrument"] !== undefined;
  if (kind === "saved_optimization") return fields["optimization"] !== undefined;
  return kind !== "rebalancer" || fields["target"] !== undefined;
}

export function Editor({ saved, names, catalogue, onSaved, onDelete }: EditorProps) {
  const { t } = useLingui();
  const host = useHost();
  const client = useQueryClient();
  const { announce } = useUndo();
  const key = saved?.id ?? NEW;
  const draft: Draft = useStored(drafts)[key] ?? saved ?? BLANK;
  const { specification } = draft;
  const isChanged = useStored(drafts)[key] !== undefined;
  const [error, setError] = useState<ApiError | null>(null);
  const [isSaving, setSaving] = useState(false);
  const put = (part: Partial<Draft>): void =>
    write(key, { name: draft.name, specification: draft.specification, ...part }, saved);
  const asked = useSettled(specification, PAUSE_MS);
  const instrument = asked["instrument"];
  const check = useCheck(isWhole(asked) ? asked : null, typeof instrument === "string" ? [instrument] : [], "1d");
  const isScript = specification.kind === "script";
  const form = formOf(catalogue, specification.kind);
  const parameters = isScript ? (check.data?.parameters ?? []) : (form?.parameters ?? []);
  const problem = check.data?.problem ?? null;
  const name = draft.name.trim();
  const isTaken = name !== saved?.name && names.includes(name);
  const save = async (): Promise<void> => {
    setSaving(true);
    setError(null);
    try {
      const body = { name, specification };
      const { value, changeId } = saved
        ? await change<Strategy>("PUT", "/strategies/{id}", body, { path: { id: saved.id } })
        : await change<Strategy>("POST", "/strategies", body);
      await refresh(client, ["strategies"]);
      discard(key);
      announce(t`Strategy “${name}” saved`, changeId);
      onSaved(value);
    } catch (failure) {
      setError(toApiError(failure));
    } finally {
      setSaving(false);
    }
  };
  // What was changed and not saved is tried as it stands, and is then no trial of the kept one.
  const strategy_id = saved && !isChanged ? saved.id : null;
  const title = saved ? t`Strategy ${saved.name}` : t`New strategy`;
  return (
    <section className="qd-detail" aria-label={title}>
      <h2>{title}</h2>
      {form ? <p className="qd-dim">{form.words}</p> : null}
      <TextInput
        label={t`Name`}
        value={draft.name}
        onChange={(next) => put({ name: next })}
        isRequired
        error={isTaken ? t`Another strategy has this name.` : undefined}
      />
      {isScript ? (
        <CodeEditor
          label={t`Script in Luau`}
          value={sourceOf(specification)}
          onChange={(source) => put({ specification: { ...specification, source } })}
          problem={
            problem ? { message: withoutPlace(problem.message), line: problem.line, column: problem.column } : null
          }
        />
      ) : null}
      {specification.kind === "rules" ? (
        <RulesFields specification={specification} onChange={(next) => put({ specification: next })} />
      ) : null}
      <SourceField specification={specification} onChange={(next) => put({ specification: next })} />
      {isScript && parameters.length > 0 ? <h3 className="qd-strategy-group">{t`Parameters of the script`}</h3> : null}
      {isScript && problem ? null : (
        <ParameterFields
          specification={specification}
          forms={parameters}
          symbols={null}
          onChange={(next) => put({ specification: next })}
        />
      )}
      <Answer check={check} isScript={isScript} isWhole={isWhole(specification)} />
      {error ? (
        <ErrorState
          error={{ title: t`Not saved`, message: error.message, fields: error.fields, requestId: error.requestId }}
        />
      ) : null}
      <div className="qd-row">
        <Button
          variant="primary"
          isPending={isSaving}
          isDisabled={!isChanged || name === "" || isTaken || !isWhole(specification)}
          onPress={() => void save()}
        >
          {t`Save`}
        </Button>
        <Button
          icon="backtest"
          isDisabled={!isWhole(specification)}
          onPress={() => {
            offerSetup((setup) => ({ ...setup, strategy_id, specification }));
            host.openPanel("backtest");
          }}
        >
          {t`Run a back-test with it`}
        </Button>
        <Button
          icon="sweep"
          isDisabled={!isWhole(specification) || numeric(parameters).length === 0}
          onPress={() => {
            offerSweep((sweep) => ({ ...sweep, ranges: {}, setup: { ...sweep.setup, strategy_id, specification } }));
            host.openPanel("sweep");
          }}
        >
          {t`Sweep its parameters`}
        </Button>
        {isChanged ? (
          <Button variant="quiet" icon="undo" onPress={() => discard(key)}>
            {saved ? t`Discard the changes` : t`Discard it`}
          </Button>
        ) : null}
        {onDelete ? (
          <Button variant="quiet" icon="trash" onPress={onDelete}>
            {t`Delete`}
          </Button>
        ) : null}
      </div>
    </section>
  );
}

interface AnswerProps {
  check: ReturnType<typeof useCheck>;
  isScript: boolean;
  isWhole: boolean;
}

/** Whether it makes a strategy; a script says so at its line. */
function Answer({ check, isScript, isWhole: isComplete }: AnswerProps) {
  const { t } = useLingui();
  if (!isComplete) return null;
  if (check.isError) return <ErrorState error={check.error} onRetry={() => void check.refetch()} />;
  if (check.data === undefined) return null;
  const { problem } = check.data;
  if (problem === null) return <p className="qd-dim" role="status">{t`It makes a strategy.`}</p>;
  if (isScript) return null;
  return (
    <p className="qd-danger" role="status">
      {problem.message}
    </p>
  );
}
