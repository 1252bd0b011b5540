//! Transaction files.

use indexmap::IndexMap;
use model::{
    account::{AccountFields, AccountKind},
    currency::Currency,
    id::{AccountId, InstrumentId},
    instrument::{AssetClass, InstrumentFields},
    transaction::TransactionKind as Kind,
};
use proptest::prelude::*;

use super::*;
use crate::mapping::{AmountMeaning, propose_mapping};

struct Desk {
    instruments: Vec<Instrument>,
    accounts: Vec<Account>,
    mapping: ColumnMapping,
}

impl Desk {
    fn new() -> Self {
        let account = |name: &str, currency| Account {
            id: AccountId::new(),
            fields: AccountFields {
                number: Some(format!("{name}-1")),
                ..AccountFields::plain(name, AccountKind::Taxable, currency)
            },
        };
        let mut fields = InstrumentFields::plain("AAPL", "Apple Inc.", AssetClass::Equity, Currency::USD);
        fields.isin = Some("US0378331005".to_owned());
        Self {
            instruments: vec![Instrument { id: InstrumentId::new(), fields }],
            accounts: vec![account("Main", Currency::USD), account("Euro", Currency::EUR)],
            mapping: ColumnMapping::default(),
        }
    }

    fn read(&self, text: &str) -> Result<(Vec<TransactionRow>, TransactionReport), ImportError> {
        let options =
            Options { file_name: "trades.csv".to_owned(), today: "2022-12-28".parse().ok(), ..Options::default() };
        let inspection = crate::inspect(text.as_bytes(), &options)?;
        let mut mapping = propose_mapping(&inspection.facts.headers, &inspection.rows);
        let columns =
            if self.mapping.columns.is_empty() { mapping.columns } else { IndexMap::clone(&self.mapping.columns) };
        mapping = ColumnMapping { columns, ..self.mapping.clone() };
        mapping.account_id = mapping.account_id.or(Some(self.accounts[0].id));
        let directory = Directory { instruments: &self.instruments, accounts: &self.accounts };
        let mut rows = Vec::new();
        let report = read(text.as_bytes(), &options, &mapping, directory, &mut Uuid::now_v7, &mut |batch| {
            rows.extend(batch);
            ControlFlow::Continue(())
        })?;
        Ok((rows, report))
    }
}

#[test]
fn the_words_and_signs_of_brokers() {
    let text = "Date,Action,Symbol,Quantity,Price,Commission,Amount,Account\n\
        2020-01-02,BOT,AAPL,10,\"$1,000.50\",-1.00,-10006.00,Main\n\
        2020-01-03,Sold,US0378331005,-4,1010,1,,Euro-1\n\
        2020-01-06,Deposit,,,,,500,Main\n\
        2020-01-07,Deposit,,,,,-200,Main\n\
        2020-01-08,Cash Dividend,AAPL,,,,12.5,Main\n\
        2020-01-09,Interest,,,,,-3,Main\n\
        2020-01-10,Purchase,AAPL,2,,1,201,\n";
    let desk = Desk::new();
    let (rows, report) = desk.read(text).unwrap();
    assert_eq!(report.refused.kept, vec![]);
    let got: Vec<_> = rows.iter().map(|r| (r.fields.kind, r.fields.quantity, r.fields.amount)).collect();
    let n = |s: &str| Some(s.parse().unwrap());
    assert_eq!(
        got,
        [
            (Kind::Buy, n("10"), None),
            (Kind::Sell, n("4"), None),
            (Kind::Deposit, None, n("500")),
            (Kind::Withdrawal, None, n("200")),
            (Kind::Dividend, None, n("12.5")),
            (Kind::Interest, None, n("-3")),
            (Kind::Buy, n("2"), None),
        ]
    );
    assert_eq!((rows[0].fields.price, rows[0].fields.fees), (n("1000.5"), n("1").unwrap()));
    assert_eq!((rows[1].fields.account_id, rows[1].fields.currency), (desk.accounts[1].id, Currency::EUR));
    assert_eq!(rows[6].fields.price, n("100.5"));
}

#[test]
fn a_net_amount_gives_the_price_without_costs() {
    let mut desk = Desk::new();
    desk.mapping.amount_meaning = AmountMeaning::Net;
    let (rows, _) = desk
        .read("date,type,symbol,quantity,fees,amount\n2020-01-02,buy,AAPL,2,1,-201\n2020-01-03,sell,AAPL,2,1,199\n")
        .unwrap();
    assert_eq!(rows.iter().map(|r| r.fields.price.unwrap().to_string()).collect::<Vec<_>>(), ["100", "100"]);
}

