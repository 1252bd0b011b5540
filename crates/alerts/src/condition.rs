//! What a rule watches: a tree of conditions.
//!
//! A condition is true, false or unknown at a moment. A crossing is true from the moment of crossing until the value comes back, so it can be held
//! for a time and can end. What has no duration (news, an event of an order, a crossing in either direction) is true at its moment alone.

mod parts;

use bars::{build::PriceOf, interval::Interval};
use indicators::IndicatorSpec;
use model::id::{AccountId, InstrumentId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use parts::{
    Direction, Figure, FromTwo, Line, OrderEventKind, Point, Relation, Series, Streamed, Test, WhichKeywords,
    WhichPattern,
};

const fn trades() -> PriceOf {
    PriceOf::Trade
}

/// A condition, in JSON tagged by `kind`. Percentages are written as a person says them: 5 is five per cent.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertCondition)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// The present price, tick by tick.
    Price {
        /// Of what.
        instrument: InstrumentId,
        /// Which price; trades when left out.
        #[serde(default = "trades")]
        of: PriceOf,
        /// What it must do.
        test: Test,
    },
    /// The price of trades moves by a percentage within a time, measured from its extreme within that time.
    Move {
        /// Of what.
        instrument: InstrumentId,
        /// Which way.
        direction: Direction,
        /// By at least as many per cent.
        percent: f64,
        /// Within how many seconds. Up to a sixtieth more is looked back, for time is divided into sixtieths.
        within_s: u32,
    },
    /// A bar opens away from the close before it. Bars without an opening price leave it unknown.
    Gap {
        /// Of what.
        instrument: InstrumentId,
        /// Which bars.
        interval: Interval,
        /// Which way.
        direction: Direction,
        /// By at least as many per cent of the close before.
        percent: f64,
    },
    /// The volume of a bar is a multiple of the average of those before it.
    Volume {
        /// Of what.
        instrument: InstrumentId,
        /// Which bars.
        interval: Interval,
        /// More than so many times the average.
        times: f64,
        /// The average of how many bars; the present one is not among them.
        average_bars: u32,
    },
    /// A column of closed bars, or an indicator of them, against numbers.
    Series {
        /// Of what.
        instrument: InstrumentId,
        /// Which bars.
        interval: Interval,
        /// Which series.
        series: Series,
        /// What it must do.
        test: Test,
    },
    /// A series against another one of the same bars, such as a close against its average.
    Versus {
        /// Of what.
        instrument: InstrumentId,
        /// Which bars.
        interval: Interval,
        /// The series that moves.
        series: Series,
        /// How it must stand to the other.
        relation: Relation,
        /// The other.
        other: Series,
    },
    /// A candlestick pattern at the last closed bar.
    Pattern {
        /// Of what.
        instrument: InstrumentId,
        /// Which bars.
        interval: Interval,
        /// Which pattern, with its parameters.
        pattern: IndicatorSpec,
        /// Which way it points.
        which: WhichPattern,
    },
    /// The price against a line that was drawn.
    Line {
        /// Of what.
        instrument: InstrumentId,
        /// The line, whose value is taken at the time of the price.
        line: Line,
        /// How the price must stand to it: to both edges (inside, outside, enters, leaves) for a channel, else above, below or crossing.
        relation: Relation,
        /// Closes of these bars, at the beginning of each bar as charts place it; every trade when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        interval: Option<Interval>,
    },
    /// The prices of two instruments, trade by trade. Unknown until both are known.
    Pair {
        /// The first.
        first: InstrumentId,
        /// The second.
        second: InstrumentId,
        /// What is made of the two.
        made: FromTwo,
        /// What it must do.
        test: Test,
    },
    /// A headline has words in it, at the moment at which it comes.
    News {
        /// About what; anything when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instrument: Option<InstrumentId>,
        /// Words or phrases, whole words in any case.
        keywords: Vec<String>,
        /// How many of them must be there.
        which: WhichKeywords,
    },
    /// Sentiment as a provider gives it; unknown until it does. See [`crate::sentiment_subject`].
    Sentiment {
        /// Of what.
        instrument: InstrumentId,
        /// Whose.
        provider: String,
        /// What it must do, on the provider's scale.
        test: Test,
    },
    /// A figure of the portfolio.
    Portfolio {
        /// Which.
        figure: Figure,
        /// Of which part, such as an account or an instrument, as whoever reckons the figure names it; the whole when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        /// What it must do, in the figure's unit.
        test: Test,
    },
    /// A number that somebody names, for what has no kind of its own.
    Fact {
        /// Its name.
        name: String,
        /// Of what, as its source names it; empty when left out.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        subject: String,
        /// What it must do.
        test: Test,
    },
    /// Nothing has come for a time. Unknown until something came once. Give the rule the hours of the market: silence at night is no trouble.
    Stale {
        /// Of what.
        instrument: InstrumentId,
        /// What should come.
        data: Streamed,
        /// For how many seconds.
        after_s: u32,
    },
    /// Something happens to an order, at the moment at which it is told.
    Order {
        /// What.
        event: OrderEventKind,
        /// Of what; anything when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instrument: Option<InstrumentId>,
        /// In which account; any when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<AccountId>,
    },
    /// All of them.
    And {
        /// Two or more.
        #[schema(no_recursion)]
        all: Vec<Condition>,
    },
    /// At least one of them.
    Or {
        /// Two or more.
        #[schema(no_recursion)]
        any: Vec<Condition>,
    },
    /// Not this one. What is unknown stays unknown.
    Not {
        /// Which.
        #[schema(no_recursion)]
        condition: Box<Condition>,
    },
}

impl Condition {
    /// Whether it is true at single moments only, so that nothing of it can last.
    #[must_use]
    pub const fn is_momentary(&self) -> bool {
        match self {
            Self::News { .. } | Self::Order { .. } => true,
            Self::Price { test, .. }
            | Self::Series { test, .. }
            | Self::Pair { test, .. }
            | Self::Sentiment { test, .. }
            | Self::Portfolio { test, .. }
            | Self::Fact { test, .. } => matches!(test, Test::Crosses { .. }),
            Self::Versus { relation, .. } | Self::Line { relation, .. } => matches!(relation, Relation::Crosses),
            Self::Move { .. } | Self::Gap { .. } | Self::Volume { .. } | Self::Pattern { .. } | Self::Stale { .. } => {
                false
            }
            Self::And { .. } | Self::Or { .. } | Self::Not { .. } => false,
        }
    }

    /// Every condition that is not made of others, from left to right.
    pub(crate) fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::And { all: parts } | Self::Or { any: parts } => parts.iter().flat_map(Self::leaves).collect(),
            Self::Not { condition } => condition.leaves(),
            _ => vec![self],
        }
    }
}
