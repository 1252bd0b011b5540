// Labelled facts of a result.
import { Fragment, type ReactNode } from "react";

/** A term and its value; nothing where the value is null. */
export type Fact = readonly [string, ReactNode];

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="qd-facts">
      {facts.map(([term, value]) =>
        value === null ? null : (
          <Fragment key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </Fragment>
        ),
      )}
    </dl>
  );
}
