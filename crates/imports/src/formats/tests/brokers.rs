//! Schwab, Fidelity, Vanguard and Trading 212.

use super::*;

const SCHWAB: &str = r#""Transactions  for account Individual ...123 as of 01/23/2025 14:29:39 ET"
"Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount",
"01/15/2025 as of 01/14/2025","Qualified Dividend","ACME","ACME INC","","","","$1,234.50",
"01/13/2025","Sell","ACME","ACME INC","40","$62.10","$0.07","$2,483.93",
"01/10/2025","Buy","ACME","ACME INC","100","$50.25","$4.95","-$5,029.95",
"01/09/2025","Reinvest Shares","FUNDX","SOME FUND","1.234","$40.52","","-$50.00",
"01/09/2025","Reinvest Dividend","FUNDX","SOME FUND","","","","$50.00",
"01/08/2025","NRA Tax Adj","ACME","ACME INC","","","","-$185.18",
"01/07/2025","MoneyLink Transfer","","Tfr BANK","","","","$10000.00",
"01/06/2025","Wire Funds","","OUT","","","","($500.00)",
"01/03/2025","Bank Interest","","BANK INT","","","","$0.31",
"01/02/2025","Margin Interest","","INT","","","","-$2.40",
Transactions Total,"","","","","","$8000.00",
"#;

#[test]
fn schwab() {
    assert_eq!(
        Desk::new().rows(FileFormat::Schwab, SCHWAB),
        [
            "2025-01-14 dividend ACME amount 1234.5 USD in Main",
            // 40 × 62.10 = 2484.00, less 0.07
            "2025-01-13 sell ACME 40 @62.1 USD fees 0.07 in Main",
            // 100 × 50.25 + 4.95 = 5029.95
            "2025-01-10 buy ACME 100 @50.25 USD fees 4.95 in Main",
            // 1.234 × 40.52 = 50.00168: to the cent 50.00
            "2025-01-09 buy FUNDX 1.234 @40.52 USD in Main",
            "2025-01-09 dividend FUNDX amount 50 USD in Main",
            "2025-01-08 tax ACME amount 185.18 USD in Main",
            "2025-01-07 deposit amount 10000 USD in Main",
            "2025-01-06 withdrawal amount 500 USD in Main",
            "2025-01-03 interest amount 0.31 USD in Main",
            "2025-01-02 interest amount -2.4 USD in Main",
        ]
    );
}

#[test]
fn columns_may_be_added_and_stand_in_another_order() {
    let text = "\"Amount\",\"Extra\",\"Fees & Comm\",\"Price\",\"Quantity\",\"Symbol\",\"Action\",\"Description\",\"Date\"\n\
        \"-$101.00\",\"x\",\"$1\",\"$10\",\"10\",\"ACME\",\"Buy\",\"d\",\"01/10/2025\"\n";
    assert_eq!(Desk::new().rows(FileFormat::Schwab, text), ["2025-01-10 buy ACME 10 @10 USD fees 1 in Main"]);
}

#[test]
fn what_a_schwab_row_does_not_say_is_refused() {
    let text = "Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount\n\
        01/10/2025,Stock Split,ACME,x,100,,,\n\
        01/10/2025,Journaled Shares,ACME,x,100,,,\n\
        01/10/2025,Frobnicate,ACME,x,1,1,,1\n\
        01/10/2025,Cash Dividend,ACME,x,,,,-5\n\
        13/13/2025,Buy,ACME,x,1,$1,,-$1\n\
        01/10/2025,Buy,ACME,x,=1+1,$1,,-$1\n\
        01/10/2026,Buy,ACME,x,1,$1,,-$1\n\
        01/10/2025,Journal,ACME,x,5,,,\n";
    assert_eq!(
        Desk::new().refused(FileFormat::Schwab, text),
        [
            refusal(2, "Action", "not_certain"),
            refusal(3, "Action", "not_certain"),
            refusal(4, "Action", "kind_unknown"),
            refusal(5, "", "reversal"),
            refusal(6, "Date", "date_invalid"),
            refusal(7, "Quantity", "number_invalid"),
            refusal(8, "", "date_in_future"),
            refusal(9, "Action", "not_certain"),
        ]
    );
}

#[test]
fn a_word_that_the_user_explains_is_read() {
    let mut desk = Desk::new();
    desk.mapping.kinds.insert("frobnicate".to_owned(), model::transaction::TransactionKind::Buy);
    let text = "Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount\n\
        01/10/2025,Frobnicate,ACME,x,2,$1,,-$2\n";
    assert_eq!(desk.rows(FileFormat::Schwab, text), ["2025-01-10 buy ACME 2 @1 USD in Main"]);
}

