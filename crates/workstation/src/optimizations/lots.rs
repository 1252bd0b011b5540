//! Tax lots out of the books: open lots with their cost, today's prices, and the trades that a wash-sale window looks back on.

use std::collections::{BTreeMap, BTreeSet};

use ::optimize::{AssetDay, TaxLot, TaxLots};
use chrono::{Days, NaiveDate};
use model::{
    account::AccountKind,
    id::{AccountId, InstrumentId},
};
use portfolio::{books::OpenLot, unknown::Unknown};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::questions::LotsQuestion;
use crate::{
    error::{Error, Result},
    folded::Folded,
    optimizations::UniverseAsset,
};

/// What the optimizer is told of lots. Prices, costs and cash are in the base currency.
///
/// # Errors
/// Names the instrument whose price, rate or cost is unknown, or which is held short; or the account that is not taxed as gains
/// come.
pub(super) fn tax_lots(state: &Folded, assets: &[UniverseAsset], asked: &LotsQuestion) -> Result<TaxLots> {
    let accounts = accounts(state, &asked.account_ids)?;
    let by_id: BTreeMap<InstrumentId, &UniverseAsset> =
        assets.iter().map(|asset| (asset.instrument_id, asset)).collect();
    let prices = assets.iter().map(|asset| Ok((asset.symbol.clone(), price(state, asset)?))).collect::<Result<_>>()?;
    let mut lots = Vec::new();
    for open in state.books.lots.iter().filter(|open| accounts.contains(&open.lot.account_id)) {
        if let Some(asset) = by_id.get(&open.lot.instrument_id) {
            lots.push(lot(state, open, asset)?);
        }
    }
    let (recent_purchases, recent_loss_sales) = recent(state, &by_id, &accounts, asked)?;
    Ok(TaxLots {
        date: state.today,
        prices,
        cash: if asked.include_cash { cash(state, &accounts)? } else { 0.0 },
        lots,
        jurisdiction: asked.jurisdiction,
        rules: None,
        rates: asked.rates,
        deferral: asked.deferral,
        recent_purchases,
        recent_loss_sales,
        max_nodes: asked.max_nodes,
    })
}

fn wrong(code: &'static str, message: String) -> Error {
    Error::field("lots", code, message)
}

fn is_taxed(kind: AccountKind) -> bool {
    match kind {
        AccountKind::Taxable | AccountKind::Paper => true,
        AccountKind::TaxDeferred | AccountKind::TaxFree => false,
    }
}

/// The accounts asked for, or all that are taxed as gains come.
fn accounts(state: &Folded, asked: &[AccountId]) -> Result<BTreeSet<AccountId>> {
    if asked.is_empty() {
        return Ok(state.accounts.iter().filter(|a| is_taxed(a.fields.kind)).map(|a| a.id).collect());
    }
    for id in asked {
        let account = state.accounts.iter().find(|a| a.id == *id).ok_or_else(|| Error::not_found("account", id))?;
        if !is_taxed(account.fields.kind) {
            let message = format!(
                "the account {} is {}: a sale there is not taxed when it is made; leave the account out",
                account.fields.name,
                account.fields.kind.as_str().replace('_', "-")
            );
            return Err(Error::field("lots.account_ids", "account_not_taxed", message));
        }
    }
    Ok(asked.iter().copied().collect())
}

fn price(state: &Folded, asset: &UniverseAsset) -> Result<f64> {
    asset.last_price.filter(|price| *price > 0.0).ok_or_else(|| {
        let rate = state.fx.rate(asset.currency, state.settings.base_currency, state.today);
        let reason =
            rate.err().unwrap_or_else(|| Unknown::price(asset.instrument_id, &asset.symbol, state.today)).message;
        wrong("price_unknown", format!("the price of {} in the base currency is unknown: {reason}", asset.symbol))
    })
}

