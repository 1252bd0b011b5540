// Accounts: list, create, change, delete.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { useAccounts } from "@/api/pickers";
import { QueryView } from "@/api/QueryView";
import { type Account, type AccountFields } from "@/api/types";
import { useBooks } from "@/api/useBooks";
import { Button } from "@/ui/Button";
import { DataTable } from "@/ui/DataTable";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { useAccountColumns } from "./columns";
import { AccountForm } from "./form";

export default function AccountsPanel() {
  const { t } = useLingui();
  const accounts = useAccounts();
  const columns = useAccountColumns();
  const { remove } = useBooks<AccountFields, Account>("/accounts");
  const [edited, setEdited] = useState<Account | "new" | null>(null);
  const add = { label: t`New account`, onPress: () => setEdited("new") };
  return (
    <PanelFrame label={t`Accounts`} isFlush>
      <QueryView query={accounts}>
        {(rows) => (
          <DataTable
            label={t`Accounts`}
            rows={rows}
            columns={columns}
            rowKey={(a) => a.id}
            storageKey="accounts"
            onOpen={setEdited}
            isFilterable={rows.length > 8}
            toolbar={
              <Button icon="plus" size="small" onPress={add.onPress}>
                {add.label}
              </Button>
            }
            rowActions={(a) => [
              { id: "edit", label: t`Change`, onAction: () => setEdited(a) },
              {
                id: "delete",
                label: t`Delete`,
                isDanger: true,
                onAction: () => void remove(a.id, t`Account “${a.name}” deleted`),
              },
            ]}
            empty={
              <EmptyState
                title={t`No accounts yet`}
                text={t`An account holds your positions and cash at one bank or broker.`}
                action={add}
              />
            }
          />
        )}
      </QueryView>
      {edited ? <AccountForm account={edited === "new" ? null : edited} onClose={() => setEdited(null)} /> : null}
    </PanelFrame>
  );
}
