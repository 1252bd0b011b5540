//! What the daily series amount to.

use chrono::{Days, NaiveDate};

use super::{BenchmarkPrices, DayFlow, Performance, Returns, Span, daily::Daily, link::Linked};
use crate::{
    books::Context,
    history::History,
    unknown::{Ratio, Unknown},
    xirr::xirr,
};

pub(super) fn assemble(ctx: Context<'_>, history: &History, span: Span, daily: Daily, linked: Linked) -> Performance {
    let starts_at_close = daily.starts_at_close;
    let counted = |i: usize| !(i == 0 && starts_at_close);
    let value_start = if starts_at_close { daily.value.first().copied().flatten() } else { Some(0.0) };
    let mut sum = value_start;
    let mut flows = Vec::new();
    let mut invested = Vec::with_capacity(daily.days.len());
    for (i, (day, flow)) in daily.days.iter().zip(&daily.flows).enumerate() {
        if counted(i) {
            sum = sum.zip(*flow).map(|(s, f)| s + f.net());
            if let Some(f) = flow.filter(super::daily::Flow::any) {
                flows.push(DayFlow { date: *day, amount: f.net() });
            }
        }
        invested.push(sum);
    }
    let net_flows = sum.zip(value_start).map(|(s, v)| s - v);
    let (benchmark, benchmark_prices) = benchmark(ctx, history, span, &daily);
    let value_end = daily.value.last().copied().flatten();
    let missing = || {
        let first = daily.unknowns.first().cloned();
        first
            .or_else(|| linked.broken.clone())
            .unwrap_or_else(|| Unknown::undefined("there are no transactions in this period"))
    };
    let mut money_flows: Vec<DayFlow> = Vec::new();
    if let (true, Some(day), Some(v)) = (starts_at_close, daily.days.first(), value_start) {
        money_flows.push(DayFlow { date: *day, amount: -v });
    }
    money_flows.extend(flows.iter().map(|f| DayFlow { amount: -f.amount, ..*f }));
    if let (Some(day), Some(v)) = (daily.days.last(), value_end) {
        money_flows.push(DayFlow { date: *day, amount: v });
    }
    let known = |amount: Option<f64>| amount.map_or_else(|| Ratio::unknown(missing()), Ratio::known);
    let twr = linked.index.last().copied().flatten().map(|i| i - 1.0);
    let days = daily.days.first().zip(daily.days.last()).map_or(0, |(a, b)| (*b - *a).num_days());
    let money_weighted = if value_end.is_some() && net_flows.is_some() {
        let pairs: Vec<(NaiveDate, f64)> = money_flows.iter().map(|f| (f.date, f.amount)).collect();
        xirr(&pairs).map_or_else(|e| Ratio::unknown(Unknown::undefined(e.to_string())), Ratio::known)
    } else {
        Ratio::unknown(missing())
    };
    let twr_missing = || linked.broken.clone().unwrap_or_else(missing);
    let twr = twr.map_or_else(|| Ratio::unknown(twr_missing()), Ratio::known);
    let benchmark_return = match benchmark.last().copied().flatten() {
        Some(end) => Ratio::known(end - 1.0),
        None => Ratio::unknown(Unknown::undefined("there is no benchmark, or no price or rate of it, for this period")),
    };
    let gain = value_end.zip(sum).map(|(v, s)| v - s);
    let capital = average_capital(&daily, value_start, &flows).filter(|_| net_flows.is_some());
    let modified_dietz = match (gain, capital) {
        (Some(gain), Some(capital)) if capital > 0.0 => Ratio::known(gain / capital),
        (Some(_), Some(_)) => {
            Ratio::unknown(Unknown::undefined("the average capital is zero or below, so there is no return on it"))
        }
        _ => Ratio::unknown(missing()),
    };
    let summary = Returns {
        from: daily.days.first().copied(),
        to: daily.days.last().copied(),
        twr_annualized: annualized(&twr, days),
        benchmark_annualized: annualized(&benchmark_return, days),
        benchmark: benchmark_return,
        max_drawdown: max_drawdown(&linked.index).map_or_else(|| Ratio::unknown(twr_missing()), Ratio::known),
        xirr: money_weighted,
        value_start: known(value_start.filter(|_| !daily.days.is_empty())),
        value_end: known(value_end),
        net_flows: known(net_flows.filter(|_| !daily.days.is_empty())),
        gain: known(gain),
        modified_dietz,
        average_capital: known(capital),
        twr,
    };
    let mut unknowns = daily.unknowns;
    unknowns.extend(linked.broken);
    Performance {
        base_currency: ctx.base,
        days: daily.days,
        value: daily.value,
        invested,
        twr_index: linked.index,
        benchmark,
        flows,
        summary,
        unknowns,
        periods: linked.periods,
        benchmark_prices,
        money_flows,
        starts_at_close,
    }
}

