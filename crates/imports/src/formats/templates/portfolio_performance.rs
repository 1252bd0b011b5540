//! Portfolio Performance: *File → Export → CSV*, transactions of cash accounts, of securities accounts, or of all.
//!
//! Header words from the program's own message catalogue (portfolio-performance/portfolio, `messages*.properties`, entries
//! `CSVColumn_…`) and from files that users published: `Date, Type, Value, Transaction Currency, Gross Amount, Currency Gross
//! Amount, Exchange Rate, Fees, Taxes, Shares, ISIN, WKN, Ticker Symbol, Security Name, Note (, Cash Account, Securities Account)`
//! in English and German, with `,` or `;`. The value is what moved on the cash account. In an export of a cash account a purchase
//! is below zero and a sale above; the securities account says the same trade with its fees, so the cash side of trades is
//! left out unless the file names both accounts.

use model::transaction::TransactionKind as Kind;
use rust_decimal::Decimal;

use crate::formats::{
    FileFormat,
    draft::{Cash, Draft, Reject},
    row::Row,
    template::{
        Action::{self, Cash as Moved, Is, Refuse},
        Dates, Field, Numbers, Rows, Said, Template, UNITS_MOVED, some, unknown_word, usual,
    },
};
use crate::sniff::folded;

pub(super) const TEMPLATE: Template = Template {
    format: FileFormat::PortfolioPerformance,
    sign: &[&["Transaction Currency", "Buchungswährung"], &["Type", "Typ"], &["Value", "Wert"], &["Date", "Datum"]],
    columns: &[
        usual(Field::Date, &["Date", "Datum"]),
        usual(Field::Action, &["Type", "Typ"]),
        usual(Field::Net, &["Value", "Wert"]),
        usual(Field::Currency, &["Transaction Currency", "Buchungswährung"]),
        some(Field::Fees, &["Fees", "Gebühren"]),
        usual(Field::Taxes, &["Taxes", "Steuern"]),
        usual(Field::Quantity, &["Shares", "Stück"]),
        usual(Field::Isin, &["ISIN"]),
        usual(Field::Wkn, &["WKN"]),
        usual(Field::Symbol, &["Ticker Symbol", "Ticker-Symbol"]),
        usual(Field::Name, &["Security Name", "Wertpapiername"]),
        usual(Field::Note, &["Note", "Notiz"]),
        some(Field::Account, &["Cash Account", "Konto", "Account"]),
        some(Field::Detail, &["Securities Account", "Depot"]),
        some(Field::CounterAccount, &["Offset Account", "Gegenkonto", "Cash Account (2nd)"]),
    ],
    dates: Dates::Found,
    numbers: Numbers::Found(&[Field::Net, Field::Quantity, Field::Fees, Field::Taxes]),
    actions: ACTIONS,
    currency: "",
    rows: Rows::Each(read),
};

const REFUND: &str = "a refund takes back an earlier fee or tax; correct that transaction by hand";

const ACTIONS: &[(&str, Action)] = &[
    ("buy", Is(Kind::Buy)),
    ("kauf", Is(Kind::Buy)),
    ("sell", Is(Kind::Sell)),
    ("verkauf", Is(Kind::Sell)),
    ("deposit", Moved),
    ("einlage", Moved),
    ("removal", Moved),
    ("entnahme", Moved),
    ("dividend", Is(Kind::Dividend)),
    ("dividende", Is(Kind::Dividend)),
    ("interest", Is(Kind::Interest)),
    ("zinsen", Is(Kind::Interest)),
    ("interestcharge", Is(Kind::Interest)),
    ("zinsbelastung", Is(Kind::Interest)),
    ("fees", Is(Kind::Fee)),
    ("gebühren", Is(Kind::Fee)),
    ("taxes", Is(Kind::Tax)),
    ("steuern", Is(Kind::Tax)),
    ("feesrefund", Refuse(REFUND)),
    ("gebührenerstattung", Refuse(REFUND)),
    ("taxrefund", Refuse(REFUND)),
    ("steuerrückerstattung", Refuse(REFUND)),
    ("deliveryinbound", Is(Kind::OpeningBalance)),
    ("einlieferung", Is(Kind::OpeningBalance)),
    ("deliveryoutbound", Refuse(UNITS_MOVED)),
    ("auslieferung", Refuse(UNITS_MOVED)),
    ("transferinbound", Is(Kind::Transfer)),
    ("umbuchungeingang", Is(Kind::Transfer)),
    ("transferoutbound", Is(Kind::Transfer)),
    ("umbuchungausgang", Is(Kind::Transfer)),
];

/// Words for cash that goes.
const OUT: &[&str] =
    &["removal", "entnahme", "interestcharge", "zinsbelastung", "fees", "gebühren", "taxes", "steuern"];
const CASH_SIDE: &str = "are the cash side of trades, which the export of the securities account says with their fees; import that file too";

fn read(row: &Row<'_>, template: &Template) -> Result<Said, Reject> {
    let word = row.text(Field::Action);
    let action = template.action(word).ok_or_else(|| unknown_word(word, row))?;
    let value = row.number(Field::Net)?;
    let below = value.is_some_and(|v| v < Decimal::ZERO);
    let names_both = !row.text(Field::Detail).is_empty();
    let is_cash_side = match action {
        Is(Kind::Buy) => below,
        Is(Kind::Sell) => !below,
        _ => false,
    };
    if is_cash_side && !names_both {
        return Ok(Said::PassOver(CASH_SIDE));
    }
    let mut drafts = match template.said(row, money_only(action), row.day()?)? {
        Said::Rows(drafts) => drafts,
        other @ Said::PassOver(_) => return Ok(other),
    };
    let is_out = OUT.contains(&folded(word).as_str());
    for d in &mut drafts {
        let value = value.ok_or_else(|| {
            Reject::new("field_missing", "there is no value; fill it in").at(row.layout.header(Field::Net))
        })?;
        d.cash = Some(Cash::Net(if is_out { -value.abs() } else { value.abs() }));
        fit(d, row, word)?;
    }
    Ok(Said::Rows(drafts))
}

/// Deposits have no units, whatever their row says.
fn money_only(action: Action) -> Action {
    match action {
        Moved => Is(Kind::Deposit),
        other => other,
    }
}

fn fit(d: &mut Draft, row: &Row<'_>, word: &str) -> Result<(), Reject> {
    if d.isin.is_empty() && d.symbol.is_empty() {
        d.symbol = row.text(Field::Wkn).to_owned();
    }
    match d.kind {
        Kind::Transfer => {
            let is_in = folded(word).ends_with("inbound") || folded(word).ends_with("eingang");
            if is_in || d.counter_account.is_empty() {
                let reason = if is_in {
                    "the account from which it came says this transfer; import its export"
                } else {
                    "a transfer without the receiving account; enter it by hand"
                };
                return Err(Reject::unclear(reason).at(row.layout.header(Field::Action)));
            }
        }
        Kind::Deposit | Kind::Withdrawal => (d.fees, d.taxes) = (Decimal::ZERO, Decimal::ZERO),
        // Whose fee or tax it is stands in the row; its own columns for costs say the same amount again.
        Kind::Fee | Kind::Tax | Kind::Interest => d.fees = Decimal::ZERO,
        _ => {}
    }
    if matches!(d.kind, Kind::Fee | Kind::Tax) {
        d.taxes = Decimal::ZERO;
    }
    if d.is_trade() || d.kind == Kind::OpeningBalance {
        d.price = None;
    }
    Ok(())
}
