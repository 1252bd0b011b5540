//! One condition that is not made of others, with what it remembers.

use std::cmp::Ordering;

use model::{
    id::{AccountId, InstrumentId},
    market::NewsItem,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use super::signal::Signal;
use crate::{
    Hysteresis, Input, Truth,
    condition::{Direction, FromTwo, Line, OrderEventKind, Relation, WhichKeywords, WhichPattern},
};

/// What a value is held against.
#[derive(Clone, Debug)]
pub(super) enum Against {
    /// A level twice, or two edges.
    Numbers(f64, f64),
    /// Another signal and its output.
    Signal(u32, u8),
    /// A line at the time of the value.
    Line(Line),
}

/// A condition that is not made of others, bound to its signals.
#[derive(Clone, Debug)]
pub(super) enum Leaf {
    Compare { signal: u32, output: u8, relation: Relation, against: Against },
    Pair { first: u32, second: u32, made: FromTwo, relation: Relation, low: f64, high: f64 },
    Move { signal: u32, direction: Direction, percent: f64 },
    Gap { signal: u32, direction: Direction, percent: f64 },
    Pattern { signal: u32, which: WhichPattern },
    Stale { signal: u32, after_micros: i64 },
    News { instrument: Option<InstrumentId>, keywords: Vec<String>, which: WhichKeywords },
    Order { event: OrderEventKind, instrument: Option<InstrumentId>, account: Option<AccountId> },
}

/// What a condition remembers between two moments.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct LeafMemory {
    /// What it is when nothing happens.
    pub(super) truth: Truth,
    /// Where the last known value stood: below (−1), at or inside (0), above or outside (1).
    last: Option<i8>,
    /// Whether it held at the last known value.
    held: bool,
}

/// The moment of an evaluation.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub(super) step: u64,
    pub(super) at: Timestamp,
    pub(super) input: &'a Input<'a>,
    pub(super) signals: &'a [Signal],
}

impl Moment<'_> {
    fn signal(&self, idx: u32) -> &Signal {
        &self.signals[idx as usize]
    }

    fn is_news_of(&self, idx: u32) -> bool {
        self.signal(idx).step == self.step
    }
}

impl Leaf {
    /// The signals that it reads.
    pub(super) fn signals(&self) -> [Option<u32>; 2] {
        match self {
            Self::Compare { signal, against: Against::Signal(other, _), .. } => [Some(*signal), Some(*other)],
            Self::Pair { first, second, .. } => [Some(*first), Some(*second)],
            Self::Compare { signal, .. }
            | Self::Move { signal, .. }
            | Self::Gap { signal, .. }
            | Self::Pattern { signal, .. }
            | Self::Stale { signal, .. } => [Some(*signal), None],
            Self::News { .. } | Self::Order { .. } => [None, None],
        }
    }

    /// Whether it can be true at a moment alone.
    pub(super) const fn is_momentary(&self) -> bool {
        match self {
            Self::Compare { relation, .. } | Self::Pair { relation, .. } => matches!(relation, Relation::Crosses),
            Self::News { .. } | Self::Order { .. } => true,
            Self::Move { .. } | Self::Gap { .. } | Self::Pattern { .. } | Self::Stale { .. } => false,
        }
    }

    /// When it may become true by the passing of time alone.
    pub(super) fn due(&self, signals: &[Signal], memory: &LeafMemory) -> Option<Timestamp> {
        match self {
            Self::Stale { signal, after_micros } if memory.truth == Truth::False => {
                let seen = signals[*signal as usize].at.micros();
                Some(Timestamp::from_micros(seen.saturating_add(*after_micros)))
            }
            _ => None,
        }
    }

