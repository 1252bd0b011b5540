//! Where explanations end: prices, exchange rates, transactions.

use chrono::NaiveDate;
use model::{currency::Currency, id::TransactionId};
use rust_decimal::Decimal;

use super::{Explanation, Inputs, num};
use crate::{books::OpenLot, history::PriceAt, unknown::Unknown, valuation::PositionValue};

/// The last price of a position.
pub(super) fn price(inputs: Inputs<'_>, p: &PositionValue) -> Explanation {
    match &p.price {
        Some(at) => price_at(inputs, &p.symbol, p.currency, at).linked("instrument", p.instrument_id),
        None => {
            let unknown = Unknown::price(p.instrument_id, &p.symbol, inputs.books.as_of);
            Explanation::new(
                format!("Price of {}", p.symbol),
                Err(unknown),
                p.currency.code(),
                "the last close on or before the day",
            )
            .linked("instrument", p.instrument_id)
        }
    }
}

pub(super) fn price_at(inputs: Inputs<'_>, symbol: &str, currency: Currency, at: &PriceAt) -> Explanation {
    let formula = format!("close of {}", at.date);
    Explanation::new(format!("Price of {symbol}"), Ok(at.price.to_string()), currency.code(), formula)
        .on(at.date, inputs.books.as_of)
        .sourced(at.source.clone())
}

/// The price of the session before; none when there was none.
pub(super) fn previous_price(inputs: Inputs<'_>, p: &PositionValue) -> Option<Explanation> {
    let at = p.price.as_ref()?;
    let before = at.previous.as_ref()?;
    let title = format!("Price of {} in the session before", p.symbol);
    let formula = format!("close of {}", before.date);
    let leaf = Explanation::new(title, Ok(before.price.to_string()), p.currency.code(), formula);
    Some(leaf.on(before.date, inputs.books.as_of).sourced(at.source.clone()))
}

/// A rate into the base currency on a day, with the published rates it is made of. None for the base currency itself.
pub(super) fn rate(inputs: Inputs<'_>, currency: Currency, on: NaiveDate) -> Option<Explanation> {
    let base = inputs.ctx.base;
    if currency == base {
        return None;
    }
    let today = inputs.books.as_of;
    let title = format!("Exchange rate {currency}/{base} of {on}");
    Some(match inputs.ctx.fx.rate(currency, base, on) {
        Err(unknown) => {
            Explanation::new(title, Err(unknown), base.code(), "the last published rate on or before the day")
        }
        Ok(used) => {
            let factors = used.legs.iter().enumerate().map(|(i, leg)| match (i, leg.inverted) {
                (0, false) => num(leg.rate),
                (0, true) => format!("1 ÷ {}", num(leg.rate)),
                (_, false) => format!(" × {}", num(leg.rate)),
                (_, true) => format!(" ÷ {}", num(leg.rate)),
            });
            let formula = format!("1 {currency} = {} {base}", factors.collect::<String>());
            let legs = used.legs.iter().map(|leg| {
                let formula = format!("1 {} = {} {}", leg.base, num(leg.rate), leg.quote);
                Explanation::new(
                    format!("{}/{}", leg.base, leg.quote),
                    Ok(leg.rate.to_string()),
                    leg.quote.code(),
                    formula,
                )
                .on(leg.date, today)
                .sourced(leg.source.clone())
            });
            Explanation::new(title, Ok(used.rate.to_string()), base.code(), formula)
                .on(used.date, today)
                .with(legs.collect())
        }
    })
}

/// An amount that a transaction brought.
pub(super) fn transaction(
    inputs: Inputs<'_>,
    title: String,
    id: TransactionId,
    date: NaiveDate,
    value: (Decimal, &str),
) -> Explanation {
    Explanation::new(title, Ok(value.0.normalize().to_string()), value.1, format!("as entered for {date}"))
        .on(date, inputs.books.as_of)
        .sourced("transaction")
        .linked("transaction", id)
}

/// An amount in another currency at the rate of its day, as an input of a sum in base currency.
pub(super) fn in_base(
    inputs: Inputs<'_>,
    leaf: Explanation,
    amount: Decimal,
    currency: Currency,
    on: NaiveDate,
) -> Explanation {
    let Some(rate) = rate(inputs, currency, on) else { return leaf };
    let base = inputs.ctx.base;
    let value = inputs.ctx.fx.convert(amount, currency, base, on).map(|v| v.normalize().to_string());
    let shown_rate = rate.value.as_deref().and_then(|v| v.parse().ok()).map_or_else(|| "unknown".to_owned(), num);
    let formula = format!("{} {currency} × {shown_rate}", num(amount));
    Explanation::new(leaf.title.clone(), value, base.code(), formula).on(on, inputs.books.as_of).with(vec![leaf, rate])
}

/// A number of units that lots add up to.
pub(super) fn quantity(inputs: Inputs<'_>, p: &PositionValue) -> Explanation {
    let lots: Vec<_> = inputs
        .books
        .lots
        .iter()
        .filter(|l| l.lot.account_id == p.account_id && l.lot.instrument_id == p.instrument_id)
        .collect();
    let formula = lots.iter().map(|l| num(l.lot.quantity)).collect::<Vec<_>>().join(" + ");
    let units = lots.into_iter().map(|l| lot_quantity(inputs, l));
    Explanation::new(format!("Units of {}", p.symbol), Ok(p.quantity.to_string()), "units", formula)
        .with(units.collect())
}

/// The units that are left of a lot.
pub(super) fn lot_quantity(inputs: Inputs<'_>, l: &OpenLot) -> Explanation {
    let title = format!("Lot of {}", l.lot.opened_on);
    let formula = match l.changed_by.len() {
        0 => "units as bought, less those sold since".to_owned(),
        n => format!("units as bought, less those sold since, changed by {n} later events"),
    };
    let changes = l.changed_by.iter().map(Explanation::event);
    Explanation::new(title, Ok(l.lot.quantity.to_string()), "units", formula)
        .on(l.lot.opened_on, inputs.books.as_of)
        .linked("transaction", l.lot.opened_by)
        .with(changes.collect())
}
