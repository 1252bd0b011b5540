//! A rule: a condition, and when and how often it may fire.

use bars::interval::Interval;
use model::time::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Condition, LocalHours};

/// A rule as it is written. [`AlertRule::check`] says whether it makes sense.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertRule {
    /// What it watches.
    pub condition: Condition,
    /// How long the condition must hold before it counts; at once when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    /// How often it fires; once when left out.
    #[serde(default)]
    pub repeat: Repeat,
    /// Seconds after a firing in which it does not fire again.
    #[serde(default)]
    pub cool_down_s: u32,
    /// When it may fire; always when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_hours: Option<LocalHours>,
    /// From when on it fires no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// How far a value must come back before its condition ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hysteresis: Option<Hysteresis>,
}

impl AlertRule {
    /// A rule that fires once, at once, at any hour.
    #[must_use]
    pub const fn new(condition: Condition) -> Self {
        Self {
            condition,
            hold: None,
            repeat: Repeat::Once,
            cool_down_s: 0,
            active_hours: None,
            expires_at: None,
            hysteresis: None,
        }
    }
}

/// How long a condition must hold. Where it is unknown in between, it begins anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertHold)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Seconds.
    Seconds(u32),
    /// Closed bars in a row, the one at which it began included. The rule must then watch bars of one series.
    Bars(u32),
}

/// How often a rule fires.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertRepeat)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    /// Once, until it is armed again by hand.
    #[default]
    Once,
    /// In each bar in which its condition holds, once. Bars are counted in UTC from midnight.
    OncePerBar(Interval),
    /// Each time its condition begins to hold.
    EveryTime,
}

/// How far a value must come back over its level before its condition ends. It goes for each level in the condition.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertHysteresis)]
#[serde(rename_all = "snake_case")]
pub enum Hysteresis {
    /// In the unit of the value.
    By(f64),
    /// In per cent of the level.
    Percent(f64),
}

impl Hysteresis {
    /// The distance at a level, never below zero.
    pub(crate) fn at(self, level: f64) -> f64 {
        match self {
            Self::By(by) => by,
            Self::Percent(percent) => level.abs() * percent / 100.0,
        }
    }
}
