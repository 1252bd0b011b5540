//! How long it takes to sell.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::RiskError;
use crate::error::check_positive;

/// A position and what is traded of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiquidationPosition {
    /// What it is called.
    pub name: String,
    /// Its value in the base currency; below zero for a short.
    pub value: f64,
    /// Average value traded a day, in the base currency; none when it is not known.
    pub average_daily_value: Option<f64>,
}

/// How long a portfolio takes to sell.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LiquidationPlan {
    /// Trading days for each position; none where nothing is known of its trading.
    pub days: Vec<Option<f64>>,
    /// Days until all that is known of is sold; none when nothing is known.
    pub days_for_all: Option<f64>,
    /// Days until nine tenths of the gross value are sold; none when what is unknown is more than a tenth.
    pub days_for_nine_tenths: Option<f64>,
    /// Part of the gross value sold after a day, a week (5), a month (21) and a quarter (63), what is unknown counting as not sold.
    pub sold_after: [f64; 4],
    /// Part of the gross value of which nothing is known.
    pub unknown_share: f64,
}

/// Trading days to sell each position when no more than `participation` of a day's trading is one's own: `|value| ÷ (participation × average
/// daily value)`. All are sold at once, side by side.
///
/// # Errors
/// When the participation is not above 0 and at most 1, a value is not a number, or an average daily value is not above zero.
pub fn days_to_liquidate(positions: &[LiquidationPosition], participation: f64) -> Result<LiquidationPlan, RiskError> {
    if !(participation > 0.0 && participation <= 1.0) {
        let allowed = "above 0 and at most 1 (0.2 for a fifth of a day's trading)";
        return Err(RiskError::InvalidSetting { setting: "participation", value: participation, allowed });
    }
    let mut days = Vec::with_capacity(positions.len());
    for (row, position) in positions.iter().enumerate() {
        if !position.value.is_finite() {
            return Err(RiskError::NotFinite { what: "positions", row: row + 1, value: position.value });
        }
        if let Some(traded) = position.average_daily_value {
            check_positive("average_daily_value", traded)?;
        }
        days.push(position.average_daily_value.map(|traded| position.value.abs() / (participation * traded)));
    }
    let gross: f64 = positions.iter().map(|position| position.value.abs()).sum();
    if gross <= 0.0 {
        return Err(RiskError::Undefined { figure: "time to liquidate", why: "nothing is held" });
    }
    let sold = |after: f64| {
        let parts = positions.iter().zip(&days).map(|(position, days)| match days {
            None => 0.0,
            Some(days) if *days <= after => position.value.abs(),
            Some(days) => position.value.abs() * after / days,
        });
        parts.sum::<f64>() / gross
    };
    let unknown = positions.iter().filter(|position| position.average_daily_value.is_none());
    let unknown_share = unknown.map(|position| position.value.abs()).sum::<f64>() / gross;
    let known: Vec<f64> = days.iter().flatten().copied().collect();
    Ok(LiquidationPlan {
        days_for_all: known.iter().copied().reduce(f64::max),
        days_for_nine_tenths: nine_tenths(&known, unknown_share, sold),
        sold_after: [1.0, 5.0, 21.0, 63.0].map(sold),
        unknown_share,
        days,
    })
}

/// What is sold grows in straight lines between the days on which a position ends.
fn nine_tenths(days: &[f64], unknown_share: f64, sold: impl Fn(f64) -> f64) -> Option<f64> {
    const WANTED: f64 = 0.9;
    if unknown_share > 1.0 - WANTED {
        return None;
    }
    let mut ends = days.to_vec();
    ends.sort_by(f64::total_cmp);
    let (mut before, mut at_before) = (0.0, 0.0);
    for end in ends {
        let at = sold(end);
        if at >= WANTED {
            let part = if at > at_before { (WANTED - at_before) / (at - at_before) } else { 1.0 };
            return Some(before + (end - before) * part);
        }
        (before, at_before) = (end, at);
    }
    // Rounding may leave the last one just short.
    Some(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(value: f64, traded: Option<f64>) -> LiquidationPosition {
        LiquidationPosition { name: "A".into(), value, average_daily_value: traded }
    }

    #[test]
    fn a_large_short_takes_longest() {
        let plan = days_to_liquidate(&[position(100.0, Some(1000.0)), position(-300.0, Some(150.0))], 0.2).unwrap();
        assert_eq!((plan.days.clone(), plan.days_for_all), (vec![Some(0.5), Some(10.0)], Some(10.0)));
        assert!((plan.sold_after[0] - 130.0 / 400.0).abs() < 1e-12 && plan.sold_after[2] == 1.0);
        // 360 of 400: the first wholly, 260 of the second's 300.
        assert!((plan.days_for_nine_tenths.unwrap() - 26.0 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn what_is_not_known_is_not_sold() {
        let plan = days_to_liquidate(&[position(100.0, None), position(300.0, Some(1500.0))], 0.2).unwrap();
        assert_eq!((plan.days[0], plan.days_for_nine_tenths, plan.unknown_share), (None, None, 0.25));
        assert_eq!(plan.sold_after[3], 0.75);
        assert!(days_to_liquidate(&[], 0.2).is_err());
        assert!(days_to_liquidate(&[position(1.0, Some(0.0))], 0.2).is_err());
        assert!(days_to_liquidate(&[position(1.0, None)], 0.0).is_err());
    }
}
