//! Cash of the accounts by currency, and what must be exchanged so that none is owed.

use std::collections::BTreeMap;

use model::currency::Currency;
use rust_decimal::{Decimal, RoundingStrategy};

use super::PLACES;
use crate::household::Household;
use crate::plan::{AccountAfter, CurrencyCash, PlannedTrade, Side};

/// Every account with its cash.
pub(super) fn accounts(household: &Household<'_>, trades: &[PlannedTrade]) -> Vec<AccountAfter> {
    let request = household.request;
    let base = request.base_currency;
    let rate = |currency: Currency| if currency == base { Decimal::ONE } else { request.rates[&currency] };
    let of_account = |(account, purse): (&crate::HouseholdAccount, &crate::household::Purse)| {
        let mut cash: BTreeMap<Currency, CurrencyCash> = BTreeMap::new();
        entry(&mut cash, base).before += account.flow;
        for (currency, amount) in &account.cash {
            entry(&mut cash, *currency).before += *amount;
        }
        for trade in trades.iter().filter(|trade| trade.account == account.id) {
            let local = trade.units * trade.price;
            let spread = local * request.instruments[&trade.instrument].half_spread;
            let signed = match trade.side {
                Side::Sell => local - spread,
                Side::Buy => -local - spread,
            };
            entry(&mut cash, trade.currency).traded += signed;
            entry(&mut cash, base).traded -= trade.commission;
        }
        exchange(&mut cash, base, &rate);
        let currencies: Vec<CurrencyCash> = cash.values().map(finished).collect();
        let after = currencies.iter().map(|cash| cash.after * rate(cash.currency)).sum::<Decimal>();
        AccountAfter {
            account: account.id.clone(),
            cash_before: purse.cash.normalize(),
            cash_after: after.normalize(),
            currencies,
        }
    };
    request.accounts.iter().zip(&household.accounts).map(of_account).collect()
}

fn entry(cash: &mut BTreeMap<Currency, CurrencyCash>, currency: Currency) -> &mut CurrencyCash {
    cash.entry(currency).or_insert(CurrencyCash {
        currency,
        before: Decimal::ZERO,
        traded: Decimal::ZERO,
        exchanged: Decimal::ZERO,
        after: Decimal::ZERO,
    })
}

fn left(cash: &CurrencyCash) -> Decimal {
    cash.before + cash.traded + cash.exchanged
}

/// What purchases overdraw is exchanged out of the base currency, and what that lacks out of the others. A debt from before stays.
fn exchange(cash: &mut BTreeMap<Currency, CurrencyCash>, base: Currency, rate: &dyn Fn(Currency) -> Decimal) {
    let foreign: Vec<Currency> = cash.keys().copied().filter(|currency| *currency != base).collect();
    for currency in &foreign {
        let owed = (-left(&cash[currency])).min(-cash[currency].traded);
        if owed > Decimal::ZERO {
            entry(cash, *currency).exchanged += owed;
            entry(cash, base).exchanged -= owed * rate(*currency);
        }
    }
    for currency in &foreign {
        let owed = -left(&cash[&base]);
        let there = left(&cash[currency]);
        if owed <= Decimal::ZERO || there <= Decimal::ZERO {
            continue;
        }
        let wanted = (owed / rate(*currency)).round_dp_with_strategy(PLACES, RoundingStrategy::AwayFromZero);
        let taken = wanted.min(there);
        entry(cash, *currency).exchanged -= taken;
        entry(cash, base).exchanged += taken * rate(*currency);
    }
}

fn finished(cash: &CurrencyCash) -> CurrencyCash {
    CurrencyCash {
        after: left(cash).normalize(),
        before: cash.before.normalize(),
        traded: cash.traded.normalize(),
        exchanged: cash.exchanged.normalize(),
        currency: cash.currency,
    }
}
