// How each weight answers to its own expected return, while the binding limits stay the same.
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { type Explanation } from "@/api/types";
import { useFormat } from "@/ui/display";
import { DataTable } from "@/ui/DataTable";
import { Explainable, Num, Percent } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { type Explained, explainAssetReturn, numberNode, percentNode } from "./explain";
import { type StudioQuestion } from "../types";
import { usePreview } from "./queries";

interface Row {
  asset: string;
  weight: number;
  /** Points of weight for one point of expected return. */
  answer: number;
  /** Expected return that moves the weight by one point; null when nothing does. */
  needed: number | null;
}

export function Sensitivity({
  about,
  question,
  explain,
}: {
  about: Explained;
  question: StudioQuestion;
  explain: (tree: Explanation) => void;
}) {
  const { t } = useLingui();
  const format = useFormat();
  const query = usePreview({ ...question, request: { ...question.request, sensitivity: true } });
  const columns: Column<Row>[] = [
    { id: "asset", header: t`Asset`, width: 80, value: (row) => row.asset },
    {
      id: "weight",
      header: t`Weight`,
      align: "end",
      width: 80,
      value: (row) => row.weight,
      cell: (row) => <Percent value={row.weight} />,
    },
    {
      id: "answer",
      header: t`Points per point of return`,
      align: "end",
      width: 140,
      value: (row) => row.answer,
      cell: (row) => (
        <Explainable
          label={t`sensitivity of ${row.asset}: ${format.number(row.answer, 2)}`}
          onExplain={() =>
            explain(
              numberNode(row.answer, 4, {
                title: t`Sensitivity of the weight of ${row.asset}`,
                formula: t`points of weight for one point of its own expected return, the binding limits staying the same`,
                inputs: [
                  percentNode(row.weight, 4, { title: t`Weight` }),
                  explainAssetReturn(about, row.asset),
                  percentNode(row.needed, 4, { title: t`Change of the expected return that moves it by one point` }),
                ],
              }),
            )
          }
        >
          <Num value={row.answer} digits={2} />
        </Explainable>
      ),
    },
    {
      id: "needed",
      header: t`Return for one point`,
      align: "end",
      width: 120,
      value: (row) => row.needed,
      cell: (row) => <Percent value={row.needed} digits={4} reason={t`The weight does not answer.`} />,
    },
  ];
  return (
    <section aria-label={t`Sensitivity to expected returns`} className="qd-insight-part">
      <h2 className="qd-chart-title">{t`Sensitivity to expected returns`}</h2>
      <QueryView query={query} lines={6}>
        {(told) => {
          const rows = Object.entries(told.sensitivity ?? {}).map(([asset, { weight, return_for_one_point }]): Row => ({
            asset,
            weight: told.weights[asset] ?? 0,
            answer: weight,
            needed: return_for_one_point,
          }));
          return rows.length === 0 ? (
            <p className="qd-dim">
              {t`No weight lies between its limits and answers to its own expected return, or this objective does not use expected returns.`}
            </p>
          ) : (
            <>
              <div className="qd-table-box">
                <DataTable
                  label={t`Sensitivity to expected returns`}
                  rows={rows}
                  columns={columns}
                  rowKey={(row) => row.asset}
                  storageKey="optimizer.sensitivity"
                />
              </div>
              <p className="qd-dim qd-small">
                {t`A weight that moves by many points for a hundredth of a point of return rests on an estimate that nobody knows so well.`}
              </p>
            </>
          );
        }}
      </QueryView>
    </section>
  );
}
