//! Names looked up, prices converted, cash counted.

use std::collections::{HashMap, HashSet};

use model::account::AccountKind;
use model::currency::Currency;
use rust_decimal::Decimal;

use super::{Purse, float};
use crate::targets::{Flattened, RowKind};
use crate::{RebalanceError, RebalanceRequest};

/// The request's names and amounts in the base currency.
pub(super) struct Tables<'a> {
    pub(super) names: Vec<&'a str>,
    pub(super) position: HashMap<&'a str, usize>,
    pub(super) account_position: HashMap<&'a str, usize>,
    /// Price of a unit in the base currency; `None` for what is neither held nor wanted and has none.
    pub(super) prices: Vec<Option<Decimal>>,
    pub(super) is_held: Vec<bool>,
    pub(super) accounts: Vec<Purse>,
}

/// Largest amount of money, number of units, and price or rate. Products of them stay within 28 digits.
fn largest() -> (Decimal, Decimal, Decimal) {
    (Decimal::from(1_000_000_000_000_000_i64), Decimal::from(1_000_000_000_000_i64), Decimal::from(1_000_000_000_i64))
}

/// Refuses amounts that sums and products could not hold.
fn check_sizes(request: &RebalanceRequest) -> Result<(), RebalanceError> {
    let (money, units, price) = largest();
    let within = |value: Decimal, most: Decimal, what: String| {
        if value.abs() > most { Err(RebalanceError::Overflow { what }) } else { Ok(()) }
    };
    for lot in &request.lots {
        within(lot.quantity, units, format!("lot {}", lot.id))?;
        within(lot.cost_base.unwrap_or_default(), money, format!("the cost of lot {}", lot.id))?;
    }
    for (name, instrument) in &request.instruments {
        within(instrument.price.unwrap_or_default(), price, format!("the price of {name}"))?;
        within(instrument.lot_size.unwrap_or_default(), units, format!("the lot size of {name}"))?;
    }
    for account in &request.accounts {
        let amounts = [account.commission, account.flow, account.cash_minimum];
        for amount in amounts.iter().chain(account.cash.values()) {
            within(*amount, money, format!("an amount of {}", account.id))?;
        }
    }
    for (currency, rate) in &request.rates {
        within(*rate, price, format!("the rate of {currency}"))?;
    }
    for (name, smallest) in [("minimum_trade", request.minimum_trade), ("cash_buffer", request.cash_buffer)] {
        within(smallest.amount, money, name.to_owned())?;
    }
    Ok(())
}

impl<'a> Tables<'a> {
    pub(super) fn open(request: &'a RebalanceRequest, target: &Flattened) -> Result<Self, RebalanceError> {
        check_sizes(request)?;
        let names: Vec<&str> = request.instruments.keys().map(String::as_str).collect();
        let position: HashMap<&str, usize> = names.iter().enumerate().map(|(i, name)| (*name, i)).collect();
        let mut account_position = HashMap::new();
        for (a, account) in request.accounts.iter().enumerate() {
            if account_position.insert(account.id.as_str(), a).is_some() {
                return Err(RebalanceError::Repeated { what: "account", name: account.id.clone() });
            }
        }
        check_names(request, target, &position, &account_position)?;
        check_kinds(request)?;
        let mut is_held = vec![false; names.len()];
        for lot in &request.lots {
            is_held[position[lot.instrument.as_str()]] = true;
        }
        let wanted: HashSet<&str> =
            target.rows.iter().filter(|row| row.kind == RowKind::Instrument).map(|row| row.name.as_str()).collect();
        let mut prices = Vec::with_capacity(names.len());
        for (i, name) in names.iter().enumerate() {
            prices.push(price(request, name, is_held[i] || wanted.contains(name))?);
        }
        let accounts = request.accounts.iter().map(|account| purse(request, account)).collect::<Result<_, _>>()?;
        Ok(Self { names, position, account_position, prices, is_held, accounts })
    }

    /// Market value of each instrument.
    pub(super) fn values(&self, request: &RebalanceRequest) -> Result<Vec<Decimal>, RebalanceError> {
        let mut values = vec![Decimal::ZERO; self.names.len()];
        for lot in &request.lots {
            let i = self.position[lot.instrument.as_str()];
            let amount = self.prices[i].and_then(|price| price.checked_mul(lot.quantity));
            values[i] = amount
                .and_then(|amount| values[i].checked_add(amount))
                .ok_or_else(|| RebalanceError::Overflow { what: format!("the value of {}", lot.instrument) })?;
        }
        Ok(values)
    }

    /// Value of everything with its cash.
    pub(super) fn value(&self, values: &[Decimal]) -> Result<Decimal, RebalanceError> {
        let amounts = values.iter().copied().chain(self.accounts.iter().map(|account| account.cash));
        amounts
            .into_iter()
            .try_fold(Decimal::ZERO, Decimal::checked_add)
            .filter(|sum| sum.abs() <= largest().0)
            .ok_or_else(|| RebalanceError::Overflow { what: "the value of the household".to_owned() })
    }
}

/// Units of the base currency for one of `currency`.
fn rate(request: &RebalanceRequest, currency: Currency) -> Result<Decimal, RebalanceError> {
    if currency == request.base_currency {
        return Ok(Decimal::ONE);
    }
    match request.rates.get(&currency) {
        Some(rate) if *rate > Decimal::ZERO => Ok(*rate),
        Some(rate) => {
            Err(RebalanceError::field(format!("rates.{currency}"), format!("{rate}; a rate must be above zero")))
        }
        None => Err(RebalanceError::RateMissing { currency, base: request.base_currency }),
    }
}

