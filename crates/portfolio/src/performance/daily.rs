//! Value and flows of each day.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{Days, NaiveDate};
use model::{currency::Currency, id::InstrumentId, instrument::InstrumentFields};
use rust_decimal::Decimal;

use super::{Measured, Span};
use crate::{
    books::{Books, CashEntry, Context, Exchange, FlowUnits},
    history::History,
    unknown::{Unknown, to_f64},
};

/// What came and went on one day, all zero or more, in the base currency.
#[derive(Clone, Copy, Default, PartialEq, Debug)]
pub(super) struct Flow {
    pub(super) cash_in: f64,
    pub(super) cash_out: f64,
    pub(super) units_in: f64,
    pub(super) units_out: f64,
}

impl Flow {
    pub(super) fn net(&self) -> f64 {
        self.cash_in + self.units_in - self.cash_out - self.units_out
    }

    pub(super) fn any(&self) -> bool {
        *self != Self::default()
    }
}

/// Days with their values and flows, from before the first transaction or from the close of the first day.
pub(super) struct Daily {
    pub(super) days: Vec<NaiveDate>,
    pub(super) value: Vec<Option<f64>>,
    /// None where a flow has no price or rate.
    pub(super) flows: Vec<Option<Flow>>,
    /// The first day is only the starting value.
    pub(super) starts_at_close: bool,
    pub(super) unknowns: Vec<Unknown>,
}

/// Exact running sums by day, ascending.
type Steps = Vec<(NaiveDate, Decimal)>;

impl Daily {
    pub(super) fn build(ctx: Context<'_>, books: &Books, history: &History, span: Span, of: Measured<'_>) -> Self {
        let counts = |account| span.account_id.is_none_or(|a| a == account);
        let terms: HashMap<InstrumentId, &InstrumentFields> =
            ctx.instruments.iter().map(|i| (i.id, &i.fields)).collect();
        let mut units: BTreeMap<InstrumentId, Steps> = BTreeMap::new();
        for u in books.units.iter().filter(|u| counts(u.account_id) && of.has(u.instrument_id)) {
            step(units.entry(u.instrument_id).or_default(), u.date, u.quantity);
        }
        let mut cash: BTreeMap<Currency, Steps> = BTreeMap::new();
        let all_cash = books.cash.iter().filter(|c| counts(c.account_id) && of == Measured::Everything);
        for c in all_cash {
            step(cash.entry(c.amount.currency).or_default(), c.date, c.amount.amount);
        }
        let paid: Vec<&CashEntry> = payments(books, span, of).collect();
        let exchanged: Vec<&Exchange> = exchanges(books, span, of).collect();
        let days_of_flows = paid.iter().map(|c| c.date).chain(exchanged.iter().map(|e| e.date));
        let to = span.to.min(books.as_of);
        let first_held = units.values().chain(cash.values()).filter_map(|s| s.first()).map(|s| s.0).min();
        let Some(from) = span.from.or(first_held).filter(|from| *from <= to) else {
            return Self {
                days: Vec::new(),
                value: Vec::new(),
                flows: Vec::new(),
                starts_at_close: false,
                unknowns: Vec::new(),
            };
        };
        let benchmark = span.benchmark_id.iter().map(|id| history.points(*id));
        let priced = units.keys().map(|id| history.points(*id)).chain(benchmark);
        let steps = units.values().chain(cash.values()).flat_map(|steps| steps.iter().map(|s| s.0));
        let days = days_of(from, to, priced, steps.chain(days_of_flows));

        let mut daily = Self {
            value: vec![Some(0.0); days.len()],
            flows: vec![Some(Flow::default()); days.len()],
            starts_at_close: span.from.is_some(),
            unknowns: Vec::new(),
            days,
        };
        let mut rates: HashMap<Currency, Vec<Option<f64>>> = HashMap::new();
        let ids: BTreeSet<InstrumentId> =
            units.keys().copied().chain(exchanged.iter().map(|e| e.instrument_id)).collect();
        let priced_in = ids.iter().filter_map(|id| terms.get(id)).map(|t| t.currency);
        let currencies = priced_in.chain(cash.keys().copied()).chain(paid.iter().map(|c| c.amount.currency));
        for currency in currencies {
            rates.entry(currency).or_insert_with(|| ctx.fx.series(currency, ctx.base, &daily.days));
        }
        for (currency, steps) in &cash {
            daily.add_cash(ctx, *currency, steps, &rates[currency]);
        }
        let mut worths: HashMap<InstrumentId, Worth> = HashMap::new();
        for id in ids {
            let Some(terms) = terms.get(&id) else { continue };
            let worth = worth_of_one(history.points(id), terms, &rates[&terms.currency], &daily.days);
            if let Some(steps) = units.get(&id) {
                daily.add_units(ctx, (id, terms), steps, &worth);
                daily.note_unit_flows(books, span, id, &worth);
            }
            worths.insert(id, worth);
        }
        match of {
            Measured::Everything => daily.note_cash_flows(books, span, &rates),
            Measured::Instruments(_) => {
                daily.note_payments(&paid, &rates);
                daily.note_exchanges(&exchanged, of, &worths);
            }
        }
        daily
    }

