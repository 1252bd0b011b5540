// A figure over two parameters of a sweep.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { parameterTitle } from "@/api/backtest/parameterFields";
import { type HeatMap, type OverOthers, type SweepView } from "@/api/backtest/types";
import { isPart, useFigureName } from "@/api/backtest/words";
import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { Part } from "@/api/risk";
import { CellMap } from "@/charts/cells/CellMap";
import { useFormat } from "@/ui/display";
import { Select } from "@/ui/fields/Select";
import { countAt, widest } from "./judge";

export function HeatPart({ sweep, names }: { sweep: SweepView; names: readonly string[] }) {
  const { t } = useLingui();
  const format = useFormat();
  const name = useFigureName();
  const [begun_x = "", begun_y = ""] = widest(sweep.trials, names) ?? [];
  const [x, setX] = useState(begun_x);
  const [y, setY] = useState(begun_y);
  const [figure, setFigure] = useState(sweep.summary.figure);
  const [over, setOver] = useState<OverOthers>("median");
  const map = useGet<HeatMap>(
    "/sweeps/{id}/heat_map",
    { path: { id: sweep.id }, query: { figure, x, y, over } },
    { keepPrevious: true },
  );
  const figures = [...new Set([sweep.summary.figure, ...sweep.trials.flatMap((trial) => Object.keys(trial.figures))])];
  const parameters = names.map((id) => ({ id, label: parameterTitle(id) }));
  const show = (value: number): string => (isPart(figure) ? format.percent(value, 1) : format.number(value, 2));
  // Two axes of one parameter would say nothing: the other one takes the place of the chosen one.
  const chooseX = (next: string): void => {
    if (next === y) setY(x);
    setX(next);
  };
  const chooseY = (next: string): void => {
    if (next === x) setX(y);
    setY(next);
  };
  const controls = (
    <>
      <Select label={t`Across`} hideLabel value={x} onChange={chooseX} options={parameters} />
      <Select label={t`Up`} hideLabel value={y} onChange={chooseY} options={parameters} />
      <Select
        label={t`Figure of the map`}
        hideLabel
        value={figure}
        onChange={setFigure}
        options={figures.map((id) => ({ id, label: name(id) }))}
      />
      {names.length > 2 ? (
        <Select<OverOthers>
          label={t`Over the other parameters`}
          hideLabel
          value={over}
          onChange={setOver}
          options={[
            { id: "median", label: t`Middle of the others` },
            { id: "best", label: t`Best of the others` },
            { id: "worst", label: t`Worst of the others` },
          ]}
        />
      ) : null}
    </>
  );
  return (
    <Part title={t`Two parameters`}>
      <div className="qd-row">{controls}</div>
      <QueryView query={map} lines={8}>
        {(data) => (
          <CellMap
            title={t`${name(data.figure)} by ${parameterTitle(data.x)} and ${parameterTitle(data.y)}`}
            figure={name(data.figure)}
            show={show}
            data={{
              x: parameterTitle(data.x),
              y: parameterTitle(data.y),
              x_values: data.x_values,
              y_values: data.y_values,
              cells: data.cells,
              isLowBest: data.figure === sweep.summary.figure && sweep.summary.goal === "lowest",
            }}
            note={({ row, column }) => {
              const count = countAt(data, row, column);
              return count > 1 ? t`${count} trials` : "";
            }}
          />
        )}
      </QueryView>
      <p className="qd-small qd-dim">
        {t`A plateau of good cells is worth more than a single peak: neighbours of a peak that are poor say that it is luck.`}
      </p>
    </Part>
  );
}
