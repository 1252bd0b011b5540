//! Attribution by sector over several periods, as the command line and the API ask for it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Effects, Linking, SectorPeriod, brinson_fachler, link_effects, linked_return};
use crate::StatisticsError;

/// Sectors of a portfolio and its benchmark over periods, oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttributionRequest {
    /// Names of the sectors.
    pub sectors: Vec<String>,
    /// For each period its sectors, in the order of the names.
    pub periods: Vec<Vec<SectorPeriod>>,
    /// How periods are linked.
    #[serde(default)]
    pub linking: Linking,
}

/// One period.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PeriodEffects {
    /// The portfolio's return.
    pub portfolio_return: f64,
    /// The benchmark's return.
    pub benchmark_return: f64,
    /// Effects in the order of the sectors.
    pub effects: Vec<Effects>,
}

/// A sector over all periods.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SectorEffects {
    /// Its name.
    pub sector: String,
    /// Its linked effects.
    pub effects: Effects,
}

/// Where the difference from the benchmark came from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AttributionReport {
    /// Compounded return of the portfolio.
    pub portfolio_return: f64,
    /// Compounded return of the benchmark.
    pub benchmark_return: f64,
    /// How periods are linked.
    pub linking: Linking,
    /// Linked effects of each sector.
    pub sectors: Vec<SectorEffects>,
    /// Their sum.
    pub total: Effects,
    /// The difference of both returns less all effects: of rounding size.
    pub residual: f64,
    /// Each period by itself.
    pub periods: Vec<PeriodEffects>,
}

impl AttributionRequest {
    /// Reads a request.
    ///
    /// # Errors
    /// When it is not JSON of this form.
    pub fn from_json(text: &[u8]) -> Result<Self, StatisticsError> {
        serde_json::from_slice(text).map_err(|error| StatisticsError::Malformed { detail: error.to_string() })
    }

    /// Attributes the difference.
    ///
    /// # Errors
    /// When there is no period, a period has other sectors than are named, or as for [`brinson_fachler`] and [`link_effects`].
    pub fn attribute(&self) -> Result<AttributionReport, StatisticsError> {
        let mut periods = Vec::with_capacity(self.periods.len());
        for sectors in &self.periods {
            crate::check::lengths(("sectors", self.sectors.len()), ("periods", sectors.len()))?;
            let (portfolio_return, benchmark_return, effects) = brinson_fachler(sectors)?;
            periods.push(PeriodEffects { portfolio_return, benchmark_return, effects });
        }
        let own: Vec<f64> = periods.iter().map(|period| period.portfolio_return).collect();
        let other: Vec<f64> = periods.iter().map(|period| period.benchmark_return).collect();
        let effects: Vec<Vec<Effects>> = periods.iter().map(|period| period.effects.clone()).collect();
        let linked = link_effects(self.linking, &own, &other, &effects)?;
        let total = linked.iter().fold(Effects::default(), |sum, effects| sum + *effects);
        let (portfolio_return, benchmark_return) = (linked_return(&own), linked_return(&other));
        let named = self.sectors.iter().cloned().zip(linked);
        Ok(AttributionReport {
            portfolio_return,
            benchmark_return,
            linking: self.linking,
            sectors: named.map(|(sector, effects)| SectorEffects { sector, effects }).collect(),
            total,
            residual: portfolio_return - benchmark_return - total.total(),
            periods,
        })
    }
}
