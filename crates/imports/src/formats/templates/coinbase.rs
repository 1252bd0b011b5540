//! Coinbase: *Taxes or Statements → Transaction history*, CSV.
//!
//! Layouts seen in dickwolff/Export-To-Ghostfolio (`samples/coinbase-export.csv`) and in published test files: a few lines with
//! the user's name, then `(ID,) Timestamp, Transaction Type, Asset, Quantity Transacted, (Spot) Price Currency, (Spot) Price at
//! Transaction, Subtotal, Total (inclusive of fees and/or spread), Fees and/or Spread, Notes`. Times are UTC, money has a
//! currency sign. A conversion names the other asset only in its note; what was given away is worth the larger of subtotal and
//! total, which is quantity × price in the samples, and the difference is the fee. Rewards are interest that was spent on
//! units at once. Units sent and received have no cost in the file.

use model::{instrument::AssetClass, transaction::TransactionKind as Kind};
use rust_decimal::Decimal;

use crate::{
    formats::{
        FileFormat,
        draft::{Cash, Draft, Reject},
        row::Row,
        template::{
            Action::{self, Cash as Moved, Is, Refuse},
            Dates, Field, Numbers, Rows, Said, Template, UNITS_MOVED, some, unknown_word, usual,
        },
    },
    numbers,
    options::{DateOrder, DecimalMark},
    sniff::folded,
    transactions::directory::InstrumentForm,
};

pub(super) const TEMPLATE: Template = Template {
    format: FileFormat::Coinbase,
    sign: &[&["Timestamp"], &["Transaction Type"], &["Asset"], &["Quantity Transacted"]],
    columns: &[
        usual(Field::Date, &["Timestamp"]),
        usual(Field::Action, &["Transaction Type"]),
        usual(Field::Symbol, &["Asset"]),
        usual(Field::Quantity, &["Quantity Transacted"]),
        usual(Field::Currency, &["Price Currency", "Spot Price Currency"]),
        usual(Field::Price, &["Price at Transaction", "Spot Price at Transaction"]),
        usual(Field::Gross, &["Subtotal"]),
        usual(Field::Net, &["Total*"]),
        usual(Field::Fees, &["Fees*"]),
        usual(Field::Note, &["Notes"]),
        some(Field::Reference, &["ID"]),
    ],
    dates: Dates::Fixed(DateOrder::Ymd),
    numbers: Numbers::Point,
    actions: ACTIONS,
    currency: "",
    rows: Rows::Each(read),
};

const INSIDE: &str = "units moved between Coinbase's own products; enter a transfer if you keep them as two accounts";

const ACTIONS: &[(&str, Action)] = &[
    ("buy", Is(Kind::Buy)),
    ("advancedtradebuy", Is(Kind::Buy)),
    ("advancetradebuy", Is(Kind::Buy)),
    ("sell", Is(Kind::Sell)),
    ("advancedtradesell", Is(Kind::Sell)),
    ("advancetradesell", Is(Kind::Sell)),
    ("convert", Is(Kind::CurrencyConversion)),
    ("stakingincome", Is(Kind::Interest)),
    ("rewardsincome", Is(Kind::Interest)),
    ("rewardincome", Is(Kind::Interest)),
    ("inflationreward", Is(Kind::Interest)),
    ("learningreward", Is(Kind::Interest)),
    ("coinbaseearn", Is(Kind::Interest)),
    ("interestpayout", Is(Kind::Interest)),
    ("deposit", Moved),
    ("withdrawal", Moved),
    ("subscription*", Is(Kind::Fee)),
    ("send", Refuse(UNITS_MOVED)),
    ("receive", Refuse(UNITS_MOVED)),
    ("exchangedeposit", Refuse(INSIDE)),
    ("exchangewithdrawal", Refuse(INSIDE)),
    ("prodeposit", Refuse(INSIDE)),
    ("prowithdrawal", Refuse(INSIDE)),
    ("retailstakingtransfer", Refuse(INSIDE)),
    ("retailunstakingtransfer", Refuse(INSIDE)),
];