#[test]
fn equal_rows_both_stay_and_are_known_again() {
    let text = "date,type,symbol,quantity,price\n2020-01-02,buy,AAPL,1,10\n2020-01-02,buy,AAPL,1,10\n2020-01-02,buy,AAPL,1,11\n";
    let desk = Desk::new();
    let identities = |rows: Vec<TransactionRow>| rows.iter().map(TransactionRow::identity).collect::<Vec<_>>();
    let first = identities(desk.read(text).unwrap().0);
    assert_eq!(first, identities(desk.read(text).unwrap().0));
    assert_eq!(first.iter().collect::<std::collections::HashSet<_>>().len(), 3);
    assert!(first[1].ends_with(":2"));
}

#[test]
fn refusals_name_line_column_and_way_out() {
    let text = "date,type,symbol,quantity,price,account,currency\n\
        2020-01-02,buy,TSLA,1,10,Main,USD\n\
        2020-01-02,frobnicate,AAPL,1,10,Main,USD\n\
        2020-01-02,buy,AAPL,x,10,Main,USD\n\
        2020-01-02,buy,AAPL,1,,Main,USD\n\
        2020-01-02,buy,AAPL,1,10,Other,USD\n\
        2023-01-02,buy,AAPL,1,10,Main,USD\n\
        2020-01-02,buy,AAPL,1,10,Main,U?D\n\
        2020-01-02,buy,AAPL,1,-10,Main,USD\n\
        2020-01-02,buy,AAPL,1\n";
    let (rows, report) = Desk::new().read(text).unwrap();
    assert!(rows.is_empty());
    let got: Vec<_> = report.refused.kept.iter().map(|r| (r.line, r.column.as_deref(), r.code.as_str())).collect();
    assert_eq!(
        got,
        [
            (2, Some("symbol"), "instrument_unknown"),
            (3, Some("type"), "kind_unknown"),
            (4, Some("quantity"), "number_invalid"),
            (5, Some("price"), "field_missing"),
            (6, Some("account"), "account_unknown"),
            (7, Some("date"), "date_in_future"),
            (8, Some("currency"), "currency_invalid"),
            (9, None, "price_negative"),
            (10, None, "row_short"),
        ]
    );
    assert_eq!(
        report.refused.kept[1].reason,
        "trades.csv line 3: \"frobnicate\" is not a known kind of transaction; say in the mapping what it means"
    );
    assert_eq!(report.unknown_instruments[0].name, "TSLA");
    assert_eq!(report.unknown_kinds[0].first_line, 3);
    assert_eq!(report.lines, report.accepted + report.refused.count);
}

#[test]
fn unknown_names_are_made_when_wanted() {
    let mut desk = Desk::new();
    desk.mapping.create_unknown = true;
    desk.mapping.kinds.insert("frobnicate".to_owned(), Kind::Sell);
    let text = "date,type,symbol,quantity,price,account,currency\n2020-01-02,buy,TSLA,1,10,New,USD\n2020-01-03,Frobnicate,TSLA,1,10,New,USD\n";
    let (rows, report) = desk.read(text).unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1].fields.kind, Kind::Sell);
    assert_eq!(report.new_instruments.len(), 1);
    assert_eq!(report.new_accounts[0].fields.name, "New");
    assert_eq!(rows[0].fields.instrument_id, Some(report.new_instruments[0].id));
}

#[test]
fn a_mapping_of_another_file_is_an_error() {
    let mut desk = Desk::new();
    desk.mapping.columns.insert(crate::mapping::Column::Date, "When".to_owned());
    assert_eq!(desk.read("date,type\n2020-01-02,buy\n").unwrap_err().code(), "column_not_there");
}

proptest! {
    #[test]
    fn every_line_is_accepted_or_refused(rows in proptest::collection::vec(
        ("(2020-01-0[1-9]|01\\.02\\.2020|x|)", "(buy|sell|deposit|transfer|split|x|)", "(AAPL|x|)", "(-?[0-9]{1,12}|x|)", "([0-9]{1,3}\\.[0-9]|x|)"), 1..20)) {
        let mut text = "date,type,symbol,quantity,price\n".to_owned();
        for (a, b, c, d, e) in &rows {
            text.push_str(&format!("{a},{b},{c},{d},{e}\n"));
        }
        if let Ok((accepted, r)) = Desk::new().read(&text) {
            prop_assert_eq!(r.lines, rows.len() as u64);
            prop_assert_eq!(r.lines, r.accepted + r.refused.count);
            prop_assert_eq!(accepted.len() as u64, r.accepted);
            prop_assert!(accepted.iter().all(|t| t.fields.check().is_empty()));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(date|type|symbol|buy|AAPL|2020-01-02|1|,|;|\n|\"|\\(|é){0,80}") {
        let _ = Desk::new().read(&text);
    }
}
