// The history of imports as a table.
import { useLingui } from "@lingui/react/macro";

import { IMPORT_KIND } from "@/api/labels";
import { type ImportRecord } from "@/api/types";
import { useDisplay } from "@/ui/display";
import { Num } from "@/ui/numbers";
import { type Column } from "@/ui/table/columns";

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
