//! Explains values, costs, gains and weights of positions and lots.

use model::instrument::InstrumentFields;
use rust_decimal::Decimal;

use super::{Explanation, FigureKind, Inputs, books, leaves, num, ratios, shown};
use crate::{
    books::OpenLot,
    unknown::{Figure, Ratio, Total, Unknown},
    valuation::{LotValue, PositionValue},
};

/// A total of the portfolio: its parts added up.
pub(super) fn sum(inputs: Inputs<'_>, figure: FigureKind) -> Explanation {
    let v = inputs.valuation;
    let (title, total, formula): (&str, &Total, &str) = match figure {
        FigureKind::MarketValue => {
            ("Value of positions", &v.totals.positions_value, "the sum of the positions' values")
        }
        FigureKind::CashValue => ("Cash", &v.totals.cash_value, "the sum of the balances at today's rates"),
        FigureKind::Cost => ("Cost", &v.totals.cost, "the sum of the positions' costs at the rates of purchase"),
        FigureKind::UnrealizedPnl => ("Unrealized gain", &v.totals.unrealized, "the sum of the positions' gains"),
        FigureKind::DayChange => ("Change of the day", &v.totals.day_change, "the sum of the positions' changes"),
        _ => ("Total value", &v.totals.total_value, "positions + cash"),
    };
    let position_figure = match figure {
        FigureKind::Cost | FigureKind::UnrealizedPnl | FigureKind::DayChange => figure,
        _ => FigureKind::MarketValue,
    };
    let mut parts = Vec::new();
    if figure != FigureKind::CashValue {
        parts.extend(v.positions.iter().filter_map(|p| of_position(inputs, position_figure, p)));
    }
    if matches!(figure, FigureKind::CashValue | FigureKind::TotalValue) {
        parts.extend(v.cash.iter().map(|c| books::cash(inputs, c)));
    }
    let n = parts.len();
    let formula = if total.value.is_none() {
        format!("{formula}: {n} parts, of which the known ones add up to {}", num(total.known_part))
    } else {
        format!("{formula}: {n} parts")
    };
    Explanation::of_total(title, total, inputs.ctx.base.code(), formula).on(v.as_of, v.as_of).with(parts)
}

/// A figure of one position; none when positions have no such figure.
pub(super) fn of_position(inputs: Inputs<'_>, figure: FigureKind, p: &PositionValue) -> Option<Explanation> {
    Some(match figure {
        FigureKind::MarketValue | FigureKind::TotalValue => market_value(inputs, p),
        FigureKind::Cost => cost(inputs, p),
        FigureKind::UnrealizedPnl => unrealized(inputs, p),
        FigureKind::DayChange => day_change(inputs, p),
        FigureKind::UnrealizedRatio => ratios::unrealized_of(inputs, p),
        FigureKind::DayChangeRatio => ratios::day_change_of(inputs, p),
        FigureKind::Quantity => leaves::quantity(inputs, p),
        FigureKind::Price => leaves::price(inputs, p),
        FigureKind::AverageCost => ratios::average_cost(inputs, p),
        FigureKind::ExchangeRate => return leaves::rate(inputs, p.currency, inputs.books.as_of),
        FigureKind::Weight => weight(inputs, &format!("Weight of {}", p.symbol), &p.weight, market_value(inputs, p)),
        _ => return None,
    })
}

fn rate_text(inputs: Inputs<'_>, p: &PositionValue) -> String {
    match &p.rate {
        _ if p.currency == inputs.ctx.base => String::new(),
        Some(r) => format!(" × {}", num(r.rate)),
        None => " × unknown".to_owned(),
    }
}

