//! What brokers call the kinds of transactions.

use model::transaction::TransactionKind as Kind;

/// A kind by the words that files use for it, or by its own name.
const KINDS: &[(Kind, &[&str])] = &[
    (
        Kind::Buy,
        &[
            "buy",
            "bot",
            "bought",
            "purchase",
            "b",
            "buytoopen",
            "youbought",
            "kauf",
            "reinvestment",
            "reinvestshares",
            "dividendreinvestment",
            "savingsplan",
        ],
    ),
    (Kind::Sell, &["sell", "sld", "sold", "sale", "s", "selltoclose", "yousold", "verkauf", "redemption"]),
    (Kind::Short, &["short", "sellshort", "shortsale", "shortsell", "selltoopen"]),
    (Kind::Cover, &["cover", "buytocover", "covershort", "buytoclose", "shortcover"]),
    (
        Kind::Deposit,
        &["deposit", "contribution", "cashdeposit", "fundsreceived", "cashin", "einzahlung", "wirein", "achdeposit"],
    ),
    (
        Kind::Withdrawal,
        &["withdrawal", "withdraw", "cashwithdrawal", "disbursement", "cashout", "auszahlung", "wireout"],
    ),
    (Kind::CurrencyConversion, &["currencyconversion", "fx", "forex", "fxtrade", "exchange", "conversion"]),
    (Kind::OpeningBalance, &["openingbalance", "opening", "initialbalance", "startbalance"]),
    (
        Kind::Dividend,
        &[
            "dividend",
            "div",
            "cashdividend",
            "qualifieddividend",
            "ordinarydividend",
            "dividendreceived",
            "distribution",
            "dividende",
        ],
    ),
    (Kind::Interest, &["interest", "creditinterest", "debitinterest", "int", "zinsen", "bankinterest", "coupon"]),
    (Kind::Fee, &["fee", "fees", "accountfee", "managementfee", "custodyfee", "advisoryfee", "gebühr"]),
    (Kind::Tax, &["tax", "taxes", "withholdingtax", "withholding", "steuer", "foreigntax", "foreigntaxpaid"]),
    (Kind::Transfer, &["transfer", "journal", "internaltransfer", "acats", "acat"]),
    (Kind::Split, &["split", "stocksplit", "forwardsplit", "reversesplit"]),
    (Kind::SpinOff, &["spinoff", "spunoff"]),
    (Kind::Merger, &["merger", "acquisition", "cashmerger", "stockmerger", "takeover"]),
    (Kind::SymbolChange, &["symbolchange", "tickerchange", "namechange"]),
    (Kind::ReturnOfCapital, &["returnofcapital", "roc", "capitalreturn", "returnofprincipal"]),
    (Kind::StockDividend, &["stockdividend", "bonusissue", "scripdividend", "bonusshares"]),
    (Kind::Delisting, &["delisting", "delisted", "worthless", "writeoff"]),
    (Kind::OptionExercise, &["optionexercise", "exercise", "exercised"]),
    (Kind::OptionAssignment, &["optionassignment", "assignment", "assigned"]),
    (Kind::OptionExpiry, &["optionexpiry", "expiry", "expired", "expiration", "optionexpiration"]),
];

/// The kind that a word usually means.
pub(crate) fn kind_of(word: &str) -> Option<Kind> {
    let folded = crate::sniff::folded(word);
    KINDS.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(kind, _)| *kind)
}
