//! What can be wrong with prices, settings or views, in words a user can act on.

use chrono::NaiveDate;
use thiserror::Error;

/// Why moments could not be estimated.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StatisticsError {
    /// The request is not JSON of the expected form.
    #[error("the request cannot be read: {detail}")]
    Malformed {
        /// The parser's message with line and column; it names an unknown or missing field.
        detail: String,
    },
    /// A field has a value that cannot be used.
    #[error("{field}: {problem}")]
    InvalidField {
        /// The field as written in the request.
        field: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// No asset was given.
    #[error("there are no assets; choose at least one instrument with prices")]
    NoAssets,
    /// The same asset name stands twice in the table.
    #[error("asset {asset} is listed twice; remove one of the two columns")]
    DuplicateAsset {
        /// The repeated name.
        asset: String,
    },
    /// A name that is not one of the assets.
    #[error("{field}: {asset} is not one of the assets; remove it or add it")]
    UnknownAsset {
        /// The field that names it.
        field: &'static str,
        /// The name.
        asset: String,
    },
    /// A map that must have a number for every asset has none for this one.
    #[error("{field}: the value of {asset} is missing or not a number; give one or leave the asset out")]
    MissingValue {
        /// The field.
        field: &'static str,
        /// The asset without a value.
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
    /// A return is not above −100 % or not finite.
    #[error(
        "return {row} of {asset} is {value}; returns must be above -1 (a loss of everything), leave a missing one empty"
    )]
    InvalidReturn {
        /// The asset, factor or benchmark.
        asset: String,
        /// The row, counted from 1.
        row: usize,
        /// The return as given.
        value: f64,
    },
    /// A column without any price.
    #[error("{asset} has no prices in this range; remove it or choose other dates")]
    NoPrices {
        /// The asset.
        asset: String,
    },
    /// A column with too few returns.
    #[error(
        "{asset} has only {observations} returns in this range, {needed} are needed; remove it or choose other dates"
    )]
    ShortSeries {
        /// The asset.
        asset: String,
        /// Returns that it has.
        observations: usize,
        /// Returns needed.
        needed: usize,
    },
    /// Two series that are never there together.
    #[error(
        "{first} and {second} have only {common} returns on the same dates, {needed} are needed; remove one of the two, or choose \
         a longer range of dates"
    )]
    NoOverlap {
        /// One of the two.
        first: String,
        /// The other.
        second: String,
        /// Returns that both have.
        common: usize,
        /// Returns needed.
        needed: usize,
    },
    /// A series that never changes has no correlation.
    #[error(
        "the returns of {asset} never change, so it has no correlation with anything; remove it, or use the sample covariance or \
         ledoit_wolf_constant_variance"
    )]
    ConstantSeries {
        /// The asset, factor or benchmark.
        asset: String,
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
    /// A series is too short for a figure.
    #[error("{found} {what} are too few, {needed} are needed: {why}; choose a longer range of dates")]
    TooFewValues {
        /// What they are: returns, trades, trials.
        what: &'static str,
        /// Values that there are.
        found: usize,
        /// Values needed.
        needed: usize,
        /// Why so many.
        why: &'static str,
    },
    /// A value of a series is not a number, or infinite.
    #[error("value {row} of {what} is {value}; leave out what is missing and correct what is not a number")]
    NotFinite {
        /// The series.
        what: &'static str,
        /// The row, counted from 1.
        row: usize,
        /// The value as given.
        value: f64,
    },
    /// Two series that belong together differ in length.
    #[error("{first} has {first_len} values and {second} has {second_len}; give one of each for the same periods")]
    UnequalLengths {
        /// One of the two.
        first: &'static str,
        /// Its values.
        first_len: usize,
        /// The other.
        second: &'static str,
        /// Its values.
        second_len: usize,
    },
    /// Long work was ended by whoever watched it.
    #[error("the simulation was cancelled")]
    Cancelled,
    /// A figure that these data leave without a value.
    #[error("the {figure} is undefined: {why}")]
    Undefined {
        /// The figure in words.
        figure: &'static str,
        /// Why there is none.
        why: &'static str,
    },
    /// An estimator needs more returns than there are.
    #[error(
        "{model} needs {needed} returns and has {observations}: {why}; choose a longer range of dates or another model"
    )]
    TooFewForModel {
        /// The model's name in JSON.
        model: &'static str,
        /// Returns that there are.
        observations: usize,
        /// Returns needed.
        needed: usize,
        /// Why so many.
        why: &'static str,
    },
    /// An estimator that is not defined on returns with gaps.
    #[error(
        "{model} is not defined on pairwise periods; use complete_cases or own_window for missing prices, or the sample covariance"
    )]
    NeedsCompleteCases {
        /// The model's name in JSON.
        model: &'static str,
    },
    /// An estimator looks at something that was not given.
    #[error("{model} needs {what}; add {input}, or choose another model")]
    MissingInput {
        /// The model's name in JSON.
        model: &'static str,
        /// The request's field.
        input: &'static str,
        /// What it is in words.
        what: &'static str,
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
    /// An estimator divides by a covariance that is singular.
    #[error(
        "{model} divides by the covariance, which is singular; use more dates than assets, or leave out assets that copy each other"
    )]
    SingularCovariance {
        /// The model's name in JSON.
        model: &'static str,
    },
    /// Eigenvalues below zero, with repair refused.
    #[error(
        "the covariance is not positive semidefinite: its smallest eigenvalue is {min_eigenvalue:e}; use the repair spectral or keep_variances, or complete_cases"
    )]
    IndefiniteCovariance {
        /// The smallest eigenvalue.
        min_eigenvalue: f64,
        /// The largest eigenvalue.
        max_eigenvalue: f64,
    },
    /// A factor is a combination of the others, or never changes.
    #[error("the factors depend on each other, or one of them never changes; leave out the one that adds nothing")]
    DependentFactors,
    /// The market explains an asset whole.
    #[error("nothing is left of {asset} without the market's part; take fewer of the largest eigenvalues away")]
    NothingLeft {
        /// The asset.
        asset: String,
    },
    /// A view that cannot be used.
    #[error("view {number} ({view}): {problem}")]
    InvalidView {
        /// Its place, counted from 1.
        number: usize,
        /// The view in words.
        view: String,
        /// What is wrong and what to do.
        problem: String,
    },
    /// Views that are certain and cannot all be true, or say the same twice.
    #[error("views that are certain repeat or contradict each other; lower a confidence below 1, or leave out a view")]
    ContradictoryViews,
}

