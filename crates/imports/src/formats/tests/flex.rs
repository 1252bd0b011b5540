//! Interactive Brokers' Flex statements.

use super::*;

const FLEX: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<FlexQueryResponse queryName="All" type="AF">
<FlexStatements count="2">
<FlexStatement accountId="U1" fromDate="20240101" toDate="20241231">
<Trades>
<SymbolSummary accountId="U1" currency="USD" symbol="AAPL" quantity="6" levelOfDetail="SYMBOL_SUMMARY" />
<Order accountId="U1" currency="USD" symbol="AAPL" quantity="10" levelOfDetail="ORDER" />
<Trade accountId="U1" currency="USD" assetCategory="STK" symbol="AAPL" description="APPLE &amp; CO" isin="US0378331005" tradeID="77" ibExecID="0000e0d5.1" tradeDate="20240115" dateTime="20240115;103000" settleDateTarget="20240117" quantity="10" tradePrice="185.5" proceeds="-1855" ibCommission="-1.25" ibCommissionCurrency="USD" taxes="0" netCash="-1856.25" buySell="BUY" openCloseIndicator="O" levelOfDetail="EXECUTION" multiplier="1" />
<Lot accountId="U1" currency="USD" symbol="AAPL" quantity="4" levelOfDetail="CLOSED_LOT" />
<Trade accountId="U1" currency="USD" assetCategory="STK" symbol="AAPL" isin="US0378331005" ibExecID="0000e0d5.2" tradeDate="2024-06-03" quantity="-4" tradePrice="195" proceeds="780" ibCommission="-1" ibCommissionCurrency="EUR" taxes="-0.02" buySell="SELL" openCloseIndicator="C" levelOfDetail="EXECUTION" />
<Trade accountId="U1" currency="USD" assetCategory="OPT" symbol="AAPL  240621C00180000" putCall="C" strike="180" expiry="20240621" multiplier="100" ibExecID="0000e0d5.3" tradeDate="20240502" quantity="-1" tradePrice="5.2" proceeds="520" ibCommission="-0.65" ibCommissionCurrency="USD" buySell="SELL" openCloseIndicator="O" levelOfDetail="EXECUTION" />
<Trade accountId="U1" currency="USD" assetCategory="CASH" symbol="EUR.USD" ibExecID="0000e0d5.4" tradeDate="20240503" quantity="100" tradePrice="1.28" proceeds="-128" ibCommission="-2" ibCommissionCurrency="USD" buySell="BUY" levelOfDetail="EXECUTION" />
</Trades>
<CashTransactions>
<CashTransaction accountId="U1" currency="USD" type="Deposits/Withdrawals" amount="20000" dateTime="2024-01-03;12:00:00" transactionID="1" levelOfDetail="DETAIL" />
<CashTransaction accountId="U1" currency="USD" type="Deposits/Withdrawals" amount="20000" dateTime="20240103" transactionID="1" levelOfDetail="SUMMARY" />
<CashTransaction accountId="U1" currency="USD" type="Dividends" symbol="AAPL" isin="US0378331005" description="AAPL(US0378331005) CASH DIVIDEND" amount="2.4" dateTime="20240216;202000" transactionID="2" levelOfDetail="DETAIL" />
<CashTransaction accountId="U1" currency="USD" type="Withholding Tax" symbol="AAPL" isin="US0378331005" description="AAPL TAX" amount="-0.36" dateTime="20240216;202000" transactionID="3" />
<CashTransaction accountId="U1" currency="USD" type="Broker Interest Paid" amount="-3.1" reportDate="20240301" transactionID="4" description="USD DEBIT INT" />
<CashTransaction accountId="U1" currency="USD" type="Other Fees" amount="-4.5" reportDate="20240302" transactionID="5" description="DATA" />
<CashTransaction accountId="U1" currency="USD" type="Price Adjustments" amount="-4.5" reportDate="20240302" transactionID="6" />
</CashTransactions>
<CorporateActions>
<CorporateAction accountId="U1" currency="USD" assetCategory="STK" symbol="NVDA" isin="US67066G1040" actionDescription="NVDA(US67066G1040) SPLIT 10 FOR 1 (NVDA, NVIDIA CORP, US67066G1040)" dateTime="20240607;202500" quantity="90" type="FS" actionID="500" transactionID="7" />
<CorporateAction accountId="U1" currency="USD" assetCategory="STK" symbol="ELAN" description="ELAN(US28413U2042) TENDERED TO US28413TEMP2 1 FOR 1" dateTime="20240608;202500" quantity="-5" type="TO" transactionID="8" />
</CorporateActions>
<Transfers>
<Transfer accountId="U1" currency="USD" assetCategory="STK" symbol="AAPL" isin="US0378331005" date="20240701" type="INTERNAL" direction="OUT" account="U2" quantity="-2" cashTransfer="0" transactionID="9" />
<Transfer accountId="U1" currency="USD" assetCategory="STK" symbol="IBM" date="20240702" type="ACATS" direction="IN" account="555" quantity="2" cashTransfer="0" />
</Transfers>
</FlexStatement>
<FlexStatement accountId="U2"><CashTransactions>
<CashTransaction currency="EUR" type="Broker Interest Received" amount="3.1" reportDate="20240301" transactionID="10" />
</CashTransactions></FlexStatement>
</FlexStatements>
</FlexQueryResponse>
"#;

