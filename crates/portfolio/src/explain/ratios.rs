//! Explains gains in percent and the average cost: quotients of figures that open further.

use super::{Explanation, FigureKind, Inputs, leaves, num, positions, shown};
use crate::{
    books::OpenLot,
    unknown::Ratio,
    valuation::{LotValue, PositionValue},
};

/// A quotient of two explained amounts; the divisor counts without its sign.
fn quotient(title: String, ratio: &Ratio, above: Explanation, below: Explanation) -> Explanation {
    let number = |e: &Explanation| e.value.as_deref().and_then(|v| v.parse().ok());
    let text = |d: Option<rust_decimal::Decimal>| d.map_or_else(|| "unknown".to_owned(), num);
    let formula = format!("{} ÷ {}", text(number(&above)), text(number(&below).map(|d| d.abs())));
    Explanation::of_ratio(title, ratio, "%", formula).with(vec![above, below])
}

/// The unrealized gain of everything as a part of its cost.
pub(super) fn unrealized(inputs: Inputs<'_>) -> Explanation {
    let (gain, cost) = (positions::sum(inputs, FigureKind::UnrealizedPnl), positions::sum(inputs, FigureKind::Cost));
    quotient("Unrealized gain in percent".to_owned(), &inputs.valuation.totals.unrealized_ratio, gain, cost)
}

/// The unrealized gain of a position as a part of its cost.
pub(super) fn unrealized_of(inputs: Inputs<'_>, p: &PositionValue) -> Explanation {
    let (gain, cost) = (positions::unrealized(inputs, p), positions::cost(inputs, p));
    quotient(format!("Unrealized gain of {} in percent", p.symbol), &p.unrealized_ratio, gain, cost)
}

/// The gain of a lot as a part of its cost.
pub(super) fn lot_gain(inputs: Inputs<'_>, l: &LotValue) -> Explanation {
    let title = format!("Gain of the {} lot of {} in percent", l.symbol, l.lot.lot.opened_on);
    quotient(title, &l.gain_ratio, positions::lot_gain(inputs, l), positions::lot_cost(inputs, &l.lot))
}

/// The day's change of everything as a part of the value before.
pub(super) fn day_change(inputs: Inputs<'_>) -> Explanation {
    let totals = &inputs.valuation.totals;
    let change = positions::sum(inputs, FigureKind::DayChange);
    let value = positions::sum(inputs, FigureKind::MarketValue);
    let text = |t: &crate::unknown::Total| t.value.map_or_else(|| "unknown".to_owned(), num);
    let (day, now) = (text(&totals.day_change), text(&totals.positions_value));
    let formula = format!("{day} ÷ ({now} − {day})");
    Explanation::of_ratio("Change of the day in percent", &totals.day_change_ratio, "%", formula)
        .with(vec![change, value])
}

/// The day's change of a position's price.
pub(super) fn day_change_of(inputs: Inputs<'_>, p: &PositionValue) -> Explanation {
    let mut parts = vec![leaves::price(inputs, p)];
    parts.extend(leaves::previous_price(inputs, p));
    let formula = match p.price.as_ref().and_then(|at| at.previous.as_ref().map(|before| (at, before))) {
        Some((at, before)) => format!("({} − {}) ÷ {}", num(at.price), num(before.price), num(before.price)),
        None => "no session before".to_owned(),
    };
    Explanation::of_ratio(format!("Change of {} in percent", p.symbol), &p.day_change_ratio, "%", formula).with(parts)
}

/// What a unit of a position cost on average, in the instrument's currency.
pub(super) fn average_cost(inputs: Inputs<'_>, p: &PositionValue) -> Explanation {
    let code = p.currency.code();
    let lots = positions::lots_of(inputs, p);
    let costs: Vec<_> = lots.map(|l| local_cost(inputs, p, &l.lot)).collect();
    let formula = format!("the sum over {} lots, each at the rate of its purchase", p.n_lots);
    let cost = Explanation::of_figure(format!("Cost of {} in {code}", p.symbol), &p.cost, code, formula).with(costs);
    let units = num(p.quantity * p.multiplier);
    let formula = format!("{} ÷ {units}", shown(&p.cost));
    Explanation::of_figure(format!("Average cost of {}", p.symbol), &p.average_cost, code, formula)
        .with(vec![cost, leaves::quantity(inputs, p)])
}

/// The cost of a lot in the instrument's currency.
fn local_cost(inputs: Inputs<'_>, p: &PositionValue, open: &OpenLot) -> Explanation {
    let lot = &open.lot;
    let paid = leaves::transaction(
        inputs,
        format!("{} units opened on {}", num(lot.quantity), lot.opened_on),
        lot.opened_by,
        lot.opened_on,
        (open.signed(lot.cost.amount), lot.cost.currency.code()),
    );
    if lot.cost.currency == p.currency {
        return paid;
    }
    let missing = || crate::unknown::Unknown::rate(lot.cost.currency, p.currency, lot.opened_on, None);
    let value = open.cost_local.map(|c| open.signed(c).normalize().to_string()).ok_or_else(missing);
    let formula = format!("{} {} at the rate of the day", num(open.signed(lot.cost.amount)), lot.cost.currency);
    Explanation::new(format!("Cost of the lot of {}", lot.opened_on), value, p.currency.code(), formula)
        .on(lot.opened_on, inputs.books.as_of)
        .with(vec![paid])
}
