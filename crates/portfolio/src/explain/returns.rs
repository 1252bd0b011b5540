//! Explains returns by their links and flows.

use chrono::{Datelike, NaiveDate};

use super::{ExplainError, Explanation, Inputs, amount, leaves, num, percent};
use crate::{
    history::PriceAt,
    performance::{Performance, Period},
};

/// The time-weighted return: years, and in them the days with flows and the runs of days without.
pub(super) fn twr(inputs: Inputs<'_>) -> Result<Explanation, ExplainError> {
    let p = inputs.performance.ok_or(ExplainError::NoPerformance)?;
    let mut years: Vec<(i32, Vec<&Period>)> = Vec::new();
    for period in &p.periods {
        match years.last_mut() {
            Some((year, periods)) if *year == period.to.year() => periods.push(period),
            _ => years.push((period.to.year(), vec![period])),
        }
    }
    let factor = |periods: &[&Period]| periods.iter().map(|p| p.factor).product::<f64>();
    let formula = years.iter().map(|(_, ps)| format!("{:.6}", factor(ps))).collect::<Vec<_>>().join(" × ");
    let parts = years.iter().map(|(year, periods)| {
        let inputs = periods.iter().map(|period| link(p, period)).collect();
        let total = factor(periods) - 1.0;
        let formula = format!("the product of {} links, less 1", periods.len());
        Explanation::new(format!("Links that end in {year}"), Ok(total.to_string()), "%", formula).with(inputs)
    });
    Ok(Explanation::of_ratio("Time-weighted return", &p.summary.twr, "%", format!("{formula} − 1"))
        .with(parts.collect()))
}

fn link(p: &Performance, period: &Period) -> Explanation {
    let title = match period.from {
        Some(from) => format!("{from} to {}", period.to),
        None => format!("{}, the first day", period.to),
    };
    let plus = |v: f64, sign: &str| if v == 0.0 { String::new() } else { format!(" {sign} {}", amount(v)) };
    let came_out = format!(
        "({}{}{}{})",
        amount(period.value_end),
        plus(period.cash_out, "+"),
        plus(period.units_out, "+"),
        plus(period.units_in, "−")
    );
    let formula = format!("{came_out} ÷ ({}{}) − 1", amount(period.value_start), plus(period.cash_in, "+"));
    let base = p.base_currency.code();
    let figures = [
        ("Value at the start", period.value_start),
        ("Cash paid in", period.cash_in),
        ("Cash paid out", period.cash_out),
        ("Units that came in, at the day's price", period.units_in),
        ("Units that left, at the day's price", period.units_out),
        ("Value at the end", period.value_end),
    ];
    let inputs = figures
        .into_iter()
        .enumerate()
        .filter(|(i, (_, v))| *i == 0 || *i == 5 || *v != 0.0)
        .map(|(i, (title, v))| {
            let mut e =
                Explanation::new(title, Ok(v.to_string()), base, "positions and cash at the day's prices and rates");
            e.as_of = if i == 0 { period.from } else { Some(period.to) };
            e
        })
        .collect();
    let mut e = Explanation::new(title, Ok((period.factor - 1.0).to_string()), "%", formula).with(inputs);
    e.as_of = Some(period.to);
    e
}

/// The money-weighted return: every flow with its share of the equation.
pub(super) fn xirr(inputs: Inputs<'_>) -> Result<Explanation, ExplainError> {
    let p = inputs.performance.ok_or(ExplainError::NoPerformance)?;
    let formula = match p.summary.xirr.value {
        Some(r) => format!("the rate r at which Σ flow ÷ (1 + r)^(days ÷ 365) is zero: r = {}", percent(r)),
        None => "the rate r at which Σ flow ÷ (1 + r)^(days ÷ 365) is zero".to_owned(),
    };
    let first = p.money_flows.first().map(|f| f.date);
    let last = p.money_flows.len().saturating_sub(1);
    let parts = p.money_flows.iter().enumerate().map(|(i, f)| {
        let days = first.map_or(0, |first| (f.date - first).num_days());
        let title = match (i == last, f.amount < 0.0) {
            (true, _) => "Value at the end".to_owned(),
            (false, true) => format!("Paid in on {}", f.date),
            (false, false) => format!("Paid out on {}", f.date),
        };
        let formula = match p.summary.xirr.value {
            Some(r) => {
                let present = f.amount / (1.0 + r).powf(days as f64 / 365.0);
                format!("{} ÷ (1 + r)^({days} ÷ 365) = {}", amount(f.amount), amount(present))
            }
            None => format!("{} after {days} days", amount(f.amount)),
        };
        let mut e = Explanation::new(title, Ok(f.amount.to_string()), p.base_currency.code(), formula);
        e.as_of = Some(f.date);
        e
    });
    Ok(Explanation::of_ratio("Money-weighted return (XIRR)", &p.summary.xirr, "%", formula).with(parts.collect()))
}

