//! Which figure of what is to be explained.

use std::str::FromStr;

use model::{
    currency::Currency,
    id::{AccountId, InstrumentId, LotId},
};
use serde::{Deserialize, Serialize};

/// A figure that can be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// Positions and cash.
    TotalValue,
    /// Positions, a position or a lot.
    MarketValue,
    /// All cash or one balance.
    CashValue,
    /// Cost of open lots.
    Cost,
    /// Gain of open lots.
    UnrealizedPnl,
    /// The same as a part of the cost.
    UnrealizedRatio,
    /// Gains of closed lots.
    RealizedPnl,
    /// Dividends and interest.
    Income,
    /// Fees.
    Fees,
    /// Taxes.
    Taxes,
    /// Paid in less paid out.
    NetFlows,
    /// Change since the session before.
    DayChange,
    /// The same as a part of the value before.
    DayChangeRatio,
    /// Part of the total value.
    Weight,
    /// Time-weighted return.
    Twr,
    /// Money-weighted return.
    Xirr,
    /// Gain on the average capital.
    ModifiedDietz,
    /// Return of the benchmark over the same days.
    Benchmark,
    /// Units of a position or a lot.
    Quantity,
    /// Last price of a position or a lot.
    Price,
    /// What a unit of a position cost.
    AverageCost,
    /// Rate into the base currency of a position or a balance.
    ExchangeRate,
    /// Gain of one lot.
    LotGain,
    /// Tax that the gains of a tax year cause.
    TaxOfYear,
    /// Gains of a tax year after losses, exemptions and allowance.
    TaxableOfYear,
    /// Realized gains of a tax year as the law counts them.
    GainsOfYear,
    /// One of them.
    TaxedGain,
}

impl FigureKind {
    /// Every figure.
    pub const ALL: &'static [Self] = &[
        Self::TotalValue,
        Self::MarketValue,
        Self::CashValue,
        Self::Cost,
        Self::UnrealizedPnl,
        Self::UnrealizedRatio,
        Self::RealizedPnl,
        Self::Income,
        Self::Fees,
        Self::Taxes,
        Self::NetFlows,
        Self::DayChange,
        Self::DayChangeRatio,
        Self::Weight,
        Self::Twr,
        Self::Xirr,
        Self::ModifiedDietz,
        Self::Benchmark,
        Self::Quantity,
        Self::Price,
        Self::AverageCost,
        Self::ExchangeRate,
        Self::LotGain,
        Self::TaxOfYear,
        Self::TaxableOfYear,
        Self::GainsOfYear,
        Self::TaxedGain,
    ];

    /// Its name in URLs and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TotalValue => "total_value",
            Self::MarketValue => "market_value",
            Self::CashValue => "cash_value",
            Self::Cost => "cost",
            Self::UnrealizedPnl => "unrealized_pnl",
            Self::UnrealizedRatio => "unrealized_ratio",
            Self::RealizedPnl => "realized_pnl",
            Self::Income => "income",
            Self::Fees => "fees",
            Self::Taxes => "taxes",
            Self::NetFlows => "net_flows",
            Self::DayChange => "day_change",
            Self::DayChangeRatio => "day_change_ratio",
            Self::Weight => "weight",
            Self::Twr => "twr",
            Self::Xirr => "xirr",
            Self::ModifiedDietz => "modified_dietz",
            Self::Benchmark => "benchmark",
            Self::Quantity => "quantity",
            Self::Price => "price",
            Self::AverageCost => "average_cost",
            Self::ExchangeRate => "exchange_rate",
            Self::LotGain => "lot_gain",
            Self::TaxOfYear => "tax_of_year",
            Self::TaxableOfYear => "taxable_of_year",
            Self::GainsOfYear => "gains_of_year",
            Self::TaxedGain => "taxed_gain",
        }
    }
}

impl FromStr for FigureKind {
    type Err = ExplainError;
    fn from_str(s: &str) -> Result<Self, ExplainError> {
        Self::ALL.iter().copied().find(|k| k.as_str() == s).ok_or_else(|| ExplainError::UnknownFigure(s.to_owned()))
    }
}

/// What the figure is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// Everything in the scope.
    Portfolio,
    /// One instrument in one account.
    Position {
        /// The account.
        account_id: AccountId,
        /// The instrument.
        instrument_id: InstrumentId,
    },
    /// Cash of one currency in one account.
    Cash {
        /// The account.
        account_id: AccountId,
        /// The currency.
        currency: Currency,
    },
    /// One open lot.
    Lot {
        /// The lot.
        lot_id: LotId,
    },
}

impl Subject {
    /// Reads a subject from its text: none or `portfolio`, `position:ACCOUNT:INSTRUMENT`, `cash:ACCOUNT:CURRENCY`, `lot:LOT`.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn parse(text: Option<&str>) -> Result<Self, ExplainError> {
        let Some(text) = text.filter(|t| !t.is_empty() && *t != "portfolio") else { return Ok(Self::Portfolio) };
        let wrong = || ExplainError::UnknownSubject(text.to_owned());
        let parts: Vec<&str> = text.split(':').collect();
        match parts[..] {
            ["position", account, instrument] => Ok(Self::Position {
                account_id: account.parse().map_err(|_| wrong())?,
                instrument_id: instrument.parse().map_err(|_| wrong())?,
            }),
            ["cash", account, currency] => Ok(Self::Cash {
                account_id: account.parse().map_err(|_| wrong())?,
                currency: currency.parse().map_err(|_| wrong())?,
            }),
            ["lot", lot] => Ok(Self::Lot { lot_id: lot.parse().map_err(|_| wrong())? }),
            _ => Err(wrong()),
        }
    }
}

/// Why there is no explanation.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ExplainError {
    /// No such figure.
    #[error("\"{0}\" is not a figure that can be explained; use one such as market_value, cost, twr or xirr")]
    UnknownFigure(String),
    /// The subject cannot be read.
    #[error(
        "\"{0}\" names nothing; use position:ACCOUNT:INSTRUMENT, cash:ACCOUNT:CURRENCY or lot:LOT, or leave it out for the portfolio"
    )]
    UnknownSubject(String),
    /// There is no such position on that day.
    #[error("there is no such position on that day; choose another day, account or instrument")]
    NoPosition,
    /// There is no such balance on that day.
    #[error("there is no cash of that currency in that account on that day; choose another")]
    NoCash,
    /// There is no such lot on that day.
    #[error("there is no such open lot on that day; choose another day or lot")]
    NoLot,
    /// The figure is of something else.
    #[error("{figure} is not a figure of that; ask for it of another subject")]
    NotOfSubject {
        /// The figure.
        figure: &'static str,
    },
    /// The returns were not computed.
    #[error("returns were not computed for this request; ask with the performance of the same period")]
    NoPerformance,
}

impl ExplainError {
    /// The stable name that API clients match on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownFigure(_) => "figure_unknown",
            Self::UnknownSubject(_) => "subject_unknown",
            Self::NoPosition => "position_not_found",
            Self::NoCash => "cash_not_found",
            Self::NoLot => "lot_not_found",
            Self::NotOfSubject { .. } => "figure_not_of_subject",
            Self::NoPerformance => "performance_missing",
        }
    }
}
