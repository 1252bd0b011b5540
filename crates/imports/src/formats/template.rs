//! The engine behind the templates: a table of columns and words for each broker, and what a row of it says.

use std::io::Read;

use chrono::NaiveDate;
use model::transaction::TransactionKind as Kind;
use rust_decimal::Decimal;

use super::{
    FileFormat,
    detection::wrong_format,
    draft::{Cash, Draft, Reject},
    intake::Intake,
    row::{Layout, Row},
    sheet::{Sheet, samples},
    templates,
};
use crate::{
    dates,
    error::ImportError,
    numbers,
    options::{DateOrder, DecimalMark, Options},
    refusal::quoted,
    sniff::folded,
    source::Source,
    transactions::TransactionReport,
};

/// What a column of a broker's table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Date,
    Time,
    Settlement,
    Account,
    CounterAccount,
    Action,
    /// More about the action, in words.
    Detail,
    Symbol,
    Isin,
    /// The German security number.
    Wkn,
    Name,
    Quantity,
    Price,
    /// Cash before costs.
    Gross,
    /// Cash that moved.
    Net,
    Currency,
    Rate,
    Fees,
    MoreFees,
    Taxes,
    Reference,
    Note,
}

/// A column by the headers that it has had; the first that is there counts. `Value*` stands for a beginning.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub(super) field: Field,
    pub(super) names: &'static [&'static str],
    /// Such files usually have it: it counts towards the confidence.
    pub(super) is_usual: bool,
}

/// A column that such files usually have.
pub(super) const fn usual(field: Field, names: &'static [&'static str]) -> Column {
    Column { field, names, is_usual: true }
}

/// A column that only some of them have.
pub(super) const fn some(field: Field, names: &'static [&'static str]) -> Column {
    Column { field, names, is_usual: false }
}

/// How dates are written.
#[derive(Clone, Copy)]
pub(super) enum Dates {
    /// The broker always writes them like this.
    Fixed(DateOrder),
    /// It depends on the user's language: found out, or asked for.
    Found,
}

