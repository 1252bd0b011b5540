//! Charles Schwab: *History → Export* of a brokerage account.
//!
//! Layout seen in the sample files of KapJI/capital-gains-calculator (`tests/test_data/schwab_transactions.csv`) and
//! dickwolff/Export-To-Ghostfolio: a title line, `Date, Action, Symbol, Description, Quantity, Price, Fees & Comm, Amount`,
//! a total below; newer files have neither title nor total. US dates, of which "03/05/2024 as of 03/04/2024" happened on the
//! second; money as `$1,234.56` and `-$1,234.56`. The account stands only in the file's name.

use chrono::NaiveDate;
use model::transaction::TransactionKind as Kind;

use crate::{
    dates,
    formats::{
        FileFormat,
        draft::Reject,
        row::Row,
        template::{
            Action::{self, Cash, Is, PassOver, Refuse},
            Dates, Field, Numbers, Rows, Said, Template, UNITS_MOVED, some, unknown_word, usual,
        },
    },
    options::DateOrder,
    refusal::quoted,
};

pub(super) const TEMPLATE: Template = Template {
    format: FileFormat::Schwab,
    sign: &[&["Action"], &["Fees & Comm"], &["Date"], &["Amount"]],
    columns: &[
        usual(Field::Date, &["Date"]),
        usual(Field::Action, &["Action"]),
        usual(Field::Symbol, &["Symbol"]),
        usual(Field::Detail, &["Description"]),
        usual(Field::Quantity, &["Quantity"]),
        usual(Field::Price, &["Price"]),
        usual(Field::Fees, &["Fees & Comm"]),
        usual(Field::Net, &["Amount"]),
        some(Field::Account, &["Account", "Account Number"]),
    ],
    dates: Dates::Fixed(DateOrder::Mdy),
    numbers: Numbers::Point,
    actions: ACTIONS,
    currency: "USD",
    rows: Rows::Each(read),
};

const SPLIT: &str = "a split without its ratio: the file only says how many units came; add the split by hand with new \
                     and old units";
const REORGANIZED: &str = "a reorganization whose terms are not in the file; add it by hand";

const ACTIONS: &[(&str, Action)] = &[
    ("buy", Is(Kind::Buy)),
    ("sell", Is(Kind::Sell)),
    ("reinvestshares", Is(Kind::Buy)),
    ("sellshort", Is(Kind::Short)),
    ("buytoopen", Is(Kind::Buy)),
    ("selltoclose", Is(Kind::Sell)),
    ("selltoopen", Is(Kind::Short)),
    ("buytoclose", Is(Kind::Cover)),
    ("buytocover", Is(Kind::Cover)),
    ("expired", Is(Kind::OptionExpiry)),
    ("cashdividend", Is(Kind::Dividend)),
    ("qualifieddividend", Is(Kind::Dividend)),
    ("nonqualifieddiv", Is(Kind::Dividend)),
    ("specialdividend", Is(Kind::Dividend)),
    ("specialqualdiv", Is(Kind::Dividend)),
    ("reinvestdividend", Is(Kind::Dividend)),
    ("qualdivreinvest", Is(Kind::Dividend)),
    ("pryrdivreinvest", Is(Kind::Dividend)),
    ("pryrcashdiv", Is(Kind::Dividend)),
    ("longtermcapgain*", Is(Kind::Dividend)),
    ("shorttermcapgain*", Is(Kind::Dividend)),
    ("returnofcapital", Is(Kind::ReturnOfCapital)),
    ("creditinterest", Is(Kind::Interest)),
    ("bankinterest", Is(Kind::Interest)),
    ("bondinterest", Is(Kind::Interest)),
    ("margininterest", Is(Kind::Interest)),
    ("adrmgmtfee", Is(Kind::Fee)),
    ("servicefee", Is(Kind::Fee)),
    ("advisorfee", Is(Kind::Fee)),
    ("nrataxadj", Is(Kind::Tax)),
    ("nrawithholding", Is(Kind::Tax)),
    ("foreigntaxpaid", Is(Kind::Tax)),
    ("taxwithholding", Is(Kind::Tax)),
    ("moneylink*", Cash),
    ("wire*", Cash),
    ("fundsreceived", Cash),
    ("fundspaid", Cash),
    ("cashjournal", Cash),
    ("journal", Cash),
    ("cashmerger", Is(Kind::Merger)),
    ("cashmergeradj", PassOver("take out the units of a cash merger, which its own row says")),
    ("journaledshares", Refuse(UNITS_MOVED)),
    ("securitytransfer", Refuse(UNITS_MOVED)),
    ("internaltransfer", Refuse(UNITS_MOVED)),
    ("stockplanactivity", Refuse(UNITS_MOVED)),
    ("stocksplit", Refuse(SPLIT)),
    ("reversesplit", Refuse(SPLIT)),
    (
        "cashinlieu",
        Refuse("cash for a fraction of a unit: the file does not say how much of a unit; add the sale by hand"),
    ),
    ("spinoff", Refuse(REORGANIZED)),
    ("stockmerger", Refuse(REORGANIZED)),
    ("mandatoryreorgexc", Refuse(REORGANIZED)),
    ("exchangeorexercise", Refuse("an exercise without strike and underlying; add it by hand")),
    ("assigned", Refuse("an assignment without strike and underlying; add it by hand")),
];

fn read(row: &Row<'_>, template: &Template) -> Result<Said, Reject> {
    let word = row.text(Field::Action);
    let action = template.action(word).ok_or_else(|| unknown_word(word, row))?;
    template.said(row, action, day(row)?)
}

/// The date, or of "posted as of happened" the second.
fn day(row: &Row<'_>) -> Result<NaiveDate, Reject> {
    let cell = row.text(Field::Date);
    let happened = cell.rsplit(" as of ").next().unwrap_or(cell);
    dates::parse(happened, DateOrder::Mdy).ok_or_else(|| {
        Reject::new("date_invalid", format!("{} is not a date like 12/28/2022", quoted(cell)))
            .at(row.layout.header(Field::Date))
    })
}
