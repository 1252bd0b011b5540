//! Rules over bars of the past: when one would have fired, and what it did while nobody looked.

use bars::interval::Interval;
use model::{
    bar::Bar,
    id::{AlertId, InstrumentId},
    time::Timestamp,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    AlertMachine, AlertRule, AlertsError, Change, ClosedBar, Condition, Decision, Effect, Engine, Event, Input, Memory,
    Names, Need, Repeat, condition::Streamed, depends, engine::signal::Signal,
};

/// The bars of one instrument and interval, in order.
#[derive(Clone, Copy, Debug)]
pub struct BarSeries<'a> {
    /// Of what.
    pub instrument: InstrumentId,
    /// Which.
    pub interval: Interval,
    /// The bars.
    pub bars: &'a [Bar],
    /// The session of each, where indicators need it.
    pub sessions: Option<&'a [i64]>,
}

/// A firing that is known from bars.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = AlertPastFiring)]
pub struct PastFiring {
    /// Its number.
    pub epoch: u64,
    /// It happened at this moment or later,
    pub from: Timestamp,
    /// and at this moment or earlier.
    pub to: Timestamp,
    /// Whether it depends on which came first in the bar, the high or the low, which bars do not tell.
    pub is_order_assumed: bool,
}

/// When a rule would have fired.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Backtest {
    /// The firings, oldest first.
    pub firings: Vec<PastFiring>,
    /// How often the condition began to hold or was true for a moment, whether it fired or not.
    pub began: usize,
    /// What bars do not tell, in sentences.
    pub cannot_tell: Vec<String>,
}

/// What happened while nobody looked.
#[derive(Clone, PartialEq, Debug)]
pub struct CatchUp {
    /// Firings, all of them late.
    pub firings: Vec<PastFiring>,
    /// Every effect, in order.
    pub effects: Vec<Effect>,
    /// The alert as it stands now.
    pub machine: AlertMachine,
    /// What the rule remembers now: arm it with this.
    pub memory: Memory,
    /// What bars do not tell, in sentences.
    pub cannot_tell: Vec<String>,
}

