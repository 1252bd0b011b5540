//! Which fields each kind of transaction needs, may have and must not have.

use rust_decimal::Decimal;

use super::{TransactionFields, TransactionKind as Kind};
use crate::error::ValueError;

/// What a kind says of one field.
#[derive(Clone, Copy, PartialEq)]
enum Rule {
    /// Must be there.
    Needed,
    /// May be there.
    Free,
    /// Must not be there.
    Never,
}
use Rule::{Free, Needed, Never};

/// The rules of one kind, in the order of [`FIELDS`].
type Shape = [Rule; 10];

const FIELDS: [&str; 10] = [
    "instrument_id",
    "quantity",
    "price",
    "amount",
    "counter_amount",
    "counter_account_id",
    "other_instrument_id",
    "ratio_new",
    "cost_fraction",
    "new_symbol",
];

/// A phrase for messages and the rules, by kind.
fn shape(kind: Kind) -> (&'static str, Shape) {
    //                                        instr   qty     price   amount  c_amt   c_acct  other   ratio   cost    symbol
    let trade = [Needed, Needed, Needed, Never, Never, Never, Never, Never, Never, Never];
    let cash = [Never, Never, Never, Needed, Never, Never, Never, Never, Never, Never];
    let charge = [Free, Never, Never, Needed, Never, Never, Never, Never, Never, Never];
    let income = [Needed, Never, Never, Needed, Never, Never, Never, Never, Never, Never];
    let exercise = [Needed, Needed, Needed, Never, Never, Never, Needed, Never, Never, Never];
    match kind {
        Kind::Buy => ("a buy", trade),
        Kind::Sell => ("a sell", trade),
        Kind::Short => ("a short sale", trade),
        Kind::Cover => ("a cover", trade),
        Kind::Deposit => ("a deposit", cash),
        Kind::Withdrawal => ("a withdrawal", cash),
        Kind::CurrencyConversion => {
            ("a currency conversion", [Never, Never, Never, Needed, Needed, Never, Never, Never, Never, Never])
        }
        Kind::OpeningBalance => {
            ("an opening balance", [Free, Free, Free, Free, Never, Never, Never, Never, Never, Never])
        }
        Kind::Dividend => ("a dividend", income),
        Kind::Interest => ("interest", charge),
        Kind::Fee => ("a fee", charge),
        Kind::Tax => ("a tax", charge),
        Kind::Transfer => ("a transfer", [Free, Free, Never, Free, Never, Needed, Never, Never, Never, Never]),
        Kind::Split => ("a split", [Needed, Never, Never, Never, Never, Never, Never, Needed, Never, Never]),
        Kind::SpinOff => ("a spin-off", [Needed, Never, Never, Never, Never, Never, Needed, Needed, Needed, Never]),
        Kind::Merger => ("a merger", [Needed, Never, Never, Free, Never, Never, Free, Free, Never, Never]),
        Kind::SymbolChange => {
            ("a symbol change", [Needed, Never, Never, Never, Never, Never, Never, Never, Never, Needed])
        }
        Kind::ReturnOfCapital => ("a return of capital", income),
        Kind::StockDividend => {
            ("a stock dividend", [Needed, Needed, Never, Never, Never, Never, Never, Never, Never, Never])
        }
        Kind::Delisting => ("a delisting", [Needed, Never, Needed, Never, Never, Never, Never, Never, Never, Never]),
        Kind::OptionExercise => ("an option exercise", exercise),
        Kind::OptionAssignment => ("an option assignment", exercise),
        Kind::OptionExpiry => {
            ("an option expiry", [Needed, Needed, Never, Never, Never, Never, Never, Never, Never, Never])
        }
    }
}

/// Everything that is wrong with the fields of a transaction.
pub(super) fn check(f: &TransactionFields) -> Vec<ValueError> {
    let (kind, rules) = shape(f.kind);
    let present = [
        f.instrument_id.is_some(),
        f.quantity.is_some(),
        f.price.is_some(),
        f.amount.is_some(),
        f.counter_amount.is_some(),
        f.counter_account_id.is_some(),
        f.other_instrument_id.is_some(),
        f.ratio_new.is_some(),
        f.cost_fraction.is_some(),
        f.new_symbol.is_some(),
    ];
    let mut wrong: Vec<ValueError> = FIELDS
        .iter()
        .zip(rules)
        .zip(present)
        .filter_map(|((field, rule), present)| match (rule, present) {
            (Needed, false) => Some(ValueError::Missing { kind, field }),
            (Never, true) => Some(ValueError::Unexpected { kind, field }),
            _ => None,
        })
        .collect();
    wrong.extend(check_pairs(f, kind));
    wrong.extend(check_signs(f));
    wrong.extend(check_lots(f, kind));
    wrong
}