    fn add_cash(&mut self, ctx: Context<'_>, currency: Currency, steps: &Steps, rates: &[Option<f64>]) {
        let missing = self.add(steps, rates);
        if let Some(day) = missing {
            self.note(Unknown::rate(currency, ctx.base, day, None));
        }
    }

    fn add_units(
        &mut self,
        ctx: Context<'_>,
        (id, terms): (InstrumentId, &InstrumentFields),
        steps: &Steps,
        worth: &Worth,
    ) {
        if let Some(day) = self.add(steps, &worth.base) {
            let at = self.days.partition_point(|d| *d < day);
            self.note(if worth.priced[at] {
                Unknown::rate(terms.currency, ctx.base, day, None)
            } else {
                Unknown::price(id, &terms.symbol, day)
            });
        }
    }

    /// Adds held amount × worth to each day's value. Returns the first day that is unknown.
    fn add(&mut self, steps: &Steps, worth: &[Option<f64>]) -> Option<NaiveDate> {
        let (mut next, mut held, mut missing) = (0, 0.0, None);
        for (i, day) in self.days.iter().enumerate() {
            while next < steps.len() && steps[next].0 <= *day {
                held = to_f64(steps[next].1);
                next += 1;
            }
            if held == 0.0 {
                continue;
            }
            match (worth[i], &mut self.value[i]) {
                (Some(w), Some(value)) => *value += held * w,
                (None, value) => {
                    *value = None;
                    missing = missing.or(Some(*day));
                }
                (Some(_), None) => {}
            }
        }
        missing
    }

    fn note_cash_flows(&mut self, books: &Books, span: Span, rates: &HashMap<Currency, Vec<Option<f64>>>) {
        for f in crossing(books, span) {
            if let FlowUnits::Cash { amount } = f.what {
                let day = self.days.binary_search(&f.date);
                let Ok(day) = day else { continue };
                let worth = rates.get(&amount.currency).and_then(|r| r[day]).map(|r| r * to_f64(amount.amount));
                self.flow(day, worth, |flow, w| if w > 0.0 { flow.cash_in += w } else { flow.cash_out -= w });
            }
        }
    }

    /// What was paid for an instrument works from the morning; what it brought leaves in the evening.
    fn note_payments(&mut self, paid: &[&CashEntry], rates: &HashMap<Currency, Vec<Option<f64>>>) {
        for c in paid {
            let Ok(day) = self.days.binary_search(&c.date) else { continue };
            let worth = rates.get(&c.amount.currency).and_then(|r| r[day]).map(|r| r * to_f64(c.amount.amount));
            self.flow(day, worth, |flow, w| if w < 0.0 { flow.cash_in -= w } else { flow.cash_out += w });
        }
    }

    /// Units that came out of another instrument leave that one at their price, and come into their own.
    fn note_exchanges(&mut self, exchanged: &[&Exchange], of: Measured<'_>, worths: &HashMap<InstrumentId, Worth>) {
        for e in exchanged {
            let comes_in = of.has(e.instrument_id);
            if comes_in == of.has(e.from_instrument_id) {
                continue;
            }
            let Ok(day) = self.days.binary_search(&e.date) else { continue };
            let worth = worths.get(&e.instrument_id).and_then(|w| w.base[day]).map(|w| w * to_f64(e.quantity));
            let worth = worth.map(|w| if comes_in { w } else { -w });
            self.flow(day, worth, |flow, w| if w > 0.0 { flow.units_in += w } else { flow.units_out -= w });
        }
    }

