//! Rates of a run: from each currency to that of the account, by day.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use execution::engine::DatedRate;
use model::{currency::Currency, instrument::Instrument, time::Timestamp};
use portfolio::fx::FxTable;
use rust_decimal::Decimal;

use crate::{
    error::Result,
    folded::{self, Ledger},
    workspace::Workspace,
};

/// Rates to the currency of the account.
pub(super) struct Rates {
    table: FxTable,
    pub(super) to: Currency,
}

impl Rates {
    pub(super) async fn read<'a>(
        ws: &Workspace,
        ledger: &Ledger,
        to: Currency,
        of: impl Iterator<Item = &'a Instrument>,
    ) -> Result<Self> {
        let mut currencies = BTreeSet::from([to, ledger.settings.base_currency, Currency::EUR, Currency::USD]);
        currencies.extend(of.map(|instrument| instrument.fields.currency));
        Ok(Self { table: folded::load_fx(ws, &currencies, None).await?, to })
    }

    pub(super) fn at(&self, currency: Currency, day: NaiveDate) -> Option<Decimal> {
        self.table.rate(currency, self.to, day).ok().map(|used| used.rate)
    }

    /// Rates of currencies from the day on which each was another. Within a day a rate counts from the day after, because it is published in
    /// the afternoon.
    pub(super) fn dated(
        &self,
        currencies: impl Iterator<Item = Currency>,
        (from, to): (NaiveDate, NaiveDate),
        within_days: bool,
    ) -> Vec<DatedRate> {
        let mut found = Vec::new();
        for currency in currencies.filter(|currency| *currency != self.to).collect::<BTreeSet<_>>() {
            let mut before = None;
            for day in from.iter_days().take_while(|day| *day <= to) {
                let known = if within_days { day.pred_opt().unwrap_or(day) } else { day };
                let rate = self.at(currency, known);
                if before != Some(rate) {
                    found.push(DatedRate { at: Timestamp::from_date(day), currency, rate });
                    before = Some(rate);
                }
            }
        }
        found.sort_by_key(|dated| dated.at);
        found
    }
}
