// Open lots as the tax sees them: their cost with the losses that wash sales moved onto them, and since when they count as held.
import { useLingui } from "@lingui/react/macro";

import { QueryView } from "@/api/QueryView";
import { useGet } from "@/api/queries";
import { DataTable } from "@/ui/DataTable";
import { useTaxLotColumns } from "./columns";
import { type TaxLots } from "./types";

export function LotsTab() {
  const { t } = useLingui();
  const columns = useTaxLotColumns();
  const query = useGet<TaxLots>("/taxes/lots");
  return (
    <QueryView query={query}>
      {(data) => (
        <div className="qd-stack">
          <p className="qd-small qd-dim">
            {data.rules === null
              ? t`No law is chosen: lots cost what the books say.`
              : t`By the rules of ${data.rules}: a loss that did not count is part of the cost of what replaced it, and the time for which that had been held is added.`}
          </p>
          <div className="qd-taxes-table">
            <DataTable
              label={t`Open lots`}
              rows={data.lots}
              columns={columns}
              rowKey={(lot) => `${lot.account_id} ${lot.lot_id}`}
              storageKey="tax-lots"
              empty={t`No lot is open in a taxable account.`}
            />
          </div>
        </div>
      )}
    </QueryView>
  );
}
