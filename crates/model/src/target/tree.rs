//! Nested targets: groups of instruments with weights and bands.
//!
//! A weight is a part of its parent: 60 % stocks inside of which technology is 30 % makes 18 % of the portfolio. What the top leaves of 1
//! is cash. Whether the weights came by hand, from an optimizer or from a model portfolio is kept as data and changes nothing.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A portfolio to steer towards.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetModel {
    /// Where the weights come from.
    #[serde(default)]
    pub source: TargetSource,
    /// Groups and instruments at the top; their weights sum to at most 1, the rest is cash.
    pub members: Vec<TargetNode>,
    /// The band of instruments and groups that have none of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member_band: Option<Tolerance>,
}

/// Where a target's weights come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TargetSource {
    /// A person typed them.
    #[default]
    ByHand,
    /// An optimizer's solution.
    Optimizer,
    /// A model portfolio.
    Model,
}

/// A group, or an instrument.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(no_recursion)]
pub enum TargetNode {
    /// Members with weights of their own.
    Group {
        /// Its name, no name twice.
        name: String,
        /// Part of the parent, 0 to 1.
        #[schema(value_type = String)]
        weight: Decimal,
        /// How far the group may drift.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        band: Option<Tolerance>,
        /// The band of its members that have none of their own; the parent's when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        member_band: Option<Tolerance>,
        /// What is inside; the weights sum to 1.
        members: Vec<TargetNode>,
    },
    /// An instrument.
    Instrument {
        /// Which one; in one place of the target only.
        instrument: String,
        /// Part of the parent, 0 to 1.
        #[schema(value_type = String)]
        weight: Decimal,
        /// How far it may drift.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        band: Option<Tolerance>,
    },
}

/// How far a weight may drift to either side. With both kinds the narrower holds (the "5/25" rule: 5 points, or a quarter of the
/// target for small ones).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// A part of the portfolio: 0.05 is five points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub absolute: Option<Decimal>,
    /// A part of the target itself: 0.25 of a target of 0.08 is two points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub relative: Option<Decimal>,
}

impl Tolerance {
    /// Half the width of the band around a target weight, as a part of the portfolio; `None` without either kind.
    #[must_use]
    pub fn half_width(&self, target: Decimal) -> Option<Decimal> {
        match (self.absolute, self.relative.map(|part| part * target)) {
            (Some(absolute), Some(relative)) => Some(absolute.min(relative)),
            (one, other) => one.or(other),
        }
    }
}
