// Why weights changed from one run to another: causes replaced one after the other.
import { useLingui } from "@lingui/react/macro";
import { type UseQueryResult } from "@tanstack/react-query";

import { type ApiError } from "@/api/errors";
import { QueryView } from "@/api/QueryView";
import { DataTable } from "@/ui/DataTable";
import { Percent, Shift } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { type Cause, type WeightChanges } from "./types";

type Row = WeightChanges["assets"][number];

export function useCauses(): (causes: readonly Cause[]) => string {
  const { t } = useLingui();
  const words: Record<Cause, string> = {
    assets: t`Choice of assets`,
    past_returns: t`Past returns`,
    expected_returns: t`Expected returns`,
    covariance: t`Covariance`,
    constraints: t`Limits`,
    objective: t`Objective`,
  };
  return (causes) => causes.map((cause) => words[cause]).join(", ");
}

/** So many sentences are read at a glance; the others wait behind them. */
const SENTENCES = 6;

function Sentences({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <ul className="qd-insight-words">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

export function Changes({ query }: { query: UseQueryResult<WeightChanges, ApiError> }) {
  const { t } = useLingui();
  const causes = useCauses();
  return (
    <QueryView query={query} lines={6}>
      {({ steps, assets, sentences }) => {
        const [summary, ...each] = sentences;
        const [first, others] = [each.slice(0, SENTENCES), each.slice(SENTENCES)];
        const columns: Column<Row>[] = [
          { id: "asset", header: t`Asset`, width: 80, value: (row) => row.asset },
          {
            id: "before",
            header: t`Before`,
            align: "end",
            width: 80,
            value: (row) => row.before,
            cell: (row) => <Percent value={row.before} />,
          },
          {
            id: "after",
            header: t`After`,
            align: "end",
            width: 80,
            value: (row) => row.after,
            cell: (row) => <Percent value={row.after} />,
          },
          // A cause that moved nothing needs no column.
          ...steps.flatMap((step, i): Column<Row>[] =>
            step.turnover < 5e-7
              ? []
              : [
                  {
                    id: `step-${i}`,
                    header: causes(step.causes),
                    align: "end",
                    width: 110,
                    value: (row) => row.parts[i]?.change ?? null,
                    cell: (row) => <Shift value={row.parts[i]?.change} />,
                  },
                ],
          ),
        ];
        return (
          <>
            <p>{summary}</p>
            <Sentences sentences={first} />
            {others.length > 0 ? (
              <details>
                <summary>{t`The other ${others.length} assets`}</summary>
                <Sentences sentences={others} />
              </details>
            ) : null}
            {steps.length > 0 ? (
              <div className="qd-table-box">
                <DataTable
                  label={t`Changes of weights by cause`}
                  rows={assets}
                  columns={columns}
                  rowKey={(row) => row.asset}
                />
              </div>
            ) : null}
            <p className="qd-dim qd-small">
              {t`Data, limits and objective are replaced in this order and solved for after each; the parts sum to the whole.`}
            </p>
          </>
        );
      }}
    </QueryView>
  );
}
