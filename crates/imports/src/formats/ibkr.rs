//! Interactive Brokers: the activity statement as CSV, many tables in one file.
//!
//! Layout seen in published parsers and test files (slmyers/portfolio_tracker `docs/ibkr_csv_module.md`, hledupt,
//! KapJI/capital-gains-calculator and others): each line begins with its section and with `Header`, `Data`, `SubTotal` or `Total`;
//! a header may come again in a section with other columns (currencies after shares). Consolidated statements have a
//! column `Account`; others name the account once under "Account Information". Sections of positions, accruals and performance
//! say no transaction and are left out. Only the English statement is known.

mod actions;
mod cash;
mod trades;

use std::{
    collections::{BTreeSet, HashMap},
    io::Read,
};

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub(super) use self::{actions::split_ratio, trades::side};
use super::{
    FileFormat,
    detection::wrong_format,
    draft::{Draft, Reject},
    intake::Intake,
    row::position,
    sheet::{finish, samples},
};
use crate::{
    dates,
    error::ImportError,
    numbers,
    options::{DateOrder, DecimalMark, FileFacts, Options},
    records::Records,
    refusal::quoted,
    sniff::folded,
    source::Source,
    transactions::TransactionReport,
};

/// What a line of a section says.
pub(super) enum Said {
    Rows(Vec<Draft>),
    PassOver(&'static str),
}

/// Sections that say no transaction.
const SILENT: &[&str] = &[
    "statement",
    "accountinformation",
    "netassetvalue",
    "changeinnav",
    "marktomarketperformancesummary",
    "realizedunrealizedperformancesummary",
    "monthyeartodateperformancesummary",
    "positionsandmarktomarketprofitandloss",
    "performancesummary",
    "cashreport",
    "openpositions",
    "netstockpositionsummary",
    "forexbalances",
    "forexpldetails",
    "openpositionsummary",
    "financialinstrumentinformation",
    "changeindividendaccruals",
    "opendividendaccruals",
    "interestaccruals",
    "stockyieldenhancementprogramsecuritieslent",
    "stockyieldenhancementprogramsecuritieslentactivity",
    "stockyieldenhancementprogramsecuritieslentinterestdetails",
    "ibmanagedsecuritieslent",
    "borrowfeedetails",
    "basecurrencyexchangerate",
    "codes",
    "notes",
    "noteslegalnotes",
    "summary",
    "locationofcustomerassetspositionsandmoney",
    "mtdytdperformancesummary",
    "commissiondetails",
    "tradesummarybysymbol",
    "tradesummarybyassetclass",
    "riskmeasures",
    "accountsummary",
];

const TOTAL: &str = "are totals and were left out";

/// How sure it is that records are such a statement, in percent.
pub(super) fn confidence(rows: &[Vec<String>]) -> Option<u8> {
    let is =
        |row: &Vec<String>, cells: &[&str]| cells.iter().enumerate().all(|(i, c)| row.get(i).is_some_and(|v| v == c));
    let named = |row: &Vec<String>| {
        is(row, &["Statement", "Data", "BrokerName"])
            && row.get(3).is_some_and(|n| n.starts_with("Interactive Brokers"))
    };
    if rows.iter().take(50).any(named) {
        return Some(100);
    }
    let begins = rows.first().is_some_and(|row| is(row, &["Statement", "Header", "Field Name"]));
    let sections = ["Trades", "Dividends", "Withholding Tax", "Deposits & Withdrawals", "Transaction History"];
    let has = rows.iter().any(|row| sections.iter().any(|s| is(row, &[s, "Header"])));
    match (begins, has) {
        (true, true) => Some(95),
        (true, false) => Some(80),
        (false, true) => Some(70),
        (false, false) => None,
    }
}

/// One line with the columns of its section.
pub(super) struct Line<'a> {
    headers: &'a [String],
    cells: &'a [String],
    /// The account of the statement, for sections without such a column.
    account: &'a str,
    /// The base currency of the statement.
    base: &'a str,
}

impl Line<'_> {
    fn at(&self, name: &str) -> Option<usize> {
        position(self.headers, name)
    }

    /// A cell by its column; empty where there is none.
    pub(super) fn text(&self, name: &str) -> &str {
        self.at(name).and_then(|i| self.cells.get(i)).map_or("", String::as_str)
    }

    pub(super) fn account(&self) -> String {
        let own = self.text("Account");
        if own.is_empty() { self.account } else { own }.to_owned()
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<Decimal>, Reject> {
        let cell = self.text(name);
        if numbers::is_missing(cell) {
            return Ok(None);
        }
        numbers::parse(cell, DecimalMark::Point)
            .map(|n| Some(n.normalize()))
            .ok_or_else(|| Reject::new("number_invalid", format!("{} is not a number", quoted(cell))).at(name))
    }

    pub(super) fn needed(&self, name: &str) -> Result<Decimal, Reject> {
        self.number(name)?.ok_or_else(|| {
            Reject::new("field_missing", format!("there is nothing in {}, which this row needs", quoted(name))).at(name)
        })
    }

    pub(super) fn date(&self, names: &[&str]) -> Result<NaiveDate, Reject> {
        let (name, cell) =
            names.iter().map(|n| (*n, self.text(n))).find(|(_, cell)| !cell.is_empty()).unwrap_or((names[0], ""));
        dates::parse(cell, DateOrder::Ymd)
            .ok_or_else(|| Reject::new("date_invalid", format!("{} is not a date", quoted(cell))).at(name))
    }

    /// Data lines that sum others up.
    fn is_total(&self) -> bool {
        ["Currency", "Asset Category", "Date", "Settle Date", "DataDiscriminator", "Subtitle"]
            .iter()
            .any(|name| self.text(name).to_ascii_lowercase().starts_with("total"))
    }
}