/// Value at the start and each flow weighted with the part of the span that follows its day (Dietz, *Pension Funds*, 1966;
/// GIPS 2020, modified Dietz with flows at the end of the day). A span from before the first transaction starts the evening before.
fn average_capital(daily: &Daily, value_start: Option<f64>, flows: &[DayFlow]) -> Option<f64> {
    let last = *daily.days.last()?;
    let days = super::days_measured(&daily.days, daily.starts_at_close);
    if days == 0 {
        return None;
    }
    let weighted = |f: &DayFlow| f.amount * (last - f.date).num_days() as f64 / days as f64;
    Some(value_start? + flows.iter().map(weighted).sum::<f64>())
}

/// A return as a yearly one: (1 + r)^(365 ÷ days) − 1. Not for less than a year, which would only magnify chance.
fn annualized(total: &Ratio, days: i64) -> Ratio {
    match total.value {
        Some(r) if days >= 365 => Ratio::known((1.0 + r).powf(365.0 / days as f64) - 1.0),
        Some(_) => Ratio::unknown(Unknown::undefined("the period is shorter than a year; look at its whole return")),
        None => total.clone(),
    }
}

/// The largest fall from a peak; the index starts from 1.
fn max_drawdown(index: &[Option<f64>]) -> Option<f64> {
    index.last().copied().flatten()?;
    let (mut peak, mut worst) = (1.0_f64, 0.0_f64);
    for i in index.iter().flatten() {
        peak = peak.max(*i);
        worst = worst.max(1.0 - i / peak);
    }
    Some(worst)
}

/// Growth of one unit of money in the benchmark since the close of the first day, or since the close before it when
/// the measure starts with the first transaction; and the prices at both ends.
fn benchmark(
    ctx: Context<'_>,
    history: &History,
    span: Span,
    daily: &Daily,
) -> (Vec<Option<f64>>, Option<BenchmarkPrices>) {
    let nothing = (vec![None; daily.days.len()], None);
    let ends = (span.benchmark_id, daily.days.first(), daily.days.last());
    let (Some(id), Some(first), Some(last)) = ends else { return nothing };
    let Some(terms) = ctx.instruments.iter().find(|i| i.id == id) else { return nothing };
    let points = history.points(id);
    let start = if daily.starts_at_close { *first } else { first.checked_sub_days(Days::new(1)).unwrap_or(*first) };
    let upto = |day: NaiveDate| points.partition_point(|p| p.0 <= day);
    let Some(base) = upto(start).checked_sub(1).or_else(|| upto(*first).checked_sub(1)) else { return nothing };
    let mut days = vec![points[base].0];
    days.extend(&daily.days);
    let rates = ctx.fx.series(terms.fields.currency, ctx.base, &days);
    let Some(base_value) = rates[0].map(|r| r * points[base].1).filter(|v| *v > 0.0) else { return nothing };
    let mut at = base;
    let value = |(day, rate): (&NaiveDate, &Option<f64>)| {
        while at + 1 < points.len() && points[at + 1].0 <= *day {
            at += 1;
        }
        rate.map(|r| points[at].1 * r / base_value)
    };
    let growth = daily.days.iter().zip(&rates[1..]).map(value).collect();
    let ends = history.price_at(id, points[base].0).zip(history.price_at(id, *last));
    let prices = ends.map(|(start, end)| BenchmarkPrices { instrument_id: id, start, end, last_day: *last });
    (growth, prices)
}
