//! The parts of conditions: tests, series, lines, names.

use indicators::{IndicatorSpec, Source};
use model::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Declares an enumeration with one word for each value, the same in JSON and in sentences, and its name in the API's document.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident as $schema:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        #[schema(as = $schema)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// How sentences write it.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

words! {
    /// How a value stands to a level, or to the two edges of a range, which belong to the range.
    ///
    /// Equality: a value at the level is neither above nor below it. It crosses above when it was at the level or below and is above now.
    Relation as AlertRelation {
        /// More than the level.
        Above = "is above",
        /// Less than the level.
        Below = "is below",
        /// In the range.
        Inside = "is inside",
        /// Not in the range.
        Outside = "is outside",
        /// Came from the level or below, and has been above since.
        CrossesAbove = "crosses above",
        /// Came from the level or above, and has been below since.
        CrossesBelow = "crosses below",
        /// Crosses either way, at this moment.
        Crosses = "crosses",
        /// Came into the range, and has been in it since.
        Enters = "enters",
        /// Went out of the range, and has been outside since.
        Leaves = "leaves",
    }
}

impl Relation {
    /// Whether it is to a range and not to one level.
    #[must_use]
    pub const fn is_to_range(self) -> bool {
        match self {
            Self::Inside | Self::Outside | Self::Enters | Self::Leaves => true,
            Self::Above | Self::Below | Self::CrossesAbove | Self::CrossesBelow | Self::Crosses => false,
        }
    }
}

words! {
    /// Which way something goes.
    Direction as AlertDirection {
        /// Up.
        Up = "up",
        /// Down.
        Down = "down",
        /// Up or down.
        Either = "either way",
    }
}

words! {
    /// Which way a candlestick pattern points.
    WhichPattern as AlertPattern {
        /// Up.
        Bullish = "bullish",
        /// Down.
        Bearish = "bearish",
        /// Either way.
        Either = "either",
    }
}

words! {
    /// What is made of two prices.
    FromTwo as AlertFromTwo {
        /// The first less the second.
        Spread = "spread",
        /// The first divided by the second; unknown when that is 0.
        Ratio = "ratio",
    }
}

words! {
    /// How many keywords must be there.
    WhichKeywords as AlertKeywords {
        /// One or more.
        Any = "any of",
        /// Every one.
        All = "all of",
    }
}

words! {
    /// What a source sends.
    Streamed as AlertStreamed {
        /// Trades.
        Trades = "trade",
        /// Quotes.
        Quotes = "quote",
    }
}

words! {
    /// A figure of the portfolio. It comes as a fact named `portfolio_` and the figure's name in JSON, such as `portfolio_value`.
    Figure as AlertFigure {
        /// Market value, in the base currency.
        Value = "value",
        /// Gain since the beginning, in the base currency.
        Pnl = "P&L",
        /// Gain of the day, in the base currency.
        DayPnl = "P&L of the day",
        /// Fall below the highest value so far, in per cent, above zero.
        Drawdown = "drawdown",
        /// Share of the whole, in per cent.
        Weight = "weight",
        /// Weight less target, in percentage points.
        Drift = "drift",
        /// Value at risk, in the base currency, above zero.
        ValueAtRisk = "value at risk",
        /// Mean loss of the days that lose more than the value at risk, in the base currency, above zero.
        ConditionalValueAtRisk = "conditional value at risk",
        /// Deviation of daily returns a year, in per cent.
        Volatility = "volatility",
        /// How far it goes along with the benchmark.
        Beta = "beta",
        /// The largest weight of an instrument, in per cent.
        LargestWeight = "largest weight",
        /// As many equal holdings would be as concentrated.
        EffectiveHoldings = "effective number of holdings",
    }
}

impl Figure {
    /// The name of the fact that carries it.
    #[must_use]
    pub const fn fact(self) -> &'static str {
        match self {
            Self::Value => "portfolio_value",
            Self::Pnl => "portfolio_pnl",
            Self::DayPnl => "portfolio_day_pnl",
            Self::Drawdown => "portfolio_drawdown",
            Self::Weight => "portfolio_weight",
            Self::Drift => "portfolio_drift",
            Self::ValueAtRisk => "portfolio_value_at_risk",
            Self::ConditionalValueAtRisk => "portfolio_conditional_value_at_risk",
            Self::Volatility => "portfolio_volatility",
            Self::Beta => "portfolio_beta",
            Self::LargestWeight => "portfolio_largest_weight",
            Self::EffectiveHoldings => "portfolio_effective_holdings",
        }
    }
}

words! {
    /// What happens to an order.
    OrderEventKind as AlertOrderEventKind {
        /// The venue took it.
        Accepted = "accepted",
        /// A part was traded.
        PartlyFilled = "partly filled",
        /// All of it was traded.
        Filled = "filled",
        /// It was taken back.
        Cancelled = "cancelled",
        /// The broker or venue refused it.
        Rejected = "rejected",
        /// Its time ended.
        Expired = "expired",
    }
}

