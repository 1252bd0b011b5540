//! Binding limits as sentences with their price.

use crate::words::percent;
use crate::{BindingConstraint, ConstraintKind, Objective, OptimizationResult};

/// One percentage point of weight.
const POINT: f64 = 0.01;
/// Prices below this, in the unit of the objective for each point, are none.
const NOTHING: f64 = 1e-8;

/// One sentence for each binding limit, the dearest first: "Technology ≤ 30 % costs 0.42 % expected return per point".
#[must_use]
pub fn binding_in_words(result: &OptimizationResult) -> Vec<String> {
    let unit = Unit::of(result);
    let mut ordered: Vec<&BindingConstraint> = result.binding.iter().collect();
    let price = |constraint: &BindingConstraint| constraint.shadow_price.unwrap_or(0.0).abs();
    ordered.sort_by(|a, b| price(b).total_cmp(&price(a)));
    ordered.into_iter().map(|constraint| sentence(constraint, unit)).collect()
}

/// What the shadow prices of an objective are measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Volatility,
    ExpectedReturn,
    Utility,
    SharpeRatio,
    TrackingError,
    ValueAtRisk,
    Drawdown,
    Deviation,
    Growth,
    Objective,
}

impl Unit {
    fn of(result: &OptimizationResult) -> Self {
        let risk_with_costs = matches!(
            result.objective,
            Objective::MinimumVariance | Objective::EfficientReturn | Objective::MinimumTrackingError
        ) && (result.costs.is_some() || result.tax.is_some());
        match result.objective {
            // Risk and costs are added up: neither has the unit of the sum.
            _ if risk_with_costs => Self::Objective,
            Objective::MinimumVariance | Objective::EfficientReturn => Self::Volatility,
            Objective::EfficientRisk => Self::ExpectedReturn,
            Objective::MaximumQuadraticUtility | Objective::WorstCase => Self::Utility,
            Objective::MinimumTrackingError => Self::TrackingError,
            Objective::MinimumCvar | Objective::CvarFrontier => Self::ValueAtRisk,
            Objective::MinimumCdar => Self::Drawdown,
            Objective::MinimumMeanAbsoluteDeviation => Self::Deviation,
            Objective::MaximumLogUtility => Self::Growth,
            Objective::MaximumSharpe | Objective::EfficientFrontier => Self::SharpeRatio,
            _ => Self::Objective,
        }
    }

    /// "0.42 % expected return".
    fn amount(self, value: f64) -> String {
        match self {
            Self::Volatility => format!("{} volatility", percent(value)),
            Self::ExpectedReturn => format!("{} expected return", percent(value)),
            Self::Utility => format!("{} utility", percent(value)),
            Self::SharpeRatio => format!("{} Sharpe ratio", significant(value)),
            Self::TrackingError => format!("{} tracking error", percent(value)),
            Self::ValueAtRisk => format!("{} conditional value at risk", percent(value)),
            Self::Drawdown => format!("{} conditional drawdown at risk", percent(value)),
            Self::Deviation => format!("{} mean absolute deviation", percent(value)),
            Self::Growth => format!("{} growth", percent(value)),
            Self::Objective => format!("{} of the objective", significant(value)),
        }
    }
}

fn sentence(constraint: &BindingConstraint, unit: Unit) -> String {
    let BindingConstraint { kind, name, limit, shadow_price } = constraint;
    use ConstraintKind as Kind;
    let sign = match kind {
        Kind::AssetLower | Kind::GroupLower | Kind::RelativeLower | Kind::FactorLower | Kind::NetLower => "≥",
        Kind::TargetReturn => "≥",
        Kind::AssetUpper | Kind::GroupUpper | Kind::RelativeUpper | Kind::FactorUpper | Kind::NetUpper => "≤",
        Kind::Turnover | Kind::TrackingError | Kind::Volatility | Kind::TargetVolatility => "≤",
        Kind::GrossExposure | Kind::ShortExposure => "≤",
        Kind::AssetFixed | Kind::GroupFixed | Kind::FactorFixed | Kind::NetFixed => "=",
    };
    let value = match kind {
        Kind::FactorLower | Kind::FactorUpper | Kind::FactorFixed => significant(*limit),
        _ => percent(*limit),
    };
    let limit = format!("{name} {sign} {value}");
    let Some(price) = shadow_price else { return format!("{limit} binds") };
    let per_point = price * POINT;
    match kind {
        _ if per_point.abs() < NOTHING => format!("{limit} binds at no cost"),
        Kind::AssetFixed | Kind::GroupFixed | Kind::FactorFixed | Kind::NetFixed => {
            let direction = if per_point > 0.0 { "raising" } else { "lowering" };
            format!("{limit}: {direction} it gains {} per point", unit.amount(per_point.abs()))
        }
        _ => format!("{limit} costs {} per point", unit.amount(per_point)),
    }
}

/// Three significant digits without trailing zeros; U+2212 for minus.
fn significant(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let digits = (2 - value.abs().log10().floor() as i32).clamp(0, 12);
    let text = format!("{:.*}", usize::try_from(digits).unwrap_or(0), value.abs());
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let sign = if value < 0.0 { "\u{2212}" } else { "" };
    format!("{sign}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_read_as_sentences() {
        let check = |kind, limit, shadow_price, unit, expected: &str| {
            let constraint = BindingConstraint { kind, name: "Technology".into(), limit, shadow_price };
            assert_eq!(sentence(&constraint, unit), expected);
        };
        use ConstraintKind::{AssetFixed, AssetLower, AssetUpper, GroupUpper};
        check(
            GroupUpper,
            0.3,
            Some(0.42),
            Unit::ExpectedReturn,
            "Technology ≤ 30 % costs 0.42 % expected return per point",
        );
        check(AssetLower, 0.0, Some(0.0123), Unit::Volatility, "Technology ≥ 0 % costs 0.0123 % volatility per point");
        check(
            AssetUpper,
            0.1,
            Some(1.2345),
            Unit::SharpeRatio,
            "Technology ≤ 10 % costs 0.0123 Sharpe ratio per point",
        );
        check(AssetUpper, 0.1, Some(1e-9), Unit::SharpeRatio, "Technology ≤ 10 % binds at no cost");
        check(AssetUpper, 0.1, None, Unit::SharpeRatio, "Technology ≤ 10 % binds");
        check(
            AssetFixed,
            0.1,
            Some(-0.5),
            Unit::Utility,
            "Technology = 10 %: lowering it gains 0.5 % utility per point",
        );
    }

    #[test]
    fn numbers_keep_three_digits() {
        let check = |value: f64, text: &str| assert_eq!(significant(value), text);
        check(0.012345, "0.0123");
        check(1234.5, "1234");
        check(-0.5, "\u{2212}0.5");
        check(2.0, "2");
        check(0.0, "0");
        check(1e-10, "0.0000000001");
    }
}
