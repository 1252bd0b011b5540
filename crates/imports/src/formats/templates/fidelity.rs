//! Fidelity: *Activity & Orders → Download*.
//!
//! Layouts seen in rules of hledger users, in redstreet/beancount_reds_importers and in published test files: blank lines,
//! then `Run Date, (Account,) Action, Symbol, Description | Security Description, Type | Security Type, Quantity, Price ($),
//! Commission ($), Fees ($), Accrued Interest ($), Amount ($), (Cash Balance ($),) Settlement Date` in changing order, a
//! disclaimer and "Date downloaded …" below. The action is a sentence that begins with a fixed phrase. Files of several
//! accounts have `Account` and `Account Number`.

use model::transaction::TransactionKind as Kind;

use crate::{
    formats::{
        FileFormat,
        draft::{Cash as Money, Reject},
        row::Row,
        template::{
            Action::{self, Cash, Is, Refuse},
            Dates, Field, Numbers, Rows, Said, Template, UNITS_MOVED, some, unknown_word, usual,
        },
    },
    options::DateOrder,
};

pub(super) const TEMPLATE: Template = Template {
    format: FileFormat::Fidelity,
    sign: &[&["Run Date"], &["Action"], &["Amount ($)", "Amount"], &["Accrued Interest ($)", "Accrued Interest"]],
    columns: &[
        usual(Field::Date, &["Run Date"]),
        usual(Field::Action, &["Action"]),
        usual(Field::Symbol, &["Symbol"]),
        usual(Field::Name, &["Description", "Security Description"]),
        usual(Field::Quantity, &["Quantity"]),
        usual(Field::Price, &["Price ($)", "Price"]),
        usual(Field::Fees, &["Commission ($)", "Commission"]),
        usual(Field::MoreFees, &["Fees ($)", "Fees"]),
        usual(Field::Gross, &["Accrued Interest ($)", "Accrued Interest"]),
        usual(Field::Net, &["Amount ($)", "Amount"]),
        usual(Field::Settlement, &["Settlement Date"]),
        some(Field::Account, &["Account Number", "Account"]),
        some(Field::Currency, &["Currency"]),
    ],
    dates: Dates::Fixed(DateOrder::Mdy),
    numbers: Numbers::Point,
    actions: ACTIONS,
    currency: "USD",
    rows: Rows::Each(read),
};

const CANCELLED: &str =
    "a cancelled trade takes back an earlier one; correct or delete the earlier transaction by hand";
const REORGANIZED: &str = "a corporate action whose terms are not in the file; add it by hand";

/// The more special phrases stand first.
const ACTIONS: &[(&str, Action)] = &[
    ("buycancel*", Refuse(CANCELLED)),
    ("sellcancel*", Refuse(CANCELLED)),
    ("youboughtopeningtransaction*", Is(Kind::Buy)),
    ("youboughtclosingtransaction*", Is(Kind::Cover)),
    ("yousoldopeningtransaction*", Is(Kind::Short)),
    ("yousoldclosingtransaction*", Is(Kind::Sell)),
    ("youboughttocover*", Is(Kind::Cover)),
    ("youboughtassigned*", Refuse("an assignment without its option; add it by hand")),
    ("yousoldassigned*", Refuse("an assignment without its option; add it by hand")),
    ("yousoldshortsale*", Is(Kind::Short)),
    ("youbought*", Is(Kind::Buy)),
    ("yousold*", Is(Kind::Sell)),
    ("purchaseintocoreaccount*", Is(Kind::Buy)),
    ("redemptionfromcoreaccount*", Is(Kind::Sell)),
    ("reinvestment*", Is(Kind::Buy)),
    ("dividendreceived*", Is(Kind::Dividend)),
    ("longtermcapgain*", Is(Kind::Dividend)),
    ("shorttermcapgain*", Is(Kind::Dividend)),
    ("returnofcapital*", Is(Kind::ReturnOfCapital)),
    ("interestearned*", Is(Kind::Interest)),
    ("interest*", Is(Kind::Interest)),
    ("margininterest*", Is(Kind::Interest)),
    ("foreigntaxpaid*", Is(Kind::Tax)),
    ("nonresidenttax*", Is(Kind::Tax)),
    ("fedtaxw*", Is(Kind::Tax)),
    ("statetaxw*", Is(Kind::Tax)),
    ("feecharged*", Is(Kind::Fee)),
    ("advisoryfee*", Is(Kind::Fee)),
    ("foreigncustodyfee*", Is(Kind::Fee)),
    ("adrfee*", Is(Kind::Fee)),
    ("journaledwirecheckfee*", Is(Kind::Fee)),
    ("expired*", Is(Kind::OptionExpiry)),
    ("assigned*", Refuse("an assignment without strike and underlying; add it by hand")),
    ("electronicfundstransfer*", Cash),
    ("directdeposit*", Cash),
    ("directdebit*", Cash),
    ("wiretransfer*", Cash),
    ("wiredfunds*", Cash),
    ("checkreceived*", Cash),
    ("checkpaid*", Cash),
    ("cashcontribution*", Cash),
    ("contribution*", Cash),
    ("particcontr*", Cash),
    ("rollover*", Cash),
    ("rothconversion*", Cash),
    ("normaldistr*", Cash),
    ("debitcardpurchase*", Cash),
    ("billpayment*", Cash),
    ("transferredfrom*", Cash),
    ("transferredto*", Cash),
    ("journaled*", Cash),
    ("transferofassets*", Refuse(UNITS_MOVED)),
    ("conversionsharesdeposited*", Refuse(UNITS_MOVED)),
    (
        "inlieuoffrxshare*",
        Refuse("cash for a fraction of a unit: the file does not say how much of a unit; add the sale by hand"),
    ),
    ("merger*", Refuse(REORGANIZED)),
    ("distribution*", Refuse(REORGANIZED)),
    ("reversesplit*", Refuse(REORGANIZED)),
];

fn read(row: &Row<'_>, template: &Template) -> Result<Said, Reject> {
    let word = row.text(Field::Action);
    let action = template.action(word).ok_or_else(|| unknown_word(word, row))?;
    let accrued = row.number(Field::Gross)?.unwrap_or_default();
    if !accrued.is_zero() {
        return Err(Reject::unclear(
            "a bond with accrued interest: enter the trade and the interest by hand, so that the cost is right",
        )
        .at(row.layout.header(Field::Gross)));
    }
    let said = template.said(row, action, row.day()?)?;
    Ok(match said {
        Said::Rows(mut drafts) => {
            for d in &mut drafts {
                // The sentence says more than the kind; accrued interest is not an amount of its own.
                d.note = word.chars().take(200).collect();
                d.cash = row.number(Field::Net)?.map(Money::Net);
            }
            Said::Rows(drafts)
        }
        other @ Said::PassOver(_) => other,
    })
}
