//! Vanguard (US): *Download center*, `OfxDownload.csv`.
//!
//! Layout seen in simonmichael/hledger's rules, in several published parsers and test files: first a table of holdings
//! (`Account Number, Investment Name, Symbol, Shares, Share Price, Total Value`), blank lines, then `Account Number, Trade
//! Date, Settlement Date, Transaction Type, Transaction Description, Investment Name, Symbol, Shares, Share Price, Principal
//! Amount, Commissions and Fees | Commission Fees, Net Amount, Accrued Interest, Account Type`, each line with a comma at its end.
//! Dates as 2024-07-19, in older files 07/19/2024. The settlement fund is cash: sweeps into and out of it say nothing.

use model::transaction::TransactionKind as Kind;

use crate::{
    formats::{
        FileFormat,
        draft::Reject,
        row::Row,
        template::{
            Action::{self, Cash, Is, PassOver, Refuse},
            Dates, Field, Numbers, Rows, Said, Template, UNITS_MOVED, unknown_word, usual,
        },
    },
    options::DateOrder,
};

pub(super) const TEMPLATE: Template = Template {
    format: FileFormat::Vanguard,
    sign: &[&["Trade Date"], &["Transaction Type"], &["Principal Amount"], &["Account Number"]],
    columns: &[
        usual(Field::Account, &["Account Number"]),
        usual(Field::Date, &["Trade Date"]),
        usual(Field::Settlement, &["Settlement Date"]),
        usual(Field::Action, &["Transaction Type"]),
        usual(Field::Detail, &["Transaction Description"]),
        usual(Field::Name, &["Investment Name"]),
        usual(Field::Symbol, &["Symbol"]),
        usual(Field::Quantity, &["Shares"]),
        usual(Field::Price, &["Share Price"]),
        usual(Field::Gross, &["Principal Amount"]),
        usual(Field::Fees, &["Commissions and Fees", "Commission Fees", "Commission"]),
        usual(Field::Net, &["Net Amount"]),
    ],
    dates: Dates::Fixed(DateOrder::Mdy),
    numbers: Numbers::Point,
    actions: ACTIONS,
    currency: "USD",
    rows: Rows::Each(read),
};

const SWEPT: &str = "move cash into or out of the settlement fund, which is cash here, and were left out";

const ACTIONS: &[(&str, Action)] = &[
    ("buy", Is(Kind::Buy)),
    ("sell", Is(Kind::Sell)),
    ("buytocover", Is(Kind::Cover)),
    ("sellshort", Is(Kind::Short)),
    ("reinvestment*", Is(Kind::Buy)),
    ("dividend", Is(Kind::Dividend)),
    ("dividend*", Is(Kind::Dividend)),
    ("capitalgain*", Is(Kind::Dividend)),
    ("interest*", Is(Kind::Interest)),
    ("returnofcapital", Is(Kind::ReturnOfCapital)),
    ("fee", Is(Kind::Fee)),
    ("withholding*", Is(Kind::Tax)),
    ("foreigntax*", Is(Kind::Tax)),
    ("fundsreceived", Cash),
    ("contribution*", Cash),
    ("withdrawal", Cash),
    ("distribution", Cash),
    ("rollover*", Cash),
    ("wire*", Cash),
    ("sweepin", PassOver(SWEPT)),
    ("sweepout", PassOver(SWEPT)),
    ("transfer*", Refuse(UNITS_MOVED)),
    ("conversion*", Refuse(UNITS_MOVED)),
    ("stocksplit*", Refuse("a split without its ratio; add it by hand with new and old units")),
    ("exchange*", Refuse("an exchange of one fund for another: enter a sale and a purchase by hand")),
];

fn read(row: &Row<'_>, template: &Template) -> Result<Said, Reject> {
    let word = row.text(Field::Action);
    let action = template.action(word).ok_or_else(|| unknown_word(word, row))?;
    let no_units = row.number(Field::Quantity)?.is_none_or(|q| q.is_zero());
    if no_units && matches!(action, Is(Kind::Buy)) && word.to_ascii_lowercase().starts_with("reinvestment") {
        return Ok(Said::PassOver(SWEPT));
    }
    let said = template.said(row, action, row.day()?)?;
    Ok(match said {
        Said::Rows(mut drafts) => {
            for d in drafts.iter_mut().filter(|d| d.symbol.is_empty()) {
                d.name.clear(); // "CASH" names no instrument
            }
            Said::Rows(drafts)
        }
        other @ Said::PassOver(_) => other,
    })
}