/// What is kept from line to line.
#[derive(Default)]
pub(super) struct Memory {
    /// Orders were seen: their executions are details.
    orders: bool,
    /// Splits that were said: reverse splits have a line for the old and one for the new units.
    splits: BTreeSet<(String, NaiveDate, String)>,
}

/// Reads an activity statement.
pub(super) fn read<R: Read>(
    source: R,
    options: &Options,
    mut intake: Intake<'_, '_>,
) -> Result<TransactionReport, ImportError> {
    let (source, beginning) = Source::open_any(source, options)?;
    let sample = samples(&beginning, options).into_iter().find(|s| confidence(&s.rows).is_some());
    let sample = sample.ok_or_else(|| wrong_format(&beginning, options, FileFormat::IbkrActivity))?;
    let mut records = Records::new(source, sample.delimiter, options.name());
    let mut headers: HashMap<String, Vec<String>> = HashMap::new();
    let mut unread: BTreeSet<String> = BTreeSet::new();
    let (mut account, mut base) = (String::new(), String::new());
    let mut memory = Memory::default();
    while !intake.is_cancelled() && records.advance()? {
        let mut cells = records.to_vec();
        if cells.len() < 3 {
            continue;
        }
        let (section, what) = (folded(&cells[0]), cells[1].to_ascii_lowercase());
        let title = std::mem::take(&mut cells[0]);
        let cells = cells.split_off(2);
        match what.as_str() {
            "header" => _ = headers.insert(section, cells.iter().map(|c| folded(c)).collect()),
            "data" => {
                let of_account = [
                    ("accountinformation", "account", &mut account),
                    ("accountinformation", "basecurrency", &mut base),
                ];
                for (within, name, keep) in of_account {
                    if section == within && folded(&cells[0]) == name {
                        *keep =
                            cells.get(1).cloned().unwrap_or_default().split(' ').next().unwrap_or_default().to_owned();
                    }
                }
                if section == "summary" && folded(&cells[0]) == "basecurrency" {
                    base = cells.get(1).cloned().unwrap_or_default();
                }
                if SILENT.contains(&section.as_str()) {
                    continue;
                }
                let empty = Vec::new();
                let names = headers.get(&section).unwrap_or(&empty);
                let line = Line { headers: names, cells: &cells, account: &account, base: &base };
                let said =
                    if line.is_total() { Some(Ok(Said::PassOver(TOTAL))) } else { say(&section, &line, &mut memory) };
                match said {
                    Some(Ok(Said::Rows(drafts))) => intake.take(records.line(), Ok(drafts))?,
                    Some(Ok(Said::PassOver(why))) => intake.pass_over(why),
                    Some(Err(reject)) => intake.take(records.line(), Err(reject))?,
                    None => {
                        unread.insert(title.chars().take(60).collect());
                    }
                }
            }
            "subtotal" | "total" => intake.pass_over(TOTAL),
            _ => {}
        }
    }
    let mut facts = FileFacts {
        encoding: beginning.encoding.to_owned(),
        delimiter: sample.delimiter,
        decimal_mark: Some(DecimalMark::Point),
        date_order: Some(DateOrder::Ymd),
        headers: Vec::new(),
        header_line: 1,
        notices: beginning.notices,
    };
    if !unread.is_empty() {
        let names = unread.into_iter().take(20).collect::<Vec<_>>().join(", ");
        facts.notices.push(format!("Sections that are not known were left out: {names}."));
    }
    let (facts, hash) = finish(facts, &records.pieces);
    intake.finish(facts, hash)
}

fn say(section: &str, line: &Line<'_>, memory: &mut Memory) -> Option<Result<Said, Reject>> {
    Some(match section {
        "trades" => trades::trade(line, memory),
        "dividends" | "paymentinlieuofdividends" => cash::dividend(line),
        "withholdingtax" | "871mwithholding" | "salestaxdetails" => cash::tax(line),
        "interest" | "brokerinterestpaid" | "brokerinterestreceived" => cash::interest(line),
        "fees" | "otherfees" | "brokerfees" | "advisorfees" | "transactionfees" | "clientfees" => cash::fee(line),
        "depositswithdrawals" | "depositsandwithdrawals" => cash::deposit(line),
        "corporateactions" => actions::corporate_action(line, memory),
        "transactionhistory" => cash::history(line),
        "transfers" | "incomingoutgoingtradetransfers" | "internaltransfers" => Err(Reject::unclear(
            "a transfer of units or cash with another account or broker; enter it by hand with what the units cost",
        )),
        "optionexercisesassignmentsandexpirations" | "optionexercises" => Err(Reject::unclear(
            "an exercise, assignment or expiry; its trade stands under Trades, check it and add the event by hand",
        )),
        "commissionadjustments" => cash::fee(line),
        "grantactivity" => Err(Reject::unclear("units were granted; enter them by hand with what they cost")),
        _ => return None,
    })
}
