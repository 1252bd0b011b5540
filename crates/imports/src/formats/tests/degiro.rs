//! DEGIRO's two exports.

use super::*;

const TRANSACTIONS: &str = "Datum,Tijd,Product,ISIN,Beurs,Uitvoeringsplaats,Aantal,Koers,,Lokale waarde,,Waarde EUR,Wisselkoers,AutoFX Kosten,Transactiekosten en/of kosten van derden EUR,Totaal EUR,Order ID,\n\
    07-01-2025,09:31,ISHARES EM ASIA,IE00B5L8K969,XET,XETA,9,\"213,4500\",EUR,\"-1921,05\",EUR,\"-1921,05\",,\"0,00\",\"-3,00\",\"-1924,05\",,b93f205d\n\
    12-03-2025,09:05,ACME CORP,US0378331005,NDQ,MSRP,5,\"119,3400\",USD,\"-596,70\",USD,\"-524,44\",\"1,1378\",\"-1,31\",\"-2,00\",\"-527,75\",,993ae5df\n\
    28-07-2025,16:39,ACME CORP,US0378331005,NDQ,BATS,-4,\"319,0000\",USD,\"1276,00\",USD,\"1121,57\",\"1,1377\",\"-2,80\",\"-2,00\",\"1116,77\",,39e444b5\n";

#[test]
fn transactions_in_the_currency_of_the_account() {
    assert_eq!(
        Desk::new().rows(FileFormat::DegiroTransactions, TRANSACTIONS),
        [
            "2025-01-07 buy IE00B5L8K969 9 @213.45 EUR fees 3 in Main #b93f205d",
            // 524.44 / 5 = 104.888; 1.31 + 2.00
            "2025-03-12 buy US0378331005 5 @104.888 EUR fees 3.31 in Main #993ae5df",
            // 1121.57 / 4 = 280.3925; 2.80 + 2.00
            "2025-07-28 sell US0378331005 4 @280.3925 EUR fees 4.8 in Main #39e444b5",
        ]
    );
}

#[test]
fn the_older_layout_has_a_currency_behind_every_amount() {
    let text = "Date,Time,Product,ISIN,Reference,Venue,Quantity,Price,,Local value,,Value,,Exchange rate,Transaction and/or third,,Total,,Order ID\n\
        15-06-2023,15:40,ACME,US0378331005,NDQ,XNAS,5,185.50,USD,-927.50,USD,-850.92,EUR,1.0900,-1.00,EUR,-851.92,EUR,d-4\n";
    // 850.92 / 5 = 170.184
    assert_eq!(
        Desk::new().rows(FileFormat::DegiroTransactions, text),
        ["2023-06-15 buy US0378331005 5 @170.184 EUR fees 1 in Main #d-4"]
    );
}

const ACCOUNT: &str = "Datum,Tijd,Valutadatum,Product,ISIN,Omschrijving,FX,Mutatie,,Saldo,,Order Id\n\
    19-12-2024,18:33,19-12-2024,,,\"Overboeking van uw geldrekening bij flatexDEGIRO Bank 26,45 EUR\",,,,EUR,\"1,35\",\n\
    19-12-2024,18:33,19-12-2024,FLATEX EURO BANKACCOUNT,NLFLATEXACNT,Degiro Cash Sweep Transfer,,EUR,\"26,45\",EUR,\"27,80\",\n\
    17-12-2024,09:51,16-12-2024,,,iDEAL Deposit,,EUR,\"27,80\",EUR,\"1,35\",\n\
    17-12-2024,09:51,16-12-2024,,,Reservation iDEAL / Sofort Deposit,,EUR,\"-27,80\",EUR,\"-26,45\",\n\
    17-12-2024,08:37,16-12-2024,,,Valuta Creditering,,EUR,\"1,28\",EUR,\"1,35\",\n\
    17-12-2024,08:37,16-12-2024,,,Valuta Debitering,\"1,0613\",USD,\"-1,36\",USD,\"0,00\",\n\
    16-12-2024,09:05,15-12-2024,COLA COMPANY,US1912161007,Dividend,,USD,\"0,44\",USD,\"1,36\",\n\
    16-12-2024,09:05,15-12-2024,COLA COMPANY,US1912161007,Dividendbelasting,,USD,\"-0,07\",USD,\"0,92\",\n\
    15-12-2024,16:55,15-12-2024,VICI PROPERTIES,US9256521090,Valuta Creditering,\"1,0624\",USD,\"33,90\",USD,\"0,00\",5925d76b-eb36-46e3-\n\
    ,,,,,,,,,,,b017-a61a6d03c3e7\n\
    15-12-2024,16:55,15-12-2024,VICI PROPERTIES,US9256521090,DEGIRO Transactiekosten en/of kosten van derden,,EUR,\"-1,00\",EUR,\"31,98\",5925d76b\n\
    15-12-2024,16:55,15-12-2024,VICI PROPERTIES,US9256521090,\"Koop 1 @ 33,9 USD\",,USD,\"-33,90\",USD,\"-33,90\",5925d76b\n\
    05-02-2024,07:16,31-01-2024,,,DEGIRO Aansluitingskosten 2024 (Nasdaq - NDQ),,EUR,\"-2,50\",EUR,\"-6,28\",\n\
    26-08-2024,13:30,26-08-2024,,,flatex terugstorting,,EUR,\"-15,10\",EUR,\"-14,74\",\n\
    25-08-2024,13:30,25-08-2024,,,Iets onbekends,,EUR,\"-1,10\",EUR,\"-14,74\",\n\
    24-08-2024,13:30,24-08-2024,,,Valuta Debitering,,EUR,\"-1,10\",EUR,\"-14,74\",\n";

#[test]
fn the_account_statement_without_its_trades() {
    let desk = Desk::new();
    assert_eq!(detect(ACCOUNT.as_bytes(), &desk.options).unwrap().format, FileFormat::DegiroAccount);
    let read = desk.read(FileFormat::DegiroAccount, ACCOUNT).unwrap();
    assert_eq!(
        desk.shown(&read),
        [
            "2024-12-17 deposit amount 27.8 EUR in Main",
            "2024-12-17 currency_conversion amount 1.36 USD for 1.28 EUR in Main",
            "2024-12-16 dividend US1912161007 amount 0.44 USD in Main",
            "2024-12-16 tax US1912161007 amount 0.07 USD in Main",
            "2024-02-05 fee amount 2.5 EUR in Main",
            "2024-08-26 withdrawal amount 15.1 EUR in Main",
        ]
    );
    let refused: Vec<_> = read.report.refused.kept.iter().map(|r| (r.line, r.code.as_str())).collect();
    assert_eq!(refused, [(16, "kind_unknown"), (17, "not_certain")]);
    // Two moves inside of DEGIRO, a reservation, and three lines of a trade; the rest of a long reference counts as nothing.
    assert_eq!(read.report.passed_over, 6);
    assert!(read.report.facts.notices.iter().any(|n| n.contains("import that file too")));
}
