//! Trading 212: *History → Export*.
//!
//! Layouts seen in KapJI/capital-gains-calculator (`tests/trading212/data/2020`, `2024`, `2026`) and
//! dickwolff/Export-To-Ghostfolio: `Action, Time, ISIN, Ticker, Name, (Notes, ID,) No. of shares, Price / share, Currency
//! (Price / share), Exchange rate, Result, Total, …` with a column `Currency (Total)` beside it, in older files `Total (EUR)`, and
//! a changing set of columns for fees and taxes with the same two ways to say their currency. The price is in the
//! instrument's currency, the total in the account's; the books take the total, so that the cash is right. Fees in the
//! instrument's currency are divided by the exchange rate of the row.

use model::transaction::TransactionKind as Kind;
use rust_decimal::Decimal;

use crate::formats::{
    FileFormat,
    draft::{Cash, Draft, Reject},
    row::Row,
    template::{
        Action::{self, Cash as Moved, Is, Refuse},
        Dates, Field, Numbers, Rows, Said, Template, some, unknown_word, usual,
    },
};
use crate::{options::DateOrder, sniff::folded};

pub(super) const TEMPLATE: Template = Template {
    format: FileFormat::Trading212,
    sign: &[&["Action"], &["Time"], &["No. of shares"], &["Total", "Total (*"], &["Price / share"]],
    columns: &[
        usual(Field::Action, &["Action"]),
        usual(Field::Date, &["Time"]),
        usual(Field::Isin, &["ISIN"]),
        usual(Field::Symbol, &["Ticker"]),
        usual(Field::Name, &["Name"]),
        usual(Field::Quantity, &["No. of shares"]),
        usual(Field::Price, &["Price / share"]),
        usual(Field::Rate, &["Exchange rate"]),
        usual(Field::Net, &["Total", "Total (*"]),
        some(Field::Note, &["Notes"]),
        some(Field::Reference, &["ID"]),
    ],
    dates: Dates::Fixed(DateOrder::Ymd),
    numbers: Numbers::Point,
    actions: ACTIONS,
    currency: "",
    rows: Rows::Each(read),
};

const ACTIONS: &[(&str, Action)] = &[
    ("marketbuy", Is(Kind::Buy)),
    ("limitbuy", Is(Kind::Buy)),
    ("stopbuy", Is(Kind::Buy)),
    ("stoplimitbuy", Is(Kind::Buy)),
    ("marketsell", Is(Kind::Sell)),
    ("limitsell", Is(Kind::Sell)),
    ("stopsell", Is(Kind::Sell)),
    ("stoplimitsell", Is(Kind::Sell)),
    ("dividendreturnofcapital*", Is(Kind::ReturnOfCapital)),
    ("dividend*", Is(Kind::Dividend)),
    ("interestoncash", Is(Kind::Interest)),
    ("lendinginterest", Is(Kind::Interest)),
    ("sharelendinginterest", Is(Kind::Interest)),
    ("deposit", Moved),
    ("withdrawal", Moved),
    ("carddebit", Moved),
    ("cardcredit", Moved),
    ("spendingcashback", Moved),
    ("currencyconversion", Is(Kind::CurrencyConversion)),
    ("newcardcost", Is(Kind::Fee)),
    ("stocksplit*", Refuse("a split whose ratio is spread over two rows; add it by hand with new and old units")),
    ("stockdistribution*", Refuse("units came without a cost in the file; add the distribution by hand")),
    ("customstockdistribution*", Refuse("units came without a cost in the file; add the distribution by hand")),
    ("resultadjustment", Refuse("an adjustment whose reason is not in the file; add it by hand as what it is")),
];

const FEES: &[&str] = &["Currency conversion fee", "Transaction fee", "Finra fee"];
const TAXES: &[&str] = &["Stamp duty reserve tax", "Stamp duty", "French transaction tax", "PTM levy"];