#[test]
fn a_flex_statement() {
    let desk = Desk::new();
    assert_eq!(detect(FLEX.as_bytes(), &desk.options).unwrap().format, FileFormat::IbkrFlex);
    let read = desk.read(FileFormat::IbkrFlex, FLEX).unwrap();
    assert_eq!(
        desk.shown(&read),
        [
            "2024-01-15 buy AAPL 10 @185.5 USD fees 1.25 in U1 #0000e0d5.1",
            "2024-06-03 sell AAPL 4 @195 USD taxes 0.02 in U1 #0000e0d5.2",
            "2024-06-03 fee amount 1 EUR in U1 #commission:0000e0d5.2",
            // 520 / (1 × 100)
            "2024-05-02 short AAPL  240621C00180000 1 @5.2 USD fees 0.65 in U1 #0000e0d5.3",
            "2024-05-03 currency_conversion amount 128 USD fees 2 for 100 EUR in U1 #0000e0d5.4",
            "2024-01-03 deposit amount 20000 USD in U1 #1",
            "2024-02-16 dividend AAPL amount 2.4 USD in U1 #2",
            "2024-02-16 tax AAPL amount 0.36 USD in U1 #3",
            "2024-03-01 interest amount -3.1 USD in U1 #4",
            "2024-03-02 fee amount 4.5 USD in U1 #5",
            "2024-06-07 split NVDA USD 10:1 in U1 #500",
            "2024-07-01 transfer AAPL 2 USD in U1 to U2 #9",
            "2024-03-01 interest amount 3.1 EUR in U2 #10",
        ]
    );
    let refused: Vec<_> = read.report.refused.kept.iter().map(|r| (r.line, r.code.as_str())).collect();
    assert_eq!(refused, [(21, "kind_unknown"), (25, "not_certain"), (29, "not_certain")]);
    // A summary, an order and a lot of the trades; a summary of cash.
    assert_eq!(read.report.passed_over, 4);
    assert_eq!(read.rows[0].line, 8);
    assert_eq!(read.rows[0].fields.settlement_date, "2024-01-17".parse().ok());
    let option = read.report.new_instruments.iter().find(|i| i.fields.symbol.contains("240621")).unwrap();
    assert_eq!((option.fields.multiplier, option.fields.strike), (Decimal::ONE_HUNDRED, Some(Decimal::from(180))));
    assert_eq!(read.report.new_instruments[0].fields.name, "APPLE & CO");
}

#[test]
fn what_a_query_left_out_is_named() {
    let text = r#"<FlexQueryResponse><FlexStatements><FlexStatement accountId="U1"><Trades>
<Trade currency="USD" assetCategory="STK" symbol="AAPL" quantity="10" tradePrice="185.5" buySell="BUY" levelOfDetail="ORDER" tradeDate="20240115" />
<Trade currency="USD" assetCategory="STK" symbol="AAPL" tradePrice="185.5" buySell="BUY" tradeDate="20240115" />
<Trade currency="USD" assetCategory="STK" symbol="AAPL" quantity="1" tradePrice="185.5" buySell="BUY" />
<Trade currency="USD" assetCategory="STK" symbol="AAPL" quantity="1" tradePrice="185.5" buySell="BUY (Ca.)" tradeDate="20240115" />
</Trades></FlexStatement></FlexStatements></FlexQueryResponse>"#;
    assert_eq!(
        Desk::new().refused(FileFormat::IbkrFlex, text),
        [
            refusal(2, "levelOfDetail", "not_certain"),
            refusal(3, "quantity", "field_missing"),
            refusal(4, "tradeDate", "date_missing"),
            refusal(5, "buySell", "reversal"),
        ]
    );
}