    /// Looks at what is told at a moment, and says what it is at that moment. What it is afterwards stands in the memory.
    pub(super) fn look(&self, memory: &mut LeafMemory, moment: &Moment<'_>, hysteresis: Option<Hysteresis>) -> Truth {
        match self {
            Self::Compare { signal, output, relation, against } => {
                let told = moment.is_news_of(*signal)
                    || matches!(against, Against::Signal(other, _) if moment.is_news_of(*other));
                if !told {
                    return memory.truth;
                }
                let signal = moment.signal(*signal);
                let edges = match against {
                    Against::Numbers(low, high) => Some((*low, *high)),
                    Against::Signal(other, output) => moment.signal(*other).value(*output).map(|level| (level, level)),
                    Against::Line(line) => {
                        Some(line.at(signal.at)).filter(|(low, high)| low.is_finite() && high.is_finite())
                    }
                };
                stand(memory, *relation, signal.value(*output), edges, hysteresis)
            }
            Self::Pair { first, second, made, relation, low, high } => {
                if !moment.is_news_of(*first) && !moment.is_news_of(*second) {
                    return memory.truth;
                }
                let (first, second) = (moment.signal(*first).value(0), moment.signal(*second).value(0));
                let value = first.zip(second).map(|(first, second)| match made {
                    FromTwo::Spread => first - second,
                    FromTwo::Ratio => first / second,
                });
                stand(memory, *relation, value.filter(|value| value.is_finite()), Some((*low, *high)), hysteresis)
            }
            Self::Move { signal, direction, percent } => {
                if moment.is_news_of(*signal) {
                    memory.truth =
                        moved(moment.signal(*signal), *direction, *percent, slack(memory, *percent, hysteresis));
                    memory.held = match memory.truth {
                        Truth::True => true,
                        Truth::False => false,
                        Truth::Unknown => memory.held,
                    };
                }
                memory.truth
            }
            Self::Gap { signal, direction, percent } => {
                if moment.is_news_of(*signal) {
                    memory.truth = moment
                        .signal(*signal)
                        .value(0)
                        .map_or(Truth::Unknown, |gap| reaches(directed(gap, *direction), *percent).into());
                }
                memory.truth
            }
            Self::Pattern { signal, which } => {
                if moment.is_news_of(*signal) {
                    memory.truth = moment.signal(*signal).value(0).map_or(Truth::Unknown, |form| {
                        match which {
                            WhichPattern::Bullish => form > 0.0,
                            WhichPattern::Bearish => form < 0.0,
                            WhichPattern::Either => form != 0.0,
                        }
                        .into()
                    });
                }
                memory.truth
            }
            Self::Stale { signal, after_micros } => {
                let seen = moment.signal(*signal).at.micros();
                memory.truth = if seen == i64::MIN {
                    Truth::Unknown
                } else {
                    (moment.at.micros().saturating_sub(seen) >= *after_micros).into()
                };
                memory.truth
            }
            Self::News { instrument, keywords, which } => {
                memory.truth = Truth::False;
                match moment.input {
                    Input::News(news) => is_about(news, *instrument, keywords, *which).into(),
                    _ => Truth::False,
                }
            }
            Self::Order { event, instrument, account } => {
                memory.truth = Truth::False;
                match moment.input {
                    Input::Order(order) => (order.kind == *event
                        && instrument.is_none_or(|instrument| instrument == order.instrument)
                        && account.is_none_or(|account| account == order.account))
                    .into(),
                    _ => Truth::False,
                }
            }
        }
    }
}

/// How far a value may come back while the condition holds; 0 while it does not.
fn slack(memory: &LeafMemory, level: f64, hysteresis: Option<Hysteresis>) -> f64 {
    hysteresis.filter(|_| memory.held).map_or(0.0, |hysteresis| hysteresis.at(level))
}

