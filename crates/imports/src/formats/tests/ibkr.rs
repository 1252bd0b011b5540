//! Interactive Brokers' activity statement.

use super::*;

const STATEMENT: &str = "\u{feff}Statement,Header,Field Name,Field Value\n\
    Statement,Data,BrokerName,Interactive Brokers LLC\n\
    Statement,Data,Period,\"January 1, 2024 - December 31, 2024\"\n\
    Account Information,Header,Field Name,Field Value\n\
    Account Information,Data,Account,U1234567\n\
    Account Information,Data,Base Currency,EUR\n\
    Net Asset Value,Header,Asset Class,Prior Total,Current Long\n\
    Net Asset Value,Data,Stock,20000,24000\n\
    Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm/Fee,Basis,Realized P/L,MTM P/L,Code\n\
    Trades,Data,Order,Stocks,USD,AAPL,\"2024-01-10, 10:30:00\",\"1,000\",190.5,195,\"-190,500\",-5,190505,0,50,O\n\
    Trades,Data,Trade,Stocks,USD,AAPL,\"2024-01-10, 10:30:00\",400,190.5,195,-76200,-2,,,,O\n\
    Trades,Data,Order,Stocks,USD,AAPL,\"2024-06-05, 11:00:00\",-5,195,195,975,-1,952.5,21.5,0,C;P\n\
    Trades,Data,ClosedLot,Stocks,USD,AAPL,2024-01-10,5,190.5,,,,952.5,21.5,,\n\
    Trades,Data,Order,Stocks,EUR,TSLA,\"2024-07-01, 11:00:00\",-3,200,195,600,-1,0,0,0,O\n\
    Trades,Data,Order,Stocks,EUR,TSLA,\"2024-07-02, 11:00:00\",3,190,195,-570,-1,0,0,0,C\n\
    Trades,SubTotal,,Stocks,USD,AAPL,,995,,,-189525,-6,,,,\n\
    Trades,Total,,Stocks,USD,,,,,,-189525,-6,,,,\n\
    Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,,Proceeds,Comm in USD,,,MTM in USD,Code\n\
    Trades,Data,Order,Forex,USD,EUR.USD,\"2024-02-01, 12:00:00\",\"-1,000\",1.08,,1080,-2,,,0,\n\
    Trades,Data,Order,Forex,USD,EUR.USD,\"2024-02-02, 12:00:00\",500,1.1,,-550,-2,,,0,\n\
    Trades,Data,Order,Futures,USD,ESZ4,\"2024-02-02, 12:00:00\",1,5000,,0,-2,,,0,O\n\
    Deposits & Withdrawals,Header,Currency,Settle Date,Description,Amount\n\
    Deposits & Withdrawals,Data,EUR,2024-01-02,Electronic Fund Transfer,\"200,000\"\n\
    Deposits & Withdrawals,Data,EUR,2024-09-01,Disbursement,-500\n\
    Deposits & Withdrawals,Data,Total,,,199500\n\
    Dividends,Header,Currency,Date,Description,Amount\n\
    Dividends,Data,USD,2024-05-16,AAPL(US0378331005) Cash Dividend USD 0.25 per Share (Ordinary Dividend),250\n\
    Dividends,Data,USD,2024-05-17,ORGN(US68619E2081) Cash Dividend 1.5 USD per Share (Return of Capital),30\n\
    Dividends,Data,Total,,,280\n\
    Dividends,Data,Total in EUR,,,260\n\
    Withholding Tax,Header,Currency,Date,Description,Amount,Code\n\
    Withholding Tax,Data,USD,2024-05-16,AAPL(US0378331005) Cash Dividend USD 0.25 per Share - US Tax,-37.5,\n\
    Withholding Tax,Data,USD,2024-05-16,Withholding @ 20% on Credit Interest for May-2024,-0.5,\n\
    Withholding Tax,Data,USD,2024-06-16,AAPL(US0378331005) Cash Dividend USD 0.25 per Share - US Tax,7.5,\n\
    Interest,Header,Currency,Date,Description,Amount\n\
    Interest,Data,USD,2024-07-05,USD Credit Interest for Jun-2024,2.5\n\
    Interest,Data,EUR,2024-07-05,EUR Debit Interest for Jun-2024,-0.73\n\
    Fees,Header,Subtitle,Currency,Date,Description,Amount\n\
    Fees,Data,Other Fees,EUR,2024-06-01,Snapshot Fee,-11\n\
    Fees,Data,Total,,,,-11\n\
    Corporate Actions,Header,Asset Category,Currency,Report Date,Date/Time,Description,Quantity,Proceeds,Value,Realized P/L,Code\n\
    Corporate Actions,Data,Stocks,USD,2024-06-10,\"2024-06-07, 20:25:00\",\"NVDA(US67066G1040) Split 10 for 1 (NVDA, NVIDIA CORP, US67066G1040)\",108,0,0,0,\n\
    Corporate Actions,Data,Stocks,USD,2024-06-11,\"2024-06-10, 20:25:00\",\"OLD(US0000000002) Split 1 for 10 (OLD.OLD, OLD CORP, US0000000002)\",-100,0,0,0,\n\
    Corporate Actions,Data,Stocks,USD,2024-06-11,\"2024-06-10, 20:25:00\",\"OLD(US0000000002) Split 1 for 10 (OLD, OLD CORP, US0000000009)\",10,0,0,0,\n\
    Corporate Actions,Data,Stocks,USD,2024-06-12,\"2024-06-11, 20:25:00\",\"XYZ(US0000000000) Merged(Acquisition) WITH US0000000002 1 for 16\",-90,0,0,0,\n\
    Corporate Actions,Data,Total,,,,,,0,0,0,\n\
    Transfers,Header,Asset Category,Currency,Symbol,Date,Type,Direction,Qty\n\
    Transfers,Data,Stocks,USD,ABC,2024-06-12,ACATS,In,10\n\
    Strange Things,Header,A,B\n\
    Strange Things,Data,1,2\n";

