//! Losses that are worth taking: the books and prices as harvesting is asked with them.

use std::collections::BTreeMap;

use chrono::Days;
use model::{id::InstrumentId, instrument::Instrument};
use portfolio::books::OpenLot;
use rebalance::harvest::{
    HarvestInstrument, HarvestRequest, HarvestTerms, HouseholdAccount, IdentityKeys, ReplacementUniverse, ReturnSeries,
    harvest,
};
use rust_decimal::Decimal;
use tax::DecimalRates;

use super::{
    HarvestView, Law,
    household::{Accounts, Kinds, bought_without_lot, received, sold_at_a_loss},
    lots::tax_lots,
    profile::TaxProfile,
    refused,
};
use crate::{
    error::{Error, Result},
    folded::Folded,
};

/// Returns that replacements are compared by: about three years of days.
const DAYS: usize = 756;
/// Fewest common ones on which a comparison rests: about half a year.
const FEWEST: usize = 126;
/// Replacements named for each instrument.
const MOST: usize = 5;

pub(super) fn view(state: &Folded, profile: &TaxProfile, law: Law) -> Result<HarvestView> {
    let rates: DecimalRates = profile.rates.or(law.highest).ok_or_else(|| {
        Error::field(
            "rates",
            "tax_rates_missing",
            "there are no rates of this place; enter your own in the tax profile",
        )
    })?;
    let accounts = Accounts::of(state);
    let lots: Vec<OpenLot> =
        state.books.lots.iter().filter(|l| accounts.get(l.lot.account_id).is_some()).cloned().collect();
    let tax_lots = tax_lots(state, profile).map_err(|e| refused(&e))?;
    let took = tax_lots.into_iter().filter(|(_, lot)| !lot.basis_added.is_zero());
    let added = took.map(|(key, lot)| (key, lot.parts)).collect();
    let prices = prices(state);
    let household: Vec<HouseholdAccount> = state.accounts.iter().map(of_household).collect();
    let instruments: Vec<HarvestInstrument> = state.instruments.iter().map(identified).collect();
    let first = law.repurchase.map_or(state.today, |rule| {
        state.today.checked_sub_days(Days::new(u64::from(rule.window.days_before))).unwrap_or(state.today)
    });
    let last = law.repurchase.map_or(state.today, |rule| rule.window.purchase_blocked_until(state.today));
    let kinds = Kinds::of(state);
    let purchases = bought_without_lot(state, &accounts, &kinds, first..=last);
    let received = received(state, &kinds);
    let loss_sales = sold_at_a_loss(state, &accounts, first);
    let returns = returns(state);
    let report = harvest(&HarvestRequest {
        today: state.today,
        lots: &lots,
        added: &added,
        received: &received,
        prices: &prices,
        accounts: &household,
        instruments: &instruments,
        purchases: &purchases,
        loss_sales: &loss_sales,
        rules: law.rules,
        repurchase: law.repurchase,
        terms: HarvestTerms {
            rates,
            later_tax_share: profile.later_tax_share.unwrap_or(Decimal::new(8, 1)),
            cost_rate: profile.cost_rate.unwrap_or_default(),
            min_loss: profile.min_loss.unwrap_or_default(),
        },
        universe: Some(ReplacementUniverse { returns: &returns, factors: &[], min_observations: FEWEST, most: MOST }),
    });
    let report = report.map_err(|e| Error::field(e.field(), e.code(), e.to_string()))?;
    Ok(HarvestView {
        today: state.today,
        base_currency: state.settings.base_currency,
        rules: law.name,
        note: law.note,
        report,
    })
}

/// Base-currency value of one unit of what is held.
fn prices(state: &Folded) -> BTreeMap<InstrumentId, Decimal> {
    let worth = |id: InstrumentId| {
        let terms = &state.instrument(id)?.fields;
        let price = state.history.price_at(id, state.today)?.price.checked_mul(terms.multiplier)?;
        Some((id, state.fx.convert(price, terms.currency, state.settings.base_currency, state.today).ok()?))
    };
    state.held().into_iter().filter_map(worth).collect()
}

fn of_household(account: &model::account::Account) -> HouseholdAccount {
    HouseholdAccount {
        id: account.id,
        name: account.fields.name.clone(),
        owner: account.fields.owner.clone().unwrap_or_default(),
        kind: account.fields.kind,
    }
}

fn identified(instrument: &Instrument) -> HarvestInstrument {
    let identity = IdentityKeys { isin: instrument.fields.isin.clone(), ..IdentityKeys::default() };
    HarvestInstrument { id: instrument.id, symbol: instrument.fields.symbol.clone(), identity }
}

/// Daily returns of the instruments that have prices on most of the last days of any of them: one with a short history would
/// leave too few common days to find factors in.
fn returns(state: &Folded) -> Vec<ReturnSeries> {
    let points = |i: &Instrument| state.history.points(i.id);
    let mut days: Vec<_> =
        state.instruments.iter().flat_map(points).map(|p| p.0).filter(|d| *d <= state.today).collect();
    days.sort_unstable();
    days.dedup();
    let days = days.split_off(days.len().saturating_sub(DAYS + 1));
    let series = |i: &Instrument| {
        let points = state.history.points(i.id);
        let on = |day: &chrono::NaiveDate| points.binary_search_by_key(day, |p| p.0).ok().map(|at| points[at].1);
        let closes: Vec<Option<f64>> = days.iter().map(on).collect();
        let change = |pair: &[Option<f64>]| Some(pair[1]? / pair[0].filter(|before| *before > 0.0)? - 1.0);
        ReturnSeries { instrument_id: i.id, returns: closes.windows(2).map(change).collect() }
    };
    let whole =
        |s: &ReturnSeries| s.returns.iter().flatten().count() * 10 >= s.returns.len() * 9 && !s.returns.is_empty();
    state.instruments.iter().map(series).filter(whole).collect()
}
