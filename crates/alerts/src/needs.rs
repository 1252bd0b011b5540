//! What a rule depends on: what must be subscribed to, so that it can be evaluated.

use bars::{build::PriceOf, interval::Interval};
use model::id::InstrumentId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{AlertRule, Condition, Hold, condition::Streamed};

/// One thing that a rule must be told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = AlertNeed)]
#[serde(tag = "need", rename_all = "snake_case")]
pub enum Need {
    /// Ticks.
    Ticks {
        /// Of what.
        instrument: InstrumentId,
        /// Trades or quotes.
        streamed: Streamed,
    },
    /// Closed bars.
    Bars {
        /// Of what.
        instrument: InstrumentId,
        /// Which.
        interval: Interval,
    },
    /// A named fact.
    Fact {
        /// Its name.
        name: String,
        /// Of what; empty for the whole.
        subject: String,
    },
    /// News.
    News {
        /// About what; everything when none.
        instrument: Option<InstrumentId>,
    },
    /// Events of orders.
    Orders {
        /// Of what; everything when none.
        instrument: Option<InstrumentId>,
    },
    /// The passing of time.
    Clock,
}

/// The subject of the fact `sentiment`, by instrument and provider.
#[must_use]
pub fn sentiment_subject(instrument: InstrumentId, provider: &str) -> String {
    format!("{instrument}/{provider}")
}

/// Everything that a rule depends on, each once, in the order of its conditions.
#[must_use]
pub fn depends(rule: &AlertRule) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut add = |need: Need| {
        if !needs.contains(&need) {
            needs.push(need);
        }
    };
    for leaf in rule.condition.leaves() {
        of_leaf(leaf, &mut add);
    }
    if matches!(rule.hold, Some(Hold::Seconds(_))) {
        add(Need::Clock);
    }
    needs
}

/// The instruments whose prices and bars must come as they are for a rule to be decided at once, each once; `None` when nothing that streams
/// touches it. Data that is stale is seen while nothing comes, so a condition on that awaits nothing.
#[must_use]
pub fn streams(rule: &AlertRule) -> Option<Vec<InstrumentId>> {
    let (mut instruments, mut touches) = (Vec::new(), false);
    for leaf in rule.condition.leaves() {
        let awaits = !matches!(leaf, Condition::Stale { .. });
        of_leaf(leaf, &mut |need| match need {
            Need::Ticks { instrument, .. } | Need::Bars { instrument, .. } => {
                touches = true;
                if awaits && !instruments.contains(&instrument) {
                    instruments.push(instrument);
                }
            }
            Need::News { .. } => touches = true,
            Need::Fact { .. } | Need::Orders { .. } | Need::Clock => {}
        });
    }
    touches.then_some(instruments)
}

fn of_leaf(leaf: &Condition, add: &mut impl FnMut(Need)) {
    let trades = |instrument: &InstrumentId| Need::Ticks { instrument: *instrument, streamed: Streamed::Trades };
    match leaf {
        Condition::Price { instrument, of, .. } => {
            add(Need::Ticks { instrument: *instrument, streamed: streamed(*of) });
        }
        Condition::Move { instrument, .. } | Condition::Line { instrument, interval: None, .. } => {
            add(trades(instrument));
        }
        Condition::Gap { instrument, interval, .. }
        | Condition::Volume { instrument, interval, .. }
        | Condition::Series { instrument, interval, .. }
        | Condition::Versus { instrument, interval, .. }
        | Condition::Pattern { instrument, interval, .. }
        | Condition::Line { instrument, interval: Some(interval), .. } => {
            add(Need::Bars { instrument: *instrument, interval: *interval });
        }
        Condition::Pair { first, second, .. } => {
            add(trades(first));
            add(trades(second));
        }
        Condition::News { instrument, .. } => add(Need::News { instrument: *instrument }),
        Condition::Sentiment { instrument, provider, .. } => {
            add(Need::Fact { name: "sentiment".to_owned(), subject: sentiment_subject(*instrument, provider) });
        }
        Condition::Portfolio { figure, subject, .. } => {
            add(Need::Fact { name: figure.fact().to_owned(), subject: subject.clone().unwrap_or_default() });
        }
        Condition::Fact { name, subject, .. } => add(Need::Fact { name: name.clone(), subject: subject.clone() }),
        Condition::Stale { instrument, data, .. } => {
            add(Need::Ticks { instrument: *instrument, streamed: *data });
            add(Need::Clock);
        }
        Condition::Order { instrument, .. } => add(Need::Orders { instrument: *instrument }),
        Condition::And { all: parts } | Condition::Or { any: parts } => {
            parts.iter().for_each(|part| of_leaf(part, add));
        }
        Condition::Not { condition } => of_leaf(condition, add),
    }
}

/// Which ticks carry a price.
const fn streamed(of: PriceOf) -> Streamed {
    match of {
        PriceOf::Trade => Streamed::Trades,
        PriceOf::Mid | PriceOf::Bid | PriceOf::Ask => Streamed::Quotes,
    }
}