#[test]
fn an_activity_statement_of_many_tables() {
    let desk = Desk::new();
    let found = detect(STATEMENT.as_bytes(), &desk.options).unwrap();
    assert_eq!((found.format, found.confidence_percent), (FileFormat::IbkrActivity, 100));
    let read = desk.read(FileFormat::IbkrActivity, STATEMENT).unwrap();
    assert_eq!(
        desk.shown(&read),
        [
            "2024-01-10 buy AAPL 1000 @190.5 USD fees 5 in U1234567",
            "2024-06-05 sell AAPL 5 @195 USD fees 1 in U1234567",
            "2024-07-01 short TSLA 3 @200 EUR fees 1 in U1234567",
            "2024-07-02 cover TSLA 3 @190 EUR fees 1 in U1234567",
            "2024-02-01 currency_conversion amount 1000 EUR for 1080 USD in U1234567",
            "2024-02-01 fee amount 2 USD in U1234567",
            "2024-02-02 currency_conversion amount 550 USD fees 2 for 500 EUR in U1234567",
            "2024-01-02 deposit amount 200000 EUR in U1234567",
            "2024-09-01 withdrawal amount 500 EUR in U1234567",
            "2024-05-16 dividend AAPL amount 250 USD in U1234567",
            "2024-05-17 return_of_capital ORGN amount 30 USD in U1234567",
            "2024-05-16 tax AAPL amount 37.5 USD in U1234567",
            "2024-05-16 tax amount 0.5 USD in U1234567",
            "2024-07-05 interest amount 2.5 USD in U1234567",
            "2024-07-05 interest amount -0.73 EUR in U1234567",
            "2024-06-01 fee amount 11 EUR in U1234567",
            "2024-06-07 split NVDA USD 10:1 in U1234567",
            "2024-06-10 split OLD USD 1:10 in U1234567",
        ]
    );
    let refused: Vec<_> = read.report.refused.kept.iter().map(|r| (r.line, r.code.as_str())).collect();
    assert_eq!(refused, [(21, "not_certain"), (34, "reversal"), (45, "not_certain"), (48, "not_certain")]);
    // An execution, a closed lot, a subtotal, a total; totals of five sections, one twice; the other side of a split.
    assert_eq!(read.report.passed_over, 4 + 5 + 1);
    let notices = read.report.facts.notices.join("\n");
    assert!(notices.contains("Sections that are not known were left out: Strange Things."), "{notices}");
}

