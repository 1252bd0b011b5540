//! Coinbase and Binance.

use super::*;

const COINBASE: &str = "\r\nTransactions\r\nUser,Example User,00000000\r\nID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes\r\n\
    a1,2025-03-01 12:00:00 UTC,Buy,BTC,0.10000000,USD,$84000.00,$8400.00,$8450.00,$50.00,Bought 0.1 BTC\r\n\
    a2,2025-06-15 12:00:00 UTC,Sell,BTC,0.02000000,USD,$67500.00,$1350.00,$1340.00,$10.00,\r\n\
    a3,2025-06-16 12:00:00 UTC,Staking Income,ETH,0.001,USD,$3000,$3.00,$3.00,$0.00,\r\n\
    a4,2025-06-17 12:00:00 UTC,Convert,BTC,0.00363125,USD,$96847.405873901,$338.92698,$351.66322,,Converted 0.00363125 BTC to 156.145683 XRP\r\n\
    a5,2025-06-18 12:00:00 UTC,Deposit,USD,500,USD,$1,$500,$500,$0.00,\r\n\
    a6,2025-06-19 12:00:00 UTC,Withdrawal,USD,-20,USD,$1,$20,$20,$0.00,\r\n";

#[test]
fn coinbase() {
    assert_eq!(
        Desk::new().rows(FileFormat::Coinbase, COINBASE),
        [
            "2025-03-01 buy BTC 0.1 @84000 USD fees 50 in Main #a1",
            // 0.02 × 67500 = 1350, less 10
            "2025-06-15 sell BTC 0.02 @67500 USD fees 10 in Main #a2",
            "2025-06-16 interest ETH amount 3 USD in Main #income:a3",
            "2025-06-16 buy ETH 0.001 @3000 USD in Main #reinvested:a3",
            // 351.66322 / 0.00363125 = 96843.571772805…; 351.66322 − 338.92698 = 12.73624
            "2025-06-17 sell BTC 0.00363125 @96843.571772805508 USD fees 12.73624 in Main #converted:a4",
            // 338.92698 / 156.145683 = 2.170581947…
            "2025-06-17 buy XRP 156.145683 @2.170581814932 USD in Main #received:a4",
            "2025-06-18 deposit amount 500 USD in Main #a5",
            "2025-06-19 withdrawal amount 20 USD in Main #a6",
        ]
    );
}

#[test]
fn coins_sent_and_received_have_no_cost() {
    let text = "Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,Spot Price at Transaction,Subtotal,Total (inclusive of fees),Fees,Notes\n\
        2021-12-04T08:29:45Z,Send,BTC,0.1,USD,50000,,,,Sent\n\
        2021-12-04T08:29:45Z,Receive,BTC,0.1,USD,50000,,,,Got\n\
        2021-12-04T08:29:45Z,Convert,BTC,0.1,USD,50000,10,10,0,Converted 0.1 BTC to 1 ETH\n\
        2021-12-04T08:29:45Z,Convert,BTC,0.1,USD,50000,5000,5000,0,something else\n";
    assert_eq!(
        Desk::new().refused(FileFormat::Coinbase, text),
        [
            refusal(2, "Transaction Type", "not_certain"),
            refusal(3, "Transaction Type", "not_certain"),
            refusal(4, "", "not_certain"),
            refusal(5, "Notes", "not_certain"),
        ]
    );
}

const TRADES: &str = "\u{feff}\"Date(UTC)\",\"Pair\",\"Side\",\"Price\",\"Executed\",\"Amount\",\"Fee\"\n\
    \"2024-10-18 01:29:50\",\"BTCEUR\",\"SELL\",\"62391.49\",\"0.02776BTC\",\"1731.9877624EUR\",\"1.73198776EUR\"\n\
    \"2024-10-17 01:29:50\",\"BTCUSDT\",\"BUY\",\"60000\",\"0.00200000BTC\",\"120USDT\",\"0.00000200BTC\"\n\
    \"2024-10-16 01:29:50\",\"1INCHUSDT\",\"BUY\",\"0.51\",\"100.0001INCH\",\"51USDT\",\"0.1001INCH\"\n";

#[test]
fn binance_trades() {
    assert_eq!(
        Desk::new().rows(FileFormat::BinanceTrades, TRADES),
        [
            "2024-10-18 sell BTC 0.02776 @62391.49 EUR fees 1.73198776 in Main",
            // 0.002 − 0.000002 arrived for 120: 120 / 0.001998 = 60060.06006006006…
            "2024-10-17 buy BTC 0.001998 @60060.06006006006 USDT in Main",
            // 100.000 of 1INCH less 0.100: 51 / 99.9 = 0.51051051051051…
            "2024-10-16 buy 1INCH 99.9 @0.510510510511 USDT in Main",
        ]
    );
}