/// Named lots belong to what takes units out, once each, and add up to its units.
fn check_lots(f: &TransactionFields, kind: &'static str) -> Option<ValueError> {
    if f.lots.is_empty() {
        return None;
    }
    if !matches!(f.kind, Kind::Sell | Kind::Cover | Kind::Transfer) || f.instrument_id.is_none() {
        return Some(ValueError::Unexpected { kind, field: "lots" });
    }
    let wrong = |value: String, allowed| Some(ValueError::OutOfRange { field: "lots", value, allowed });
    if let Some(choice) = f.lots.iter().find(|c| c.quantity <= Decimal::ZERO) {
        return wrong(choice.quantity.to_string(), "more than zero units of each lot");
    }
    let mut ids: Vec<_> = f.lots.iter().map(|c| c.lot_id).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|pair| pair[0] == pair[1]) {
        return wrong("a lot named twice".to_owned(), "each lot once");
    }
    let sum = f.lots.iter().try_fold(Decimal::ZERO, |sum, c| sum.checked_add(c.quantity));
    match (sum, f.quantity) {
        (Some(sum), Some(quantity)) if sum != quantity => {
            wrong(format!("{sum} units in all"), "as many units as the quantity, or no lots")
        }
        (None, _) => wrong("too many units".to_owned(), "as many units as the quantity"),
        _ => None,
    }
}

/// Fields that come together, or of which one of two is needed.
fn check_pairs(f: &TransactionFields, kind: &'static str) -> Vec<ValueError> {
    let mut wrong = Vec::new();
    let mut together = |a: bool, b: bool, field| match (a, b) {
        (true, false) => wrong.push(ValueError::Missing { kind, field }),
        (false, true) => wrong.push(ValueError::Unexpected { kind, field }),
        _ => {}
    };
    together(f.counter_amount.is_some(), f.counter_currency.is_some(), "counter_currency");
    together(f.ratio_new.is_some(), f.ratio_old.is_some(), "ratio_old");
    match f.kind {
        Kind::OpeningBalance => {
            together(f.instrument_id.is_some(), f.quantity.is_some(), "quantity");
            together(f.instrument_id.is_some(), f.price.is_some(), "price");
            together(f.instrument_id.is_none(), f.amount.is_some(), "amount");
        }
        Kind::Transfer => {
            together(f.instrument_id.is_some(), f.quantity.is_some(), "quantity");
            together(f.instrument_id.is_none(), f.amount.is_some(), "amount");
            if f.counter_account_id == Some(f.account_id) {
                wrong.push(ValueError::Unexpected {
                    kind: "a transfer into the same account",
                    field: "counter_account_id",
                });
            }
        }
        Kind::Merger => {
            together(f.other_instrument_id.is_some(), f.ratio_new.is_some(), "ratio_new");
            if f.other_instrument_id.is_none() && f.amount.is_none() {
                wrong.push(ValueError::Missing { kind, field: "amount" });
            }
        }
        Kind::CurrencyConversion if f.counter_currency == Some(f.currency) => {
            wrong.push(ValueError::Unexpected {
                kind: "a conversion into the same currency",
                field: "counter_currency",
            });
        }
        _ => {}
    }
    if f.other_instrument_id.is_some() && f.other_instrument_id == f.instrument_id {
        wrong.push(ValueError::Unexpected {
            kind: "an event of an instrument with itself",
            field: "other_instrument_id",
        });
    }
    if f.settlement_date.is_some_and(|d| d < f.trade_date) {
        wrong.push(ValueError::Unexpected { kind: "a settlement before the trade", field: "settlement_date" });
    }
    wrong
}

