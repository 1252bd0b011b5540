//! Portfolio Performance in German and English.

use super::*;

const GERMAN: &str = "Datum;Typ;Wert;Buchungswährung;Bruttobetrag;Währung Bruttobetrag;Wechselkurs;Gebühren;Steuern;Stück;ISIN;WKN;Ticker-Symbol;Wertpapiername;Notiz;Konto;Depot\n\
    2024-01-15T00:00;Einlage;5.000,00;EUR;;;;;;;;;;;;Verrechnung;\n\
    2024-01-16T09:30;Kauf;-1.004,99;EUR;;;;4,99;;10;IE00B4L5Y983;A0RPWH;EUNL.DE;iShares World;Sparplan;Verrechnung;Depot A\n\
    2024-03-15T00:00;Dividende;8,50;EUR;11,55;USD;1,0870;;1,59;5;US0378331005;865985;AAPL;Apple Inc.;;Verrechnung;Depot A\n\
    2024-06-03T14:00;Verkauf;520,00;EUR;;;;5,00;15,00;5;IE00B4L5Y983;A0RPWH;EUNL.DE;iShares World;;Verrechnung;Depot A\n\
    2024-06-30T00:00;Zinsen;3,21;EUR;;;;;1,07;;;;;;;Verrechnung;\n\
    2024-07-01T00:00;Einlieferung;1.500,00;EUR;;;;;;3;DE0007164600;716460;SAP.DE;SAP SE;;Verrechnung;Depot A\n\
    2024-07-02T00:00;Gebühren;-4,90;EUR;;;;;;;;;;;Depotgebühr;Verrechnung;\n\
    2024-07-03T00:00;Entnahme;-300,00;EUR;;;;;;;;;;;;Verrechnung;\n\
    2024-07-04T00:00;Steuerrückerstattung;1,00;EUR;;;;;;;;;;;;Verrechnung;\n";

#[test]
fn all_transactions_in_german() {
    let desk = Desk::new();
    assert_eq!(detect(GERMAN.as_bytes(), &desk.options).unwrap().format, FileFormat::PortfolioPerformance);
    let read = desk.read(FileFormat::PortfolioPerformance, GERMAN).unwrap();
    assert_eq!(
        desk.shown(&read),
        [
            "2024-01-15 deposit amount 5000 EUR in Verrechnung",
            // (1004.99 − 4.99) / 10
            "2024-01-16 buy EUNL.DE 10 @100 EUR fees 4.99 in Verrechnung",
            // 8.50 came, 1.59 was withheld
            "2024-03-15 dividend AAPL amount 10.09 EUR taxes 1.59 in Verrechnung",
            // (520 + 5 + 15) / 5
            "2024-06-03 sell EUNL.DE 5 @108 EUR fees 5 taxes 15 in Verrechnung",
            "2024-06-30 interest amount 4.28 EUR taxes 1.07 in Verrechnung",
            "2024-07-01 opening_balance SAP.DE 3 @500 EUR in Verrechnung",
            "2024-07-02 fee amount 4.9 EUR in Verrechnung",
            "2024-07-03 withdrawal amount 300 EUR in Verrechnung",
        ]
    );
    assert_eq!(read.report.refused.kept[0].line, 10);
}

#[test]
fn a_cash_account_leaves_trades_to_the_securities_account() {
    let header = "Date,Type,Value,Transaction Currency,Gross Amount,Currency Gross Amount,Exchange Rate,Fees,Taxes,Shares,ISIN,WKN,Ticker Symbol,Security Name,Note\n";
    let desk = Desk::new();
    let cash = format!(
        "{header}2020-01-02T00:00,Buy,\"-1,005.00\",EUR,,,,,,1,BE0974258874,,BEKB,share-1,\n\
         2020-01-02T00:00,Deposit,\"2,000.00\",EUR,,,,,,,,,,,pay day\n"
    );
    let read = desk.read(FileFormat::PortfolioPerformance, &cash).unwrap();
    assert_eq!(desk.shown(&read), ["2020-01-02 deposit amount 2000 EUR in Main"]);
    assert_eq!(read.report.passed_over, 1);
    let held = format!(
        "{header}2020-01-02T00:00,Buy,\"1,005.00\",EUR,,,,5.00,,1,BE0974258874,,BEKB,share-1,\n\
         2022-01-02T00:00,Sell,\"-8.00\",EUR,,,,0.00,,1,BE0974258874,,BEKB,share-1,\n"
    );
    assert_eq!(
        desk.rows(FileFormat::PortfolioPerformance, &held),
        ["2020-01-02 buy BEKB 1 @1000 EUR fees 5 in Main", "2022-01-02 sell BEKB 1 @8 EUR in Main",]
    );
}
