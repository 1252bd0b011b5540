//! Which signals there are, who feeds them, and which rules wait for what.

use std::collections::HashMap;

use bars::{build::PriceOf, interval::Interval};
use indicators::{Source, Stream};
use model::id::InstrumentId;

use super::{
    leaf::{Against, Leaf},
    signal::{Feed, Kind, Signal, VolumeAverage, Window},
    slot::Node,
};
use crate::{
    Condition, Need, Series,
    condition::{Relation, Test},
    sentiment_subject,
};

/// Signals and who waits for what. Indices of signals stay as long as a rule reads them.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    pub(super) signals: Vec<Signal>,
    feeds: Vec<Feed>,
    free: Vec<u32>,
    pub(super) ticks: HashMap<InstrumentId, Vec<u32>>,
    pub(super) bars: HashMap<(InstrumentId, Interval), Vec<u32>>,
    pub(super) facts: HashMap<String, HashMap<String, u32>>,
    /// Slots, by what the news is about.
    pub(super) news: HashMap<Option<InstrumentId>, Vec<u32>>,
    /// Slots, by what the order is of.
    pub(super) orders: HashMap<Option<InstrumentId>, Vec<u32>>,
}

impl Graph {
    /// Binds a tree to signals, which are shared with the rules that are there.
    pub(super) fn bind(&mut self, condition: &Condition, leaves: &mut Vec<Leaf>) -> Node {
        match condition {
            Condition::And { all } => Node::And(all.iter().map(|part| self.bind(part, leaves)).collect()),
            Condition::Or { any } => Node::Or(any.iter().map(|part| self.bind(part, leaves)).collect()),
            Condition::Not { condition } => Node::Not(Box::new(self.bind(condition, leaves))),
            leaf => {
                let leaf = self.leaf(leaf);
                leaves.push(leaf);
                Node::Leaf(leaves.len() - 1)
            }
        }
    }

    fn leaf(&mut self, condition: &Condition) -> Leaf {
        match condition {
            Condition::Price { instrument, of, test } => compare(self.price(*instrument, *of), 0, *test),
            Condition::Move { instrument, direction, percent, within_s } => {
                let signal = self.of_ticks(*instrument, Kind::Window(Window::new(*within_s)));
                Leaf::Move { signal, direction: *direction, percent: *percent }
            }
            Condition::Gap { instrument, interval, direction, percent } => {
                let signal = self.of_bars(*instrument, *interval, Kind::Gap(None));
                Leaf::Gap { signal, direction: *direction, percent: *percent }
            }
            Condition::Volume { instrument, interval, times, average_bars } => {
                let kind = Kind::Volume(VolumeAverage::new(*average_bars));
                compare(self.of_bars(*instrument, *interval, kind), 0, Test::Above { level: *times })
            }
            Condition::Series { instrument, interval, series, test } => {
                let (signal, output) = self.series(*instrument, *interval, series);
                compare(signal, output, *test)
            }
            Condition::Versus { instrument, interval, series, relation, other } => {
                let (signal, output) = self.series(*instrument, *interval, series);
                let (other, other_output) = self.series(*instrument, *interval, other);
                Leaf::Compare { signal, output, relation: *relation, against: Against::Signal(other, other_output) }
            }
            Condition::Pattern { instrument, interval, pattern, which } => {
                let signal = self.of_bars(*instrument, *interval, Kind::Indicator(Box::new(Stream::new(pattern))));
                Leaf::Pattern { signal, which: *which }
            }
            Condition::Line { instrument, line, relation, interval } => {
                let signal = match interval {
                    Some(interval) => self.of_bars(*instrument, *interval, Kind::Column(Source::Close)),
                    None => self.price(*instrument, PriceOf::Trade),
                };
                Leaf::Compare { signal, output: 0, relation: *relation, against: Against::Line(*line) }
            }
            Condition::Pair { first, second, made, test } => {
                let (relation, low, high) = test.parts();
                let (first, second) = (self.price(*first, PriceOf::Trade), self.price(*second, PriceOf::Trade));
                Leaf::Pair { first, second, made: *made, relation, low, high }
            }
            Condition::News { instrument, keywords, which } => {
                Leaf::News { instrument: *instrument, keywords: keywords.clone(), which: *which }
            }
            Condition::Sentiment { instrument, provider, test } => {
                compare(self.fact("sentiment", &sentiment_subject(*instrument, provider)), 0, *test)
            }
            Condition::Portfolio { figure, subject, test } => {
                compare(self.fact(figure.fact(), subject.as_deref().unwrap_or_default()), 0, *test)
            }
            Condition::Fact { name, subject, test } => compare(self.fact(name, subject), 0, *test),
            Condition::Stale { instrument, data, after_s } => {
                let signal = self.of_ticks(*instrument, Kind::Seen(*data));
                Leaf::Stale { signal, after_micros: i64::from(*after_s) * 1_000_000 }
            }
            Condition::Order { event, instrument, account } => {
                Leaf::Order { event: *event, instrument: *instrument, account: *account }
            }
            Condition::And { .. } | Condition::Or { .. } | Condition::Not { .. } => {
                unreachable!("invariant: trees are taken apart before")
            }
        }
    }

