//! Binance: *Wallet → Transaction history*, "Generate all statements", CSV.
//!
//! Layout seen in published parsers and test files (the R package cryptoTax among them): `User_ID, UTC_Time, Account, Operation,
//! Coin, Change, Remark`, one line for each asset that moved. The lines of a trade share their second: one asset for money,
//! and perhaps a fee. `Account` is the wallet (Spot, Earn, Funding); moves between wallets are left out, as they are one account.
//! Units that came without a price, and assets traded against each other, are refused.

use std::collections::BTreeMap;

use model::{instrument::AssetClass, transaction::TransactionKind as Kind};
use rust_decimal::Decimal;

use crate::{
    formats::{
        FileFormat,
        draft::{Cash, Draft, Reject},
        row::Row,
        template::{
            Action::{self, Cash as Moved, Is, PassOver},
            Dates, Field, Numbers, Rows, Said, SaidLines, Template, UNITS_MOVED, unknown_word, usual,
        },
    },
    options::DateOrder,
    sniff::folded,
    transactions::directory::InstrumentForm,
};

pub(super) const TEMPLATE: Template = Template {
    format: FileFormat::BinanceLedger,
    sign: &[&["UTC_Time"], &["Operation"], &["Coin"], &["Change"]],
    columns: &[
        usual(Field::Date, &["UTC_Time"]),
        usual(Field::Detail, &["Account"]),
        usual(Field::Action, &["Operation"]),
        usual(Field::Symbol, &["Coin"]),
        usual(Field::Quantity, &["Change"]),
        usual(Field::Note, &["Remark"]),
    ],
    dates: Dates::Fixed(DateOrder::Ymd),
    numbers: Numbers::Point,
    actions: ACTIONS,
    currency: "",
    rows: Rows::Grouped { key, read },
};

/// Coins that are money here: currencies, and tokens that stand for the dollar or the euro.
const MONEY: &[&str] = &[
    "EUR", "USD", "GBP", "CHF", "AUD", "CAD", "JPY", "BRL", "TRY", "PLN", "RON", "CZK", "UAH", "MXN", "ARS", "ZAR",
    "NGN", "USDT", "USDC", "BUSD", "FDUSD", "TUSD", "USDP", "DAI", "EURI",
];

/// Whether amounts of a coin are read as cash.
pub(super) fn is_money(coin: &str) -> bool {
    MONEY.contains(&coin)
}

/// Operations whose lines belong to one trade.
const TRADES: &[&str] = &[
    "buy",
    "sell",
    "fee",
    "transactionbuy",
    "transactionspend",
    "transactionsold",
    "transactionrevenue",
    "transactionfee",
    "transactionrelated",
    "binanceconvert",
    "smallassetsexchangebnb",
];

const INSIDE: &str = "move units or cash between wallets of one account and were left out";

const ACTIONS: &[(&str, Action)] = &[
    ("deposit", Moved),
    ("fiatdeposit", Moved),
    ("withdraw", Moved),
    ("fiatwithdraw*", Moved),
    ("withdrawal", Moved),
    ("simpleearnflexibleinterest", Is(Kind::Interest)),
    ("simpleearnlockedrewards", Is(Kind::Interest)),
    ("savingsinterest", Is(Kind::Interest)),
    ("stakingrewards", Is(Kind::Interest)),
    ("eth20stakingrewards", Is(Kind::Interest)),
    ("distribution", Is(Kind::Interest)),
    ("simpleearn*", PassOver(INSIDE)),
    ("savingspurchase", PassOver(INSIDE)),
    ("savingsprincipalredemption", PassOver(INSIDE)),
    ("stakingpurchase", PassOver(INSIDE)),
    ("stakingredemption", PassOver(INSIDE)),
    ("transferbetween*", PassOver(INSIDE)),
    ("mainandfundingaccounttransfer", PassOver(INSIDE)),
];

fn key(row: &Row<'_>) -> String {
    let operation = folded(row.text(Field::Action));
    if TRADES.contains(&operation.as_str()) { row.text(Field::Date).to_owned() } else { String::new() }
}