fn read(row: &Row<'_>, template: &Template) -> Result<Said, Reject> {
    let word = row.text(Field::Action);
    let action = template.action(word).ok_or_else(|| unknown_word(word, row))?;
    let mut drafts = match template.said(row, action, row.day()?)? {
        Said::Rows(drafts) => drafts,
        other @ Said::PassOver(_) => return Ok(other),
    };
    let is_out = ["withdrawal", "carddebit"].contains(&folded(word).as_str());
    for d in &mut drafts {
        d.currency = currency_of(row, "Total");
        if is_out {
            d.cash = d.cash.map(|c| Cash::Net(-amount(c).abs()));
        }
        match d.kind {
            Kind::Buy | Kind::Sell => trade(row, d)?,
            Kind::Dividend => dividend(row, d)?,
            Kind::CurrencyConversion => conversion(row, d)?,
            Kind::Fee => d.cash = d.cash.map(|c| Cash::Net(-amount(c).abs())),
            _ => {}
        }
    }
    Ok(Said::Rows(drafts))
}

fn amount(cash: Cash) -> Decimal {
    match cash {
        Cash::Gross(n) | Cash::Net(n) => n,
    }
}

/// The price in the account's currency follows from the total.
fn trade(row: &Row<'_>, d: &mut Draft) -> Result<(), Reject> {
    let rate = row.number(Field::Rate).ok().flatten().filter(|r| !r.is_zero());
    let priced_in = currency_of(row, "Price / share");
    let sum = |names: &[&str]| -> Result<Decimal, Reject> {
        names.iter().try_fold(Decimal::ZERO, |sum, name| {
            let Some((cost, currency)) = costs(row, name)? else { return Ok(sum) };
            if currency.is_empty() || currency == d.currency {
                return Ok(sum + cost);
            }
            match rate.and_then(|r| cost.checked_div(r)).filter(|_| currency == priced_in) {
                Some(cost) => Ok(sum + cost),
                None => {
                    let reason = format!(
                        "the {name} is in {currency}, and the row does not say its rate; add the trade by hand"
                    );
                    Err(Reject::unclear(reason).at(*name))
                }
            }
        })
    };
    let (fees, taxes) = (sum(FEES)?, sum(TAXES)?);
    (d.fees, d.taxes) = (fees.round_dp(8), taxes.round_dp(8));
    d.price = d.price.filter(|_| priced_in == d.currency);
    Ok(())
}

/// The total is what came after the tax at the source; the tax counts where it is in the same currency.
fn dividend(row: &Row<'_>, d: &mut Draft) -> Result<(), Reject> {
    let Some((tax, currency)) = costs(row, "Withholding tax")? else { return Ok(()) };
    if tax.is_zero() {
        return Ok(());
    }
    if currency.is_empty() || currency == d.currency {
        d.taxes = tax;
    } else {
        d.note = format!("Amount after {tax} {currency} of withholding tax").trim().to_owned();
    }
    Ok(())
}

fn conversion(row: &Row<'_>, d: &mut Draft) -> Result<(), Reject> {
    let needed = |name: &str| {
        let said = costs(row, name)?.filter(|(n, c)| !n.is_zero() && !c.is_empty());
        said.ok_or_else(|| Reject::unclear("a conversion without both amounts; add it by hand").at(name))
    };
    let (from, from_currency) = needed("Currency conversion from amount")?;
    let (to, to_currency) = needed("Currency conversion to amount")?;
    (d.cash, d.currency) = (Some(Cash::Gross(from)), from_currency);
    d.counter = Some((to, to_currency));
    Ok(())
}

/// An amount by its header with the currency, which stands in a column of its own or in the header.
fn costs(row: &Row<'_>, name: &str) -> Result<Option<(Decimal, String)>, Reject> {
    let start = folded(name);
    let with_currency = |h: &String| h.strip_prefix(&start).is_some_and(|rest| rest.len() == 3);
    let at = row.layout.folded.iter().position(|h| *h == start || with_currency(h));
    let Some(at) = at else { return Ok(None) };
    Ok(row.number_at(at)?.map(|n| (n.abs(), currency_of(row, name))))
}

fn currency_of(row: &Row<'_>, name: &str) -> String {
    let start = folded(name);
    let column = format!("currency{start}");
    if let Some(i) = row.layout.folded.iter().position(|h| *h == column) {
        return row.cell(i).to_owned();
    }
    let rest = row.layout.folded.iter().find_map(|h| h.strip_prefix(&start).filter(|rest| rest.len() == 3));
    rest.unwrap_or_default().to_uppercase()
}