/// How a value stands to its level or edges. An unknown one leaves in memory where the last known one stood, so that a crossing over a gap
/// is seen; `held` is forgotten only when a known value ends it.
fn stand(
    memory: &mut LeafMemory,
    relation: Relation,
    value: Option<f64>,
    edges: Option<(f64, f64)>,
    hysteresis: Option<Hysteresis>,
) -> Truth {
    let Some((value, (low, high))) = value.zip(edges) else {
        memory.truth = Truth::Unknown;
        return Truth::Unknown;
    };
    let (slack_low, slack_high) = (slack(memory, low, hysteresis), slack(memory, high, hysteresis));
    let held = memory.held;
    let side: i8 = if relation.is_to_range() {
        i8::from(!(low <= value && value <= high))
    } else {
        match value.total_cmp(&low) {
            // −0 is 0.
            _ if value == low => 0,
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        }
    };
    let last = memory.last.replace(side);
    // True only when the value came from the other side.
    let arrived = |is_there: bool, came_from: fn(i8) -> bool| match last {
        _ if !is_there => Truth::False,
        Some(last) => came_from(last).into(),
        None => Truth::Unknown,
    };
    let inside_by = |by_low: f64, by_high: f64| low - by_low <= value && value <= high + by_high;
    let (now, after) = match relation {
        Relation::Above => same((side > 0 || (held && value > low - slack_low)).into()),
        Relation::Below => same((side < 0 || (held && value < low + slack_low)).into()),
        Relation::Inside => same((side == 0 || (held && inside_by(slack_low, slack_high))).into()),
        Relation::Outside => same((side != 0 || (held && !inside_by(-slack_low, -slack_high))).into()),
        Relation::CrossesAbove if held => same((value > low - slack_low).into()),
        Relation::CrossesBelow if held => same((value < low + slack_low).into()),
        Relation::Enters if held => same(inside_by(slack_low, slack_high).into()),
        Relation::Leaves if held => same((!inside_by(-slack_low, -slack_high)).into()),
        Relation::CrossesAbove => same(arrived(side > 0, |last| last <= 0)),
        Relation::CrossesBelow => same(arrived(side < 0, |last| last >= 0)),
        Relation::Enters => same(arrived(side == 0, |last| last != 0)),
        Relation::Leaves => same(arrived(side != 0, |last| last == 0)),
        Relation::Crosses => {
            let crossed = last.is_some_and(|last| side != 0 && last != side);
            (crossed.into(), Truth::False)
        }
    };
    (memory.truth, memory.held) = (after, after == Truth::True);
    now
}

const fn same(truth: Truth) -> (Truth, Truth) {
    (truth, truth)
}

fn directed(percent: f64, direction: Direction) -> f64 {
    match direction {
        Direction::Up => percent,
        Direction::Down => -percent,
        Direction::Either => percent.abs(),
    }
}

/// Whether a percentage is reached, rounding forgiven: from 102 to 96.9 are 5 %, though the quotient of binary numbers is a little less.
fn reaches(percent: f64, wanted: f64) -> bool {
    percent >= wanted - wanted.abs() * 1e-9
}

/// The greatest move from an extreme of the window to the present price.
fn moved(signal: &Signal, direction: Direction, percent: f64, slack: f64) -> Truth {
    let [low, high, price, whole] = signal.values;
    if !price.is_finite() || low <= 0.0 {
        return Truth::Unknown;
    }
    let (rise, fall) = ((price / low - 1.0) * 100.0, (1.0 - price / high) * 100.0);
    let move_percent = match direction {
        Direction::Up => rise,
        Direction::Down => fall,
        Direction::Either => rise.max(fall),
    };
    match reaches(move_percent, percent - slack) {
        true => Truth::True,
        // Before the whole window was seen, a greater move may lie in what was not.
        false if whole > 0.0 => Truth::False,
        false => Truth::Unknown,
    }
}

fn is_about(news: &NewsItem, instrument: Option<InstrumentId>, keywords: &[String], which: WhichKeywords) -> bool {
    let has = |keyword: &String| has_words(&news.headline, keyword);
    instrument.is_none_or(|instrument| news.instruments.contains(&instrument))
        && match which {
            WhichKeywords::Any => keywords.iter().any(has),
            WhichKeywords::All => keywords.iter().all(has),
        }
}

/// Whether a text has a phrase as whole words, in any case. Nothing is allocated.
fn has_words(text: &str, phrase: &str) -> bool {
    let lower = |c: char| c.to_lowercase();
    let mut before: Option<char> = None;
    for (start, first) in text.char_indices() {
        let begins = before.is_none_or(|c| !c.is_alphanumeric());
        before = Some(first);
        if !begins {
            continue;
        }
        let mut rest = text[start..].chars();
        let mut wanted = phrase.chars().flat_map(lower).peekable();
        let mut fits = true;
        while fits && wanted.peek().is_some() {
            fits = rest.next().is_some_and(|c| lower(c).all(|c| wanted.next() == Some(c)));
        }
        if fits && rest.next().is_none_or(|c| !c.is_alphanumeric()) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::has_words;

    #[test]
    fn phrases_are_whole_words_in_any_case() {
        assert!(has_words("ACME to Buy Beta", "buy beta"));
        assert!(has_words("Übernahme von ACME", "übernahme"));
        assert!(has_words("Profit-warning at ACME", "profit"));
        assert!(!has_words("Buybacks at ACME", "buy"));
        assert!(!has_words("ACME", "acme corp"));
        assert!(!has_words("Rebuy", "buy"));
    }
}