/// Signs of quantities and amounts.
fn check_signs(f: &TransactionFields) -> Vec<ValueError> {
    let signed = matches!(f.kind, Kind::Interest | Kind::OpeningBalance);
    let above_zero = [
        ("quantity", f.quantity),
        ("amount", f.amount.filter(|a| !signed || a.is_zero())),
        ("counter_amount", f.counter_amount),
        ("ratio_new", f.ratio_new),
        ("ratio_old", f.ratio_old),
    ];
    let mut wrong: Vec<ValueError> = above_zero
        .into_iter()
        .filter_map(|(field, v)| v.filter(|v| *v <= Decimal::ZERO).map(|v| not_positive(field, v)))
        .collect();
    if let Some(p) = f.price.filter(|p| *p < Decimal::ZERO) {
        wrong.push(ValueError::NegativePrice(p.to_string()));
    }
    for (field, v) in [("fees", f.fees), ("taxes", f.taxes)] {
        if v < Decimal::ZERO {
            wrong.push(not_positive(field, v));
        }
    }
    if let Some(c) = f.cost_fraction.filter(|c| *c < Decimal::ZERO || *c > Decimal::ONE) {
        wrong.push(ValueError::Unknown {
            what: "cost fraction",
            value: c.to_string(),
            allowed: "a number from 0 to 1".to_owned(),
        });
    }
    wrong
}

fn not_positive(field: &'static str, value: Decimal) -> ValueError {
    ValueError::NotPositive { field, value: value.to_string() }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::{
        currency::Currency,
        id::{AccountId, InstrumentId},
    };

    fn plain(kind: Kind) -> TransactionFields {
        let day = NaiveDate::from_ymd_opt(2020, 2, 3).unwrap();
        TransactionFields::plain(AccountId::new(), kind, day, Currency::USD)
    }

    #[test]
    fn every_kind_needs_something() {
        for kind in Kind::ALL {
            assert!(!plain(*kind).check().is_empty(), "{kind}");
        }
    }

    #[test]
    fn a_buy_is_whole_or_refused() {
        let mut buy = plain(Kind::Buy);
        buy.instrument_id = Some(InstrumentId::new());
        buy.quantity = Some(Decimal::TEN);
        buy.price = Some(Decimal::ONE);
        assert_eq!(buy.check(), vec![]);
        buy.amount = Some(Decimal::ONE);
        assert_eq!(buy.check(), vec![ValueError::Unexpected { kind: "a buy", field: "amount" }]);
        buy.amount = None;
        buy.quantity = Some(Decimal::ZERO);
        buy.fees = Decimal::NEGATIVE_ONE;
        let fields: Vec<_> = buy.check().iter().filter_map(ValueError::field).collect();
        assert_eq!(fields, ["quantity", "fees"]);
    }

    #[test]
    fn named_lots_add_up_to_the_quantity() {
        use crate::{id::LotId, lot::LotChoice};
        let mut sell = plain(Kind::Sell);
        (sell.instrument_id, sell.quantity, sell.price) =
            (Some(InstrumentId::new()), Some(Decimal::TEN), Some(Decimal::ONE));
        let choice = |units: i64| LotChoice { lot_id: LotId::new(), quantity: units.into() };
        sell.lots = vec![choice(4), choice(6)];
        assert_eq!(sell.check(), vec![]);
        for lots in [vec![choice(4)], vec![choice(11), choice(-1)], vec![sell.lots[0], sell.lots[0], choice(2)]] {
            let wrong = TransactionFields { lots, ..sell.clone() }.check();
            assert_eq!(wrong.iter().filter_map(ValueError::field).collect::<Vec<_>>(), ["lots"]);
        }
        sell.kind = Kind::Buy;
        assert_eq!(sell.check(), vec![ValueError::Unexpected { kind: "a buy", field: "lots" }]);
    }

    #[test]
    fn an_opening_balance_is_cash_or_units() {
        let mut cash = plain(Kind::OpeningBalance);
        cash.amount = Some(Decimal::from(-5));
        assert_eq!(cash.check(), vec![]);
        cash.instrument_id = Some(InstrumentId::new());
        assert_eq!(cash.check().len(), 3);
    }

    #[test]
    fn interest_may_be_charged_but_not_nothing() {
        let mut interest = plain(Kind::Interest);
        interest.amount = Some(Decimal::from(-3));
        assert_eq!(interest.check(), vec![]);
        interest.amount = Some(Decimal::ZERO);
        assert_eq!(interest.check().len(), 1);
    }

    #[test]
    fn a_merger_brings_units_or_cash() {
        let mut merger = plain(Kind::Merger);
        merger.instrument_id = Some(InstrumentId::new());
        assert_eq!(merger.check(), vec![ValueError::Missing { kind: "a merger", field: "amount" }]);
        merger.other_instrument_id = Some(InstrumentId::new());
        merger.ratio_new = Some(Decimal::ONE);
        merger.ratio_old = Some(Decimal::TWO);
        assert_eq!(merger.check(), vec![]);
    }
}