    fn series(&mut self, instrument: InstrumentId, interval: Interval, series: &Series) -> (u32, u8) {
        match series {
            Series::Column { column } => (self.of_bars(instrument, interval, Kind::Column(*column)), 0),
            Series::Indicator { spec, output } => {
                let outputs = &spec.kind().indicator().outputs;
                let named = |name: &String| outputs.iter().position(|output| output.name == name);
                let idx = output.as_ref().and_then(named).and_then(|idx| u8::try_from(idx).ok()).unwrap_or(0);
                (self.of_bars(instrument, interval, Kind::Indicator(Box::new(Stream::new(spec)))), idx)
            }
        }
    }

    fn price(&mut self, instrument: InstrumentId, of: PriceOf) -> u32 {
        self.of_ticks(instrument, Kind::Price(of))
    }

    fn of_ticks(&mut self, instrument: InstrumentId, kind: Kind) -> u32 {
        let there = self.ticks.get(&instrument).into_iter().flatten();
        if let Some(found) = there.copied().find(|idx| self.signals[*idx as usize].reads_ticks_as(&kind)) {
            return found;
        }
        let idx = self.add(kind, Feed::Ticks(instrument));
        self.ticks.entry(instrument).or_default().push(idx);
        idx
    }

    fn of_bars(&mut self, instrument: InstrumentId, interval: Interval, kind: Kind) -> u32 {
        let there = self.bars.get(&(instrument, interval)).into_iter().flatten();
        if let Some(found) = there.copied().find(|idx| self.signals[*idx as usize].reads_bars_as(&kind)) {
            return found;
        }
        let idx = self.add(kind, Feed::Bars(instrument, interval));
        self.bars.entry((instrument, interval)).or_default().push(idx);
        idx
    }

    fn fact(&mut self, name: &str, subject: &str) -> u32 {
        if let Some(found) = self.facts.get(name).and_then(|subjects| subjects.get(subject)) {
            return *found;
        }
        let idx = self.add(Kind::Fact, Feed::Fact(name.to_owned(), subject.to_owned()));
        self.facts.entry(name.to_owned()).or_default().insert(subject.to_owned(), idx);
        idx
    }

    fn add(&mut self, kind: Kind, feed: Feed) -> u32 {
        let signal = Signal::new(kind);
        match self.free.pop() {
            Some(idx) => {
                (self.signals[idx as usize], self.feeds[idx as usize]) = (signal, feed);
                idx
            }
            None => {
                self.signals.push(signal);
                self.feeds.push(feed);
                u32::try_from(self.signals.len() - 1).expect("invariant: fewer than 2^32 signals fit into memory")
            }
        }
    }

    /// Lets a rule wait for its signals, news and orders.
    pub(super) fn attach(&mut self, slot: u32, leaves: &[Leaf], needs: &[Need]) {
        for signal in leaves.iter().flat_map(Leaf::signals).flatten() {
            let readers = &mut self.signals[signal as usize].readers;
            // A rule that reads it twice has just been put at the end.
            if readers.last() != Some(&slot) {
                readers.push(slot);
            }
        }
        for need in needs {
            match need {
                Need::News { instrument } => self.news.entry(*instrument).or_default().push(slot),
                Need::Orders { instrument } => self.orders.entry(*instrument).or_default().push(slot),
                Need::Ticks { .. } | Need::Bars { .. } | Need::Fact { .. } | Need::Clock => {}
            }
        }
    }

    /// Takes a rule out again, and the signals that nobody reads then.
    pub(super) fn detach(&mut self, slot: u32, leaves: &[Leaf]) {
        for idx in leaves.iter().flat_map(Leaf::signals).flatten() {
            let readers = &mut self.signals[idx as usize].readers;
            let Some(place) = readers.iter().position(|reader| *reader == slot) else { continue };
            readers.swap_remove(place);
            if readers.is_empty() {
                self.drop_signal(idx);
            }
        }
        for (by_instrument, is_it) in [(&mut self.news, true), (&mut self.orders, false)] {
            for leaf in leaves {
                let key = match leaf {
                    Leaf::News { instrument, .. } if is_it => instrument,
                    Leaf::Order { instrument, .. } if !is_it => instrument,
                    _ => continue,
                };
                if let Some(slots) = by_instrument.get_mut(key) {
                    slots.retain(|waiting| *waiting != slot);
                }
            }
        }
    }

    fn drop_signal(&mut self, idx: u32) {
        self.free.push(idx);
        match &self.feeds[idx as usize] {
            Feed::Ticks(instrument) => remove(&mut self.ticks, instrument, idx),
            Feed::Bars(instrument, interval) => remove(&mut self.bars, &(*instrument, *interval), idx),
            Feed::Fact(name, subject) => {
                if let Some(subjects) = self.facts.get_mut(name) {
                    subjects.remove(subject);
                    if subjects.is_empty() {
                        self.facts.remove(name);
                    }
                }
            }
        }
    }
}

fn compare(signal: u32, output: u8, test: Test) -> Leaf {
    let (relation, low, high): (Relation, f64, f64) = test.parts();
    Leaf::Compare { signal, output, relation, against: Against::Numbers(low, high) }
}

fn remove<K: std::hash::Hash + Eq>(lists: &mut HashMap<K, Vec<u32>>, key: &K, idx: u32) {
    if let Some(list) = lists.get_mut(key) {
        list.retain(|other| *other != idx);
        if list.is_empty() {
            lists.remove(key);
        }
    }
}