fn read(rows: &[Row<'_>], template: &Template) -> SaidLines {
    let Some(first) = rows.first() else { return Vec::new() };
    if key(first).is_empty() {
        return rows.iter().map(|row| (row.line, single(row, template))).collect();
    }
    match trade(rows) {
        Ok(draft) => {
            let rest =
                rows[1..].iter().map(|r| (r.line, Ok(Said::PassOver("are parts of a trade that its first line says"))));
            std::iter::once((first.line, Ok(Said::Rows(vec![draft])))).chain(rest).collect()
        }
        Err(reject) => rows.iter().map(|row| (row.line, Err(reject.clone()))).collect(),
    }
}

fn single(row: &Row<'_>, template: &Template) -> Result<Said, Reject> {
    let word = row.text(Field::Action);
    let action = template.action(word).ok_or_else(|| unknown_word(word, row))?;
    let date = row.day()?;
    let coin = row.text(Field::Symbol).to_ascii_uppercase();
    let kind = match action {
        Is(kind) => kind,
        Moved => Kind::Deposit,
        other => return template.said(row, other, date),
    };
    if !is_money(&coin) {
        return Err(Reject::unclear(UNITS_MOVED).at(row.layout.header(Field::Symbol)));
    }
    let mut d = Draft::new(kind, date);
    (d.cash, d.currency) = (Some(Cash::Net(row.needed(Field::Quantity)?)), coin);
    d.note = row.text(Field::Note).to_owned();
    Ok(Said::Rows(vec![d]))
}

/// The lines of one second: one asset against one money, and what was paid in fees.
fn trade(rows: &[Row<'_>]) -> Result<Draft, Reject> {
    let mut moved: BTreeMap<String, Decimal> = BTreeMap::new();
    let mut fees: BTreeMap<String, Decimal> = BTreeMap::new();
    for row in rows {
        let coin = row.text(Field::Symbol).to_ascii_uppercase();
        let is_fee = folded(row.text(Field::Action)).ends_with("fee");
        let sums = if is_fee { &mut fees } else { &mut moved };
        *sums.entry(coin).or_default() += row.needed(Field::Quantity)?;
    }
    moved.retain(|_, change| !change.is_zero());
    let assets: Vec<(&String, &Decimal)> = moved.iter().filter(|(coin, _)| !is_money(coin)).collect();
    let monies: Vec<(&String, &Decimal)> = moved.iter().filter(|(coin, _)| is_money(coin)).collect();
    let date = rows[0].day()?;
    let ([(asset, units)], [(money, cash)]) = (&assets[..], &monies[..]) else {
        if let ([], [(a, x), (b, y)]) = (&assets[..], &monies[..])
            && (**x < Decimal::ZERO) != (**y < Decimal::ZERO)
            && fees.is_empty()
        {
            let ((out, from), (into, to)) = if **x < Decimal::ZERO { ((x, a), (y, b)) } else { ((y, b), (x, a)) };
            let mut d = Draft::new(Kind::CurrencyConversion, date);
            (d.cash, d.currency) = (Some(Cash::Gross(**out)), (*from).clone());
            d.counter = Some((**into, (*to).clone()));
            return Ok(d);
        }
        let coins = moved.keys().cloned().collect::<Vec<_>>().join(", ");
        return Err(Reject::unclear(format!(
            "the lines of this second are not one asset for one money ({coins}); enter what happened by hand, with its worth"
        )));
    };
    if (**units < Decimal::ZERO) == (**cash < Decimal::ZERO) {
        return Err(Reject::unclear("asset and money both came or both went; enter what happened by hand"));
    }
    let kind = if **units > Decimal::ZERO { Kind::Buy } else { Kind::Sell };
    let mut d = Draft::new(kind, date);
    d.form = InstrumentForm::Plain(AssetClass::Crypto);
    (d.symbol, d.name, d.currency) = ((*asset).clone(), (*asset).clone(), (*money).clone());
    let mut quantity = **units;
    for (coin, paid) in &fees {
        if coin == *asset {
            quantity += paid; // the units that arrived, or went in all
        } else if coin == *money {
            d.fees += paid.abs();
        } else {
            return Err(Reject::unclear(format!(
                "the fee of {} {coin} is in a third asset, whose worth is not in the file; enter the trade by hand with its fee",
                paid.abs().normalize()
            )));
        }
    }
    (d.quantity, d.cash) = (Some(quantity), Some(Cash::Gross(**cash)));
    Ok(d)
}
