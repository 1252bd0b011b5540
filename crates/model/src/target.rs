//! Targets: portfolios to steer towards.

mod tree;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{
    error::ValueError,
    id::{InstrumentId, OptimizationId, TargetId},
    time::Timestamp,
};

pub use tree::{TargetModel, TargetNode, TargetSource, Tolerance};

/// The most instruments of one target.
const INSTRUMENTS_MAX: usize = 1000;
/// The largest weight, long or short.
const WEIGHT_MAX: Decimal = Decimal::TEN;
/// How far long-only weights may sum above 1, which is what rounding of many of them leaves.
const ROUNDING: Decimal = Decimal::from_parts(1, 0, 0, false, 4);

/// What a person says of a target.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetFields {
    /// Its name, 1 to 120 characters.
    pub name: String,
    /// Weights by instrument as fractions (0.25 is 25 %), −10 to 10. Without short ones they sum to 0 to 1; what is left of 1 is cash.
    #[schema(value_type = BTreeMap<String, String>)]
    pub weights: BTreeMap<InstrumentId, Decimal>,
    /// How far a weight may drift before it counts as off target, a fraction of the portfolio, 0 to 1.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub tolerance: Option<Decimal>,
    /// Nested groups with bands of their own, by instrument id, out of which `weights` are reckoned; null when the weights were given.
    #[serde(default)]
    pub tree: Option<TargetModel>,
    /// The saved optimization that it came from.
    #[serde(default)]
    pub source_optimization_id: Option<OptimizationId>,
    /// A note, at most 2000 characters.
    #[serde(default)]
    pub note: Option<String>,
}

impl TargetFields {
    /// Everything that is wrong with it.
    pub fn check(&self) -> Vec<ValueError> {
        let mut wrong = Vec::new();
        let mut length = |field, text: &str, max| {
            if text.trim().is_empty() || text.chars().count() > max {
                wrong.push(ValueError::Length { field, max });
            }
        };
        length("name", &self.name, 120);
        if let Some(note) = &self.note {
            length("note", note, 2000);
        }
        let mut range = |field, value: String, allowed| wrong.push(ValueError::OutOfRange { field, value, allowed });
        if self.weights.len() > INSTRUMENTS_MAX {
            range("weights", format!("of {} instruments", self.weights.len()), "at most 1000 instruments");
        }
        let sum: Option<Decimal> =
            self.weights.values().try_fold(Decimal::ZERO, |sum, weight| sum.checked_add(*weight));
        if let Some((id, weight)) = self.weights.iter().find(|(_, weight)| weight.abs() > WEIGHT_MAX) {
            range("weights", format!("{weight} for {id}"), "each weight as a fraction between -10 and 10");
        } else if self.weights.values().all(|weight| *weight >= Decimal::ZERO)
            && let Some(sum) = sum.filter(|sum| *sum > Decimal::ONE + ROUNDING)
        {
            range("weights", format!("{sum} in total"), "at most 1 where nothing is short; the rest is cash");
        }
        if let Some(tolerance) = self.tolerance.filter(|t| *t < Decimal::ZERO || *t > Decimal::ONE) {
            range("tolerance", tolerance.to_string(), "a fraction between 0 and 1, such as 0.05");
        }
        wrong
    }
}

/// A target of the workspace.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Target {
    /// Its identity.
    pub id: TargetId,
    /// What is said of it.
    #[serde(flatten)]
    pub fields: TargetFields,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(weights: &[&str]) -> TargetFields {
        TargetFields {
            name: "Core".to_owned(),
            weights: weights.iter().map(|w| (InstrumentId::new(), w.parse().unwrap())).collect(),
            tolerance: None,
            tree: None,
            source_optimization_id: None,
            note: None,
        }
    }

    #[test]
    fn weights_leave_cash_or_go_long_and_short() {
        let check = |weights: &[&str], passes: bool| {
            assert_eq!(target(weights).check().is_empty(), passes, "{weights:?}: {:?}", target(weights).check());
        };
        check(&[], true);
        check(&["0.25", "0.25"], true);
        check(&["0.5", "0.50005"], true);
        check(&["0.5", "0.51"], false);
        check(&["1.3", "-0.3"], true);
        check(&["10", "-9"], true);
        check(&["10.01", "-9"], false);
        check(&["-10.01"], false);
    }

    #[test]
    fn what_is_wrong_names_its_field() {
        let fields = TargetFields {
            name: " ".to_owned(),
            tolerance: "1.5".parse().ok(),
            note: Some("x".repeat(2001)),
            ..target(&["2"])
        };
        let wrong = fields.check();
        let named: Vec<_> = wrong.iter().filter_map(ValueError::field).collect();
        assert_eq!(named, ["name", "note", "weights", "tolerance"]);
        assert!(wrong[2].to_string().contains("2 in total"), "{}", wrong[2]);
    }

    #[test]
    fn weights_travel_as_text_by_instrument() {
        let fields = target(&["0.1234567890123456789"]);
        let json = serde_json::to_value(&fields).unwrap();
        let id = fields.weights.keys().next().unwrap().to_string();
        assert_eq!(json["weights"][&id], "0.1234567890123456789");
        assert_eq!(serde_json::from_value::<TargetFields>(json).unwrap(), fields);
        let small: TargetFields =
            serde_json::from_value(serde_json::json!({"name": "S", "weights": {id: "1e-9"}})).unwrap();
        assert_eq!(small.weights.values().next().unwrap().to_string(), "0.000000001");
    }
}
