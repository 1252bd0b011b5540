//! Explains cash, realized gains, income, costs and flows: sums of what transactions brought.

use model::id::{AccountId, InstrumentId};

use super::{Explanation, FigureKind, Inputs, leaves, num};
use crate::{
    books::{BookedAmount, FlowUnits, RealizedGain},
    unknown::{Total, Unknown},
    valuation::CashValue,
};

fn symbol(inputs: Inputs<'_>, id: Option<InstrumentId>) -> Option<String> {
    let terms = inputs.ctx.instruments.iter().find(|i| Some(i.id) == id);
    terms.map(|i| i.fields.symbol.clone())
}

/// A balance: every movement, and the rate.
pub(super) fn cash(inputs: Inputs<'_>, c: &CashValue) -> Explanation {
    let entries: Vec<_> =
        inputs.books.cash.iter().filter(|e| e.account_id == c.account_id && e.amount.currency == c.currency).collect();
    let movements = entries.iter().map(|e| {
        let title = format!("{} of {}", crate::books::words(e.kind), e.date);
        leaves::transaction(inputs, title, e.transaction_id, e.date, (e.amount.amount, c.currency.code()))
    });
    let title = format!("{} balance", c.currency);
    let formula = format!("the sum of {} movements", entries.len());
    let balance = Explanation::new(title, Ok(c.amount.to_string()), c.currency.code(), formula)
        .linked("account", c.account_id)
        .with(movements.collect());
    let mut leaf = leaves::in_base(inputs, balance, c.amount, c.currency, inputs.books.as_of);
    leaf.title = format!("{} cash", c.currency);
    leaf
}

/// Gains of closed lots, of all or of one position.
pub(super) fn realized(inputs: Inputs<'_>, of: Option<(AccountId, InstrumentId)>) -> Explanation {
    let account = inputs.valuation.account_id;
    let gains: Vec<&RealizedGain> = inputs
        .books
        .realized
        .iter()
        .filter(|g| account.is_none_or(|a| a == g.account_id))
        .filter(|g| of.is_none_or(|key| key == (g.account_id, g.instrument_id)))
        .collect();
    let base = inputs.ctx.base;
    let total = Total::sum(gains.iter().map(|g| g.gain_base.ok_or_else(|| missing(inputs, g))));
    let parts = gains.iter().map(|g| gain(inputs, g)).collect();
    let title = match of.and_then(|key| symbol(inputs, Some(key.1))) {
        Some(symbol) => format!("Realized gain of {symbol}"),
        None => "Realized gain".to_owned(),
    };
    let formula = format!("the sum over {} closed lots or parts of lots", gains.len());
    Explanation::of_total(title, &total, base.code(), formula).with(parts)
}

fn missing(inputs: Inputs<'_>, g: &RealizedGain) -> Unknown {
    let (c, day) =
        if g.cost_base.is_none() { (g.cost.currency, g.opened_on) } else { (g.proceeds.currency, g.closed_on) };
    Unknown::rate(c, inputs.ctx.base, day, None)
}

/// One closed lot or part of a lot: what it brought and what it cost.
pub(super) fn gain(inputs: Inputs<'_>, g: &RealizedGain) -> Explanation {
    let name = symbol(inputs, Some(g.instrument_id)).unwrap_or_default();
    let title = format!("{} {name}, {} to {}", num(g.quantity), g.opened_on, g.closed_on);
    let or_unknown = |v: Option<rust_decimal::Decimal>| v.map_or_else(|| "unknown".to_owned(), num);
    let formula = format!("{} − {}", or_unknown(g.proceeds_base), or_unknown(g.cost_base));
    let short = g.quantity.is_sign_negative() && !g.quantity.is_zero();
    let (closing, opening) = ((g.closed_by, g.closed_on), (g.opened_by, g.opened_on));
    let (received, paid) = if short { (opening, closing) } else { (closing, opening) };
    let side = |title: &str, (id, on), money: model::money::Money| {
        let leaf = leaves::transaction(inputs, title.to_owned(), id, on, (money.amount, money.currency.code()));
        leaves::in_base(inputs, leaf, money.amount, money.currency, on)
    };
    let parts = vec![side("Proceeds", received, g.proceeds), side("Cost", paid, g.cost)];
    let value = g.gain_base.map(|v| v.normalize().to_string()).ok_or_else(|| missing(inputs, g));
    Explanation::new(title, value, inputs.ctx.base.code(), formula).on(g.closed_on, inputs.books.as_of).with(parts)
}

/// Income, fees or taxes.
pub(super) fn booked(inputs: Inputs<'_>, figure: FigureKind) -> Explanation {
    let (title, amounts, total): (&str, &[BookedAmount], &Total) = match figure {
        FigureKind::Income => ("Income", &inputs.books.income, &inputs.valuation.totals.income),
        FigureKind::Fees => ("Fees", &inputs.books.fees, &inputs.valuation.totals.fees),
        _ => ("Taxes", &inputs.books.taxes, &inputs.valuation.totals.taxes),
    };
    let account = inputs.valuation.account_id;
    let counted = amounts.iter().filter(|a| account.is_none_or(|id| id == a.account_id));
    let parts: Vec<_> = counted
        .map(|a| {
            let name = symbol(inputs, a.instrument_id).unwrap_or_else(|| title.to_owned());
            let value = (a.amount.amount, a.amount.currency.code());
            let leaf = leaves::transaction(inputs, format!("{name}, {}", a.date), a.transaction_id, a.date, value);
            leaves::in_base(inputs, leaf, a.amount.amount, a.amount.currency, a.date)
        })
        .collect();
    let formula = format!("the sum of {} amounts, each at the rate of its day", parts.len());
    Explanation::of_total(title, total, inputs.ctx.base.code(), formula).with(parts)
}

/// Money and units that came from outside or left.
pub(super) fn net_flows(inputs: Inputs<'_>) -> Explanation {
    let account = inputs.valuation.account_id;
    let counted = inputs.books.flows.iter().filter(|f| match account {
        Some(id) => f.account_id == id,
        None => !f.between_accounts,
    });
    let parts: Vec<_> = counted
        .map(|f| match f.what {
            FlowUnits::Cash { amount } => {
                let value = (amount.amount, amount.currency.code());
                let leaf = leaves::transaction(inputs, format!("Cash, {}", f.date), f.transaction_id, f.date, value);
                leaves::in_base(inputs, leaf, amount.amount, amount.currency, f.date)
            }
            FlowUnits::Units { instrument_id, quantity } => {
                let name = symbol(inputs, Some(instrument_id)).unwrap_or_default();
                let title = format!("{name} at the price of {}", f.date);
                leaves::transaction(inputs, title, f.transaction_id, f.date, (quantity, "units"))
            }
        })
        .collect();
    let formula = format!("paid in − paid out: {} flows, each at the rate of its day", parts.len());
    Explanation::of_total("Net flows", &inputs.valuation.totals.net_flows, inputs.ctx.base.code(), formula).with(parts)
}
