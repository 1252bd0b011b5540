//! QIF.

use super::*;
use crate::options::DateOrder;

const QIF: &str = "!Option:AutoSwitch\n!Account\nNBrokerage\nTInvst\n^\n!Clear:AutoSwitch\n\
    !Type:Security\nNAcme Inc\nSACME\nTStock\n^\n\
    !Type:Security\nNSome Fund\nSFUNDX\nTMutual Fund\n^\n\
    !Account\nNBrokerage\nTInvst\n^\n!Type:Invst\n\
    D1/15'24\nNBuy\nYAcme Inc\nI50.25\nQ100\nT5,029.95\nO4.95\n^\n\
    D1/16'24\nNBuyX\nYAcme Inc\nI50\nQ2\nT100.00\nL[Checking]\n$100.00\n^\n\
    D2/ 1'24\nNSell\nYAcme Inc\nI60\nQ40\nT2,395.05\nO4.95\n^\n\
    D2/ 2'24\nNDiv\nYAcme Inc\nT12.50\nMquarterly\n^\n\
    D2/ 3'24\nNReinvDiv\nYSome Fund\nI10\nQ1.25\nT12.50\n^\n\
    D2/ 4'24\nNStkSplit\nYAcme Inc\nQ20\n^\n\
    D2/ 5'24\nNShrsIn\nYSome Fund\nI9.5\nQ3\n^\n\
    D2/ 6'24\nNShrsOut\nYSome Fund\nQ3\n^\n\
    D2/ 7'24\nNXIn\nT1,000.00\nL[Checking]\n^\n\
    D2/ 8'24\nNXOut\nT250.00\nL[Checking]\n^\n\
    D2/ 9'24\nNMiscExp\nT4.00\nMfee\n^\n\
    D2/10'24\nNIntInc\nT0.31\n^\n\
    D2/11'24\nNMargInt\nT2.40\n^\n\
    D2/12'24\nNMiscInc\nYAcme Inc\nT1\n^\n\
    D2/13'24\nNDivX\nYAcme Inc\nT5.00\nL[Checking]\n$5.00\n^\n\
    !Account\nNChecking\nTBank\n^\n!Type:Bank\n\
    D1/14'24\nT1,000.00\nPOpening Balance\nL[Checking]\n^\n\
    D1/15'24\nT-40.00\nN1001\nPShop\nLGroceries\n^\n\
    D1/31'24\nT0.55\nPBank\nLInterest Inc\n^\n\
    D1/31'24\nU-3.00\nT-3.00\nPBank\nLBank Charge\n^\n\
    !Type:Cat\nNGroceries\nE\n^\n";

#[test]
fn investments_and_a_bank_account() {
    let desk = Desk::new();
    assert_eq!(detect(QIF.as_bytes(), &desk.options).unwrap().format, FileFormat::Qif);
    let mut desk = desk;
    desk.mapping.currency = Some(Currency::USD);
    let read = desk.read(FileFormat::Qif, QIF).unwrap();
    assert_eq!(
        desk.shown(&read),
        [
            "2024-01-15 buy ACME 100 @50.25 USD fees 4.95 in Brokerage",
            "2024-01-16 buy ACME 2 @50 USD in Brokerage",
            "2024-01-16 deposit amount 100 USD in Brokerage",
            // 40 × 60 − 4.95 = 2395.05
            "2024-02-01 sell ACME 40 @60 USD fees 4.95 in Brokerage",
            "2024-02-02 dividend ACME amount 12.5 USD in Brokerage",
            "2024-02-03 dividend FUNDX amount 12.5 USD in Brokerage",
            "2024-02-03 buy FUNDX 1.25 @10 USD in Brokerage",
            // 20 new for 10 old
            "2024-02-04 split ACME USD 20:10 in Brokerage",
            "2024-02-05 opening_balance FUNDX 3 @9.5 USD in Brokerage",
            "2024-02-07 deposit amount 1000 USD in Brokerage",
            "2024-02-08 withdrawal amount 250 USD in Brokerage",
            "2024-02-09 fee amount 4 USD in Brokerage",
            "2024-02-10 interest amount 0.31 USD in Brokerage",
            "2024-02-11 interest amount -2.4 USD in Brokerage",
            "2024-02-13 dividend ACME amount 5 USD in Brokerage",
            "2024-02-13 withdrawal amount 5 USD in Brokerage",
            "2024-01-14 opening_balance amount 1000 USD in Checking",
            "2024-01-15 withdrawal amount 40 USD in Checking",
            "2024-01-31 interest amount 0.55 USD in Checking",
            "2024-01-31 fee amount 3 USD in Checking",
        ]
    );
    let refused: Vec<_> =
        read.report.refused.kept.iter().map(|r| (r.column.as_deref().unwrap_or(""), r.code.as_str())).collect();
    assert_eq!(refused, [("N", "not_certain"), ("N", "kind_unknown")]);
    assert_eq!(read.report.refused.kept[0].line, 71);
    assert_eq!(read.rows[0].line, 22);
}

#[test]
fn dates_in_three_forms_ask_which() {
    let text = |date: &str| format!("!Type:Bank\nD{date}\nT5.00\n^\n");
    let mut desk = Desk::new();
    let Err(error) = desk.read(FileFormat::Qif, text("03/04'24")) else { panic!("read an ambiguous date") };
    assert_eq!(error.code(), "dates_ambiguous");
    desk.options.date_order = Some(DateOrder::Dmy);
    assert_eq!(desk.rows(FileFormat::Qif, &text("03/04'24")), ["2024-04-03 deposit amount 5 USD in Main"]);
    desk.options.date_order = None;
    assert_eq!(desk.rows(FileFormat::Qif, &text("25/04/24")), ["2024-04-25 deposit amount 5 USD in Main"]);
    assert_eq!(desk.rows(FileFormat::Qif, &text("25.04.2024")), ["2024-04-25 deposit amount 5 USD in Main"]);
    assert_eq!(desk.rows(FileFormat::Qif, &text("2024-04-25")), ["2024-04-25 deposit amount 5 USD in Main"]);
}

#[test]
fn an_action_that_the_user_explains_is_read() {
    let mut desk = Desk::new();
    desk.mapping.kinds.insert("MiscInc".to_owned(), model::transaction::TransactionKind::Interest);
    let text = "!Type:Invst\nD2024-02-12\nNMiscInc\nT1.00\n^\n";
    assert_eq!(desk.rows(FileFormat::Qif, text), ["2024-02-12 interest amount 1 USD in Main"]);
}