/// When a rule would have fired over these bars. Prices within a bar are its open, then the extreme nearer to the open's side, the other one,
/// and the close: low first in a bar that rises. A rule that fires once is taken as armed again after each firing.
///
/// # Errors
/// [`AlertsError::Field`] when the rule makes no sense.
pub fn backtest(rule: &AlertRule, bars: &[BarSeries<'_>], names: &Names) -> Result<Backtest, AlertsError> {
    let alert = AlertId::from_uuid(Default::default());
    let repeat = if rule.repeat == Repeat::Once { Repeat::EveryTime } else { rule.repeat };
    let rule = AlertRule { repeat, ..rule.clone() };
    let mut engine = Engine::new();
    engine.arm(alert, &rule)?;
    let mut run = Run::new(&rule, AlertMachine::new(alert));
    for told in told_by_bars(&rule, bars) {
        run.take(&told, told.step(&mut engine))?;
    }
    Ok(Backtest { firings: run.firings, began: run.began, cannot_tell: cannot_tell(&rule, bars, names) })
}

/// What a rule did while nobody looked, from `asleep.0` to `asleep.1`. Bars that ended before serve to warm indicators up.
///
/// # Errors
/// [`AlertsError::Field`] when the rule makes no sense.
pub fn catch_up(
    rule: &AlertRule,
    machine: &AlertMachine,
    memory: &Memory,
    bars: &[BarSeries<'_>],
    asleep: (Timestamp, Timestamp),
    names: &Names,
) -> Result<CatchUp, AlertsError> {
    let (from, to) = asleep;
    let mut engine = Engine::new();
    engine.arm(machine.alert(), rule)?;
    let mut run = Run::new(rule, machine.clone());
    let told = tell(rule, bars, from);
    let (before, since): (Vec<Told>, Vec<Told>) = told.into_iter().partition(|told| told.at <= from);
    for told in before {
        told.step(&mut engine);
    }
    // A rule that was told nothing yet compares the first price with the last one before.
    let known = if *memory == Memory::default() { begins(&engine, machine.alert()) } else { memory.clone() };
    engine.remember(machine.alert(), known);
    // A bar that is not over says nothing yet, and the extremes of the one in which the sleep began may lie before it.
    let is_between =
        |told: &&Told| told.within.1 <= to && (told.within.0 >= from || !matches!(told.what, What::Extreme(_)));
    let straddles = since.iter().any(|told| told.within.0 < from && matches!(told.what, What::Extreme(_)));
    for told in since.iter().filter(is_between) {
        run.take(told, told.step(&mut engine))?;
    }
    let woken = engine.step(to, &Input::Clock);
    run.decide(None, woken)?;
    run.effects.extend(run.machine.step(rule, to, &Event::Clock)?);
    let memory = engine.memory(machine.alert()).cloned().unwrap_or_default();
    let mut cannot_tell = cannot_tell(rule, bars, names);
    if straddles {
        cannot_tell
            .push(format!("Of a bar that began before {from} only the close counts: its high and low may be older."));
    }
    cannot_tell.extend(ends_early(rule, bars, to, names));
    Ok(CatchUp { firings: run.firings, effects: run.effects, machine: run.machine, memory, cannot_tell })
}

/// What a rule remembers that was told nothing yet but the prices before a time: the next one is compared with the last of them, and no
/// condition began in them.
///
/// # Errors
/// [`AlertsError::Field`] when the rule makes no sense.
pub fn beginning(rule: &AlertRule, bars: &[BarSeries<'_>], through: Timestamp) -> Result<Memory, AlertsError> {
    let alert = AlertId::from_uuid(Default::default());
    let mut engine = Engine::new();
    engine.arm(alert, rule)?;
    for told in told_by_bars(rule, bars).iter().take_while(|told| told.at <= through) {
        told.step(&mut engine);
    }
    Ok(begins(&engine, alert))
}

fn begins(engine: &Engine, alert: AlertId) -> Memory {
    engine.memory(alert).cloned().unwrap_or_default().beginning()
}

/// One thing that bars tell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    at: Timestamp,
    /// What comes first at the same moment.
    rank: (u8, Interval, InstrumentId),
    what: What,
    /// The stretch of time in which it happened.
    within: (Timestamp, Timestamp),
}

#[derive(Clone, Copy, Debug)]
enum What {
    /// A price at a known place in the bar.
    Price(f64),
    /// The high or low, whose place in the bar is not known.
    Extreme(f64),
    Bar(ClosedBar),
}

impl Told {
    pub(crate) const fn at(&self) -> Timestamp {
        self.at
    }

    pub(crate) const fn instrument(&self) -> InstrumentId {
        self.rank.2
    }

    /// The bar, where it is not a price.
    pub(crate) const fn bar(&self) -> Option<&ClosedBar> {
        match &self.what {
            What::Bar(bar) => Some(bar),
            What::Price(_) | What::Extreme(_) => None,
        }
    }

    /// Tells it to a number that no rule is looked at for.
    pub(crate) fn warm(&self, signal: &mut Signal) {
        match &self.what {
            What::Price(price) | What::Extreme(price) => {
                signal.trade_price(*price, self.at);
            }
            What::Bar(bar) => signal.bar(&bar.bar, bar.session),
        }
    }

    fn step(&self, engine: &mut Engine) -> Vec<Decision> {
        match &self.what {
            What::Price(price) | What::Extreme(price) => engine.step_price(self.at, self.rank.2, *price),
            What::Bar(bar) => engine.step(self.at, &Input::Bar(bar)),
        }
    }
}

struct Run<'a> {
    rule: &'a AlertRule,
    machine: AlertMachine,
    firings: Vec<PastFiring>,
    effects: Vec<Effect>,
    began: usize,
    /// Whether the order of high and low within a bar cannot matter.
    is_simple: bool,
}

impl<'a> Run<'a> {
    fn new(rule: &'a AlertRule, machine: AlertMachine) -> Self {
        let is_single = rule.condition.leaves().len() == 1;
        let is_simple = is_single && rule.hold.is_none() && !matches!(rule.condition, Condition::Move { .. });
        Self { rule, machine, firings: Vec::new(), effects: Vec::new(), began: 0, is_simple }
    }

    fn take(&mut self, told: &Told, decisions: Vec<Decision>) -> Result<(), AlertsError> {
        self.decide(Some(told), decisions)
    }

    fn decide(&mut self, told: Option<&Told>, decisions: Vec<Decision>) -> Result<(), AlertsError> {
        for decision in decisions {
            self.began += usize::from(matches!(decision.change, Change::Began | Change::Happened));
            let effects = self.machine.step(self.rule, decision.at, &Event::Rule(decision.change))?;
            for effect in &effects {
                if let Effect::Fired { epoch, at } = effect {
                    let told = told.filter(|told| told.at == *at);
                    let (from, to) = told.map_or((*at, *at), |told| told.within);
                    let is_extreme = told.is_some_and(|told| matches!(told.what, What::Extreme(_)));
                    let is_order_assumed = is_extreme && !self.is_simple;
                    self.firings.push(PastFiring { epoch: *epoch, from, to, is_order_assumed });
                }
            }
            self.effects.extend(effects);
        }
        Ok(())
    }
}

/// The end of a bar: of a day that of its date in UTC, for its session's close is not in it.
fn end(interval: Interval, bar: &Bar) -> Timestamp {
    Timestamp::from_micros(bar.at.micros().saturating_add(interval.micros().unwrap_or(86_400_000_000)))
}

/// Everything that the bars tell this rule, in order of time.
pub(crate) fn told_by_bars(rule: &AlertRule, bars: &[BarSeries<'_>]) -> Vec<Told> {
    tell(rule, bars, Timestamp::from_micros(i64::MIN))
}

/// The same, where prices through a time are known already. Of the prices of an instrument the shortest bars there are tell.
fn tell(rule: &AlertRule, bars: &[BarSeries<'_>], known: Timestamp) -> Vec<Told> {
    let needs = depends(rule);
    let mut told = Vec::new();
    for series in bars {
        let (instrument, interval) = (series.instrument, series.interval);
        let reads_bars = needs.contains(&Need::Bars { instrument, interval });
        let reads_prices = needs.contains(&trades_of(instrument));
        let shorter: Vec<_> = bars.iter().filter(|of| of.instrument == instrument && of.interval < interval).collect();
        for (n, bar) in series.bars.iter().enumerate() {
            let end = end(interval, bar);
            let put = |at, rank, what, within| Told { at, rank: (rank, interval, instrument), what, within };
            if reads_prices && !shorter.iter().any(|of| tells_of(of, (bar.at, end), known)) {
                prices(bar, end, |at, what, within| told.push(put(at, 0, what, within)));
            }
            if reads_bars {
                let session = series.sessions.and_then(|sessions| sessions.get(n).copied());
                let closed = ClosedBar { instrument, interval, bar: *bar, session };
                told.push(put(end, 1, What::Bar(closed), (end, end)));
            }
        }
    }
    told.sort_by_key(|told| (told.at, told.rank));
    told
}

/// Whether a series has a bar of a stretch of time that says something new.
fn tells_of(series: &BarSeries<'_>, (from, to): (Timestamp, Timestamp), known: Timestamp) -> bool {
    let after = series.bars.partition_point(|bar| bar.at < to);
    let last = after.checked_sub(1).map(|n| &series.bars[n]);
    last.is_some_and(|bar| bar.at >= from && end(series.interval, bar) > known)
}

fn prices(bar: &Bar, end: Timestamp, mut put: impl FnMut(Timestamp, What, (Timestamp, Timestamp))) {
    let length = end.micros() - bar.at.micros();
    let after = |thirds: i64| Timestamp::from_micros(bar.at.micros() + length * thirds / 3);
    if let Some(open) = bar.open {
        put(bar.at, What::Price(open), (bar.at, bar.at));
    }
    if let (Some(low), Some(high)) = (bar.low, bar.high) {
        let rises = bar.open.is_none_or(|open| bar.close >= open);
        let (first, second) = if rises { (low, high) } else { (high, low) };
        put(after(1), What::Extreme(first), (bar.at, end));
        put(after(2), What::Extreme(second), (bar.at, end));
    }
    put(end, What::Price(bar.close), (bar.at, end));
}

const fn trades_of(instrument: InstrumentId) -> Need {
    Need::Ticks { instrument, streamed: Streamed::Trades }
}

fn is_finest(series: &BarSeries<'_>, all: &[BarSeries<'_>]) -> bool {
    all.iter().all(|other| other.instrument != series.instrument || other.interval >= series.interval)
}

/// What bars cannot tell of a rule, each once.
fn cannot_tell(rule: &AlertRule, bars: &[BarSeries<'_>], names: &Names) -> Vec<String> {
    let mut out = Vec::new();
    let mut say = |text: String| {
        if !out.contains(&text) {
            out.push(text);
        }
    };
    for leaf in rule.condition.leaves() {
        match leaf {
            Condition::News { .. } => {
                say("Bars do not tell news: conditions on it count as if none had come.".to_owned());
            }
            Condition::Order { .. } => {
                say("Bars do not tell events of orders: conditions on them count as if none had come.".to_owned());
            }
            Condition::Sentiment { provider, .. } => {
                say(format!("Bars do not tell the sentiment of {provider}: it counts as unknown."));
            }
            Condition::Portfolio { figure, .. } => {
                say(format!("Bars do not tell the portfolio's {}: it counts as unknown.", figure.words()));
            }
            Condition::Fact { name, .. } => say(format!("Bars do not tell \"{name}\": it counts as unknown.")),
            Condition::Stale { .. } => say("Bars do not tell when data was stale: it counts as unknown.".to_owned()),
            Condition::Move { .. }
            | Condition::Price { .. }
            | Condition::Gap { .. }
            | Condition::Volume { .. }
            | Condition::Series { .. }
            | Condition::Versus { .. }
            | Condition::Pattern { .. }
            | Condition::Line { .. }
            | Condition::Pair { .. } => {}
            Condition::And { .. } | Condition::Or { .. } | Condition::Not { .. } => {}
        }
    }
    for need in depends(rule) {
        match need {
            Need::Ticks { instrument, streamed: Streamed::Trades } => {
                let symbol = names.symbol(instrument);
                let Some(series) =
                    bars.iter().find(|series| series.instrument == instrument && is_finest(series, bars))
                else {
                    say(format!("There are no bars of {symbol}: its price counts as unknown."));
                    continue;
                };
                if series.bars.iter().any(|bar| bar.high.is_none() || bar.low.is_none()) {
                    say(format!("Some bars of {symbol} have a close only: what happened within them is not known."));
                }
                say(format!("Within a bar of {} of {symbol} the time of a price is not known.", series.interval));
            }
            Need::Ticks { instrument, streamed: Streamed::Quotes } => {
                say(format!("Bars do not tell bids and asks of {}: they count as unknown.", names.symbol(instrument)));
            }
            Need::Bars { instrument, interval } => {
                let there = |series: &BarSeries<'_>| series.instrument == instrument && series.interval == interval;
                if !bars.iter().any(there) {
                    say(format!(
                        "There are no bars of {interval} of {}: they count as unknown.",
                        names.symbol(instrument)
                    ));
                }
            }
            Need::Fact { .. } | Need::News { .. } | Need::Orders { .. } | Need::Clock => {}
        }
    }
    out
}

/// Bars that end before the waking.
fn ends_early(rule: &AlertRule, bars: &[BarSeries<'_>], to: Timestamp, names: &Names) -> Vec<String> {
    let needs = depends(rule);
    let reads = |series: &&BarSeries<'_>| {
        let of_bars = Need::Bars { instrument: series.instrument, interval: series.interval };
        needs.contains(&of_bars) || (is_finest(series, bars) && needs.contains(&trades_of(series.instrument)))
    };
    let ends = bars.iter().filter(reads).filter_map(|series| {
        let last = end(series.interval, series.bars.last()?);
        let symbol = names.symbol(series.instrument);
        (last < to).then(|| {
            format!("Bars of {} of {symbol} end at {last}: what came after, until {to}, is not known.", series.interval)
        })
    });
    ends.collect()
}
