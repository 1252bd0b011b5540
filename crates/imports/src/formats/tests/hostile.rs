//! Files that are broken, cut off, or made to do harm.

use std::io::{self, Read as _};

use super::*;
use proptest::prelude::*;

fn refused(format: FileFormat, text: impl AsRef<[u8]>) -> ImportError {
    match Desk::new().read(format, text) {
        Err(error) => error,
        Ok(_) => panic!("it was read"),
    }
}

#[test]
fn a_billion_laughs_are_not_heard() {
    let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;\">]>\n<OFX>&lol2;</OFX>";
    let error = refused(FileFormat::Ofx, bomb);
    assert_eq!(error.code(), "entities_refused");
    assert!(error.to_string().starts_with("file.csv line 2: it has a document type"), "{error}");
    assert_eq!(refused(FileFormat::IbkrFlex, bomb.replace("OFX", "FlexQueryResponse")).code(), "entities_refused");
    // Without a document type the entity is unknown; in an attribute too.
    assert_eq!(refused(FileFormat::Ofx, "<?xml version=\"1.0\"?><OFX>&lol;</OFX>").code(), "entities_refused");
    let attribute = "<FlexQueryResponse><FlexStatement accountId=\"&lol;\"/></FlexQueryResponse>";
    assert_eq!(refused(FileFormat::IbkrFlex, attribute).code(), "entities_refused");
    let sgml = "OFXHEADER:100\n\n<!DOCTYPE x [<!ENTITY a \"b\">]><OFX></OFX>";
    assert_eq!(refused(FileFormat::Ofx, sgml).code(), "entities_refused");
}

const BANK: &str = "OFXHEADER:100\nDATA:OFXSGML\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR\n\
    <BANKACCTFROM><ACCTID>1</BANKACCTFROM><BANKTRANLIST>\n\
    <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20240103<TRNAMT>1<FITID>1</STMTTRN>\n\
    <STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20240104<TRNAMT>2<FITID>2</STMTTRN>\n\
    </BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";

#[test]
fn a_statement_cut_off_anywhere_is_refused_with_a_line() {
    let desk = Desk::new();
    assert_eq!(desk.read(FileFormat::Ofx, BANK).unwrap().rows.len(), 2);
    let body = BANK.find("<OFX>").unwrap();
    let last = BANK.rfind("</OFX>").unwrap() + "</OFX>".len();
    for end in body + 6..last {
        let error = refused(FileFormat::Ofx, &BANK[..end]);
        assert_eq!(error.code(), "markup_broken", "cut at {end}");
    }
    let error = refused(FileFormat::Ofx, &BANK[..BANK.find("<FITID>2").unwrap()]);
    assert!(error.to_string().contains("line 7: the file ends, and <OFX> was not closed"), "{error}");
}

#[test]
fn broken_sgml_is_refused_and_says_where() {
    let check = |from: &str, to: &str, line: u64| {
        let error = refused(FileFormat::Ofx, BANK.replacen(from, to, 1));
        assert_eq!(error.code(), "markup_broken");
        assert!(error.to_string().contains(&format!("line {line}:")), "{error}");
    };
    check("</STMTTRN>\n", "\n", 7); // the next transaction begins before the first ends
    check("</BANKTRANLIST>", "", 8);
    check("<FITID>1</STMTTRN>", "<FITID>1</STMTRS>", 6);
    check("<TRNAMT>1", "<TRN AMT=>1", 6);
    check("<TRNAMT>1", "<>1", 6);
    check("</STMTRS>", "</STMTRS></STMTRS>", 8);
}

