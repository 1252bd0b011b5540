// Imports: bring files in, and see what was brought in before.
import { useLingui } from "@lingui/react/macro";

import { useGet } from "@/api/queries";
import { QueryView } from "@/api/QueryView";
import { IMPORT_KINDS, type ImportKind, type ImportRecord, type Page } from "@/api/types";
import { DataTable } from "@/ui/DataTable";
import { type PanelProps } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { Tabs } from "@/ui/Tabs";
import { useRecordColumns } from "./columns";
import { Wizard } from "./wizard";

export default function ImportsPanel({ params }: PanelProps) {
  const { t } = useLingui();
  const asked = IMPORT_KINDS.find((kind) => kind === params["kind"]) ?? ("transactions" satisfies ImportKind);
  return (
    <PanelFrame label={t`Import`}>
      <Tabs
        label={t`Import`}
        items={[
          { id: "new", label: t`New import`, content: <Wizard initialKind={asked} /> },
          { id: "done", label: t`Done before`, content: <Records /> },
        ]}
      />
    </PanelFrame>
  );
}

function Records() {
  const { t } = useLingui();
  const columns = useRecordColumns();
  const imports = useGet<Page<ImportRecord>>("/imports", { query: { limit: 200 } });
  return (
    <QueryView query={imports}>
      {(page) => (
        <div className="qd-table-box">
          <DataTable
            label={t`Imports`}
            rows={page.items}
            columns={columns}
            rowKey={(r) => r.id}
            storageKey="imports"
            empty={
              <EmptyState
                title={t`No imports yet`}
                text={t`Files that were taken in are listed here with their counts.`}
              />
            }
          />
        </div>
      )}
    </QueryView>
  );
}
