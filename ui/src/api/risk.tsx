// What the panels of risk, crises and hedges share: their account, what figures rest on, what is left out, and why.
import { type ReactNode } from "react";
import { useLingui } from "@lingui/react/macro";
import { type UseQueryResult } from "@tanstack/react-query";

import { Select } from "@/ui/fields/Select";
import { useHost } from "@/ui/host";
import { EmptyState } from "@/ui/states";
import { type ApiError } from "./errors";
import { type components } from "./generated/schema";
import { useAccounts } from "./pickers";
import { QueryView } from "./QueryView";
import { type Received } from "./types";
import "./risk.css";

type Schemas = components["schemas"];
export type HeldBasis = Received<Schemas["HeldBasis"]>;
type Convention = Received<Schemas["RiskConvention"]>;
type LeftOut = Received<Schemas["LeftOut"]>;

const ALL = "all";

/** Chooses one account or all. */
export function AccountChoice({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useLingui();
  const accounts = useAccounts();
  return (
    <Select
      label={t`Account`}
      hideLabel
      value={value ?? ALL}
      onChange={(id) => onChange(id === ALL ? null : id)}
      options={[
        { id: ALL, label: t`All accounts` },
        ...(accounts.data ?? []).map((account) => ({ id: account.id, label: account.name, note: account.currency })),
      ]}
    />
  );
}

/** The answer, or what goes here while nothing is held. */
export function HeldView<T>({
  query,
  text,
  children,
}: {
  query: UseQueryResult<T, ApiError>;
  /** What will be seen here. */
  text: string;
  children: (data: T) => ReactNode;
}) {
  const { t } = useLingui();
  const host = useHost();
  if (query.isError && query.error.code === "nothing_held") {
    return (
      <EmptyState
        title={t`Nothing is held yet`}
        text={text}
        action={{ label: t`Import or add your own`, onPress: () => host.openPanel("imports") }}
      />
    );
  }
  return (
    <QueryView query={query} lines={12}>
      {children}
    </QueryView>
  );
}

/** A figure with its name and a note, in a list of figures. */
export function Figure({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        {children}
        {note ? <div className="qd-small qd-dim">{note}</div> : null}
      </dd>
    </div>
  );
}

/** What the figures do not speak of, and why. */
export function LeftOutNote({ list, title }: { list: readonly LeftOut[]; title: string }) {
  if (list.length === 0) return null;
  return (
    <div className="qd-note" role="note">
      <strong>{title}</strong>
      <ul className="qd-risk-words">
        {list.map(({ name, why }) => (
          <li key={`${name} ${why}`}>
            {name}: {why}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How every figure is worked out. */
export function Conventions({ list }: { list: readonly Convention[] }) {
  const { t } = useLingui();
  return (
    <details className="qd-small">
      <summary>{t`How the figures are worked out`}</summary>
      <dl className="qd-facts qd-risk-conventions">
        {list.map(({ figure, words }) => (
          <div key={figure} className="qd-contents">
            <dt>{figure.replace(/[._]/g, " ")}</dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** A part of a panel under its heading. */
export function Part({ title, controls, children }: { title: string; controls?: ReactNode; children: ReactNode }) {
  return (
    <section className="qd-risk-part" aria-label={title}>
      <div className="qd-row">
        <h2 className="qd-chart-title qd-grow">{title}</h2>
        {controls}
      </div>
      {children}
    </section>
  );
}
