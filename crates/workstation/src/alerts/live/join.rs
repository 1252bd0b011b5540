//! Alerts that come from stored bars to live ticks.

use std::{collections::HashSet, sync::Arc};

use ::alerts::{
    AlertRule, AlertsError, BarSeries, ClosedBar, Decision, Engine, Input, Memory, Need, beginning, depends, streams,
};
use model::{bar::Bar, id::AlertId, time::Timestamp};
use store::alerts::{Alert, instruments_of};

use super::{
    Standing,
    backlog::time_of,
    engine::{Armed, LiveEngine, Reached},
    keeper::Order,
    stretch::Owned,
};
use crate::alerts::series::end;

/// An alert that is taken in.
pub(in crate::alerts) struct Joining {
    pub(in crate::alerts) id: AlertId,
    rule: Arc<AlertRule>,
    memory: Memory,
    /// It was told everything through then.
    through: Timestamp,
    updated_at: Timestamp,
}

impl From<&Alert> for Joining {
    fn from(alert: &Alert) -> Self {
        Self {
            id: alert.id,
            rule: Arc::new(alert.fields.rule.clone()),
            memory: alert.memory.clone(),
            through: alert.seen_through,
            updated_at: alert.updated_at,
        }
    }
}

impl LiveEngine {
    /// Takes an alert in that was told all of these bars, and tells it what streamed since.
    pub(super) fn join(&mut self, alert: Joining, stored: &[BarSeries<'_>], now: Timestamp) {
        let Joining { id, rule, memory, through, updated_at } = alert;
        if self.has(id) {
            return;
        }
        let Some(awaits) = streams(&rule).filter(|awaits| self.standing(awaits, now) == Standing::Ready) else {
            return;
        };
        let touches = instruments_of(&rule);
        let remembers = memory != Memory::default();
        // Before a new alert was made nothing counts for it.
        let since = if remembers { through } else { through.max(updated_at) };
        let memory = if remembers { Ok(memory) } else { beginning(&rule, stored, through) };
        let memory = match memory {
            Ok(memory) => memory,
            Err(problem) => return tracing::error!(%problem, %id, "an alert's rule cannot be evaluated"),
        };
        let streamed = self.streamed(&rule, stored);
        let owned: Vec<Owned> = streamed.iter().map(|(series, closed)| Owned::new(series, closed)).collect();
        let mut bars: Vec<BarSeries<'_>> =
            stored.iter().filter(|series| touches.contains(&series.instrument)).copied().collect();
        for whole in &owned {
            let whole = whole.series();
            bars.retain(|series| (series.instrument, series.interval) != (whole.instrument, whole.interval));
            bars.push(whole);
        }
        let mut armed = Armed { rule, updated_at, touches, awaits, through: since, remembers };
        let caught_up = self.caught_up(id, &armed, memory, &bars, &streamed, now);
        let (memory, decisions, through) = match caught_up {
            Ok(caught_up) => caught_up,
            Err(problem) => return tracing::error!(%problem, %id, "an alert's rule cannot be evaluated"),
        };
        if let Err(problem) = self.engine.arm(id, &armed.rule) {
            return tracing::error!(%problem, %id, "an alert's rule cannot be evaluated");
        }
        self.engine.warm(&armed.rule, &bars, now);
        self.engine.remember(id, memory.clone());
        armed.through = through;
        if !decisions.is_empty() {
            armed.remembers = true;
            self.order(Order::Decided(armed.told(id, decisions, memory, through)));
        }
        for instrument in &armed.touches {
            let nothing =
                || Reached { alerts: HashSet::new(), through: Timestamp::from_micros(i64::MIN), is_new: false };
            self.reached.entry(*instrument).or_insert_with(nothing).alerts.insert(id);
        }
        for need in depends(&armed.rule) {
            let Need::Bars { instrument, interval } = need else { continue };
            let stretch = self.stretches.entry((instrument, interval)).or_default();
            let series = stored.iter().find(|series| (series.instrument, series.interval) == (instrument, interval));
            let over = |bar: &&Bar| end(bar.at, interval) <= now;
            if let Some(last) = series.and_then(|series| series.bars.iter().rev().find(over)) {
                stretch.told_through(last.at);
            }
        }
        self.armed.insert(id, armed);
    }

    /// Bars that closed after the stored ones of the series that a rule reads.
    fn streamed<'a>(&self, rule: &AlertRule, stored: &[BarSeries<'a>]) -> Vec<(BarSeries<'a>, Vec<ClosedBar>)> {
        let of = |need: Need| {
            let Need::Bars { instrument, interval } = need else { return None };
            let found = stored.iter().find(|series| (series.instrument, series.interval) == (instrument, interval));
            let none = BarSeries { instrument, interval, bars: &[], sessions: None };
            let series = found.copied().unwrap_or(none);
            let last = series.bars.last().map(|bar| bar.at);
            let closed = self.stretches.get(&(instrument, interval))?.after(last).copied().collect::<Vec<_>>();
            (!closed.is_empty()).then_some((series, closed))
        };
        depends(rule).into_iter().filter_map(of).collect()
    }

    /// What an alert does with what streamed before it was taken in: what it remembers then, what it decided, and through when it was told.
    fn caught_up(
        &self,
        id: AlertId,
        armed: &Armed,
        memory: Memory,
        bars: &[BarSeries<'_>],
        streamed: &[(BarSeries<'_>, Vec<ClosedBar>)],
        now: Timestamp,
    ) -> Result<(Memory, Vec<Decision>, Timestamp), AlertsError> {
        let since = armed.through;
        let ticks = armed.touches.iter().flat_map(|instrument| self.backlog.after(*instrument, since));
        let mut told: Vec<(Timestamp, Input<'_>)> = ticks.map(|tick| (time_of(tick), Input::Tick(tick))).collect();
        let closed = streamed.iter().flat_map(|(_, closed)| closed);
        let closed = closed.map(|bar| (end(bar.bar.at, bar.interval).min(now), Input::Bar(bar)));
        told.extend(closed.filter(|(at, _)| *at > since));
        if told.is_empty() {
            return Ok((memory, Vec::new(), since));
        }
        told.sort_by_key(|(at, _)| *at);
        let mut alone = Engine::new();
        alone.arm(id, &armed.rule)?;
        alone.warm(&armed.rule, bars, since);
        alone.remember(id, memory);
        let decisions = told.iter().flat_map(|(at, input)| alone.step(*at, input)).collect();
        let through = told.last().map_or(since, |(at, _)| *at);
        Ok((alone.memory(id).cloned().unwrap_or_default(), decisions, through))
    }
}
