//! OFX 1 (SGML) and 2 (XML), and QFX, which is OFX with another ending.
//!
//! After the public specification, OFX 2.3 (Financial Data Exchange), chapters 11 (banking) and 13 (investments): statements
//! of bank, card and investment accounts, and the list of securities, which may stand behind the transactions; so records of
//! investments wait for the end of the file. Elements of OFX 1 may stay open, aggregates may not. `FITID` is the reference.
//! `DTTRADE` is the day in the time zone that the broker writes. Amounts are in `CURDEF`, or in the currency of the row's own
//! `CURRENCY`; `ORIGCURRENCY` only tells in which they were before.

mod record;
mod securities;
mod trades;

use std::{collections::HashMap, io::Read};

use super::{
    FileFormat,
    detection::wrong_format,
    draft::{Draft, Reject},
    intake::Intake,
    markup::{DEPTH_MAX, Event, Markup, SgmlEvents, XmlEvents},
    sheet::finish,
};
use crate::{
    error::ImportError,
    options::{DateOrder, DecimalMark, FileFacts, Options},
    source::{Beginning, Source},
    transactions::TransactionReport,
};
use record::Record;
use securities::Security;

/// Records of investments that wait for the list of securities.
const HELD_MAX: usize = 200_000;
/// Values of one record.
const VALUES_MAX: usize = 200;

/// Tags that hold others: they must be closed, so that a file that was cut off or mixed up is noticed.
const AGGREGATES: &[&str] = &[
    "OFX",
    "SIGNONMSGSRSV1",
    "SONRS",
    "BANKMSGSRSV1",
    "STMTTRNRS",
    "STMTRS",
    "BANKTRANLIST",
    "STMTTRN",
    "CREDITCARDMSGSRSV1",
    "CCSTMTTRNRS",
    "CCSTMTRS",
    "INVSTMTMSGSRSV1",
    "INVSTMTTRNRS",
    "INVSTMTRS",
    "INVTRANLIST",
    "INVBANKTRAN",
    "INVBUY",
    "INVSELL",
    "INVTRAN",
    "SECID",
    "BUYSTOCK",
    "SELLSTOCK",
    "BUYMF",
    "SELLMF",
    "BUYDEBT",
    "SELLDEBT",
    "BUYOPT",
    "SELLOPT",
    "BUYOTHER",
    "SELLOTHER",
    "REINVEST",
    "INCOME",
    "TRANSFER",
    "SPLIT",
    "RETOFCAP",
    "MARGININTEREST",
    "INVEXPENSE",
    "JRNLFUND",
    "JRNLSEC",
    "CLOSUREOPT",
    "INVPOSLIST",
    "SECLISTMSGSRSV1",
    "SECLIST",
    "SECINFO",
    "STOCKINFO",
    "MFINFO",
    "DEBTINFO",
    "OPTINFO",
    "OTHERINFO",
];
/// Aggregates that are a transaction.
const RECORDS: &[&str] = &[
    "STMTTRN",
    "BUYSTOCK",
    "SELLSTOCK",
    "BUYMF",
    "SELLMF",
    "BUYDEBT",
    "SELLDEBT",
    "BUYOPT",
    "SELLOPT",
    "BUYOTHER",
    "SELLOTHER",
    "REINVEST",
    "INCOME",
    "TRANSFER",
    "SPLIT",
    "RETOFCAP",
    "MARGININTEREST",
    "INVEXPENSE",
    "JRNLFUND",
    "JRNLSEC",
    "CLOSUREOPT",
    "STOCKINFO",
    "MFINFO",
    "DEBTINFO",
    "OPTINFO",
    "OTHERINFO",
];

/// An open tag.
struct Open {
    name: String,
    text: String,
    line: u64,
    has_tags: bool,
}

/// A record that waits.
struct Held {
    line: u64,
    said: Result<Vec<Draft>, Reject>,
    security: String,
}

/// Reads a statement.
pub(super) fn read<R: Read>(
    source: R,
    options: &Options,
    intake: Intake<'_, '_>,
) -> Result<TransactionReport, ImportError> {
    let (source, beginning) = Source::open_any(source, options)?;
    if super::detection::of(&beginning, options).format != FileFormat::Ofx {
        return Err(wrong_format(&beginning, options, FileFormat::Ofx));
    }
    let file = options.name();
    let events = if is_xml(&beginning) {
        Markup::Xml(Box::new(XmlEvents::new(source, file)))
    } else {
        Markup::Sgml(Box::new(SgmlEvents::new(source, file)))
    };
    let mut statement = Statement {
        events,
        intake,
        file: file.to_owned(),
        stack: Vec::new(),
        record: None,
        account: String::new(),
        currency: String::new(),
        securities: HashMap::new(),
        held: Vec::new(),
        is_closed: false,
    };
    statement.run()?;
    statement.finish(beginning)
}

fn is_xml(beginning: &Beginning) -> bool {
    let start = beginning.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    start.starts_with("<?xml") || start.to_ascii_uppercase().starts_with("<?OFX")
}

struct Statement<'a, 's, R: Read> {
    events: Markup<R>,
    intake: Intake<'a, 's>,
    file: String,
    stack: Vec<Open>,
    record: Option<Record>,
    account: String,
    currency: String,
    securities: HashMap<String, Security>,
    held: Vec<Held>,
    /// `</OFX>` was seen.
    is_closed: bool,
}

