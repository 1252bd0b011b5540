//! What can be wrong with prices or estimator settings, in words a user can act on.

use chrono::NaiveDate;
use thiserror::Error;

/// Why moments could not be estimated.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StatisticsError {
    /// No asset was given.
    #[error("there are no assets; choose at least one instrument with prices")]
    NoAssets,
    /// The same asset name stands twice in the table.
    #[error("asset {asset} is listed twice; remove one of the two columns")]
    DuplicateAsset {
        /// The repeated name.
        asset: String,
    },
    /// A column's length differs from the number of dates.
    #[error("{asset} has {found} prices for {expected} dates; give one price for each date, null where it is missing")]
    LengthMismatch {
        /// The column's asset.
        asset: String,
        /// Prices in the column.
        found: usize,
        /// Dates in the table.
        expected: usize,
    },
    /// Dates do not ascend strictly.
    #[error("date {date} {problem}; sort the rows by date, oldest first, one row a date")]
    DatesOutOfOrder {
        /// The first date that breaks the order.
        date: NaiveDate,
        /// "stands twice" or "comes after a later date".
        problem: &'static str,
    },
    /// A price is zero, negative or not finite.
    #[error("price of {asset} on {date} is {price}; prices must be above zero, leave a missing price empty")]
    InvalidPrice {
        /// The asset.
        asset: String,
        /// The date of the price.
        date: NaiveDate,
        /// The price as given.
        price: f64,
    },
    /// Too few dates have a price of every asset.
    #[error("only {complete} of {dates} dates have a price of every asset, {needed} are needed; {hint}")]
    TooFewObservations {
        /// Dates with every price.
        complete: usize,
        /// Dates in the table.
        dates: usize,
        /// Dates needed.
        needed: usize,
        /// The next step, naming the asset with most gaps when there is one.
        hint: String,
    },
    /// A setting of an estimator is outside its range.
    #[error("{setting} is {value}; it must be {allowed}")]
    InvalidSetting {
        /// The setting's name as in JSON.
        setting: &'static str,
        /// The value given.
        value: f64,
        /// The allowed range in words.
        allowed: &'static str,
    },
    /// Compounding is undefined because an asset lost everything or the result is not finite.
    #[error("the mean return of {asset} is not a finite number; check its prices for a wrong scale or a missing split")]
    UndefinedReturn {
        /// The asset.
        asset: String,
    },
}

impl StatisticsError {
    /// Stable machine-readable code, as the API reports it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoAssets => "no_assets",
            Self::DuplicateAsset { .. } => "duplicate_asset",
            Self::LengthMismatch { .. } => "price_count_mismatch",
            Self::DatesOutOfOrder { .. } => "dates_out_of_order",
            Self::InvalidPrice { .. } => "invalid_price",
            Self::TooFewObservations { .. } => "too_few_observations",
            Self::InvalidSetting { .. } => "invalid_setting",
            Self::UndefinedReturn { .. } => "undefined_return",
        }
    }

    /// The request field that the error is about.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Self::NoAssets | Self::DuplicateAsset { .. } => "assets",
            Self::DatesOutOfOrder { .. } => "dates",
            Self::InvalidSetting { setting, .. } => setting,
            Self::LengthMismatch { .. }
            | Self::InvalidPrice { .. }
            | Self::TooFewObservations { .. }
            | Self::UndefinedReturn { .. } => "prices",
        }
    }
}