fn read(row: &Row<'_>, template: &Template) -> Result<Said, Reject> {
    let word = row.text(Field::Action);
    let action = template.action(word).ok_or_else(|| unknown_word(word, row))?;
    let date = row.day()?;
    let kind = match action {
        Is(kind) => kind,
        Moved => Kind::Deposit,
        other => return template.said(row, other, date),
    };
    let mut d = template.draft(row, kind, date)?;
    d.form = InstrumentForm::Plain(AssetClass::Crypto);
    d.name = d.symbol.clone();
    let drafts = match kind {
        Kind::Buy | Kind::Sell => {
            d.cash = row.number(Field::Net)?.map(|n| Cash::Net(n.abs())).or(d.cash);
            vec![d]
        }
        Kind::CurrencyConversion => converted(d, row)?,
        Kind::Interest => {
            let worth = row.needed(Field::Gross)?;
            if worth.is_zero() {
                return Err(
                    Reject::unclear("units came, and the file does not say what they were worth").at("Subtotal")
                );
            }
            let bought = Draft { kind: Kind::Buy, cash: Some(Cash::Gross(worth)), fees: Decimal::ZERO, ..d };
            bought.reinvested(Kind::Interest, worth)
        }
        _ => vec![money(d, row, word)?],
    };
    Ok(Said::Rows(drafts))
}

/// Money paid in or out: only where the asset is the currency itself.
fn money(mut d: Draft, row: &Row<'_>, word: &str) -> Result<Draft, Reject> {
    if d.symbol != d.currency {
        return Err(Reject::unclear(UNITS_MOVED).at(row.layout.header(Field::Symbol)));
    }
    let amount = row.needed(Field::Quantity)?.abs();
    let is_out = d.kind == Kind::Fee || folded(word) == "withdrawal";
    d.cash = Some(Cash::Net(if is_out { -amount } else { amount }));
    (d.symbol, d.name, d.fees) = (String::new(), String::new(), Decimal::ZERO);
    Ok(d)
}

/// "Converted 0.00363125 BTC to 156.145683 XRP": a sale and a purchase.
fn converted(d: Draft, row: &Row<'_>) -> Result<Vec<Draft>, Reject> {
    let unclear = |why: &str| Reject::unclear(format!("{why}; add a sale and a purchase by hand"));
    let note = row.text(Field::Note);
    let words: Vec<&str> = note.split_whitespace().collect();
    let ["Converted", given, from, "to", got, into] = words[..] else {
        return Err(unclear("the note does not say what was converted to what").at(row.layout.header(Field::Note)));
    };
    let number = |word: &str| {
        let mark = if word.contains(',') && !word.contains('.') { DecimalMark::Comma } else { DecimalMark::Point };
        numbers::parse(word, mark).filter(|n| *n > Decimal::ZERO)
    };
    let (Some(given), Some(got)) = (number(given), number(got)) else {
        return Err(unclear("the note does not say how much was converted").at(row.layout.header(Field::Note)));
    };
    if from != d.symbol {
        return Err(unclear("the note and the asset do not fit").at(row.layout.header(Field::Note)));
    }
    let (subtotal, total) = (row.needed(Field::Gross)?.abs(), row.needed(Field::Net)?.abs());
    let (worth, left) = (subtotal.max(total), subtotal.min(total));
    let computed = d.price.and_then(|p| p.checked_mul(given));
    if left.is_zero() || computed.is_some_and(|c| (c - worth).abs() > worth / Decimal::ONE_HUNDRED) {
        return Err(unclear("quantity, price and total of the conversion do not fit"));
    }
    let sale = Draft {
        kind: Kind::Sell,
        quantity: Some(given),
        price: None,
        cash: Some(Cash::Gross(worth)),
        fees: worth - left,
        reference: marked("converted", &d.reference),
        ..d.clone()
    };
    let purchase = Draft {
        kind: Kind::Buy,
        symbol: into.to_owned(),
        name: into.to_owned(),
        quantity: Some(got),
        price: None,
        cash: Some(Cash::Gross(left)),
        fees: Decimal::ZERO,
        reference: marked("received", &d.reference),
        ..d
    };
    Ok(vec![sale, purchase])
}

fn marked(word: &str, reference: &str) -> String {
    if reference.is_empty() { String::new() } else { format!("{word}:{reference}") }
}