fn lot(state: &Folded, open: &OpenLot, asset: &UniverseAsset) -> Result<TaxLot> {
    let (lot, symbol) = (&open.lot, &asset.symbol);
    if lot.quantity <= Decimal::ZERO {
        let message = format!(
            "{symbol} is sold short, and short lots are not optimized; leave the instrument or its account out"
        );
        return Err(wrong("short_lot", message));
    }
    let unit_cost = lot.cost_base.and_then(|cost| cost.checked_div(lot.quantity)).and_then(|cost| cost.to_f64());
    let (Some(unit_cost), Some(quantity)) = (unit_cost, lot.quantity.to_f64()) else {
        let rate = state.fx.rate(lot.cost.currency, state.settings.base_currency, lot.opened_on);
        let reason = rate.err().map_or_else(|| "its cost cannot be converted".to_owned(), |unknown| unknown.message);
        let message = format!("the cost of the lot of {symbol} of {} is unknown: {reason}", lot.opened_on);
        return Err(wrong("cost_unknown", message));
    };
    Ok(TaxLot {
        id: lot.id.to_string(),
        asset: symbol.clone(),
        quantity,
        unit_cost,
        acquired: lot.opened_on,
        locked: false,
    })
}

/// Cash of the accounts.
fn cash(state: &Folded, accounts: &BTreeSet<AccountId>) -> Result<f64> {
    let base = state.settings.base_currency;
    let mut sum = Decimal::ZERO;
    for balance in state.books.cash_balances(None).iter().filter(|balance| accounts.contains(&balance.account_id)) {
        let worth = state.fx.convert(balance.amount, balance.currency, base, state.today);
        let worth = worth.map_err(|unknown| {
            wrong("rate_unknown", format!("the cash in {} cannot be counted: {}", balance.currency, unknown.message))
        })?;
        sum += worth;
    }
    sum.to_f64().ok_or(Error::Broken { what: "the sum of the cash" })
}

/// Purchases that the lots do not show, and sales at a loss, within the days that a wash-sale window looks back.
fn recent(
    state: &Folded,
    assets: &BTreeMap<InstrumentId, &UniverseAsset>,
    accounts: &BTreeSet<AccountId>,
    asked: &LotsQuestion,
) -> Result<(Vec<AssetDay>, Vec<AssetDay>)> {
    let Some(window) = asked.jurisdiction.rules().wash_sale_window else { return Ok((Vec::new(), Vec::new())) };
    let look_back = Days::new(window.days_before.max(window.days_after).into());
    let from = state.today.checked_sub_days(look_back).unwrap_or(state.today);
    let symbol = |id: &InstrumentId| assets.get(id).map(|asset| asset.symbol.clone());
    let mut purchases: BTreeSet<(String, NaiveDate)> = BTreeSet::new();
    // A purchase counts in whichever account it was made.
    let elsewhere = state.books.lots.iter().filter(|open| !accounts.contains(&open.lot.account_id));
    let bought = elsewhere.map(|open| (open.lot.instrument_id, open.lot.opened_on));
    let gone = state.books.realized.iter().map(|gain| (gain.instrument_id, gain.opened_on));
    purchases
        .extend(bought.chain(gone).filter(|(_, day)| *day >= from).filter_map(|(id, day)| Some((symbol(&id)?, day))));
    let mut losses: BTreeSet<(String, NaiveDate)> = BTreeSet::new();
    let taxed = |id: AccountId| state.accounts.iter().any(|a| a.id == id && is_taxed(a.fields.kind));
    for sale in state.books.realized.iter().filter(|sale| sale.closed_on >= from && taxed(sale.account_id)) {
        let Some(symbol) = symbol(&sale.instrument_id) else { continue };
        let Some(gain) = sale.gain_base.or(sale.gain) else {
            let message = format!(
                "whether {symbol} was sold at a loss on {} is unknown, because a rate is missing; import the rates of that day",
                sale.closed_on
            );
            return Err(wrong("gain_unknown", message));
        };
        if gain < Decimal::ZERO {
            losses.insert((symbol, sale.closed_on));
        }
    }
    let days =
        |set: BTreeSet<(String, NaiveDate)>| set.into_iter().map(|(asset, date)| AssetDay { asset, date }).collect();
    Ok((days(purchases), days(losses)))
}