#[test]
fn broken_xml_is_refused_and_says_where() {
    let xml = "<?xml version=\"1.0\"?>\n<FlexQueryResponse>\n<FlexStatement accountId=\"U1\">\n</FlexQueryResponse>";
    let error = refused(FileFormat::IbkrFlex, xml);
    assert_eq!(error.code(), "markup_broken");
    assert!(error.to_string().contains("line 4: </FlexQueryResponse> stands where </FlexStatement> should"), "{error}");
    assert_eq!(refused(FileFormat::IbkrFlex, "<FlexQueryResponse><Trades>").code(), "markup_broken");
    assert_eq!(refused(FileFormat::IbkrFlex, "<FlexQueryResponse").code(), "markup_broken");
    assert_eq!(refused(FileFormat::IbkrFlex, "<FlexQueryResponse></FlexQueryResponse>").code(), "file_without_rows");
    let deep = format!("<FlexQueryResponse>{}", "<a>".repeat(100));
    assert!(refused(FileFormat::IbkrFlex, deep).to_string().contains("more than 64 deep"));
    let deep = format!("OFXHEADER:100\n\n<OFX>{}", "<A>".repeat(100));
    assert!(refused(FileFormat::Ofx, deep).to_string().contains("too deep"));
}

#[test]
fn tables_and_records_cut_off_are_refused() {
    assert_eq!(refused(FileFormat::Qif, "!Type:Bank\nD2024-01-02\nT5\n").code(), "markup_broken");
    assert_eq!(refused(FileFormat::Qif, "!Type:Bank\nD2024-01-02\nT5\n!Type:Cat\n^\n").code(), "markup_broken");
    assert_eq!(refused(FileFormat::Qif, "!Type:Bank\n").code(), "file_without_rows");
    let open = "Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount\n01/10/2025,Buy,\"A\n";
    assert_eq!(refused(FileFormat::Schwab, open).code(), "quote_unclosed");
    assert_eq!(refused(FileFormat::Schwab, "").code(), "file_empty");
    assert_eq!(refused(FileFormat::Schwab, "<html><body>Please log in").code(), "file_is_web_page");
    let cut = "Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount\n01/10/2025,Buy,ACME,x,1";
    let kept = Desk::new().refused(FileFormat::Schwab, cut);
    assert_eq!(kept, [refusal(2, "", "field_missing")]);
}

#[test]
fn currencies_that_do_not_fit_are_refused() {
    let text = "Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total,Fees,Notes\n\
        2021-12-04,Buy,BTC,0.1,GBX,50000,5000,5000,0,\n\
        2021-12-04,Buy,BTC,0.1,U?,50000,5000,5000,0,\n\
        2021-12-04,Buy,BTC,0.1,EUR,50000,5000,5000,0,\n\
        2021-12-04,Buy,BTC,0.1,USD,50000,5000,5000,0,\n";
    let desk = Desk::new();
    let read = desk.read(FileFormat::Coinbase, text).unwrap();
    assert!(read.report.refused.kept.iter().all(|r| r.code == "currency_invalid"));
    assert_eq!(
        desk.shown(&read),
        ["2021-12-04 buy BTC 0.1 @50000 EUR in Main", "2021-12-04 buy BTC 0.1 @50000 USD in Main"]
    );
}

/// A text that repeats without taking memory.
struct Endless {
    head: &'static [u8],
    piece: &'static [u8],
    left: usize,
    at: usize,
}

impl io::Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if !self.head.is_empty() {
            let n = self.head.len().min(out.len());
            out[..n].copy_from_slice(&self.head[..n]);
            self.head = &self.head[n..];
            return Ok(n);
        }
        let mut written = 0;
        while written < out.len() && self.left > 0 {
            let n = (self.piece.len() - self.at).min(out.len() - written);
            out[written..written + n].copy_from_slice(&self.piece[self.at..self.at + n]);
            (self.at, written) = (self.at + n, written + n);
            if self.at == self.piece.len() {
                (self.at, self.left) = (0, self.left - 1);
            }
        }
        Ok(written)
    }
}

fn endless(format: FileFormat, head: &'static str, piece: &'static str, times: usize) -> Result<u64, ImportError> {
    let desk = Desk::new();
    let directory = Directory { instruments: &[], accounts: std::slice::from_ref(&desk.account) };
    let source = Endless { head: head.as_bytes(), piece: piece.as_bytes(), left: times, at: 0 }.take(u64::MAX);
    let report = read(source, &desk.options, format, &desk.mapping, directory, &mut Uuid::now_v7, &mut |_| {
        ControlFlow::Continue(())
    })?;
    Ok(report.passed_over + report.lines)
}