fn market_value(inputs: Inputs<'_>, p: &PositionValue) -> Explanation {
    let price = p.price.as_ref().map_or_else(|| "unknown".to_owned(), |at| num(at.price));
    let multiplier = if p.multiplier == Decimal::ONE { String::new() } else { format!(" × {}", num(p.multiplier)) };
    let formula = format!("{} units × {price}{multiplier}{}", num(p.quantity), rate_text(inputs, p));
    let mut parts = vec![leaves::quantity(inputs, p), leaves::price(inputs, p)];
    parts.extend(leaves::rate(inputs, p.currency, inputs.books.as_of));
    Explanation::of_figure(format!("Value of {}", p.symbol), &p.market_value_base, inputs.ctx.base.code(), formula)
        .on(inputs.books.as_of, inputs.books.as_of)
        .linked("instrument", p.instrument_id)
        .with(parts)
}

pub(super) fn lots_of<'a>(inputs: Inputs<'a>, p: &PositionValue) -> impl Iterator<Item = &'a LotValue> + use<'a> {
    let (account, instrument) = (p.account_id, p.instrument_id);
    inputs
        .valuation
        .lots
        .iter()
        .filter(move |l| l.lot.lot.account_id == account && l.lot.lot.instrument_id == instrument)
}

pub(super) fn cost(inputs: Inputs<'_>, p: &PositionValue) -> Explanation {
    let formula = format!("the sum over {} lots, each at the rate of its purchase", p.n_lots);
    let lots = lots_of(inputs, p).map(|l| lot_cost(inputs, &l.lot)).collect();
    Explanation::of_figure(format!("Cost of {}", p.symbol), &p.cost_base, inputs.ctx.base.code(), formula).with(lots)
}

pub(super) fn unrealized(inputs: Inputs<'_>, p: &PositionValue) -> Explanation {
    let base = inputs.ctx.base.code();
    let formula = format!("{} − {}", shown(&p.market_value_base), shown(&p.cost_base));
    let price_formula = format!("({} − {}){}", shown(&p.market_value), shown(&p.cost), rate_text(inputs, p));
    let fx_formula = format!("{}{} − {}", shown(&p.cost), rate_text(inputs, p), shown(&p.cost_base));
    let parts = vec![
        market_value(inputs, p),
        cost(inputs, p),
        Explanation::of_figure("of which by the price", &p.price_effect_base, base, price_formula),
        Explanation::of_figure("of which by the currency", &p.fx_effect_base, base, fx_formula),
    ];
    Explanation::of_figure(format!("Unrealized gain of {}", p.symbol), &p.unrealized_base, base, formula).with(parts)
}

fn day_change(inputs: Inputs<'_>, p: &PositionValue) -> Explanation {
    let mut parts = vec![leaves::quantity(inputs, p), leaves::price(inputs, p)];
    parts.extend(leaves::rate(inputs, p.currency, inputs.books.as_of));
    let mut formula = format!("{} now, no session before", shown(&p.market_value_base));
    if let Some(previous) = p.price.as_ref().and_then(|at| at.previous.as_ref().map(|x| (at, x))) {
        let (at, before) = previous;
        parts.extend(leaves::previous_price(inputs, p));
        parts.extend(leaves::rate(inputs, p.currency, before.date));
        formula = format!(
            "{} × ({} of {} − {} of {}), each at its day's rate",
            num(p.quantity * p.multiplier),
            num(at.price),
            at.date,
            num(before.price),
            before.date
        );
    }
    Explanation::of_figure(format!("Change of {}", p.symbol), &p.day_change_base, inputs.ctx.base.code(), formula)
        .with(parts)
}

/// A value as a part of the total.
pub(super) fn weight(inputs: Inputs<'_>, title: &str, weight: &Ratio, value: Explanation) -> Explanation {
    let total = sum(inputs, FigureKind::TotalValue);
    let number =
        |e: &Explanation| e.value.as_deref().and_then(|v| v.parse().ok()).map_or_else(|| "unknown".to_owned(), num);
    let formula = format!("{} ÷ {}", number(&value), number(&total));
    Explanation::of_ratio(title, weight, "%", formula).with(vec![value, total])
}

