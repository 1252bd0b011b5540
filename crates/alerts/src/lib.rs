//! Alerts: rules over anything that is shown, when they fire, and whom that reaches.
//!
//! An [`AlertRule`] is a tree of [`Condition`]s with its JSON and its sentence ([`words`], [`parse_words`]). Many armed rules lie in an
//! [`Engine`], which evaluates those that an input touches and tells what began, happened or ended. An [`AlertMachine`] makes of that where an
//! alert stands and each firing's epoch; an [`Escalation`] says whom the firing reaches next, and when. [`backtest`] tells when a rule
//! would have fired over bars, and [`catch_up`] what fired while the program slept.
//!
//! The key decision: a condition is true, false or unknown ([`Truth`]). A price that is missing makes it unknown, and what is unknown
//! neither fires nor ends anything. A crossing is a state that begins with the crossing and lasts until the value comes back, so that it can
//! be held for a time, be joined with others, and end by itself.
//!
//! Not here: clocks, timers, storage, sending. Every step is a function of its arguments.

mod check;
pub mod condition;
mod engine;
mod error;
mod escalation;
mod history;
mod hours;
mod input;
mod machine;
mod names;
mod needs;
mod rule;
mod truth;
mod words;

pub use condition::{Condition, Series};
pub use engine::{Change, Decision, Engine, Memory};
pub use error::AlertsError;
pub use escalation::{Channel, Delivery, DeliveryKey, Escalation, EscalationStep, Firing, QuietHours};
pub use history::{Backtest, BarSeries, CatchUp, PastFiring, backtest, beginning, catch_up};
pub use hours::LocalHours;
pub use input::{ClosedBar, Fact, Input, OrderEvent};
pub use machine::{Act, AlertMachine, Effect, Event, HeldBack, MovedBy};
pub use names::Names;
pub use needs::{Need, depends, sentiment_subject, streams};
pub use rule::{AlertRule, Hold, Hysteresis, Repeat};
pub use truth::Truth;
pub use words::{parse_words, words};
