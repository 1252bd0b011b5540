//! Weights, prices and lot sizes, checked, as one book for the long and one for the short side.

use indexmap::IndexMap;

use super::RoundLots;
use crate::OptimizeError;
use crate::named::Floor;
use crate::words::percent;

/// One side of the portfolio, as if it were long.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Book<'a> {
    /// 1 for the long, −1 for the short side.
    pub(super) sign: f64,
    /// Money for this side.
    pub(super) capital: f64,
    /// Money that may be spent: the capital without the cash buffer.
    pub(super) funds: f64,
    /// Smallest trade in money.
    pub(super) minimum_trade: f64,
    pub(super) assets: Vec<Asset<'a>>,
}

/// One asset of a book.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asset<'a> {
    pub(super) name: &'a str,
    /// Weight within the book.
    pub(super) weight: f64,
    /// Money that the weight amounts to.
    pub(super) amount: f64,
    /// Shares in a lot.
    pub(super) lot_size: f64,
    /// Price of a lot.
    pub(super) lot_price: f64,
    /// Lots held now; may be a fraction.
    pub(super) current: f64,
}

impl Asset<'_> {
    /// Largest and smallest number of lots between which a trade would be too small; `None` when every number will do.
    /// Both ends are allowed.
    pub(super) fn gap_around_current(&self, minimum_trade: f64) -> Option<(f64, f64)> {
        if minimum_trade <= 0.0 {
            return None;
        }
        let distance = minimum_trade / self.lot_price;
        // A hair's breadth of tolerance: a trade of exactly the minimum is large enough.
        let below = (self.current - distance + 1e-9).floor();
        let above = (self.current + distance - 1e-9).ceil();
        Some((below, above))
    }

    /// This number of lots is a trade that is not made.
    pub(super) fn is_too_small(&self, lots: f64, minimum_trade: f64) -> bool {
        let traded = (lots - self.current).abs() * self.lot_price;
        traded > 1e-9 * self.lot_price && traded < minimum_trade * (1.0 - 1e-12)
    }
}

impl<'a> Book<'a> {
    /// Checks everything; the long book first, the short one when there are negative weights.
    pub(super) fn open(weights: &'a IndexMap<String, f64>, settings: &RoundLots) -> Result<Vec<Self>, OptimizeError> {
        check_amounts(settings)?;
        let field = |name: &str| format!("constraints.round_lots.{name}");
        if weights.is_empty() {
            return Err(OptimizeError::field("weights", "empty; name at least one asset"));
        }
        let names: Vec<String> = weights.keys().cloned().collect();
        let sizes = match &settings.lot_sizes {
            None => nalgebra::DVector::from_element(names.len(), 1.0),
            Some(sizes) => sizes.resolve(&names, &field("lot_sizes"), Floor::AboveZero)?,
        };
        for (map, what) in [(&settings.prices, "prices"), (&settings.current_shares, "current_shares")] {
            let unknown = map.keys().find(|name| !weights.contains_key(*name));
            if let Some(unknown) = unknown.filter(|_| what == "prices") {
                let problem = format!("{unknown} is not one of the assets; remove it or add it to assets");
                return Err(OptimizeError::field(field(what), problem));
            }
            if let Some((name, _)) = map.iter().find(|(_, value)| !value.is_finite()) {
                return Err(OptimizeError::field(field(&format!("{what}.{name}")), "not a finite number; give one"));
            }
        }
        let mut assets = Vec::with_capacity(weights.len());
        for (i, (name, &weight)) in weights.iter().enumerate() {
            if !weight.is_finite() {
                return Err(OptimizeError::field(format!("weights.{name}"), "not a finite number; give one"));
            }
            let price = match settings.prices.get(name) {
                Some(price) if *price > 0.0 => *price,
                Some(price) => {
                    let problem = format!("{price}; a price must be above zero");
                    return Err(OptimizeError::field(field(&format!("prices.{name}")), problem));
                }
                None => {
                    let problem = format!("{name} has no price; give one or remove the asset");
                    return Err(OptimizeError::field(field("prices"), problem));
                }
            };
            let current = settings.current_shares.get(name).copied().unwrap_or(0.0) / sizes[i];
            assets.push((name, weight, price, sizes[i], current));
        }
        let short: f64 = assets.iter().map(|(_, weight, ..)| (-weight).max(0.0)).sum();
        let long: f64 = assets.iter().map(|(_, weight, ..)| weight.max(0.0)).sum();
        let side = |sign: f64, capital: f64, funds: f64, normalize: f64| {
            let members =
                assets.iter().filter(|(_, weight, ..)| if sign > 0.0 { *weight >= 0.0 } else { *weight < 0.0 });
            let assets = members.map(|&(name, weight, price, lot_size, current)| {
                let weight = sign * weight / normalize;
                Asset {
                    name,
                    weight,
                    amount: weight * capital,
                    lot_size,
                    lot_price: price * lot_size,
                    current: (sign * current).max(0.0),
                }
            });
            Self { sign, capital, funds, minimum_trade: settings.minimum_trade, assets: assets.collect() }
        };
        let (capital, buffer) = (settings.capital, settings.cash_buffer * settings.capital);
        if short == 0.0 {
            let mut book = side(1.0, capital, capital - buffer, 1.0);
            if buffer > 0.0 && long * capital > book.funds {
                // The weights ask for more than may be spent: each gives way in proportion.
                for asset in &mut book.assets {
                    asset.amount *= book.funds / (long * capital);
                }
            }
            return Ok(vec![book]);
        }
        let spent = capital * (1.0 + short);
        let mut books = vec![side(-1.0, capital * short, capital * short, short)];
        if long > 0.0 {
            books.insert(0, side(1.0, spent, spent - buffer, long));
        }
        Ok(books)
    }
}

fn check_amounts(settings: &RoundLots) -> Result<(), OptimizeError> {
    let fail =
        |name: &str, problem: String| Err(OptimizeError::field(format!("constraints.round_lots.{name}"), problem));
    if !(settings.capital > 0.0 && settings.capital.is_finite()) {
        return fail("capital", format!("{}; give the money to invest, above zero", settings.capital));
    }
    if !(settings.minimum_trade >= 0.0 && settings.minimum_trade.is_finite()) {
        return fail("minimum_trade", format!("{}; it must be zero or above", settings.minimum_trade));
    }
    if !(0.0..1.0).contains(&settings.cash_buffer) {
        return fail(
            "cash_buffer",
            format!("{}; it must be at least 0 and below 1 (0.05 for {})", settings.cash_buffer, percent(0.05)),
        );
    }
    if settings.max_nodes == Some(0) {
        return fail("max_nodes", "0; give at least 1".to_owned());
    }
    Ok(())
}
