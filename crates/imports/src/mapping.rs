//! Which column of a transaction file is what, and how its words are to be understood.

mod words;

use indexmap::IndexMap;
use model::{currency::Currency, id::AccountId, transaction::TransactionKind};
use serde::{Deserialize, Serialize};

pub(crate) use words::kind_of;

use crate::{dates, sniff::folded};

/// What a column can be.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ImportColumn)]
pub enum Column {
    /// The trade's date.
    Date,
    /// The settlement date.
    SettlementDate,
    /// What happened.
    Kind,
    /// The account's name or number.
    Account,
    /// The receiving account of a transfer.
    CounterAccount,
    /// The instrument's symbol.
    Symbol,
    /// The instrument's ISIN.
    Isin,
    /// The instrument's name.
    Name,
    /// Units.
    Quantity,
    /// Price per unit.
    Price,
    /// Cash amount.
    Amount,
    /// The currency of the row.
    Currency,
    /// Fees.
    Fees,
    /// Taxes.
    Taxes,
    /// What a conversion brought.
    CounterAmount,
    /// In which currency.
    CounterCurrency,
    /// The other instrument's symbol.
    OtherSymbol,
    /// New units of a ratio.
    RatioNew,
    /// Old units of a ratio.
    RatioOld,
    /// The cost that moves in a spin-off.
    CostFraction,
    /// The symbol after a change.
    NewSymbol,
    /// The broker's identity of the row.
    Reference,
    /// A note.
    Note,
}

impl Column {
    /// Every column with the header words by which it is recognized.
    pub(crate) const WORDS: &[(Self, &[&str])] = &[
        (
            Self::Date,
            &[
                "date",
                "tradedate",
                "transactiondate",
                "datetime",
                "rundate",
                "bookingdate",
                "time",
                "activitydate",
                "datum",
                "valuedate",
            ],
        ),
        (Self::SettlementDate, &["settlementdate", "settledate", "settlement"]),
        (
            Self::Kind,
            &[
                "kind",
                "type",
                "action",
                "activity",
                "transactiontype",
                "activitytype",
                "transaction",
                "side",
                "buysell",
                "code",
                "typ",
            ],
        ),
        (Self::Account, &["account", "accountname", "accountnumber", "accountid", "portfolio", "konto", "depot"]),
        (Self::CounterAccount, &["counteraccount", "toaccount", "targetaccount", "destinationaccount"]),
        (Self::Symbol, &["symbol", "ticker", "tickersymbol", "instrument", "security", "asset", "stock"]),
        (Self::Isin, &["isin"]),
        (Self::Name, &["name", "securityname", "instrumentname", "description", "company"]),
        (Self::Quantity, &["quantity", "qty", "shares", "units", "noofshares", "numberofshares", "volume", "stück"]),
        (Self::Price, &["price", "unitprice", "pricepershare", "tradeprice", "tprice", "rate", "kurs", "execprice"]),
        (
            Self::Amount,
            &[
                "amount",
                "netamount",
                "total",
                "value",
                "proceeds",
                "cash",
                "netcash",
                "grossamount",
                "totalamount",
                "betrag",
            ],
        ),
        (Self::Currency, &["currency", "ccy", "curr", "pricecurrency", "tradecurrency", "currencycode", "währung"]),
        (
            Self::Fees,
            &["fees", "fee", "commission", "commissions", "comm", "commfee", "charges", "brokerage", "transactionfee"],
        ),
        (Self::Taxes, &["taxes", "tax", "withholdingtax", "stampduty", "taxwithheld"]),
        (Self::CounterAmount, &["counteramount", "toamount", "receivedamount", "convertedamount"]),
        (Self::CounterCurrency, &["countercurrency", "tocurrency", "receivedcurrency"]),
        (Self::OtherSymbol, &["othersymbol", "underlying", "newinstrument", "targetsymbol"]),
        (Self::RatioNew, &["rationew", "newshares", "splitnew"]),
        (Self::RatioOld, &["ratioold", "oldshares", "splitold"]),
        (Self::CostFraction, &["costfraction", "costallocation"]),
        (Self::NewSymbol, &["newsymbol", "newticker"]),
        (
            Self::Reference,
            &["reference", "externalref", "id", "transactionid", "orderid", "tradeid", "refno", "referencenumber"],
        ),
        (Self::Note, &["note", "notes", "comment", "comments", "memo"]),
    ];
}

