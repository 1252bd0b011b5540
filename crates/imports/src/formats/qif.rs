//! QIF, the Quicken Interchange Format: lines that begin with a letter, records that end with `^`.
//!
//! After Intuit's description of the format and the documentation of GnuCash's importer: lists of accounts and securities,
//! then transactions of the account named last. Dates are written as the user's system did, also as `1/15'24`; where day and
//! month cannot be told apart, the order is asked for. The number of a `StkSplit` is new units for ten old ones. Investment
//! actions with an `X` move the cash to or from another account at once: they are two rows here.

mod actions;
mod lines;

use std::{collections::HashMap, io::Read};

use chrono::NaiveDate;
use model::instrument::AssetClass;
use rust_decimal::Decimal;

use super::{FileFormat, detection::wrong_format, draft::Reject, intake::Intake, sheet::finish};
use crate::{
    dates,
    error::ImportError,
    numbers,
    options::{DateOrder, DecimalMark, FileFacts, Options},
    refusal::quoted,
    source::Source,
    transactions::{TransactionReport, directory::InstrumentForm},
};
use lines::Lines;

/// Fields of one record.
const FIELDS_MAX: usize = 2_000;
/// Securities of the list.
const SECURITIES_MAX: usize = 200_000;

/// What a list holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Section {
    Bank,
    Investments,
    Accounts,
    Securities,
    /// Categories, prices, memorized payees and the like.
    Other,
}

/// How a security is named.
pub(super) struct Security {
    pub(super) symbol: String,
    pub(super) form: InstrumentForm,
}

/// One record.
pub(super) struct Record<'a> {
    pub(super) line: u64,
    fields: &'a [(char, String)],
    pub(super) account: &'a str,
    pub(super) securities: &'a HashMap<String, Security>,
    order: DateOrder,
    mark: DecimalMark,
}

impl Record<'_> {
    /// A field by its letter; empty where there is none.
    pub(super) fn text(&self, letter: char) -> &str {
        self.fields.iter().find(|(l, _)| *l == letter).map_or("", |(_, text)| text)
    }

    pub(super) fn number(&self, letter: char) -> Result<Option<Decimal>, Reject> {
        let text = self.text(letter);
        if numbers::is_missing(text) {
            return Ok(None);
        }
        numbers::parse(text, self.mark).map(|n| Some(n.normalize())).ok_or_else(|| {
            Reject::new("number_invalid", format!("{} is not a number", quoted(text))).at(letter.to_string())
        })
    }

    /// The amount of the record: `T`, or `U` where only that is there.
    pub(super) fn amount(&self) -> Result<Option<Decimal>, Reject> {
        Ok(self.number('T')?.or(self.number('U')?))
    }

    pub(super) fn date(&self) -> Result<NaiveDate, Reject> {
        let text = self.text('D');
        if text.is_empty() {
            return Err(Reject::new("date_missing", "there is no date").at('D'));
        }
        dates::parse(&lines::plain_date(text), self.order)
            .ok_or_else(|| Reject::new("date_invalid", format!("{} is not a date in this order", quoted(text))).at('D'))
    }
}

/// Reads a QIF file.
pub(super) fn read<R: Read>(
    source: R,
    options: &Options,
    mut intake: Intake<'_, '_>,
) -> Result<TransactionReport, ImportError> {
    let (source, beginning) = Source::open_any(source, options)?;
    if super::detection::of(&beginning, options).format != FileFormat::Qif {
        return Err(wrong_format(&beginning, options, FileFormat::Qif));
    }
    let file = options.name();
    let (order, mark) = lines::decide(&beginning.text, options)?;
    let mut lines = Lines::new(source, file);
    let mut securities: HashMap<String, Security> = HashMap::new();
    let mut section = Section::Other;
    let (mut account, mut first_line) = (String::new(), 0);
    let mut fields: Vec<(char, String)> = Vec::new();
    while !intake.is_cancelled() {
        let Some(text) = lines.next()? else { break };
        let mut letters = text.chars();
        let Some(letter) = letters.next() else { continue };
        let rest = letters.as_str().trim();
        match letter {
            '!' => {
                if !fields.is_empty() {
                    return Err(lines.broken("a new list begins before the last record ends with ^"));
                }
                section = section_of(rest, section);
            }
            '^' => {
                let record = Record {
                    line: first_line,
                    fields: &fields,
                    account: &account,
                    securities: &securities,
                    order: order.unwrap_or(DateOrder::Mdy),
                    mark: mark.unwrap_or(DecimalMark::Point),
                };
                match section {
                    Section::Bank | Section::Investments if fields.is_empty() => {}
                    Section::Bank => intake.take(first_line, actions::bank(&record))?,
                    Section::Investments => invest(&mut intake, &record)?,
                    Section::Accounts => account = record.text('N').to_owned(),
                    Section::Securities => {
                        let (name, security) = security(&record);
                        if securities.len() < SECURITIES_MAX {
                            securities.insert(name, security);
                        }
                    }
                    Section::Other => {}
                }
                fields.clear();
            }
            letter => {
                if fields.is_empty() {
                    first_line = lines.line();
                }
                if fields.len() >= FIELDS_MAX {
                    return Err(lines.broken("a record has more than 2,000 lines"));
                }
                fields.push((letter, rest.to_owned()));
            }
        }
    }
    if !fields.is_empty() && !intake.is_cancelled() {
        return Err(lines.broken("the last record does not end with ^"));
    }
    let facts = FileFacts {
        encoding: beginning.encoding.to_owned(),
        delimiter: '\n',
        decimal_mark: mark,
        date_order: order,
        headers: Vec::new(),
        header_line: 1,
        notices: beginning.notices,
    };
    let (facts, hash) = finish(facts, lines.source());
    intake.finish(facts, hash)
}

fn invest(intake: &mut Intake<'_, '_>, record: &Record<'_>) -> Result<(), ImportError> {
    let word = record.text('N');
    let said = match intake.kind_by_user(word) {
        Some(kind) => actions::by_user(record, kind),
        None => actions::investment(record),
    };
    if said.as_ref().is_err_and(|reject| reject.code == "kind_unknown") {
        intake.unknown_kind(word, record.line);
    }
    intake.take(record.line, said)
}

fn section_of(words: &str, before: Section) -> Section {
    let lower = words.to_ascii_lowercase();
    let Some(kind) = lower.strip_prefix("type:") else {
        return match lower.as_str() {
            "account" => Section::Accounts,
            _ => before, // options such as AutoSwitch
        };
    };
    match kind.trim() {
        "bank" | "cash" | "ccard" | "oth a" | "oth l" => Section::Bank,
        "invst" => Section::Investments,
        "security" => Section::Securities,
        _ => Section::Other,
    }
}

fn security(record: &Record<'_>) -> (String, Security) {
    let form = match record.text('T').to_ascii_lowercase().as_str() {
        "mutual fund" | "etf" | "fund" => InstrumentForm::Plain(AssetClass::Fund),
        "bond" | "us savings bond" => InstrumentForm::Plain(AssetClass::Bond),
        "option" => InstrumentForm::Unclear,
        _ => InstrumentForm::SHARE,
    };
    (record.text('N').to_owned(), Security { symbol: record.text('S').to_owned(), form })
}
