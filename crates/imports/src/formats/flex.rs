//! Interactive Brokers: Flex query results, XML.
//!
//! Layout seen in csingley/ibflex and in published parsers and test files: `FlexQueryResponse / FlexStatements / FlexStatement
//! accountId=…`, and in it `Trades / Trade`, `CashTransactions / CashTransaction`, `CorporateActions / CorporateAction` and
//! `Transfers / Transfer`, each with attributes. Lots, orders and summaries repeat what executions and details say and are left
//! out. The identity of an execution is the reference.

mod events;

use std::{collections::BTreeSet, io::Read};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    FileFormat,
    detection::wrong_format,
    draft::{Draft, Reject},
    intake::Intake,
    markup::{Event, XmlEvents},
    sheet::finish,
};
use crate::{
    dates,
    error::ImportError,
    numbers,
    options::{DateOrder, DecimalMark, FileFacts, Options},
    refusal::quoted,
    source::Source,
    transactions::TransactionReport,
};

/// What an element says.
pub(super) enum Said {
    Rows(Vec<Draft>),
    PassOver(&'static str),
}

/// One element with its attributes.
pub(super) struct Element {
    attributes: Vec<(String, String)>,
    /// The account of the statement.
    account: String,
}

impl Element {
    /// An attribute; empty where there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.attributes.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.trim())
    }

    /// The first of some attributes that says something.
    pub(super) fn first(&self, names: &[&str]) -> &str {
        names.iter().map(|n| self.text(n)).find(|t| !t.is_empty()).unwrap_or("")
    }

    pub(super) fn account(&self) -> String {
        let own = self.text("accountId");
        if own.is_empty() { self.account.clone() } else { own.to_owned() }
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<Decimal>, Reject> {
        let text = self.text(name);
        if numbers::is_missing(text) {
            return Ok(None);
        }
        numbers::parse(text, DecimalMark::Point)
            .map(|n| Some(n.normalize()))
            .ok_or_else(|| Reject::new("number_invalid", format!("{} is not a number", quoted(text))).at(name))
    }

    pub(super) fn needed(&self, name: &str) -> Result<Decimal, Reject> {
        self.number(name)?.ok_or_else(|| {
            let reason = format!("there is no {name}; add it to the Flex query, and run it again");
            Reject::new("field_missing", reason).at(name)
        })
    }

    /// The first date of some attributes: `20240105`, `2024-01-05`, with or without a time behind `;` or a blank.
    pub(super) fn date(&self, names: &[&str]) -> Result<NaiveDate, Reject> {
        let text = self.first(names);
        if text.is_empty() {
            let reason = format!("there is no {}; add it to the Flex query, and run it again", names[0]);
            return Err(Reject::new("date_missing", reason).at(names[0]));
        }
        self.parsed(text).ok_or_else(|| {
            let reason = format!("{} is not a date; let the Flex query write dates as yyyyMMdd", quoted(text));
            Reject::new("date_invalid", reason).at(names[0])
        })
    }

    pub(super) fn parsed(&self, text: &str) -> Option<NaiveDate> {
        let day = text.split([';', ',', ' ']).next()?;
        let is_month_first = day.contains('/'); // MM/dd/yyyy is the other way a query can write them
        dates::parse(day, if is_month_first { DateOrder::Mdy } else { DateOrder::Ymd })
    }
}

/// Elements that repeat what others say.
const DETAILS: &[&str] = &["Lot", "Order", "SymbolSummary", "AssetSummary", "WashSale"];

/// Reads the result of a Flex query.
pub(super) fn read<R: Read>(
    source: R,
    options: &Options,
    mut intake: Intake<'_, '_>,
) -> Result<TransactionReport, ImportError> {
    let (source, beginning) = Source::open_any(source, options)?;
    if super::detection::of(&beginning, options).format != FileFormat::IbkrFlex {
        return Err(wrong_format(&beginning, options, FileFormat::IbkrFlex));
    }
    let mut events = XmlEvents::new(source, options.name());
    let mut account = String::new();
    let mut splits: BTreeSet<(String, NaiveDate, String)> = BTreeSet::new();
    let mut inside_trades = false;
    while !intake.is_cancelled() {
        match events.next()? {
            Event::Open(name, attributes) => {
                let line = events.line();
                let element = Element { attributes, account: account.clone() };
                let said = match name.as_str() {
                    "FlexStatement" => {
                        element.text("accountId").clone_into(&mut account);
                        continue;
                    }
                    "Trades" => {
                        inside_trades = true;
                        continue;
                    }
                    "Trade" | "TradeConfirm" => events::trade(&element),
                    "CashTransaction" => events::cash(&element),
                    "CorporateAction" => events::corporate_action(&element, &mut splits),
                    "Transfer" => events::transfer(&element),
                    other if inside_trades && DETAILS.contains(&other) => Ok(Said::PassOver(events::DETAIL)),
                    _ => continue,
                };
                match said {
                    Ok(Said::Rows(drafts)) => intake.take(line, Ok(drafts))?,
                    Ok(Said::PassOver(why)) => intake.pass_over(why),
                    Err(reject) => {
                        if reject.code == "kind_unknown" {
                            intake.unknown_kind(element.text("type"), line);
                        }
                        intake.take(line, Err(reject))?;
                    }
                }
            }
            Event::Close(name) if name == "Trades" => inside_trades = false,
            Event::Text(_) | Event::Close(_) => {}
            Event::End => break,
        }
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
    let (facts, hash) = finish(facts, events.source());
    intake.finish(facts, hash)
}
