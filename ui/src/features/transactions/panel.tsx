// Transactions: list with filters, create, change, delete.
import { useState } from "react";
import { useLingui } from "@lingui/react/macro";

import { TRANSACTION_KIND } from "@/api/labels";
import { useAccounts, useInstruments } from "@/api/pickers";
import { useGet } from "@/api/queries";
import { type Transaction, type TransactionFields, type Workspace } from "@/api/types";
import { useBooks } from "@/api/useBooks";
import { WindowTable } from "@/api/WindowTable";
import { Button } from "@/ui/Button";
import { useFormat } from "@/ui/display";
import { type PanelProps, useHost, useLinkedInstrument } from "@/ui/host";
import { PanelFrame } from "@/ui/PanelFrame";
import { EmptyState } from "@/ui/states";
import { useTransactionColumns } from "./columns";
import { Filters, type TransactionFilters } from "./filters";
import { TransactionForm } from "./form";

export default function TransactionsPanel({ params }: PanelProps) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const host = useHost();
  const [, follow] = useLinkedInstrument();
  const [filters, setFilters] = useState<TransactionFilters>({
    account_id: params["account_id"] ?? null,
    instrument_id: params["instrument_id"] ?? null,
    kind: null,
    from: null,
    to: null,
  });
  const workspace = useGet<Workspace>("/workspace");
  const accounts = useAccounts();
  const instruments = useInstruments();
  const columns = useTransactionColumns();
  const { remove } = useBooks<TransactionFields, Transaction>("/transactions");
  const [current, setCurrent] = useState<string | null>(params["transaction_id"] ?? null);
  const [edited, setEdited] = useState<Transaction | "new" | null>(null);
  const hasAccounts = (accounts.data ?? []).length > 0;
  const describe = (x: Transaction): string => {
    const what = i18n._(TRANSACTION_KIND[x.kind]);
    const day = format.date(x.trade_date);
    return t`${what} of ${day} deleted`;
  };
  return (
    <PanelFrame label={t`Transactions`} isFlush>
      <WindowTable<Transaction>
        label={t`Transactions`}
        path="/transactions/window"
        query={filters}
        columns={columns}
        rowKey={(x) => x.id}
        storageKey="transactions"
        initialSort={[{ id: "trade_date", desc: true }]}
        find={params["transaction_id"] ?? null}
        onOpen={setEdited}
        selectedKey={current}
        onSelect={(x) => {
          setCurrent(x.id);
          if (x.instrument_id) follow(x.instrument_id);
        }}
        toolbar={
          <>
            <Button icon="plus" size="small" isDisabled={!hasAccounts} onPress={() => setEdited("new")}>
              {t`New transaction`}
            </Button>
            <Filters value={filters} onChange={setFilters} hasAccounts={(accounts.data ?? []).length > 1} />
          </>
        }
        rowActions={(x) => [
          { id: "edit", label: t`Change`, onAction: () => setEdited(x) },
          {
            id: "history",
            label: t`Change history`,
            onAction: () => host.openPanel("changes", { object_id: x.id }),
          },
          {
            id: "delete",
            label: t`Delete`,
            isDanger: true,
            startsGroup: true,
            onAction: () => void remove(x.id, describe(x)),
          },
        ]}
        empty={
          hasAccounts ? (
            <EmptyState
              title={t`No transactions yet`}
              text={t`Buys, sells, dividends, deposits: what moved units or cash.`}
              action={{ label: t`Import a file`, onPress: () => host.openPanel("imports") }}
            />
          ) : (
            <EmptyState
              title={t`No account yet`}
              text={t`A transaction belongs to an account. Create one first, or import a file, which can create it.`}
              action={{ label: t`Open accounts`, onPress: () => host.openPanel("accounts") }}
            />
          )
        }
      />
      {edited ? (
        <TransactionForm
          transaction={edited === "new" ? null : edited}
          accounts={accounts.data ?? []}
          instruments={instruments.data ?? []}
          today={workspace.data?.today ?? ""}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </PanelFrame>
  );
}
