// The refused rows, and the history of imports, as tables.
import { useLingui } from "@lingui/react/macro";

import { IMPORT_KIND } from "@/api/labels";
import { type ImportRecord, type Refusal } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { useDisplay } from "@/ui/display";
import { Num } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";

/** Refused rows with line and reason. */
export function RefusalTable({ refusals }: { refusals: readonly Refusal[] }) {
  const { t } = useLingui();
  const columns: Column<Refusal>[] = [
    { id: "line", header: t`Line`, align: "end", value: (r) => r.line, width: 70 },
    { id: "column", header: t`Column`, value: (r) => r.column, width: 110 },
    { id: "reason", header: t`Reason`, value: (r) => r.reason, width: 460 },
    { id: "code", header: t`Code`, value: (r) => r.code, width: 140, isHidden: true },
  ];
  const keyed = refusals.map((refusal, index) => ({ ...refusal, key: `${index}` }));
  return (
    <div className="qd-table-box">
      <DataTable
        label={t`Refused rows`}
        rows={keyed}
        columns={columns}
        rowKey={(r) => r.key}
        storageKey="refusals"
        isFilterable
      />
    </div>
  );
}

export function useRecordColumns(): Column<ImportRecord>[] {
  const { t, i18n } = useLingui();
  const { format, timeZone } = useDisplay();
  const count = (id: "added" | "revised" | "unchanged" | "refused", header: string): Column<ImportRecord> => ({
    id,
    header,
    align: "end",
    value: (r) => r[id],
    cell: (r) => <Num value={r[id]} digits={0} />,
    width: 85,
  });
  return [
    { id: "at", header: t`When`, value: (r) => r.at, cell: (r) => format.dateTime(r.at, timeZone), width: 170 },
    { id: "file_name", header: t`File`, value: (r) => r.file_name, width: 200 },
    { id: "kind", header: t`Kind`, value: (r) => i18n._(IMPORT_KIND[r.kind]), width: 110 },
    count("added", t`Added`),
    count("revised", t`Corrected`),
    count("unchanged", t`Unchanged`),
    count("refused", t`Refused`),
  ];
}
