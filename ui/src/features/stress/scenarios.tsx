// All scenarios: what each would gain or lose, its worst day, and what that rests on.
import { useLingui } from "@lingui/react/macro";

import { DataTable } from "@/ui/DataTable";
import { useFormat } from "@/ui/display";
import { type MenuEntry } from "@/ui/Menu";
import { Money, Percent } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";
import { type Own } from "./own";
import { type Stressed } from "./types";

export interface ScenarioTableProps {
  scenarios: readonly Stressed[];
  selected: string | null;
  onSelect: (name: string) => void;
  own: Own;
  onChange: (own: Own) => void;
}

export function ScenarioTable({ scenarios, selected, onSelect, own, onChange }: ScenarioTableProps) {
  const { t } = useLingui();
  const format = useFormat();
  const unknown = t`Of no holding it is known what it would do.`;
  const share = (id: string, header: string, of: (row: Stressed) => number): Column<Stressed> => ({
    id,
    header,
    align: "end",
    width: 90,
    value: of,
    cell: (row) => <Percent value={of(row)} digits={0} />,
  });
  const columns: Column<Stressed>[] = [
    { id: "scenario", header: t`Scenario`, width: 120, value: (row) => row.name },
    {
      id: "change",
      header: t`Change`,
      align: "end",
      width: 100,
      value: (row) => row.change,
      cell: (row) => <Percent value={row.change} signed reason={unknown} />,
    },
    {
      id: "gain",
      header: t`Gain or loss`,
      align: "end",
      width: 130,
      value: (row) => row.gain,
      cell: (row) => <Money value={row.gain?.toFixed(2) ?? null} digits={0} signed reason={unknown} />,
    },
    {
      id: "worst_day",
      header: t`Worst day`,
      align: "end",
      width: 100,
      value: (row) => row.worst_day?.change,
      cell: (row) => (
        <Percent value={row.worst_day?.change} signed reason={row.start ? unknown : t`A shock has no days.`} />
      ),
    },
    {
      id: "max_drawdown",
      header: t`Deepest fall`,
      align: "end",
      width: 100,
      value: (row) => row.max_drawdown,
      cell: (row) => <Percent value={row.max_drawdown} reason={row.start ? unknown : t`A shock has no days.`} />,
    },
    {
      id: "when",
      header: t`When, or what is assumed`,
      width: 220,
      value: (row) => row.start ?? row.description,
      cell: (row) => (row.start && row.end ? `${format.date(row.start)} – ${format.date(row.end)}` : row.description),
    },
    share("data", t`Own data`, (row) => row.data_share),
    share("proxies", t`By proxies`, (row) => row.proxy_share),
    share("unknown", t`Unknown`, (row) => row.unknown_share),
  ];
  const isMine = (row: Stressed): boolean =>
    own.scenarios.some(({ name }) => name === row.name) || own.windows.some(({ name }) => name === row.name);
  const actions = (row: Stressed): MenuEntry[] =>
    isMine(row)
      ? [
          {
            id: "remove",
            label: t`Remove`,
            onAction: () =>
              onChange({
                ...own,
                scenarios: own.scenarios.filter(({ name }) => name !== row.name),
                windows: own.windows.filter(({ name }) => name !== row.name),
              }),
          },
        ]
      : [];
  return (
    <div className="qd-risk-table">
      <DataTable
        label={t`Crises and shocks`}
        rows={scenarios}
        columns={columns}
        rowKey={(row) => row.name}
        storageKey="stress.scenarios"
        selectedKey={selected}
        onSelect={(row) => onSelect(row.name)}
        {...(own.scenarios.length + own.windows.length > 0 ? { rowActions: actions } : {})}
      />
    </div>
  );
}