/// How numbers are written.
#[derive(Clone, Copy)]
pub(super) enum Numbers {
    /// With a decimal point, always.
    Point,
    /// It depends on the user's language: found out in these columns, or asked for.
    Found(&'static [Field]),
    /// The same, in the columns to the right of these.
    Beside(&'static [Field]),
}

/// What a broker's word for an action does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// It is of this kind.
    Is(Kind),
    /// Cash came or went; its sign says which.
    Cash,
    /// It says nothing of its own. Reads on after "3 rows".
    PassOver(&'static str),
    /// No transaction can say it with certainty: why, and what to do.
    Refuse(&'static str),
}

/// What a row said.
pub(super) enum Said {
    Rows(Vec<Draft>),
    PassOver(&'static str),
}

/// What each line of a group says.
pub(super) type SaidLines = Vec<(u64, Result<Said, Reject>)>;
type ReadGroup = fn(&[Row<'_>], &Template) -> SaidLines;

/// How the rows of a table are read.
pub(super) enum Rows {
    /// Each by itself.
    Each(fn(&Row<'_>, &Template) -> Result<Said, Reject>),
    /// Neighbours with the same key together; an empty key stands alone. Gives each record's line with what it says.
    Grouped { key: fn(&Row<'_>) -> String, read: ReadGroup },
}

/// Neighbours that may belong together.
const GROUP_MAX: usize = 2_000;

/// Everything that is known of a broker's table.
pub(super) struct Template {
    pub(super) format: FileFormat,
    /// The columns by which its files are known; each with its alternatives.
    pub(super) sign: &'static [&'static [&'static str]],
    pub(super) columns: &'static [Column],
    pub(super) dates: Dates,
    pub(super) numbers: Numbers,
    /// Folded words for actions; `dividend*` stands for a beginning. The first that fits counts.
    pub(super) actions: &'static [(&'static str, Action)],
    /// The currency where the broker knows only one.
    pub(super) currency: &'static str,
    pub(super) rows: Rows,
}

impl Template {
    /// What a word does; none when it is not known.
    pub(super) fn action(&self, word: &str) -> Option<Action> {
        let word = folded(word);
        let fits = |name: &str| match name.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => word == name,
        };
        self.actions.iter().find(|(name, _)| fits(name)).map(|(_, action)| *action)
    }

    /// A draft with what all templates read alike.
    pub(super) fn draft(&self, row: &Row<'_>, kind: Kind, date: NaiveDate) -> Result<Draft, Reject> {
        let text = |field| row.text(field).to_owned();
        let mut d = Draft::new(kind, date);
        d.settlement = row.date(Field::Settlement)?;
        d.account = text(Field::Account);
        d.counter_account = text(Field::CounterAccount);
        d.symbol = text(Field::Symbol);
        d.isin = text(Field::Isin);
        d.name = text(Field::Name);
        d.quantity = row.number(Field::Quantity)?;
        d.price = row.number(Field::Price)?.filter(|p| !p.is_zero());
        d.fees = row.cost(Field::Fees)? + row.cost(Field::MoreFees)?;
        d.taxes = row.cost(Field::Taxes)?;
        d.currency = match row.text(Field::Currency) {
            "" => self.currency.to_owned(),
            said => said.to_owned(),
        };
        let (gross, net) = (row.number(Field::Gross)?, row.number(Field::Net)?);
        d.cash = net.map(Cash::Net).or(gross.map(Cash::Gross));
        d.reference = text(Field::Reference);
        d.note = text(Field::Note);
        Ok(d)
    }

    /// What an action makes of a row.
    pub(super) fn said(&self, row: &Row<'_>, action: Action, date: NaiveDate) -> Result<Said, Reject> {
        match action {
            Action::PassOver(why) => Ok(Said::PassOver(why)),
            Action::Refuse(why) => Err(Reject::unclear(why).at(row.layout.header(Field::Action))),
            Action::Is(kind) => Ok(Said::Rows(vec![self.draft(row, kind, date)?])),
            Action::Cash => {
                let mut d = self.draft(row, Kind::Deposit, date)?;
                if d.quantity.is_some_and(|q| !q.is_zero()) {
                    return Err(Reject::unclear(UNITS_MOVED).at(row.layout.header(Field::Action)));
                }
                (d.fees, d.taxes) = (Decimal::ZERO, Decimal::ZERO);
                Ok(Said::Rows(vec![d]))
            }
        }
    }
}

/// Units that came or went without the file saying where from and at what cost.
pub(super) const UNITS_MOVED: &str = "units came or went, and the file does not say what they cost; enter them as a \
     transfer between your accounts, or as an opening balance with their cost";

/// The refusal of a word that a template does not know.
pub(super) fn unknown_word(word: &str, row: &Row<'_>) -> Reject {
    let reason = if word.is_empty() {
        "it does not say what happened".to_owned()
    } else {
        format!("{} is not a known kind of transaction; say in the mapping what it means", quoted(word))
    };
    let code = if word.is_empty() { "kind_missing" } else { "kind_unknown" };
    Reject::new(code, reason).at(row.layout.header(Field::Action))
}

/// Reads a broker's table.
pub(super) fn read<R: Read>(
    source: R,
    options: &Options,
    format: FileFormat,
    mut intake: Intake<'_, '_>,
) -> Result<TransactionReport, ImportError> {
    let (source, beginning) = Source::open_any(source, options)?;
    let template = templates::of(format).ok_or_else(|| wrong_format(&beginning, options, format))?;
    let found = samples(&beginning, options).into_iter().find_map(|s| s.header(template).map(|h| (s, h)));
    let (sample, header) = found.ok_or_else(|| wrong_format(&beginning, options, format))?;
    let mut sheet = Sheet::open(source, &beginning, sample, header, options)?;
    let mut layout = Layout::new(template, sheet.facts.headers.clone());
    decide(template, &mut layout, &mut sheet, options)?;
    let mut group: Vec<Row<'_>> = Vec::new();
    let mut group_key = String::new();
    while !intake.is_cancelled() && sheet.records.advance()? {
        let row = Row { line: sheet.records.line(), cells: sheet.records.to_vec(), layout: &layout };
        if row.is_blank() || is_below(&row, template) {
            continue;
        }
        match &template.rows {
            Rows::Each(read) => hand_over(&mut intake, &row, template, read(&row, template))?,
            Rows::Grouped { key, read } => {
                let key = key(&row);
                if (key.is_empty() || key != group_key || group.len() >= GROUP_MAX) && !group.is_empty() {
                    flush(&mut intake, &mut group, template, *read)?;
                }
                group_key = key;
                group.push(row);
            }
        }
    }
    if let Rows::Grouped { read, .. } = &template.rows {
        flush(&mut intake, &mut group, template, *read)?;
    }
    drop(group);
    let (facts, hash) = sheet.finish();
    intake.finish(facts, hash)
}

fn flush(
    intake: &mut Intake<'_, '_>,
    group: &mut Vec<Row<'_>>,
    template: &Template,
    read: ReadGroup,
) -> Result<(), ImportError> {
    if group.is_empty() {
        return Ok(());
    }
    for (line, said) in read(group, template) {
        if let Some(row) = group.iter().find(|r| r.line == line) {
            hand_over(intake, row, template, said)?;
        }
    }
    group.clear();
    Ok(())
}

fn hand_over(
    intake: &mut Intake<'_, '_>,
    row: &Row<'_>,
    template: &Template,
    said: Result<Said, Reject>,
) -> Result<(), ImportError> {
    let record = match said {
        Ok(Said::PassOver(why)) => {
            intake.pass_over(why);
            return Ok(());
        }
        Ok(Said::Rows(drafts)) => Ok(drafts),
        Err(reject) if reject.code == "kind_unknown" => {
            let word = row.text(Field::Action);
            match intake.kind_by_user(word) {
                Some(kind) => row.day().and_then(|date| template.draft(row, kind, date)).map(|d| vec![d]),
                None => {
                    intake.unknown_kind(word, row.line);
                    Err(reject)
                }
            }
        }
        Err(reject) => Err(reject),
    };
    intake.take(row.line, record)
}

/// A total or a sentence below the table: something in its first cells, but neither a date nor an action.
fn is_below(row: &Row<'_>, template: &Template) -> bool {
    let filled = row.cells.iter().filter(|c| !c.is_empty()).count();
    let date = row.text(Field::Date);
    let is_dated = dates::looks_like_date(date.split(" as of ").next().unwrap_or(date));
    let is_known = template.action(row.text(Field::Action)).is_some();
    let is_total = row.cell(0).to_ascii_lowercase().contains("total");
    !is_dated && !is_known && (filled == 1 || is_total)
}

/// Decides on the form of dates and numbers, or asks.
fn decide<R: Read>(
    template: &Template,
    layout: &mut Layout,
    sheet: &mut Sheet<R>,
    options: &Options,
) -> Result<(), ImportError> {
    let file = options.name();
    let column = |at: Option<usize>| sheet.sample.iter().filter_map(move |row| row.get(at?)).map(String::as_str);
    let cells = |field| column(layout.at(field));
    let found = |fields: &[Field], shift: usize| {
        let cells = fields.iter().flat_map(|f| column(layout.at(*f).map(|i| i + shift)));
        numbers::detect(cells).map_err(|example| ImportError::AmbiguousNumbers { file: file.to_owned(), example })
    };
    let order = match (template.dates, options.date_order) {
        (Dates::Fixed(order), _) => Some(order),
        (Dates::Found, Some(order)) => Some(order),
        (Dates::Found, None) => dates::detect(cells(Field::Date))
            .map_err(|example| ImportError::AmbiguousDates { file: file.to_owned(), example })?,
    };
    let mark = match (template.numbers, options.decimal_mark) {
        (Numbers::Point, _) => Some(DecimalMark::Point),
        (Numbers::Found(_) | Numbers::Beside(_), Some(mark)) => Some(mark),
        (Numbers::Found(fields), None) => found(fields, 0)?,
        (Numbers::Beside(fields), None) => found(fields, 1)?,
    };
    (sheet.facts.date_order, sheet.facts.decimal_mark) = (order, mark);
    (layout.order, layout.mark) = (order.unwrap_or(DateOrder::Ymd), mark.unwrap_or(DecimalMark::Point));
    Ok(())
}
