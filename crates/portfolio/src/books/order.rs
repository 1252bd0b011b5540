//! In which order transactions of one day count.

use model::transaction::TransactionKind as Kind;

/// The place of a kind within its day. What was there comes first, then events that hold from the opening of the
/// market, then money in, purchases, transfers, exercises, sales, endings, and money out last.
pub(super) fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::OpeningBalance => 0,
        Kind::Split
        | Kind::SymbolChange
        | Kind::SpinOff
        | Kind::Merger
        | Kind::StockDividend
        | Kind::ReturnOfCapital
        | Kind::Dividend => 1,
        Kind::Deposit | Kind::CurrencyConversion | Kind::Interest => 2,
        Kind::Buy | Kind::Short => 3,
        Kind::Transfer => 4,
        Kind::OptionExercise | Kind::OptionAssignment => 5,
        Kind::Sell | Kind::Cover => 6,
        Kind::OptionExpiry | Kind::Delisting => 7,
        Kind::Fee | Kind::Tax | Kind::Withdrawal => 8,
    }
}