/// The cost of one lot: the opening transaction at the rate of its day.
pub(super) fn lot_cost(inputs: Inputs<'_>, open: &OpenLot) -> Explanation {
    let (lot, base) = (&open.lot, inputs.ctx.base);
    let title = format!("Cost of the lot of {}", lot.opened_on);
    let missing = || Unknown::rate(lot.cost.currency, base, lot.opened_on, None);
    let value = lot.cost_base.map(|c| open.signed(c).normalize().to_string()).ok_or_else(missing);
    let original = leaves::transaction(
        inputs,
        format!("{} units opened on {}", num(lot.quantity), lot.opened_on),
        lot.opened_by,
        lot.opened_on,
        (open.signed(lot.cost.amount), lot.cost.currency.code()),
    );
    let mut formula = format!("{} {}", num(open.signed(lot.cost.amount)), lot.cost.currency);
    let mut parts = vec![original];
    if let Some(rate) = leaves::rate(inputs, lot.cost.currency, lot.opened_on) {
        formula = format!("{formula} at the rate of {}", lot.opened_on);
        parts.push(rate);
    }
    let changes = open.changed_by.iter().map(Explanation::event);
    parts.extend(changes);
    Explanation::new(title, value, base.code(), formula)
        .on(lot.opened_on, inputs.books.as_of)
        .linked("lot", lot.id)
        .with(parts)
}

fn terms_of<'a>(inputs: Inputs<'a>, l: &LotValue) -> Option<&'a InstrumentFields> {
    inputs.ctx.instruments.iter().find(|i| i.id == l.lot.lot.instrument_id).map(|i| &i.fields)
}

/// The price by which a lot is valued; none when there is none.
pub(super) fn lot_price(inputs: Inputs<'_>, l: &LotValue) -> Option<Explanation> {
    let currency = terms_of(inputs, l).map_or(inputs.ctx.base, |t| t.currency);
    l.price.as_ref().map(|at| leaves::price_at(inputs, &l.symbol, currency, at))
}

/// The value of one lot.
pub(super) fn lot_value(inputs: Inputs<'_>, l: &LotValue) -> Explanation {
    let on = inputs.books.as_of;
    let price = l.price.as_ref().map_or_else(|| "unknown".to_owned(), |at| num(at.price));
    let terms = terms_of(inputs, l);
    let currency = terms.map_or(inputs.ctx.base, |t| t.currency);
    let multiplier = terms.map(|t| t.multiplier).filter(|m| *m != Decimal::ONE);
    let multiplier = multiplier.map_or_else(String::new, |m| format!(" × {}", num(m)));
    let mut formula = format!("{} units × {price}{multiplier}", num(l.lot.lot.quantity));
    let mut parts: Vec<_> = lot_price(inputs, l).into_iter().collect();
    if let Some(rate) = leaves::rate(inputs, currency, on) {
        formula.push_str(" × today's rate");
        parts.push(rate);
    }
    Explanation::of_figure(
        format!("Value of the lot of {}", l.lot.lot.opened_on),
        &l.market_value_base,
        inputs.ctx.base.code(),
        formula,
    )
    .on(on, on)
    .with(parts)
}

/// The gain of one lot.
pub(super) fn lot_gain(inputs: Inputs<'_>, l: &LotValue) -> Explanation {
    let cost = Figure { value: l.lot.lot.cost_base.map(|c| l.lot.signed(c)), unknown: None };
    let formula = format!("{} − {}", shown(&l.market_value_base), shown(&cost));
    let title = format!("Gain of the {} lot of {}", l.symbol, l.lot.lot.opened_on);
    Explanation::of_figure(title, &l.gain_base, inputs.ctx.base.code(), formula)
        .linked("lot", l.lot.lot.id)
        .with(vec![lot_value(inputs, l), lot_cost(inputs, &l.lot)])
}