fn price(request: &RebalanceRequest, name: &str, is_needed: bool) -> Result<Option<Decimal>, RebalanceError> {
    let instrument = &request.instruments[name];
    let field = |what: &str| format!("instruments.{name}.{what}");
    if instrument.half_spread < Decimal::ZERO || instrument.half_spread >= Decimal::ONE {
        let problem = format!("{}; give a part of the price, such as 0.0005", instrument.half_spread);
        return Err(RebalanceError::field(field("half_spread"), problem));
    }
    if let Some(size) = instrument.lot_size.filter(|size| *size <= Decimal::ZERO) {
        return Err(RebalanceError::field(field("lot_size"), format!("{size}; it must be above zero")));
    }
    let drag = instrument.tax_drag;
    if [drag.taxable, drag.tax_deferred, drag.tax_free].iter().any(|part| !(0.0..=1.0).contains(part)) {
        return Err(RebalanceError::field(field("tax_drag"), "give parts of the value a year between 0 and 1"));
    }
    match instrument.price {
        None if is_needed => Err(RebalanceError::PriceMissing { instrument: name.to_owned() }),
        None => Ok(None),
        Some(price) if price <= Decimal::ZERO => {
            let problem =
                format!("{price}; a price must be above zero to trade at: write a worthless position off in the books");
            Err(RebalanceError::field(field("price"), problem))
        }
        Some(price) => {
            let rate = rate(request, instrument.currency)?;
            let base = price.checked_mul(rate);
            base.map(Some).ok_or_else(|| RebalanceError::Overflow { what: format!("the price of {name}") })
        }
    }
}

fn purse(request: &RebalanceRequest, account: &crate::HouseholdAccount) -> Result<Purse, RebalanceError> {
    let field = |what: &str| format!("accounts.{}.{what}", account.id);
    for (what, amount) in [("commission", account.commission), ("cash_minimum", account.cash_minimum)] {
        if amount < Decimal::ZERO {
            return Err(RebalanceError::field(field(what), format!("{amount}; give zero or more")));
        }
    }
    let mut cash = account.flow;
    for (currency, amount) in &account.cash {
        let converted = amount.checked_mul(rate(request, *currency)?);
        cash = converted
            .and_then(|amount| cash.checked_add(amount))
            .ok_or_else(|| RebalanceError::Overflow { what: format!("the cash of {}", account.id) })?;
    }
    let (need, commission) = (account.cash_minimum, float(account.commission));
    Ok(Purse { cash, need, cash_now: float(cash), cash_least: float(need), slots: Vec::new(), commission })
}

fn check_names(
    request: &RebalanceRequest,
    target: &Flattened,
    instruments: &HashMap<&str, usize>,
    accounts: &HashMap<&str, usize>,
) -> Result<(), RebalanceError> {
    let unknown = |what: &'static str, name: &str, used_by: String| {
        Err(RebalanceError::UnknownName { what, name: name.to_owned(), used_by })
    };
    if accounts.is_empty() {
        return Err(RebalanceError::field("accounts", "empty; give at least one account"));
    }
    for row in target.rows.iter().filter(|row| row.kind == RowKind::Instrument) {
        if !instruments.contains_key(row.name.as_str()) {
            return unknown("instrument", &row.name, "the target".to_owned());
        }
    }
    let mut lots = HashSet::new();
    for lot in &request.lots {
        if !lots.insert(lot.id.as_str()) {
            return Err(RebalanceError::Repeated { what: "lot", name: lot.id.clone() });
        }
        if !instruments.contains_key(lot.instrument.as_str()) {
            return unknown("instrument", &lot.instrument, format!("lot {}", lot.id));
        }
        if !accounts.contains_key(lot.account.as_str()) {
            return unknown("account", &lot.account, format!("lot {}", lot.id));
        }
        if lot.quantity < Decimal::ZERO {
            let (lot, instrument, quantity) = (lot.id.clone(), lot.instrument.clone(), lot.quantity);
            return Err(RebalanceError::Oversold { lot, instrument, quantity });
        }
        if lot.quantity.is_zero() {
            return Err(RebalanceError::field(format!("lots.{}.quantity", lot.id), "0; leave closed lots out"));
        }
        if lot.opened_on > request.date {
            let problem =
                format!("{} is after the day of the trades, {}; check both days", lot.opened_on, request.date);
            return Err(RebalanceError::field(format!("lots.{}.opened_on", lot.id), problem));
        }
    }
    for account in &request.accounts {
        for name in account.locked.iter().chain(account.buys.iter().flatten()) {
            if !instruments.contains_key(name.as_str()) {
                return unknown("instrument", name, format!("account {}", account.id));
            }
        }
    }
    let future = request.loss_sales.iter().find(|sale| sale.date > request.date);
    if let Some(sale) = future {
        let problem =
            format!("{} was sold on {}, after the day of the trades; check both days", sale.instrument, sale.date);
        return Err(RebalanceError::field("loss_sales", problem));
    }
    Ok(())
}

/// Simulated money is not planned together with real money.
fn check_kinds(request: &RebalanceRequest) -> Result<(), RebalanceError> {
    let is_paper = |account: &&crate::HouseholdAccount| account.kind == AccountKind::Paper;
    let paper = request.accounts.iter().find(is_paper);
    match paper {
        Some(paper) if !request.accounts.iter().all(|account| is_paper(&account)) => Err(RebalanceError::field(
            format!("accounts.{}.kind", paper.id),
            "a paper account among real ones; plan simulated money by itself",
        )),
        _ => Ok(()),
    }
}
