//! The lots of each asset, checked: in the order in which they are sold, with what that costs.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use nalgebra::DVector;
use tax::{LotOrder, TaxError, TaxRules, Term};

use super::request::{AssetDay, TaxLot, TaxLots};
use crate::OptimizeError;
use crate::named::positions;

/// A lot that can be sold or is kept, in weights.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parcel {
    /// Position in the request's list of lots.
    pub(super) lot: usize,
    /// Part of the capital.
    pub(super) weight: f64,
    /// Gain a unit of value.
    pub(super) gain: f64,
    pub(super) term: Term,
    pub(super) days_to_long_term: u32,
    /// Tax a unit of value when it is sold today; below zero for a loss.
    pub(super) tax: f64,
    /// What the objective counts for selling a unit of value: the tax less what it would bear later.
    pub(super) price: f64,
    /// Why it is not sold.
    pub(super) kept: Option<Kept>,
}

/// Why a lot may not be sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// The request locks it.
    Locked,
    /// Its loss would not count until after this day.
    WashSale { until: NaiveDate },
}

/// One asset.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Holding {
    /// Part of the capital held now.
    pub(super) held: f64,
    /// Lots in the order in which they are sold; those that are kept are at the end.
    pub(super) parcels: Vec<Parcel>,
    /// A purchase would cancel an earlier loss until this day.
    pub(super) purchase_blocked: Option<NaiveDate>,
}

impl Holding {
    /// Parcels that may be sold, in order.
    pub(super) fn sellable(&self) -> impl Iterator<Item = &Parcel> {
        self.parcels.iter().filter(|parcel| parcel.kept.is_none())
    }

    /// What may be sold, as part of the capital.
    pub(super) fn sellable_weight(&self) -> f64 {
        self.sellable().map(|parcel| parcel.weight).sum()
    }
}

/// Everything that is held.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Book {
    /// Value of lots and cash.
    pub(super) capital: f64,
    /// Cash as part of the capital.
    pub(super) cash: f64,
    pub(super) prices: Vec<f64>,
    pub(super) holdings: Vec<Holding>,
    pub(super) rules: TaxRules,
}

impl Book {
    /// Checks lots, prices, rates and rules against the assets.
    pub(super) fn open(request: &TaxLots, assets: &[String]) -> Result<Self, OptimizeError> {
        let rules =
            request.rules.unwrap_or_else(|| request.jurisdiction.rules()).check().map_err(|error| from_tax(&error))?;
        let rates = request.rates.check().map_err(|error| from_tax(&error))?;
        let deferral = request.deferral.check().map_err(|error| from_tax(&error))?;
        let position = positions(assets);
        let prices = check_prices(request, assets, &position)?;
        check_lots(request, &position)?;
        for (days, name) in
            [(&request.recent_purchases, "recent_purchases"), (&request.recent_loss_sales, "recent_loss_sales")]
        {
            check_days(days, name, request.date, &position)?;
        }
        if request.max_nodes == Some(0) {
            return Err(field("max_nodes", "0; give at least 1"));
        }
        let values = request.lots.iter().map(|lot| lot.quantity * prices[position[lot.asset.as_str()]]);
        let capital = values.sum::<f64>() + request.cash;
        if !(capital > 0.0 && capital.is_finite()) {
            let problem = format!("lots and cash are worth {capital}; there must be capital above zero");
            return Err(field("lots", problem));
        }
        let holdings = (0..assets.len())
            .map(|i| {
                let lots = request.lots.iter().enumerate().filter(|(_, lot)| position[lot.asset.as_str()] == i);
                let lots: Vec<(usize, &TaxLot)> = lots.collect();
                let days = Days::of(request, rules, &assets[i]);
                holding(&lots, prices[i], capital, &days, |parcel_days| {
                    (deferral.price_per_gain(parcel_days, rates), rates)
                })
            })
            .collect();
        Ok(Self { capital, cash: request.cash / capital, prices, holdings, rules })
    }

    /// Weights held now.
    pub(super) fn weights(&self) -> DVector<f64> {
        DVector::from_iterator(self.holdings.len(), self.holdings.iter().map(|holding| holding.held))
    }
}

/// The calendar of one asset.
struct Days {
    today: NaiveDate,
    rules: TaxRules,
    /// Last day on which a loss would not count, when that is not over.
    loss_blocked: Option<NaiveDate>,
    purchase_blocked: Option<NaiveDate>,
}

impl Days {
    fn of(request: &TaxLots, rules: TaxRules, asset: &str) -> Self {
        let today = request.date;
        let window = rules.wash_sale_window;
        let bought = request.recent_purchases.iter().filter(|day| day.asset == asset).map(|day| day.date);
        let held = request.lots.iter().filter(|lot| lot.asset == asset).map(|lot| lot.acquired);
        let sold = request.recent_loss_sales.iter().filter(|day| day.asset == asset).map(|day| day.date);
        Self {
            today,
            rules,
            loss_blocked: window.and_then(|window| {
                bought
                    .chain(held)
                    .filter(|day| window.blocks_loss(*day, today))
                    .map(|day| window.loss_blocked_until(day))
                    .max()
            }),
            purchase_blocked: window.and_then(|window| {
                let blocking = sold.filter(|day| window.blocks_purchase(*day, today));
                blocking.map(|day| window.purchase_blocked_until(day)).max()
            }),
        }
    }
}

