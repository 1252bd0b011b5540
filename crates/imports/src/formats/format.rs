//! The forms of transaction files that are known.

use serde::{Deserialize, Serialize};

/// Which form a transaction file has.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// A table whose columns a mapping explains.
    #[default]
    Columns,
    /// Charles Schwab, history of a brokerage account, CSV.
    Schwab,
    /// Fidelity, account history, CSV.
    Fidelity,
    /// Vanguard, download center, CSV.
    Vanguard,
    /// Interactive Brokers, activity statement, CSV.
    IbkrActivity,
    /// Interactive Brokers, Flex query, XML.
    IbkrFlex,
    /// Trading 212, history, CSV.
    #[serde(rename = "trading_212")]
    Trading212,
    /// DEGIRO, transactions, CSV.
    DegiroTransactions,
    /// DEGIRO, account statement, CSV.
    DegiroAccount,
    /// Coinbase, transaction history, CSV.
    Coinbase,
    /// Binance, trade history, CSV.
    BinanceTrades,
    /// Binance, transaction history (ledger), CSV.
    BinanceLedger,
    /// Portfolio Performance, transactions of cash or securities accounts, CSV.
    PortfolioPerformance,
    /// OFX 1 and 2, QFX.
    Ofx,
    /// Quicken Interchange Format.
    Qif,
}

impl FileFormat {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Columns,
        Self::Schwab,
        Self::Fidelity,
        Self::Vanguard,
        Self::IbkrActivity,
        Self::IbkrFlex,
        Self::Trading212,
        Self::DegiroTransactions,
        Self::DegiroAccount,
        Self::Coinbase,
        Self::BinanceTrades,
        Self::BinanceLedger,
        Self::PortfolioPerformance,
        Self::Ofx,
        Self::Qif,
    ];

    /// What to call a file of this form in a sentence, with its article.
    pub fn title(self) -> &'static str {
        match self {
            Self::Columns => "a table with columns to be assigned",
            Self::Schwab => "a Charles Schwab transaction history",
            Self::Fidelity => "a Fidelity account history",
            Self::Vanguard => "a Vanguard download",
            Self::IbkrActivity => "an Interactive Brokers activity statement",
            Self::IbkrFlex => "an Interactive Brokers Flex statement",
            Self::Trading212 => "a Trading 212 history",
            Self::DegiroTransactions => "a DEGIRO transactions export",
            Self::DegiroAccount => "a DEGIRO account statement",
            Self::Coinbase => "a Coinbase transaction history",
            Self::BinanceTrades => "a Binance trade history",
            Self::BinanceLedger => "a Binance transaction history",
            Self::PortfolioPerformance => "a Portfolio Performance export",
            Self::Ofx => "an OFX or QFX statement",
            Self::Qif => "a QIF file",
        }
    }
}
