//! Whether a rebalancing is due: what is looked at, and what was found.

use ::rebalance::{Smallest, targets::Verdict};
use model::rebalancing::RebalancingTrigger;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{shapes::RebalancingPreview, terms::RebalancingTerms};
use crate::error::Error;

/// A rebalancing that is looked at again and again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RebalancingCheck {
    /// What is planned when it is due.
    pub terms: RebalancingTerms,
    /// What makes it due; one is enough.
    pub when: Vec<RebalancingCondition>,
}

/// What makes a rebalancing due.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RebalancingCondition {
    /// An instrument or a group left its band.
    Threshold,
    /// The day itself.
    Calendar,
    /// More cash is there than the target keeps and this: the larger of an amount of the base currency and a part of the value.
    CashInflow {
        /// How much more.
        above: Smallest,
    },
    /// The yearly tracking error to the target is above this (0.02 = 2 %).
    RiskDrift {
        /// The limit, above zero.
        tracking_error: f64,
    },
}

impl RebalancingCheck {
    /// Passes when it names a condition, and each is possible.
    ///
    /// # Errors
    /// Naming the condition.
    pub fn checked(&self) -> Result<(), Error> {
        if self.when.is_empty() {
            let message = "name at least one condition: threshold, calendar, cash_inflow or risk_drift";
            return Err(Error::field("when", "condition_missing", message));
        }
        for condition in &self.when {
            match condition {
                RebalancingCondition::RiskDrift { tracking_error }
                    if !(*tracking_error > 0.0 && *tracking_error <= 10.0) =>
                {
                    let message =
                        format!("a tracking error of {tracking_error}; give a fraction above 0, such as 0.02");
                    return Err(Error::field("when", "out_of_range", message));
                }
                RebalancingCondition::CashInflow { above }
                    if above.amount < Decimal::ZERO || above.fraction < Decimal::ZERO =>
                {
                    let message = "cash above a negative amount; give 0 or more";
                    return Err(Error::field("when", "out_of_range", message));
                }
                RebalancingCondition::RiskDrift { .. }
                | RebalancingCondition::CashInflow { .. }
                | RebalancingCondition::Threshold
                | RebalancingCondition::Calendar => {}
            }
        }
        Ok(())
    }
}

impl RebalancingCondition {
    /// The trigger that it is recorded as.
    #[must_use]
    pub const fn trigger(self) -> RebalancingTrigger {
        match self {
            Self::Threshold => RebalancingTrigger::Threshold,
            Self::Calendar => RebalancingTrigger::Calendar,
            Self::CashInflow { .. } => RebalancingTrigger::CashInflow,
            Self::RiskDrift { .. } => RebalancingTrigger::RiskDrift,
        }
    }
}

/// Why a rebalancing is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Crossing {
    /// What was looked at.
    pub trigger: RebalancingTrigger,
    /// What was found, for people.
    pub words: String,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CheckReport {
    /// Why a rebalancing is due; empty when it is not.
    pub due: Vec<Crossing>,
    /// What could not be told, and why.
    pub unknown: Vec<String>,
    /// The rebalancing that was proposed; null when none is due, nothing is to be traded, or the same one waits already.
    pub rebalancing_id: Option<model::id::RebalancingId>,
    /// What came of it, for people.
    pub words: String,
}

/// Looks at the conditions.
pub(super) fn look(check: &RebalancingCheck, preview: &RebalancingPreview) -> (Vec<Crossing>, Vec<String>) {
    let (mut due, mut unknown) = (Vec::new(), Vec::new());
    for condition in &check.when {
        let found = match *condition {
            RebalancingCondition::Threshold => threshold(preview),
            RebalancingCondition::Calendar => Ok(Some("its day has come".to_owned())),
            RebalancingCondition::CashInflow { above } => Ok(cash(preview, above)),
            RebalancingCondition::RiskDrift { tracking_error } => risk(preview, tracking_error),
        };
        match found {
            Ok(Some(words)) => due.push(Crossing { trigger: condition.trigger(), words }),
            Ok(None) => {}
            Err(why) => unknown.push(why),
        }
    }
    (due, unknown)
}

fn percent(part: Decimal) -> String {
    format!("{:.2} %", (part * Decimal::ONE_HUNDRED).round_dp(2))
}

fn threshold(preview: &RebalancingPreview) -> Result<Option<String>, String> {
    let rows = &preview.plan.drift_before;
    if rows.iter().any(|row| row.verdict == Verdict::Unknown) {
        return Err("weights are unknown, because something that is held has no price".to_owned());
    }
    let outside: Vec<String> = rows
        .iter()
        .filter(|row| matches!(row.verdict, Verdict::Over | Verdict::Under))
        .filter_map(|row| Some(format!("{} is {} against {}", row.name, percent(row.current?), percent(row.target))))
        .collect();
    Ok(match outside.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first, more @ ..] => Some(format!("{first}; out of their bands with {} more", more.len())),
    })
}

fn cash(preview: &RebalancingPreview, above: Smallest) -> Option<String> {
    let value = preview.plan.value;
    let held: Decimal = preview.plan.accounts.iter().map(|account| account.cash_before).sum();
    let invested: Decimal = preview.plan.drift_before.iter().filter(|row| row.level == 0).map(|row| row.target).sum();
    let kept = (Decimal::ONE - invested).max(Decimal::ZERO) * value;
    let limit = above.amount.max(above.fraction * value);
    let more = (held - kept).round_dp(2);
    (more > limit).then(|| {
        format!(
            "{more} {} of cash are there beyond the {} that the target keeps",
            preview.base_currency,
            kept.round_dp(2)
        )
    })
}

fn risk(preview: &RebalancingPreview, limit: f64) -> Result<Option<String>, String> {
    let error = preview.plan.untouched.as_ref().and_then(|figures| figures.tracking_error);
    let Some(error) = error else {
        let why = preview.risk.note.clone();
        return Err(why.unwrap_or_else(|| "the tracking error is unknown".to_owned()));
    };
    Ok((error > limit).then(|| {
        format!("the tracking error to the target is {:.2} % a year, above {:.2} %", 100.0 * error, 100.0 * limit)
    }))
}