/// A bond of 10,000 nominal at 98.75 percent costs 9,875: the price for one unit of nominal is 0.9875.
#[test]
fn the_amount_decides_where_a_price_is_in_percent() {
    let text = "Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount\n\
        01/10/2025,Buy,912828XX1,US TREASURY,\"10,000\",$98.75,,\"-$9,875.00\"\n";
    let desk = Desk::new();
    let read = desk.read(FileFormat::Schwab, text).unwrap();
    assert_eq!(desk.shown(&read), ["2025-01-10 buy 912828XX1 10000 @0.9875 USD in Main"]);
    assert!(read.report.facts.notices.iter().any(|n| n.starts_with("In 1 row, price × quantity")));
}

const FIDELITY: &str = r#"

Run Date,Account,Account Number,Action,Symbol,Description,Type,Price ($),Quantity,Commission ($),Fees ($),Accrued Interest ($),Amount ($),Cash Balance ($),Settlement Date
03/12/2025,"Individual","Z12345678","YOU SOLD ACME INC (ACME) (Cash)",ACME,"ACME INC",Cash,155.6,-25,,0.03,,3889.97,3989.79,03/13/2025
03/10/2025,"Individual","Z12345678","YOU BOUGHT PROSPECTUS UNDER SEPARATE COVER SOME FUND (FNDXX) (Cash)",FNDXX,"SOME FUND",Cash,24.92,244.382,,,,-6090,99.79,03/11/2025
03/07/2025,"Individual","Z12345678","REINVESTMENT GOVERNMENT MONEY MARKET (SPAXX) (Cash)",SPAXX,"GOVERNMENT MONEY MARKET",Cash,1,21.45,,,,-21.45,22.94,
03/07/2025,"Individual","Z12345678","DIVIDEND RECEIVED GOVERNMENT MONEY MARKET (SPAXX) (Cash)",SPAXX,"GOVERNMENT MONEY MARKET",Cash,,0.000,,,,21.45,22.94,
03/06/2025,"Individual","Z12345678","FOREIGN TAX PAID SIEMENS (SIEGY) (Cash)",SIEGY,"SIEMENS",Cash,,0.000,,,,-4.2,22.94,
03/05/2025,"Roth IRA","Z87654321","ELECTRONIC FUNDS TRANSFER RECEIVED (Cash)",,"No Description",Cash,,0.000,,,,1000,1000,
03/04/2025,"Roth IRA","Z87654321","YOU SOLD OPENING TRANSACTION PUT (QQQ) QQQ",-QQQ250417P250,"PUT (QQQ) QQQ",Margin,1.25,-1,0.65,0.03,,124.32,0,03/05/2025

"The data and information in this spreadsheet is provided to you solely for your use."

Date downloaded 03/15/2025 11:07 am
"#;

#[test]
fn fidelity_with_two_accounts() {
    let desk = Desk::new();
    let read = desk.read(FileFormat::Fidelity, FIDELITY).unwrap();
    assert_eq!(
        desk.shown(&read),
        [
            // 25 × 155.6 = 3890, less 0.03
            "2025-03-12 sell ACME 25 @155.6 USD fees 0.03 in Z12345678",
            // 244.382 × 24.92 = 6089.99944: to the cent 6090.00
            "2025-03-10 buy FNDXX 244.382 @24.92 USD in Z12345678",
            "2025-03-07 buy SPAXX 21.45 @1 USD in Z12345678",
            "2025-03-07 dividend SPAXX amount 21.45 USD in Z12345678",
            "2025-03-06 tax SIEGY amount 4.2 USD in Z12345678",
            "2025-03-05 deposit amount 1000 USD in Z87654321",
            // One contract of 100 shares: 125 less 0.68 = 124.32. The file does not say the 100, so the price is for the contract.
            "2025-03-04 short -QQQ250417P250 1 @125 USD fees 0.68 in Z87654321",
        ]
    );
    assert_eq!(read.report.refused.kept, vec![]);
    assert_eq!(detect(FIDELITY.as_bytes(), &desk.options).unwrap().confidence_percent, 100);
}

