// Which accounts are rebalanced together, and what flows into or out of them.
import { useLingui } from "@lingui/react/macro";

import { ACCOUNT_KIND } from "@/api/labels";
import { useAccounts } from "@/api/pickers";
import { type Account } from "@/api/types";
import { useDisplay } from "@/ui/display";
import { DecimalInput } from "@/ui/fields/DecimalInput";
import { Checkbox } from "@/ui/fields/Toggle";
import { useSlice } from "@/ui/useSlice";
import { type Draft } from "./draft";
import { Fold } from "./fold";
import { type Session } from "./session";

/** The accounts that are rebalanced: the chosen ones, or all with real money. */
export function chosenIds(draft: Pick<Draft, "accountIds">, accounts: readonly Account[]): string[] {
  if (draft.accountIds.length > 0) return [...draft.accountIds];
  return accounts.filter(({ kind }) => kind !== "paper").map(({ id }) => id);
}

/** The choice after one account went in or out; all real ones are said as none, which follows new accounts. */
export function afterToggle(draft: Draft, accounts: readonly Account[], id: string): Draft {
  const chosen = chosenIds(draft, accounts);
  const next = chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id];
  if (next.length === 0) return draft;
  const real = chosenIds({ accountIds: [] }, accounts);
  const isAll = next.length === real.length && real.every((other) => next.includes(other));
  const flows = Object.fromEntries(Object.entries(draft.flows).filter(([account]) => next.includes(account)));
  return { ...draft, accountIds: isAll ? [] : next, flows };
}

export function AccountsFold({ session }: { session: Session }) {
  const { t, i18n } = useLingui();
  const { baseCurrency } = useDisplay();
  const accounts = useAccounts();
  const draft = useSlice(session.history, (history) => history.present);
  const all = accounts.data ?? [];
  const chosen = chosenIds(draft, all);
  const flows = Object.values(draft.flows).filter((amount) => Number(amount) !== 0).length;
  const names =
    draft.accountIds.length === 0
      ? t`all real ones (${chosen.length})`
      : all
          .filter(({ id }) => chosen.includes(id))
          .map(({ name }) => name)
          .join(", ");
  return (
    <Fold id="accounts" title={t`Accounts and cash flows`} note={flows > 0 ? t`${names}, with cash flows` : names}>
      <div className="qd-rb-accounts">
        {all.map(({ id, name, kind }) => {
          const isIn = chosen.includes(id);
          return (
            <div key={id} className="qd-rb-account">
              <Checkbox
                label={name}
                description={i18n._(ACCOUNT_KIND[kind])}
                value={isIn}
                onChange={() => session.edit((now) => afterToggle(now, all, id))}
              />
              <DecimalInput
                label={t`Cash flow of ${name}`}
                unit={baseCurrency}
                isDisabled={!isIn}
                value={draft.flows[id] ?? null}
                onChange={(amount) =>
                  session.edit((now) => {
                    const others = Object.entries(now.flows).filter(([account]) => account !== id);
                    return { ...now, flows: Object.fromEntries(amount === null ? others : [...others, [id, amount]]) };
                  }, `flow ${id}`)
                }
              />
            </div>
          );
        })}
      </div>
      <p className="qd-small qd-dim">
        {t`A cash flow above zero comes in to be invested, beside the cash that is there; below zero it is paid out. At least one account stays chosen; real and paper accounts do not mix.`}
      </p>
    </Fold>
  );
}