/// What a value must do.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertTest)]
#[serde(tag = "is", rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// See [`Relation::Above`].
    Above {
        /// The level.
        level: f64,
    },
    /// See [`Relation::Below`].
    Below {
        /// The level.
        level: f64,
    },
    /// See [`Relation::Inside`].
    Inside {
        /// The lower edge.
        low: f64,
        /// The upper edge.
        high: f64,
    },
    /// See [`Relation::Outside`].
    Outside {
        /// The lower edge.
        low: f64,
        /// The upper edge.
        high: f64,
    },
    /// See [`Relation::CrossesAbove`].
    CrossesAbove {
        /// The level.
        level: f64,
    },
    /// See [`Relation::CrossesBelow`].
    CrossesBelow {
        /// The level.
        level: f64,
    },
    /// See [`Relation::Crosses`].
    Crosses {
        /// The level.
        level: f64,
    },
    /// See [`Relation::Enters`].
    Enters {
        /// The lower edge.
        low: f64,
        /// The upper edge.
        high: f64,
    },
    /// See [`Relation::Leaves`].
    Leaves {
        /// The lower edge.
        low: f64,
        /// The upper edge.
        high: f64,
    },
}

impl Test {
    /// The relation with its level (twice) or its edges.
    #[must_use]
    pub const fn parts(self) -> (Relation, f64, f64) {
        match self {
            Self::Above { level } => (Relation::Above, level, level),
            Self::Below { level } => (Relation::Below, level, level),
            Self::Inside { low, high } => (Relation::Inside, low, high),
            Self::Outside { low, high } => (Relation::Outside, low, high),
            Self::CrossesAbove { level } => (Relation::CrossesAbove, level, level),
            Self::CrossesBelow { level } => (Relation::CrossesBelow, level, level),
            Self::Crosses { level } => (Relation::Crosses, level, level),
            Self::Enters { low, high } => (Relation::Enters, low, high),
            Self::Leaves { low, high } => (Relation::Leaves, low, high),
        }
    }

    /// A relation with its level, which is `low`, or its edges.
    #[must_use]
    pub const fn of(relation: Relation, low: f64, high: f64) -> Self {
        match relation {
            Relation::Above => Self::Above { level: low },
            Relation::Below => Self::Below { level: low },
            Relation::Inside => Self::Inside { low, high },
            Relation::Outside => Self::Outside { low, high },
            Relation::CrossesAbove => Self::CrossesAbove { level: low },
            Relation::CrossesBelow => Self::CrossesBelow { level: low },
            Relation::Crosses => Self::Crosses { level: low },
            Relation::Enters => Self::Enters { low, high },
            Relation::Leaves => Self::Leaves { low, high },
        }
    }
}

/// A number for each closed bar.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertSeries)]
#[serde(tag = "series", rename_all = "snake_case", deny_unknown_fields)]
pub enum Series {
    /// A column, or a price made of several.
    Column {
        /// Which.
        column: Source,
    },
    /// An indicator.
    Indicator {
        /// Which, with its parameters.
        spec: IndicatorSpec,
        /// Which of its outputs; the first when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        output: Option<String>,
    },
}

/// A point of a drawing.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertPoint)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// When.
    pub at: Timestamp,
    /// At which price.
    pub price: f64,
}

/// A line that was drawn. Between and beyond its points it is straight in time.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertLine)]
#[serde(tag = "line", rename_all = "snake_case", deny_unknown_fields)]
pub enum Line {
    /// The same at all times.
    Horizontal {
        /// At which price.
        price: f64,
    },
    /// Through two points.
    Trend {
        /// The first point.
        from: Point,
        /// A later point.
        to: Point,
    },
    /// A trend line and one that runs above it.
    Channel {
        /// The first point of the lower line.
        from: Point,
        /// A later point of it.
        to: Point,
        /// How far the upper line lies above, in units of price.
        width: f64,
    },
}

impl Line {
    /// The lower and the upper edge at a moment; equal but for a channel.
    #[must_use]
    pub fn at(&self, at: Timestamp) -> (f64, f64) {
        let straight = |from: &Point, to: &Point| {
            let passed = at.micros().saturating_sub(from.at.micros()) as f64;
            let whole = to.at.micros().saturating_sub(from.at.micros()) as f64;
            from.price + (to.price - from.price) * (passed / whole)
        };
        match self {
            Self::Horizontal { price } => (*price, *price),
            Self::Trend { from, to } => {
                let price = straight(from, to);
                (price, price)
            }
            Self::Channel { from, to, width } => {
                let low = straight(from, to);
                (low, low + width)
            }
        }
    }
}
