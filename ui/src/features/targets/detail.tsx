// One target beside what is held today.
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useInstruments } from "@/api/pickers";
import { usePortfolio } from "@/api/usePortfolio";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { useHost } from "@/ui/host";
import { Percent, Shift } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { type DriftRow, driftRows, outside, type Standing, todayOf } from "./drift";
import { type Target } from "./types";

function useStandings(): Record<Standing, string> {
  const { t } = useLingui();
  return { within: t`✓ within`, over: t`▲ over`, under: t`▼ under`, unknown: t`unknown` };
}

function Drift({ target, rows }: { target: Target; rows: readonly DriftRow[] }) {
  const { t } = useLingui();
  const { format } = useDisplay();
  const standings = useStandings();
  const instruments = useInstruments();
  const symbols = new Map((instruments.data ?? []).map(({ id, symbol }) => [id, symbol]));
  const nameOf = ({ id, group }: DriftRow): string =>
    group ?? (id === null ? t`Cash` : (symbols.get(id) ?? t`Unknown instrument`));
  const hasBands = rows.some(({ band }) => band !== null);
  const isTree = target.tree !== null;
  const unknown = t`A price or rate is missing; see Data health.`;
  const columns: Column<DriftRow>[] = [
    {
      id: "name",
      header: isTree ? t`Group or instrument` : t`Instrument`,
      width: isTree ? 150 : 110,
      value: nameOf,
      cell: (row) => (
        <span style={{ paddingLeft: row.level * 14, fontWeight: row.group === null ? undefined : 600 }}>
          {nameOf(row)}
        </span>
      ),
    },
    {
      id: "target",
      header: t`Target`,
      align: "end",
      width: 90,
      value: (row) => row.target,
      cell: (row) => <Percent value={Number(row.target)} />,
    },
    {
      id: "today",
      header: t`Today`,
      align: "end",
      width: 90,
      value: (row) => row.today,
      cell: (row) => <Percent value={row.today} reason={unknown} />,
    },
    {
      id: "drift",
      header: t`Drift`,
      align: "end",
      width: 100,
      value: (row) => row.drift,
      cell: (row) => <Shift value={row.drift} reason={unknown} />,
    },
    ...(!hasBands
      ? []
      : [
          {
            id: "standing",
            header:
              isTree || target.tolerance === null ? t`Band` : t`Band ±${format.percent(Number(target.tolerance), 2)}`,
            width: isTree ? 190 : 120,
            value: (row: DriftRow) => row.standing,
            cell: (row: DriftRow) =>
              row.standing === null ? (
                ""
              ) : (
                <span className={row.standing === "over" || row.standing === "under" ? "qd-warn" : "qd-dim"}>
                  {standings[row.standing]}
                  {isTree && row.band ? (
                    <span className="qd-dim">
                      {" "}
                      {t`${format.percent(row.band.lower, 1)} to ${format.percent(row.band.upper, 1)}`}
                    </span>
                  ) : null}
                </span>
              ),
          },
        ]),
  ];
  return (
    <div className="qd-target-table">
      <DataTable
        label={t`Weights of ${target.name}`}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.id ?? (row.group === null ? "cash" : `group ${row.group}`)}
        storageKey="targets.weights"
      />
    </div>
  );
}

export interface TargetDetailProps {
  target: Target;
  onChange: () => void;
  onDelete: () => void;
}

export function TargetDetail({ target, onChange, onDelete }: TargetDetailProps) {
  const { t } = useLingui();
  const { format, timeZone } = useDisplay();
  const host = useHost();
  const portfolio = usePortfolio();
  return (
    <section aria-label={t`Target ${target.name}`} className="qd-target">
      <div className="qd-row">
        <h2 className="qd-chart-title qd-grow">{target.name}</h2>
        {target.source_optimization_id === null ? null : (
          <Button
            size="small"
            variant="quiet"
            icon="right"
            onPress={() => host.openPanel("optimizer", { tab: "runs" })}
          >
            {t`Open the saved runs`}
          </Button>
        )}
        <Button size="small" icon="edit" onPress={onChange}>
          {t`Change`}
        </Button>
        <Button size="small" icon="trash" onPress={onDelete}>
          {t`Delete`}
        </Button>
      </div>
      {target.note ? <p>{target.note}</p> : null}
      <QueryView query={portfolio} lines={6}>
        {(data) => {
          const rows = driftRows(target, todayOf(data));
          const off = outside(rows);
          return (
            <>
              <p role="status">
                {off === null
                  ? t`No band is set: drift is shown, not judged.`
                  : off === 0
                    ? t`Every weight is within its band.`
                    : t`${off} of ${rows.length} weights are outside of their band.`}{" "}
                <span className="qd-dim">
                  {t`Today's weights are of ${format.date(data.as_of)}, all accounts, cash included. Changed ${format.dateTime(target.updated_at, timeZone)}.`}
                </span>
              </p>
              <Drift target={target} rows={rows} />
            </>
          );
        }}
      </QueryView>
    </section>
  );
}
