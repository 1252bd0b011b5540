//! Where a return came from: sectors against a benchmark, assets, currencies, factors.
//!
//! Effects of single periods do not add up to the return of several, because returns compound; they are linked so that they do.
//! What a decomposition leaves over is told, and is of rounding size for all of them but the regression's specific part.

mod brinson;
mod contribution;
mod currency;
mod linking;
mod regression;
mod request;

pub use brinson::{Effects, SectorPeriod, brinson_fachler, group_sectors};
pub use contribution::{AssetPeriod, contributions};
pub use currency::{CurrencyEffects, CurrencyPeriod, currency_effects};
pub use linking::{Linking, link_effects, linked_return};
pub use regression::{Coefficient, Regression, newey_west_lags, regress};
pub use request::{AttributionReport, AttributionRequest, PeriodEffects, SectorEffects};
