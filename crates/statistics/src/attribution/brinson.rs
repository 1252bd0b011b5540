//! Effects of one period by sector (Brinson and Fachler 1985).

use std::ops::{Add, Mul};

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::StatisticsError;

/// How far a sum of weights may be from one.
pub(super) const SUM_TOLERANCE: f64 = 1e-6;

/// One sector in one period, at the weights at which the period starts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SectorPeriod {
    /// Its weight in the portfolio.
    pub portfolio_weight: f64,
    /// Its return in the portfolio; none where the portfolio has nothing of it.
    pub portfolio_return: Option<f64>,
    /// Its weight in the benchmark.
    pub benchmark_weight: f64,
    /// Its return in the benchmark; none where the benchmark has nothing of it.
    pub benchmark_return: Option<f64>,
}

/// Parts of the difference between a portfolio's return and its benchmark's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, ToSchema)]
#[schema(as = AttributionEffects)]
pub struct Effects {
    /// From holding more or less of a sector than the benchmark: `(wp − wb)(rb − Rb)`.
    pub allocation: f64,
    /// From other holdings within a sector: `wb (rp − rb)`.
    pub selection: f64,
    /// From both together: `(wp − wb)(rp − rb)`.
    pub interaction: f64,
}

impl Effects {
    /// The sum of all three.
    #[must_use]
    pub fn total(self) -> f64 {
        self.allocation + self.selection + self.interaction
    }
}

impl Add for Effects {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            allocation: self.allocation + other.allocation,
            selection: self.selection + other.selection,
            interaction: self.interaction + other.interaction,
        }
    }
}

impl Mul<f64> for Effects {
    type Output = Self;

    fn mul(self, factor: f64) -> Self {
        Self {
            allocation: self.allocation * factor,
            selection: self.selection * factor,
            interaction: self.interaction * factor,
        }
    }
}

/// The return of the portfolio, that of the benchmark, and the effects of each sector; they add up to the difference of both.
///
/// A sector that only one side holds takes that side's return for the other's: what the other would have chosen in it is not known,
/// so the whole effect is one of allocation.
///
/// # Errors
/// When weights do not sum to one, a number is not finite, or a sector that is held has no return.
pub fn brinson_fachler(sectors: &[SectorPeriod]) -> Result<(f64, f64, Vec<Effects>), StatisticsError> {
    let sides = sectors.iter().map(sides).collect::<Result<Vec<_>, _>>()?;
    sums_to_one("portfolio_weight", sectors.iter().map(|sector| sector.portfolio_weight))?;
    sums_to_one("benchmark_weight", sectors.iter().map(|sector| sector.benchmark_weight))?;
    let pairs = || sectors.iter().zip(&sides);
    let portfolio: f64 = pairs().map(|(sector, (own, _))| sector.portfolio_weight * own).sum();
    let benchmark: f64 = pairs().map(|(sector, (_, other))| sector.benchmark_weight * other).sum();
    let effects = pairs().map(|(sector, (own, other))| {
        let more = sector.portfolio_weight - sector.benchmark_weight;
        Effects {
            allocation: more * (other - benchmark),
            selection: sector.benchmark_weight * (own - other),
            interaction: more * (own - other),
        }
    });
    Ok((portfolio, benchmark, effects.collect()))
}

/// Both returns of a sector, each taking the other's place where it is not held.
fn sides(sector: &SectorPeriod) -> Result<(f64, f64), StatisticsError> {
    for (field, value) in [
        ("portfolio_weight", sector.portfolio_weight),
        ("benchmark_weight", sector.benchmark_weight),
        ("portfolio_return", sector.portfolio_return.unwrap_or(0.0)),
        ("benchmark_return", sector.benchmark_return.unwrap_or(0.0)),
    ] {
        crate::check::finite(field, value)?;
    }
    let held = |weight: f64, own: Option<f64>, side: &str| match own {
        None if weight != 0.0 => Err(StatisticsError::InvalidField {
            field: format!("{side}_return"),
            problem: format!("a sector with a {side} weight of {weight} has no return; give one"),
        }),
        own => Ok(own.filter(|_| weight != 0.0)),
    };
    let own = held(sector.portfolio_weight, sector.portfolio_return, "portfolio")?;
    let other = held(sector.benchmark_weight, sector.benchmark_return, "benchmark")?;
    // Of what neither holds, all weights are zero and the return does not matter. What the benchmark does not hold may still
    // have a return of its own, such as a sector index's, which says what allocation alone would have brought.
    let own_or = own.or(other).unwrap_or(0.0);
    Ok((own_or, other.or(sector.benchmark_return).unwrap_or(own_or)))
}

pub(super) fn sums_to_one(field: &str, weights: impl Iterator<Item = f64>) -> Result<(), StatisticsError> {
    let sum: f64 = weights.sum();
    if (sum - 1.0).abs() <= SUM_TOLERANCE {
        return Ok(());
    }
    Err(StatisticsError::InvalidField {
        field: field.to_owned(),
        problem: format!("the weights sum to {sum}; they must sum to 1, cash counting as a sector"),
    })
}

/// Weights and weighted returns of assets put together by sector, sectors in the order in which they come. A return of an asset
/// without weight is not looked at.
///
/// # Errors
/// When the lists differ in length, or an asset that is held has no return.
pub fn group_sectors<'a>(
    sector_of: &[&'a str],
    returns: &[Option<f64>],
    portfolio_weights: &[f64],
    benchmark_weights: &[f64],
) -> Result<IndexMap<&'a str, SectorPeriod>, StatisticsError> {
    let n = ("sectors", sector_of.len());
    crate::check::lengths(n, ("returns", returns.len()))?;
    crate::check::lengths(n, ("portfolio_weights", portfolio_weights.len()))?;
    crate::check::lengths(n, ("benchmark_weights", benchmark_weights.len()))?;
    let mut sums: IndexMap<&str, [f64; 4]> = IndexMap::new();
    for (asset, sector) in sector_of.iter().enumerate() {
        let sum = sums.entry(*sector).or_default();
        for (side, weight) in [portfolio_weights[asset], benchmark_weights[asset]].into_iter().enumerate() {
            let Some(value) = returns[asset].or(if weight == 0.0 { Some(0.0) } else { None }) else {
                return Err(StatisticsError::InvalidField {
                    field: "returns".into(),
                    problem: format!("asset {} is held and has no return; give one", asset + 1),
                });
            };
            sum[side] += weight;
            sum[side + 2] += weight * value;
        }
    }
    let mean = |weight: f64, gain: f64| if weight == 0.0 { None } else { Some(gain / weight) };
    let sector = |sum: [f64; 4]| SectorPeriod {
        portfolio_weight: sum[0],
        portfolio_return: mean(sum[0], sum[2]),
        benchmark_weight: sum[1],
        benchmark_return: mean(sum[1], sum[3]),
    };
    Ok(sums.into_iter().map(|(name, sum)| (name, sector(sum))).collect())
}