impl StatisticsError {
    /// Stable machine-readable code, as the API reports it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "malformed_request",
            Self::InvalidField { .. } => "invalid_field",
            Self::NoAssets => "no_assets",
            Self::DuplicateAsset { .. } => "duplicate_asset",
            Self::UnknownAsset { .. } => "unknown_asset",
            Self::MissingValue { .. } => "missing_value",
            Self::LengthMismatch { .. } => "price_count_mismatch",
            Self::DatesOutOfOrder { .. } => "dates_out_of_order",
            Self::InvalidPrice { .. } => "invalid_price",
            Self::InvalidReturn { .. } => "invalid_return",
            Self::NoPrices { .. } => "no_prices",
            Self::ShortSeries { .. } => "short_series",
            Self::NoOverlap { .. } => "no_overlap",
            Self::ConstantSeries { .. } => "constant_series",
            Self::TooFewObservations { .. } | Self::TooFewForModel { .. } | Self::TooFewValues { .. } => {
                "too_few_observations"
            }
            Self::NotFinite { .. } => "not_a_number",
            Self::UnequalLengths { .. } => "unequal_lengths",
            Self::Undefined { .. } => "undefined_figure",
            Self::Cancelled => "cancelled",
            Self::NeedsCompleteCases { .. } => "needs_complete_cases",
            Self::MissingInput { .. } => "missing_input",
            Self::InvalidSetting { .. } => "invalid_setting",
            Self::UndefinedReturn { .. } => "undefined_return",
            Self::SingularCovariance { .. } => "singular_covariance",
            Self::IndefiniteCovariance { .. } => "indefinite_covariance",
            Self::DependentFactors => "dependent_factors",
            Self::NothingLeft { .. } => "nothing_left",
            Self::InvalidView { .. } => "invalid_view",
            Self::ContradictoryViews => "contradictory_views",
        }
    }

    /// The request field that the error is about.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Malformed { .. } | Self::Cancelled => "request",
            Self::InvalidField { field, .. } => field,
            Self::UnknownAsset { field, .. } | Self::MissingValue { field, .. } => field,
            Self::InvalidSetting { setting, .. } => setting,
            Self::MissingInput { input, .. } => input,
            Self::NoAssets | Self::DuplicateAsset { .. } => "assets",
            Self::DatesOutOfOrder { .. } => "dates",
            Self::DependentFactors => "factors",
            Self::NeedsCompleteCases { .. } => "missing",
            Self::IndefiniteCovariance { .. } => "repair",
            Self::TooFewForModel { .. } | Self::SingularCovariance { .. } | Self::NothingLeft { .. } => {
                "covariance_model"
            }
            Self::InvalidView { .. } | Self::ContradictoryViews => "views",
            Self::LengthMismatch { .. }
            | Self::InvalidPrice { .. }
            | Self::NoPrices { .. }
            | Self::ShortSeries { .. }
            | Self::NoOverlap { .. }
            | Self::ConstantSeries { .. }
            | Self::TooFewObservations { .. }
            | Self::UndefinedReturn { .. } => "prices",
            Self::InvalidReturn { .. } | Self::Undefined { .. } => "returns",
            Self::TooFewValues { what, .. } | Self::NotFinite { what, .. } => what,
            Self::UnequalLengths { second, .. } => second,
        }
    }
}