    fn note_unit_flows(&mut self, books: &Books, span: Span, id: InstrumentId, worth: &Worth) {
        for f in crossing(books, span) {
            if let FlowUnits::Units { instrument_id, quantity } = f.what
                && instrument_id == id
                && let Ok(day) = self.days.binary_search(&f.date)
            {
                let amount = worth.base[day].map(|w| w * to_f64(quantity));
                self.flow(day, amount, |flow, w| if w > 0.0 { flow.units_in += w } else { flow.units_out -= w });
            }
        }
    }

    fn flow(&mut self, day: usize, amount: Option<f64>, add: impl Fn(&mut Flow, f64)) {
        match (amount, &mut self.flows[day]) {
            (Some(w), Some(flow)) => add(flow, w),
            (_, flow) => *flow = None,
        }
    }

    fn note(&mut self, unknown: Unknown) {
        if !self.unknowns.contains(&unknown) {
            self.unknowns.push(unknown);
        }
    }
}

/// Cash that was paid for measured instruments, or came from them.
fn payments<'b>(books: &'b Books, span: Span, of: Measured<'b>) -> impl Iterator<Item = &'b CashEntry> {
    let counts = move |c: &&CashEntry| span.account_id.is_none_or(|a| a == c.account_id);
    let measured = move |c: &&CashEntry| of != Measured::Everything && c.instrument_id.is_some_and(|id| of.has(id));
    books.cash.iter().filter(counts).filter(measured)
}

/// Exchanges between measured instruments and others.
fn exchanges<'b>(books: &'b Books, span: Span, of: Measured<'b>) -> impl Iterator<Item = &'b Exchange> {
    let counts = move |e: &&Exchange| span.account_id.is_none_or(|a| a == e.account_id);
    books.exchanges.iter().filter(counts).filter(move |e| of.has(e.instrument_id) != of.has(e.from_instrument_id))
}

fn crossing(books: &Books, span: Span) -> impl Iterator<Item = &crate::books::ExternalFlow> {
    books.flows.iter().filter(move |f| match span.account_id {
        Some(account) => f.account_id == account,
        None => !f.between_accounts,
    })
}

/// Appends to running sums; events come in ascending order of day.
fn step(steps: &mut Steps, date: NaiveDate, change: Decimal) {
    match steps.last_mut() {
        Some(last) if last.0 == date => last.1 += change,
        last => {
            let before = last.map_or(Decimal::ZERO, |l| l.1);
            steps.push((date, before + change));
        }
    }
}

/// What one unit is worth in the base currency on each day, and whether it has a price.
struct Worth {
    base: Vec<Option<f64>>,
    priced: Vec<bool>,
}

fn worth_of_one(
    points: &[(NaiveDate, f64)],
    terms: &InstrumentFields,
    rates: &[Option<f64>],
    days: &[NaiveDate],
) -> Worth {
    let multiplier = to_f64(terms.multiplier);
    let mut next = 0;
    let mut last = None;
    let mut worth = Worth { base: Vec::with_capacity(days.len()), priced: Vec::with_capacity(days.len()) };
    if let Some(first) = days.first() {
        next = points.partition_point(|p| p.0 <= *first).saturating_sub(1);
    }
    for (day, rate) in days.iter().zip(rates) {
        while next < points.len() && points[next].0 <= *day {
            last = Some(points[next].1);
            next += 1;
        }
        worth.base.push(last.zip(*rate).map(|(p, r)| p * multiplier * r));
        worth.priced.push(last.is_some());
    }
    worth
}

/// All days of a span with a price or an event, and its first and last day.
fn days_of<'a>(
    from: NaiveDate,
    to: NaiveDate,
    priced: impl Iterator<Item = &'a [(NaiveDate, f64)]>,
    events: impl Iterator<Item = NaiveDate>,
) -> Vec<NaiveDate> {
    let n = usize::try_from((to - from).num_days()).unwrap_or(0) + 1;
    let mut wanted = vec![false; n];
    wanted[0] = true;
    wanted[n - 1] = true;
    let mut mark = |date: NaiveDate| {
        if let Some(flag) = usize::try_from((date - from).num_days()).ok().and_then(|i| wanted.get_mut(i)) {
            *flag = true;
        }
    };
    for points in priced {
        let start = points.partition_point(|p| p.0 < from);
        points[start..].iter().take_while(|p| p.0 <= to).for_each(|p| mark(p.0));
    }
    events.for_each(mark);
    wanted
        .iter()
        .enumerate()
        .filter(|(_, wanted)| **wanted)
        .filter_map(|(i, _)| from.checked_add_days(Days::new(i as u64)))
        .collect()
}