#[test]
fn a_consolidated_statement_names_the_account_in_each_row() {
    let text = "Statement,Header,Field Name,Field Value\n\
        Statement,Data,BrokerName,Interactive Brokers\n\
        Trades,Header,DataDiscriminator,Asset Category,Currency,Account,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm/Fee,Basis,Realized P/L,MTM P/L,Code\n\
        Trades,Data,Order,Stocks,USD,U1,AAPL,\"2024-01-10, 10:30:00\",1,190,195,-190,-1,1901,0,50,O\n\
        Trades,Data,Order,Stocks,USD,U2,AAPL,\"2024-01-10, 10:30:00\",1,190,195,-190,-1,1901,0,50,O\n";
    assert_eq!(
        Desk::new().rows(FileFormat::IbkrActivity, text),
        ["2024-01-10 buy AAPL 1 @190 USD fees 1 in U1", "2024-01-10 buy AAPL 1 @190 USD fees 1 in U2"]
    );
}

/// Amounts are in the base currency, prices in the instrument's.
#[test]
fn the_short_transaction_history() {
    let text = "Statement,Header,Field Name,Field Value\n\
        Statement,Data,Title,Transaction History\n\
        Summary,Header,Field Name,Field Value\n\
        Summary,Data,Base Currency,GBP\n\
        Transaction History,Header,Date,Account,Description,Transaction Type,Symbol,Quantity,Price,Gross Amount ,Commission,Net Amount\n\
        Transaction History,Data,2025-08-15,U***00000,SOME ETF,Sell,CNX1,-2.0,1001.00,2002.0,-3.0,1999.0\n\
        Transaction History,Data,2025-03-15,U***00000,SOME ETF,Buy,CNX1,4.0,1250.0,-4000.0,-3.0,-4003.0\n\
        Transaction History,Data,2025-11-03,U***00000,VT(US9220427424) Cash Dividend USD 0.50 per Share,Dividend,VT,-,-,20.0,-,20.0\n\
        Transaction History,Data,2025-11-03,U***00000,VT(US9220427424) Cash Dividend - US Tax,Foreign Tax Withholding,VT,-,-,-3.0,-,-3.0\n\
        Transaction History,Data,2025-11-30,U***00000,FX Translations P&L,Adjustment,-,-,-,0.55,-,0.55\n\
        Transaction History,Data,2025-01-01,U***00000,Electronic Fund Transfer,Deposit,-,-,-,5000.0,-,5000.0\n";
    assert_eq!(
        Desk::new().rows(FileFormat::IbkrActivity, text),
        [
            "2025-08-15 sell CNX1 2 @1001 GBP fees 3 in U***00000",
            "2025-03-15 buy CNX1 4 @1000 GBP fees 3 in U***00000",
            "2025-11-03 dividend VT amount 20 GBP in U***00000",
            "2025-11-03 tax VT amount 3 GBP in U***00000",
            "2025-01-01 deposit amount 5000 GBP in U***00000",
        ]
    );
}

#[test]
fn a_trade_that_turns_a_position_round_is_refused() {
    let text = "Statement,Header,Field Name,Field Value\n\
        Statement,Data,BrokerName,Interactive Brokers\n\
        Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,Proceeds,Comm/Fee,Code\n\
        Trades,Data,Order,Stocks,USD,AAPL,\"2024-01-10, 10:30:00\",-10,190,1900,-1,C;O\n\
        Trades,Data,Order,Equity and Index Options,USD,AAPL 240621C00180000,\"2024-05-01, 10:00:00\",1,5.2,-520,-0.65,O\n";
    assert_eq!(
        Desk::new().refused(FileFormat::IbkrActivity, text),
        [refusal(4, "Code", "not_certain"), refusal(5, "", "instrument_unknown")]
    );
}