fn holding(
    lots: &[(usize, &TaxLot)],
    price: f64,
    capital: f64,
    days: &Days,
    pricing: impl Fn(u32) -> (f64, tax::TaxRates),
) -> Holding {
    let units: f64 = lots.iter().map(|(_, lot)| lot.quantity).sum();
    let average = lots.iter().map(|(_, lot)| lot.quantity * lot.unit_cost).sum::<f64>() / units;
    let mut parcels: Vec<Parcel> = lots
        .iter()
        .map(|&(k, lot)| {
            let unit_cost = if days.rules.lot_order == LotOrder::Average { average } else { lot.unit_cost };
            let gain = (price - unit_cost) / price;
            let days_to_long_term = days.rules.days_to_long_term(lot.acquired, days.today);
            let term = days.rules.term(lot.acquired, days.today);
            let (price_per_gain, rates) = pricing(days_to_long_term);
            let kept = match days.loss_blocked {
                _ if lot.locked => Some(Kept::Locked),
                Some(until) if gain < 0.0 => Some(Kept::WashSale { until }),
                _ => None,
            };
            Parcel {
                lot: k,
                weight: lot.quantity * price / capital,
                gain,
                term,
                days_to_long_term,
                tax: rates.of(term) * gain,
                price: price_per_gain * gain,
                kept,
            }
        })
        .collect();
    let acquired = |parcel: &Parcel| lots.iter().find(|(k, _)| *k == parcel.lot).map(|(_, lot)| lot.acquired);
    match days.rules.lot_order {
        // Of lots with the same price the one that was bought first.
        LotOrder::Specific => {
            parcels.sort_by(|a, b| {
                a.price.total_cmp(&b.price).then(acquired(a).cmp(&acquired(b))).then(a.lot.cmp(&b.lot))
            });
        }
        LotOrder::FirstInFirstOut | LotOrder::LastInFirstOut | LotOrder::HighestCostFirst | LotOrder::Average => {
            parcels.sort_by(|a, b| acquired(a).cmp(&acquired(b)).then(a.lot.cmp(&b.lot)));
            if days.rules.lot_order == LotOrder::LastInFirstOut {
                parcels.reverse();
            }
            if days.rules.lot_order == LotOrder::HighestCostFirst {
                parcels.sort_by(|a, b| a.gain.total_cmp(&b.gain));
            }
            // What may not be sold bars the way to what comes after it, unless it is locked (as in another deposit).
            if let Some(barred) = parcels.iter().position(|parcel| matches!(parcel.kept, Some(Kept::WashSale { .. }))) {
                let because = parcels[barred].kept;
                for parcel in parcels[barred..].iter_mut().filter(|parcel| parcel.kept.is_none()) {
                    parcel.kept = because;
                }
            }
        }
    }
    parcels.sort_by_key(|parcel| parcel.kept.is_some());
    Holding { held: parcels.iter().map(|parcel| parcel.weight).sum(), parcels, purchase_blocked: days.purchase_blocked }
}

fn field(name: &str, problem: impl Into<String>) -> OptimizeError {
    OptimizeError::field(format!("tax_lots.{name}"), problem)
}

fn from_tax(error: &TaxError) -> OptimizeError {
    field(error.field(), error.problem())
}

fn check_prices(
    request: &TaxLots,
    assets: &[String],
    position: &HashMap<&str, usize>,
) -> Result<Vec<f64>, OptimizeError> {
    if let Some(unknown) = request.prices.keys().find(|name| !position.contains_key(name.as_str())) {
        return Err(field("prices", format!("{unknown} is not one of the assets; remove it or add it to assets")));
    }
    if !(request.cash >= 0.0 && request.cash.is_finite()) {
        return Err(field("cash", format!("{}; it must be zero or above", request.cash)));
    }
    let price = |asset: &String| match request.prices.get(asset) {
        Some(price) if *price > 0.0 && price.is_finite() => Ok(*price),
        Some(price) => Err(field(&format!("prices.{asset}"), format!("{price}; a price must be above zero"))),
        None => Err(field("prices", format!("{asset} has no price; give one for every asset"))),
    };
    assets.iter().map(price).collect()
}

fn check_lots(request: &TaxLots, position: &HashMap<&str, usize>) -> Result<(), OptimizeError> {
    let mut seen = HashSet::new();
    for lot in &request.lots {
        let fail = |problem: String| Err(field(&format!("lots.{}", lot.id), problem));
        if lot.id.trim().is_empty() {
            return Err(field("lots", "one lot has no id; give every lot a name"));
        }
        if !seen.insert(&lot.id) {
            return fail("listed twice; give every lot a name of its own".to_owned());
        }
        if !position.contains_key(lot.asset.as_str()) {
            return fail(format!("{} is not one of the assets; remove the lot or add the asset", lot.asset));
        }
        if !(lot.quantity > 0.0 && lot.quantity.is_finite()) {
            return fail(format!("quantity {}; it must be above zero (short lots are not covered)", lot.quantity));
        }
        if !(lot.unit_cost >= 0.0 && lot.unit_cost.is_finite()) {
            return fail(format!("unit_cost {}; it must be zero or above", lot.unit_cost));
        }
        if lot.acquired > request.date {
            return fail(format!("acquired {} is after the date of the trades, {}", lot.acquired, request.date));
        }
    }
    Ok(())
}

fn check_days(
    days: &[AssetDay],
    name: &str,
    today: NaiveDate,
    position: &HashMap<&str, usize>,
) -> Result<(), OptimizeError> {
    for day in days {
        if !position.contains_key(day.asset.as_str()) {
            return Err(field(name, format!("{} is not one of the assets; remove it", day.asset)));
        }
        if day.date > today {
            return Err(field(name, format!("{} of {} is after the date of the trades, {today}", day.date, day.asset)));
        }
    }
    Ok(())
}