#[test]
fn binance_trades_whose_worth_is_unknown() {
    let text = "\"Date(UTC)\",\"Pair\",\"Side\",\"Price\",\"Executed\",\"Amount\",\"Fee\"\n\
        \"2024-10-18 01:29:50\",\"ETHBTC\",\"BUY\",\"0.05\",\"1ETH\",\"0.05BTC\",\"0.001ETH\"\n\
        \"2024-10-18 01:29:50\",\"BTCUSDT\",\"BUY\",\"60000\",\"0.001BTC\",\"60USDT\",\"0.0015BNB\"\n\
        \"2024-10-18 01:29:50\",\"BTCUSDT\",\"HOLD\",\"60000\",\"0.001BTC\",\"60USDT\",\"0USDT\"\n";
    assert_eq!(
        Desk::new().refused(FileFormat::BinanceTrades, text),
        [refusal(2, "Pair", "not_certain"), refusal(3, "Fee", "not_certain"), refusal(4, "Side", "kind_unknown")]
    );
}

const LEDGER: &str = "\"User_ID\",\"UTC_Time\",\"Account\",\"Operation\",\"Coin\",\"Change\",\"Remark\"\n\
    \"12345\",\"2025-01-05 10:22:31\",\"Spot\",\"Fiat Deposit\",\"EUR\",\"1000.00000000\",\"\"\n\
    \"12345\",\"2025-01-05 10:30:00\",\"Spot\",\"Transaction Buy\",\"BTC\",\"0.00600000\",\"\"\n\
    \"12345\",\"2025-01-05 10:30:00\",\"Spot\",\"Transaction Spend\",\"EUR\",\"-540.00000000\",\"\"\n\
    \"12345\",\"2025-01-05 10:30:00\",\"Spot\",\"Transaction Buy\",\"BTC\",\"0.00400000\",\"\"\n\
    \"12345\",\"2025-01-05 10:30:00\",\"Spot\",\"Transaction Spend\",\"EUR\",\"-360.00000000\",\"\"\n\
    \"12345\",\"2025-01-05 10:30:00\",\"Spot\",\"Transaction Fee\",\"BTC\",\"-0.00001000\",\"\"\n\
    \"12345\",\"2025-01-06 08:00:00\",\"Spot\",\"Binance Convert\",\"USDT\",\"-50\",\"\"\n\
    \"12345\",\"2025-01-06 08:00:00\",\"Spot\",\"Binance Convert\",\"EUR\",\"48\",\"\"\n\
    \"12345\",\"2025-01-07 00:00:00\",\"Earn\",\"Simple Earn Flexible Interest\",\"EUR\",\"0.02\",\"\"\n\
    \"12345\",\"2025-01-07 00:00:00\",\"Spot\",\"Simple Earn Flexible Subscription\",\"ETH\",\"-0.1\",\"\"\n\
    \"12345\",\"2025-01-08 08:00:00\",\"Spot\",\"Binance Convert\",\"BTC\",\"-0.005\",\"\"\n\
    \"12345\",\"2025-01-08 08:00:00\",\"Spot\",\"Binance Convert\",\"ETH\",\"0.15\",\"\"\n\
    \"12345\",\"2025-01-09 12:00:00\",\"Spot\",\"Withdraw\",\"ETH\",\"-0.1\",\"\"\n";

#[test]
fn binance_ledger() {
    let desk = Desk::new();
    assert_eq!(detect(LEDGER.as_bytes(), &desk.options).unwrap().format, FileFormat::BinanceLedger);
    let read = desk.read(FileFormat::BinanceLedger, LEDGER).unwrap();
    assert_eq!(
        desk.shown(&read),
        [
            "2025-01-05 deposit amount 1000 EUR in Main",
            // 0.01 − 0.00001 for 900: 900 / 0.00999 = 90090.09009009…
            "2025-01-05 buy BTC 0.00999 @90090.09009009009 EUR in Main",
            "2025-01-06 currency_conversion amount 50 USDT for 48 EUR in Main",
            "2025-01-07 interest amount 0.02 EUR in Main",
        ]
    );
    let refused: Vec<u64> = read.report.refused.kept.iter().map(|r| r.line).collect();
    assert_eq!(refused, [12, 13, 14]);
    assert_eq!(read.report.passed_over, 4 + 1 + 1);
}