impl<R: Read> Statement<'_, '_, R> {
    fn run(&mut self) -> Result<(), ImportError> {
        while !self.intake.is_cancelled() {
            match self.events.next()? {
                Event::Open(name, _) => self.open(name.to_ascii_uppercase())?,
                Event::Text(text) => {
                    if let Some(top) = self.stack.last_mut() {
                        top.text.push_str(&text);
                        if top.text.len() > 64 * 1024 {
                            return Err(self.broken("a text is longer than 65,536 characters"));
                        }
                    }
                }
                Event::Close(name) => self.close(&name.to_ascii_uppercase())?,
                Event::End => {
                    let missing = self.stack.first().map(|open| open.name.clone());
                    return match missing {
                        None if self.is_closed => Ok(()),
                        None => Err(self.broken("there is no statement in it")),
                        Some(name) => Err(self.broken(&format!("the file ends, and <{name}> was not closed"))),
                    };
                }
            }
        }
        Ok(())
    }

    fn open(&mut self, name: String) -> Result<(), ImportError> {
        // An element that has its text is over when the next tag begins.
        if self.stack.last().is_some_and(|top| !top.text.trim().is_empty() && !top.has_tags) {
            self.end_of_element();
        }
        if self.stack.len() >= DEPTH_MAX {
            return Err(self.broken("tags stand too deep in each other"));
        }
        if let Some(top) = self.stack.last_mut() {
            top.has_tags = true;
        }
        let line = self.events.line();
        if RECORDS.contains(&name.as_str()) {
            if let Some(record) = &self.record {
                let open = record.tag.clone();
                return Err(self.broken(&format!("<{name}> begins before </{open}>")));
            }
            self.record = Some(Record::new(&name, line));
        }
        self.stack.push(Open { name, text: String::new(), line, has_tags: false });
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), ImportError> {
        let Some(at) = self.stack.iter().rposition(|open| open.name == name) else {
            return Err(self.broken(&format!("</{name}> closes a tag that is not open")));
        };
        // What is still open inside must be elements, which need no end.
        while self.stack.len() > at + 1 {
            let inner = &self.stack[self.stack.len() - 1];
            if AGGREGATES.contains(&inner.name.as_str()) {
                let what = format!("</{name}> stands before <{}> of line {} is closed", inner.name, inner.line);
                return Err(self.broken(&what));
            }
            self.end_of_element();
        }
        if AGGREGATES.contains(&name) {
            self.stack.pop();
            self.is_closed |= name == "OFX";
            if self.record.as_ref().is_some_and(|r| r.tag == name) {
                return self.end_of_record();
            }
        } else {
            self.end_of_element();
        }
        Ok(())
    }

    fn end_of_element(&mut self) {
        let Some(open) = self.stack.pop() else { return };
        let text = open.text.trim();
        if text.is_empty() {
            return;
        }
        let inside = |name: &str| self.stack.iter().any(|o| o.name == name);
        if let Some(record) = &mut self.record {
            let key = if inside("ORIGCURRENCY") { format!("ORIG{}", open.name) } else { open.name };
            if record.values.len() < VALUES_MAX {
                record.values.push((key, text.to_owned()));
            }
            return;
        }
        match open.name.as_str() {
            "CURDEF" => self.currency = text.to_owned(),
            "ACCTID" if ["BANKACCTFROM", "CCACCTFROM", "INVACCTFROM"].into_iter().any(inside) => {
                self.account = text.to_owned();
            }
            _ => {}
        }
    }

    fn end_of_record(&mut self) -> Result<(), ImportError> {
        let Some(record) = self.record.take() else { return Ok(()) };
        if record.tag.ends_with("INFO") {
            if self.securities.len() < HELD_MAX
                && let Some((id, security)) = Security::of(&record)
            {
                self.securities.insert(id, security);
            }
            return Ok(());
        }
        if record.tag.starts_with("JRNL") {
            self.intake.pass_over("move cash or units between parts of one account and were left out");
            return Ok(());
        }
        let mut said = trades::say(&record);
        if let Ok(drafts) = &mut said {
            for d in drafts {
                d.account = self.account.clone();
                d.currency = record.own_currency().unwrap_or(&self.currency).to_owned();
                d.reference = if d.reference.is_empty() {
                    record.text("FITID").to_owned()
                } else {
                    format!("{}{}", d.reference, record.text("FITID"))
                };
            }
        }
        let security = record.text("UNIQUEID").to_owned();
        if let Err(reject) = &said
            && reject.code == "kind_unknown"
        {
            self.intake.unknown_kind(&record.word(), record.line);
        }
        if security.is_empty() {
            return self.intake.take(record.line, said);
        }
        if self.held.len() >= HELD_MAX {
            return Err(ImportError::TooMuch { file: self.file.clone(), limit: "200,000 transactions of securities" });
        }
        self.held.push(Held { line: record.line, said, security });
        Ok(())
    }

    fn finish(mut self, beginning: Beginning) -> Result<TransactionReport, ImportError> {
        for Held { line, mut said, security } in std::mem::take(&mut self.held) {
            if let Ok(drafts) = &mut said {
                let known = self.securities.get(&security);
                drafts.iter_mut().for_each(|d| securities::name(d, &security, known));
            }
            self.intake.take(line, said)?;
        }
        let facts = FileFacts {
            encoding: beginning.encoding.to_owned(),
            delimiter: '<',
            decimal_mark: Some(DecimalMark::Point),
            date_order: Some(DateOrder::Ymd),
            headers: Vec::new(),
            header_line: 1,
            notices: beginning.notices,
        };
        let (facts, hash) = finish(facts, self.events.source());
        self.intake.finish(facts, hash)
    }

    fn broken(&self, what: &str) -> ImportError {
        ImportError::Markup { file: self.file.clone(), line: self.events.line(), what: what.to_owned() }
    }
}