const VANGUARD: &str = "Account Number,Investment Name,Symbol,Shares,Share Price,Total Value,\n\
    11112222,EXAMPLE ETF,VXX,7,100.5,703.5,\n\
    11112222,SETTLEMENT FUND,VMFXX,100,1,100,\n\
    \n\n\
    Account Number,Trade Date,Settlement Date,Transaction Type,Transaction Description,Investment Name,Symbol,Shares,Share Price,Principal Amount,Commissions and Fees,Net Amount,Accrued Interest,Account Type,\n\
    11112222,2024-07-19,2024-07-22,Buy,Buy,EXAMPLE ETF,VXX,5.00000,477.81,-2389.05,0.0,-2389.05,0.0,CASH,\n\
    11112222,2024-07-18,2024-07-18,Funds Received,Electronic Bank Transfer,CASH,,0.00000,0.0,400.00,0.0,400.00,0.0,CASH,\n\
    11112222,07/17/2024,07/18/2024,Sell,Sell,EXAMPLE ETF,VXX,-2.00000,480.00,960.00,1.0,959.00,0.0,CASH,\n\
    33334444,2024-07-16,2024-07-16,Dividend,Dividend Received,EXAMPLE ETF,VXX,0.00000,0.0,14.92,0.0,14.92,0.0,CASH,\n\
    33334444,2024-07-16,2024-07-16,Reinvestment,Dividend Reinvestment,SETTLEMENT FUND,VMFXX,0.00000,0.0,-14.92,0.0,-14.92,0.0,CASH,\n\
    33334444,2024-07-15,2024-07-15,Sweep out,Sweep Out Of Settlement Fund,SETTLEMENT FUND,VMFXX,0.00000,1.0,14.92,0.0,14.92,0.0,CASH,\n";

#[test]
fn vanguard_below_its_holdings() {
    let desk = Desk::new();
    let read = desk.read(FileFormat::Vanguard, VANGUARD).unwrap();
    assert_eq!(
        desk.shown(&read),
        [
            "2024-07-19 buy VXX 5 @477.81 USD in 11112222",
            "2024-07-18 deposit amount 400 USD in 11112222",
            "2024-07-17 sell VXX 2 @480 USD fees 1 in 11112222",
            "2024-07-16 dividend VXX amount 14.92 USD in 33334444",
        ]
    );
    assert_eq!((read.report.passed_over, read.report.refused.count), (2, 0));
    assert_eq!(read.report.facts.header_line, 6);
    assert!(read.report.facts.notices[0].starts_with("2 rows move cash into or out of the settlement fund"));
}

const TRADING_212: &str = "Action,Time,ISIN,Ticker,Name,Notes,ID,No. of shares,Price / share,Currency (Price / share),Exchange rate,Result,Currency (Result),Total,Currency (Total),Withholding tax,Currency (Withholding tax),French transaction tax,Currency (French transaction tax),Finra fee,Currency (Finra fee),Currency conversion from amount,Currency (Currency conversion from amount),Currency conversion to amount,Currency (Currency conversion to amount),Currency conversion fee,Currency (Currency conversion fee)\n\
    Deposit,2024-05-01 00:10:00.000,,,,,EOF1,,,,,,,10000.00,GBP,,,,,,,,,,,,\n\
    Market buy,2024-05-02 14:30:05.123,US0378331005,ACME,Acme Corp,,EOF2,10.0000000000,150.00,USD,1.25,,,1201.80,GBP,,,,,,,,,,,1.80,GBP\n\
    Limit sell,2024-06-27 15:45:10.456,US0378331005,ACME,Acme Corp,,EOF3,10.0000000000,160.00,USD,1.28,46.29,GBP,1248.09,GBP,,,,,0.05,USD,,,,,1.87,GBP\n\
    Market buy,2024-08-01 09:05:00.789,FR0000131104,REN,Rennes SA,,EOF4,20.0000000000,50.00,EUR,1.25,,,803.60,GBP,,,3.00,EUR,,,,,,,1.20,GBP\n\
    Dividend (Dividend),2024-09-02 11:20:30,US0378331005,ACME,Acme Corp,,,10.0000000000,0.2,USD,Not available,,,1.40,GBP,0.30,USD,,,,,,,,,,\n\
    Dividend (Ordinary),2024-09-03 11:20:30,FR0000131104,REN,Rennes SA,,,20.0000000000,0.2,GBP,Not available,,,3.40,GBP,0.60,GBP,,,,,,,,,,\n\
    Interest on cash,2024-09-04 02:20:30,,,,,EOF7,,,,,,,0.12,GBP,,,,,,,,,,,,\n\
    Currency conversion,2024-09-05 02:20:30,,,,,EOF8,,,,,,,,,,,,,,,100.00,GBP,119.50,EUR,,\n\
    Withdrawal,2024-09-06 02:20:30,,,,,EOF9,,,,,,,-50.00,GBP,,,,,,,,,,,,\n";