#[test]
fn what_never_ends_is_stopped() {
    let code = |result: Result<u64, ImportError>| result.unwrap_err().code();
    let ofx = "OFXHEADER:100\n\n<OFX><NAME>";
    assert_eq!(code(endless(FileFormat::Ofx, ofx, "xxxxxxxxxxxxxxxx", 10_000_000)), "markup_broken");
    assert_eq!(
        code(endless(FileFormat::Ofx, "OFXHEADER:100\n\n<OFX><", "xxxxxxxxxxxxxxxx", 10_000_000)),
        "markup_broken"
    );
    let flex = "<FlexQueryResponse><Trade a=\"";
    assert_eq!(code(endless(FileFormat::IbkrFlex, flex, "xxxxxxxxxxxxxxxx", 10_000_000)), "markup_broken");
    assert_eq!(code(endless(FileFormat::Qif, "!Type:Bank\nP", "xxxxxxxxxxxxxxxx", 10_000_000)), "markup_broken");
    assert_eq!(code(endless(FileFormat::Qif, "!Type:Bank\n", "Pxxxxxxxxxxxxxxx\n", 10_000_000)), "markup_broken");
    let table = "Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount\n\"";
    assert_eq!(code(endless(FileFormat::Schwab, table, "xxxxxxxxxxxxxxxx", 10_000_000)), "record_too_long");
}

#[test]
fn a_long_statement_is_read_in_pieces() {
    let piece = "<Trade levelOfDetail=\"CLOSED_LOT\" symbol=\"AAPL\" quantity=\"1\"/>\n";
    // Without an end it is cut off; until there it was read without being kept.
    let error = endless(FileFormat::IbkrFlex, "<FlexQueryResponse><Trades>\n", piece, 20_000).unwrap_err();
    assert!(error.to_string().contains("line 20002:"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn any_markup_is_read_or_refused(text in "(OFXHEADER:100\n|<OFX>|</OFX>|<STMTTRN>|</STMTTRN>|<TRNAMT>|<CURDEF>|5|x|&amp;|&|<|>|\n|é){0,60}") {
        let _ = Desk::new().read(FileFormat::Ofx, format!("OFXHEADER:100\n{text}"));
        let _ = Desk::new().read(FileFormat::Ofx, format!("<?xml version=\"1.0\"?><OFX>{text}"));
        let _ = Desk::new().read(FileFormat::IbkrFlex, format!("<FlexQueryResponse>{text}"));
    }

    #[test]
    fn any_records_are_read_or_refused(text in "(!Type:(Bank|Invst|Security)|!Account|\\^|D1/15'24|D2024-01-15|NBuy|NStkSplit|NDivX|YAcme|Q5|I1\\.5|T5\\.00|O1|Lx|x|\n){0,80}") {
        let _ = Desk::new().read(FileFormat::Qif, format!("!Type:Invst\n{text}"));
    }

    #[test]
    fn any_table_is_read_or_refused(text in "(01/10/2025|Buy|Sell|Journal|Stock Split|ACME|-?\\$1\\.50|\\(2\\)|,|\n|\"|=1\\+1|x|é){0,80}") {
        let _ = Desk::new().read(FileFormat::Schwab, format!("Date,Action,Symbol,Description,Quantity,Price,Fees & Comm,Amount\n{text}"));
        let _ = Desk::new().read(FileFormat::DegiroAccount, format!("Date,Time,Value date,Product,ISIN,Description,FX,Change,,Balance,,Order Id\n{text}"));
        let _ = Desk::new().read(FileFormat::IbkrActivity, format!("Statement,Header,Field Name,Field Value\nTrades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,Proceeds,Comm/Fee,Code\nTrades,Data,{text}"));
    }
}