/// The gain on the average capital: value at the start and each flow with the part of the span that it worked.
pub(super) fn modified_dietz(inputs: Inputs<'_>) -> Result<Explanation, ExplainError> {
    let p = inputs.performance.ok_or(ExplainError::NoPerformance)?;
    let (s, base) = (&p.summary, p.base_currency.code());
    let shown = |r: &crate::unknown::Ratio| r.value.map_or_else(|| "unknown".to_owned(), amount);
    let formula = format!("{} ÷ {}", shown(&s.gain), shown(&s.average_capital));
    let gain_formula = format!(
        "value at the end {} − value at the start {} − paid in less paid out {}",
        shown(&s.value_end),
        shown(&s.value_start),
        shown(&s.net_flows)
    );
    let gain = Explanation::of_ratio("Gain", &s.gain, base, gain_formula);
    let days = p.days_measured();
    let weight =
        |date: NaiveDate| p.days.last().map_or(0.0, |last| (*last - date).num_days() as f64 / days.max(1) as f64);
    let flow = |f: &crate::performance::DayFlow| {
        let title = if f.amount < 0.0 { "Paid out" } else { "Paid in" };
        let formula = format!("{} × {:.6} of the {days} days", amount(f.amount), weight(f.date));
        let mut e = Explanation::new(
            format!("{title} on {}", f.date),
            Ok((f.amount * weight(f.date)).to_string()),
            base,
            formula,
        );
        e.as_of = Some(f.date);
        e
    };
    let mut parts = vec![Explanation::of_ratio(
        "Value at the start",
        &s.value_start,
        base,
        "positions and cash at the day's prices and rates",
    )];
    parts.extend(p.flows.iter().map(flow));
    let capital =
        Explanation::of_ratio("Average capital", &s.average_capital, base, "the sum of the parts").with(parts);
    Ok(Explanation::of_ratio("Modified Dietz return", &s.modified_dietz, "%", formula).with(vec![gain, capital]))
}

/// The benchmark's return: its prices at both ends, each at the rate of its day.
pub(super) fn benchmark(inputs: Inputs<'_>) -> Result<Explanation, ExplainError> {
    let p = inputs.performance.ok_or(ExplainError::NoPerformance)?;
    let whole = |formula: String| Explanation::of_ratio("Return of the benchmark", &p.summary.benchmark, "%", formula);
    let Some(prices) = &p.benchmark_prices else {
        return Ok(whole("the benchmark's last price ÷ its first one, each at the rate of its day, − 1".to_owned()));
    };
    let terms = inputs.ctx.instruments.iter().find(|i| i.id == prices.instrument_id).map(|i| &i.fields);
    let (symbol, currency) = terms.map_or(("the benchmark", inputs.ctx.base), |t| (t.symbol.as_str(), t.currency));
    let mut parts = Vec::new();
    let mut side = |at: &PriceAt, on: NaiveDate| {
        let price = leaves::price_at(inputs, symbol, currency, at).linked("instrument", prices.instrument_id);
        parts.push(price);
        let rate = leaves::rate(inputs, currency, on);
        let shown = rate.as_ref().and_then(|r| r.value.as_deref()).and_then(|v| v.parse().ok());
        let text = match (&rate, shown) {
            (None, _) => num(at.price),
            (Some(_), Some(rate)) => format!("{} × {}", num(at.price), num(rate)),
            (Some(_), None) => format!("{} × unknown", num(at.price)),
        };
        parts.extend(rate);
        text
    };
    let (end, start) = (side(&prices.end, prices.last_day), side(&prices.start, prices.start.date));
    Ok(whole(format!("({end}) ÷ ({start}) − 1")).with(parts))
}