#[test]
fn trading_212_in_the_currency_of_the_account() {
    let desk = Desk::new();
    assert_eq!(
        desk.rows(FileFormat::Trading212, TRADING_212),
        [
            "2024-05-01 deposit amount 10000 GBP in Main #EOF1",
            // 1201.80 − 1.80 = 1200 for 10
            "2024-05-02 buy ACME 10 @120 GBP fees 1.8 in Main #EOF2",
            // fees 1.87 + 0.05 / 1.28 = 1.87 + 0.0390625 = 1.9090625; (1248.09 + 1.9090625) / 10 = 124.99990625
            "2024-06-27 sell ACME 10 @124.99990625 GBP fees 1.9090625 in Main #EOF3",
            // tax 3.00 / 1.25 = 2.40; (803.60 − 2.40 − 1.20) / 20 = 40
            "2024-08-01 buy REN 20 @40 GBP fees 1.2 taxes 2.4 in Main #EOF4",
            // The tax is in dollars without a rate: the amount is what came.
            "2024-09-02 dividend ACME amount 1.4 GBP in Main",
            // 3.40 came, 0.60 was withheld
            "2024-09-03 dividend REN amount 4 GBP taxes 0.6 in Main",
            "2024-09-04 interest amount 0.12 GBP in Main #EOF7",
            "2024-09-05 currency_conversion amount 100 GBP for 119.5 EUR in Main #EOF8",
            "2024-09-06 withdrawal amount 50 GBP in Main #EOF9",
        ]
    );
    let read = desk.read(FileFormat::Trading212, TRADING_212).unwrap();
    assert_eq!(read.rows[4].fields.note.as_deref(), Some("Amount after 0.3 USD of withholding tax"));
}

#[test]
fn older_files_of_trading_212_say_the_currency_in_the_header() {
    let text = "Action,Time,ISIN,Ticker,Name,No. of shares,Price / share,Currency (Price / share),Exchange rate,Result (EUR),Total (EUR),Withholding tax,Currency (Withholding tax),Currency conversion fee (EUR),Notes,ID\n\
        Market buy,2021-05-02 14:30:05,US0378331005,ACME,Acme,2,50,EUR,1,,100.15,,,0.15,,EOF2\n\
        Stock split open,2021-05-03 14:30:05,US0378331005,ACME,Acme,2,50,EUR,1,,100.15,,,0.15,,EOF3\n";
    let desk = Desk::new();
    let read = desk.read(FileFormat::Trading212, text).unwrap();
    assert_eq!(desk.shown(&read), ["2021-05-02 buy ACME 2 @50 EUR fees 0.15 in Main #EOF2"]);
    assert_eq!(read.report.refused.kept[0].code, "not_certain");
}

/// wealthfolio#1035: two fills of the same day, price and size are two purchases.
#[test]
fn two_equal_fills_stay_and_are_known_again() {
    let text = "Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount\n\
        01/10/2025,Buy,ACME,x,1,$10,,-$10\n\
        01/10/2025,Buy,ACME,x,1,$10,,-$10\n";
    let desk = Desk::new();
    let identities = || -> Vec<String> {
        desk.read(FileFormat::Schwab, text).unwrap().rows.iter().map(TransactionRow::identity).collect()
    };
    let first = identities();
    assert_eq!(first, identities());
    assert_ne!(first[0], first[1]);
}

/// The account column is respected: by name, by number, by the user's word, and refused when unknown.
#[test]
fn accounts_by_the_users_word() {
    let mut desk = Desk::new();
    desk.mapping.create_unknown = false;
    let refused = desk.read(FileFormat::Vanguard, VANGUARD).unwrap();
    assert!(refused.rows.is_empty());
    assert_eq!(refused.report.unknown_accounts.len(), 2);
    desk.mapping.accounts.insert("11112222".to_owned(), desk.account.id);
    desk.account.fields.number = Some("33334444".to_owned());
    let read = desk.read(FileFormat::Vanguard, VANGUARD).unwrap();
    assert_eq!(read.report.unknown_accounts, vec![]);
    assert_eq!(desk.shown(&read), ["2024-07-18 deposit amount 400 USD in Main"]);
    assert!(read.report.refused.kept.iter().all(|r| r.code == "instrument_unknown"));
}