/// Whether a total column has fees and taxes in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AmountMeaning {
    /// The amount before fees and taxes.
    #[default]
    Gross,
    /// What moved on the cash account.
    Net,
}

/// How the columns and words of a transaction file are to be understood.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct ColumnMapping {
    /// Which header holds what.
    #[schema(value_type = std::collections::HashMap<Column, String>)]
    pub columns: IndexMap<Column, String>,
    /// The account of rows that name none.
    pub account_id: Option<AccountId>,
    /// The currency of rows that name none.
    pub currency: Option<Currency>,
    /// What the file's own words for kinds mean, where it is not the usual.
    #[schema(value_type = std::collections::HashMap<String, TransactionKind>)]
    pub kinds: IndexMap<String, TransactionKind>,
    /// What the file's own words for accounts mean, where no account has that name or number.
    #[schema(value_type = std::collections::HashMap<String, AccountId>)]
    pub accounts: IndexMap<String, AccountId>,
    /// What the amount column holds, where prices are computed from it.
    pub amount_meaning: AmountMeaning,
    /// Make the instruments and accounts that the workspace does not have, instead of refusing their rows.
    pub create_unknown: bool,
}

/// A mapping from header names, and where those say nothing from the values of the first rows.
pub fn propose_mapping(headers: &[String], rows: &[Vec<String>]) -> ColumnMapping {
    let names: Vec<String> = headers.iter().map(|h| folded(h)).collect();
    let mut columns: IndexMap<Column, String> = IndexMap::new();
    let mut taken = vec![false; headers.len()];
    // The first word of every column is looked for before the second, so that `id` never takes a better column's place.
    let depth = Column::WORDS.iter().map(|w| w.1.len()).max().unwrap_or(0);
    for at in 0..depth {
        for (column, words) in Column::WORDS {
            let Some(word) = words.get(at) else { continue };
            if columns.contains_key(column) {
                continue;
            }
            if let Some(i) = names.iter().enumerate().position(|(i, n)| !taken[i] && n == word) {
                taken[i] = true;
                columns.insert(*column, headers[i].clone());
            }
        }
    }
    let cells = |i: usize| rows.iter().filter_map(move |r| r.get(i)).filter(|c| !c.is_empty());
    let mut by_values = |column: Column, fits: &dyn Fn(&str) -> bool| {
        if columns.contains_key(&column) {
            return;
        }
        let found = (0..headers.len()).find(|i| !taken[*i] && cells(*i).next().is_some() && cells(*i).all(|c| fits(c)));
        if let Some(i) = found {
            taken[i] = true;
            columns.insert(column, headers[i].clone());
        }
    };
    by_values(Column::Date, &dates::looks_like_date);
    by_values(Column::Kind, &|c| kind_of(c).is_some());
    columns.sort_keys();
    ColumnMapping { columns, ..ColumnMapping::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_brokers_are_recognized() {
        let headers =
            ["Run Date", "Action", "Symbol", "Description", "Quantity", "Price ($)", "Commission ($)", "Amount ($)"];
        let mapping = propose_mapping(&headers.map(str::to_owned), &[]);
        let pairs: Vec<(Column, &str)> = mapping.columns.iter().map(|(c, h)| (*c, h.as_str())).collect();
        assert_eq!(
            pairs,
            [
                (Column::Date, "Run Date"),
                (Column::Kind, "Action"),
                (Column::Symbol, "Symbol"),
                (Column::Name, "Description"),
                (Column::Quantity, "Quantity"),
                (Column::Price, "Price ($)"),
                (Column::Amount, "Amount ($)"),
                (Column::Fees, "Commission ($)"),
            ]
        );
    }

    #[test]
    fn values_help_where_headers_do_not() {
        let rows = vec![vec!["2020-01-02".to_owned(), "BOT".to_owned(), "10".to_owned()]];
        let mapping = propose_mapping(&["A".to_owned(), "B".to_owned(), "Shares".to_owned()], &rows);
        assert_eq!(mapping.columns[&Column::Date], "A");
        assert_eq!(mapping.columns[&Column::Kind], "B");
        assert_eq!(mapping.columns[&Column::Quantity], "Shares");
    }
}
