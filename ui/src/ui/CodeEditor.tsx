// A program's text with line numbers and what is wrong at its line. Tab leaves it, as it leaves every field.
import { useId, useRef, useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { Button } from "./Button";
import "./code.css";

export interface CodeProblem {
  message: string;
  /** From 1; null where it is not known. */
  line: number | null;
  column: number | null;
}

export interface CodeEditorProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  problem: CodeProblem | null;
}

/** Where a line begins in a text; lines count from 1. */
export function lineStart(text: string, line: number): number {
  let at = 0;
  for (let n = 1; n < line; n += 1) {
    const next = text.indexOf("\n", at);
    if (next < 0) return at;
    at = next + 1;
  }
  return at;
}

export function CodeEditor({ label, value, onChange, problem }: CodeEditorProps) {
  const { t } = useLingui();
  const [id, problemId] = [useId(), useId()];
  const [scrolled, setScrolled] = useState(0);
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = value.split("\n").length;
  const line = problem?.line ?? null;
  const goThere = (): void => {
    if (!area.current || line === null) return;
    const start = lineStart(value, line) + Math.max(0, (problem?.column ?? 1) - 1);
    const end = value.indexOf("\n", start);
    area.current.focus();
    area.current.setSelectionRange(start, end < 0 ? value.length : end);
    // A text area scrolls to its selection only when something is typed.
    const height = area.current.scrollHeight / Math.max(1, lines);
    area.current.scrollTop = Math.max(0, (line - 4) * height);
  };
  const where =
    problem === null || line === null
      ? (problem?.message ?? "")
      : problem.column === null
        ? t`Line ${line}: ${problem.message}`
        : t`Line ${line}, column ${problem.column}: ${problem.message}`;
  return (
    <div className="qd-field">
      <label className="qd-label" htmlFor={id}>
        {label}
      </label>
      <div className="qd-code-editor">
        <div className="qd-code-gutter" aria-hidden="true">
          <div style={{ transform: `translateY(${-scrolled}px)` }}>
            {Array.from({ length: lines }, (_, i) => (
              <div key={i} className={i + 1 === line ? "qd-code-wrong" : undefined}>
                {i + 1}
              </div>
            ))}
          </div>
        </div>
        <div className="qd-code-page">
          {line === null ? null : (
            <div
              className="qd-code-band"
              aria-hidden="true"
              style={{ transform: `translateY(calc(${line - 1} * var(--qd-code-line) - ${scrolled}px))` }}
            />
          )}
          <textarea
            ref={area}
            id={id}
            className="qd-code-text"
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}
            aria-invalid={problem !== null}
            {...(problem === null ? {} : { "aria-describedby": problemId })}
            wrap="off"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            rows={18}
          />
        </div>
      </div>
      <div className="qd-row qd-code-problem">
        <p id={problemId} role="status" className={problem === null ? "qd-dim qd-small" : "qd-danger"}>
          {problem === null ? t`${lines} lines` : where}
        </p>
        {line === null ? null : <Button size="small" onPress={goThere}>{t`Go to the line`}</Button>}
      </div>
    </div>
  );
}
