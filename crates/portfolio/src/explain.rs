//! Opens a figure down to lots, transactions, prices and exchange rates, each with date and source.
//!
//! An explanation is a worked example: its formula has the numbers in it, and each number is an input that opens
//! further. Values are exact; formulas show at most eight decimal places.

mod books;
mod leaves;
mod positions;
mod ratios;
mod request;
mod returns;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::Serialize;

pub use request::{ExplainError, FigureKind, Subject};

use crate::{
    books::{Books, Context, RealizedGain},
    performance::Performance,
    unknown::{Figure, Ratio, Total, Unknown},
    valuation::Valuation,
};

/// What explanations are made from. The valuation's scope is the explanation's.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// Instruments, accounts, rates.
    pub ctx: Context<'a>,
    /// The folded books.
    pub books: &'a Books,
    /// Their worth.
    pub valuation: &'a Valuation,
    /// The returns, for those figures.
    pub performance: Option<&'a Performance>,
}

/// A figure with its formula and inputs.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct Explanation {
    /// What it is.
    pub title: String,
    /// Its exact value; none when unknown.
    pub value: Option<String>,
    /// A currency code, `%` (then the value is a fraction), `units`, or empty.
    pub unit: String,
    /// How it comes about, with the numbers in it.
    pub formula: String,
    /// Where the number comes from, for leaves.
    pub source: Option<String>,
    /// The day for which it holds.
    pub as_of: Option<NaiveDate>,
    /// Days between that and the day of the books.
    pub age_days: Option<i64>,
    /// Why it is unknown.
    pub unknown: Option<Unknown>,
    /// What can be opened or edited to change it.
    pub link: Option<ExplanationLink>,
    /// What it is made of.
    #[schema(no_recursion)]
    pub inputs: Vec<Explanation>,
}

/// A thing behind a number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, utoipa::ToSchema)]
pub struct ExplanationLink {
    /// `transaction`, `lot`, `instrument` or `account`.
    pub kind: String,
    /// Its identity.
    pub id: String,
}

/// Explains a figure.
///
/// # Errors
/// When there is no such position, lot or balance, or the figure does not belong to the subject.
pub fn explain(inputs: Inputs<'_>, figure: FigureKind, subject: Subject) -> Result<Explanation, ExplainError> {
    let not_of = || ExplainError::NotOfSubject { figure: figure.as_str() };
    match subject {
        Subject::Portfolio => match figure {
            FigureKind::Twr => returns::twr(inputs),
            FigureKind::Xirr => returns::xirr(inputs),
            FigureKind::ModifiedDietz => returns::modified_dietz(inputs),
            FigureKind::Benchmark => returns::benchmark(inputs),
            FigureKind::UnrealizedRatio => Ok(ratios::unrealized(inputs)),
            FigureKind::DayChangeRatio => Ok(ratios::day_change(inputs)),
            FigureKind::Weight
            | FigureKind::LotGain
            | FigureKind::Quantity
            | FigureKind::Price
            | FigureKind::AverageCost
            | FigureKind::ExchangeRate
            | FigureKind::TaxOfYear
            | FigureKind::TaxableOfYear
            | FigureKind::GainsOfYear
            | FigureKind::TaxedGain => Err(not_of()),
            FigureKind::RealizedPnl => Ok(books::realized(inputs, None)),
            FigureKind::Income | FigureKind::Fees | FigureKind::Taxes => Ok(books::booked(inputs, figure)),
            FigureKind::NetFlows => Ok(books::net_flows(inputs)),
            _ => Ok(positions::sum(inputs, figure)),
        },
        Subject::Position { account_id, instrument_id } => {
            if figure == FigureKind::RealizedPnl {
                return Ok(books::realized(inputs, Some((account_id, instrument_id))));
            }
            let mut all = inputs.valuation.positions.iter();
            let position = all.find(|p| p.account_id == account_id && p.instrument_id == instrument_id);
            let position = position.ok_or(ExplainError::NoPosition)?;
            positions::of_position(inputs, figure, position).ok_or_else(not_of)
        }
        Subject::Cash { account_id, currency } => {
            let mut all = inputs.valuation.cash.iter();
            let cash = all.find(|c| c.account_id == account_id && c.currency == currency);
            let cash = cash.ok_or(ExplainError::NoCash)?;
            match figure {
                FigureKind::CashValue | FigureKind::MarketValue | FigureKind::TotalValue => {
                    Ok(books::cash(inputs, cash))
                }
                FigureKind::ExchangeRate => leaves::rate(inputs, currency, inputs.books.as_of).ok_or_else(not_of),
                FigureKind::Weight => Ok(positions::weight(
                    inputs,
                    &format!("Weight of {currency} cash"),
                    &cash.weight,
                    books::cash(inputs, cash),
                )),
                _ => Err(not_of()),
            }
        }
        Subject::Lot { lot_id } => {
            let lot = inputs.valuation.lots.iter().find(|l| l.lot.lot.id == lot_id).ok_or(ExplainError::NoLot)?;
            match figure {
                FigureKind::LotGain | FigureKind::UnrealizedPnl => Ok(positions::lot_gain(inputs, lot)),
                FigureKind::UnrealizedRatio => Ok(ratios::lot_gain(inputs, lot)),
                FigureKind::Quantity => Ok(leaves::lot_quantity(inputs, &lot.lot)),
                FigureKind::Price => positions::lot_price(inputs, lot).ok_or_else(not_of),
                FigureKind::Cost => Ok(positions::lot_cost(inputs, &lot.lot)),
                FigureKind::MarketValue => Ok(positions::lot_value(inputs, lot)),
                _ => Err(not_of()),
            }
        }
    }
}

/// One closed lot or part of a lot in the base currency: proceeds less cost, down to transactions and rates.
pub fn realized_gain(inputs: Inputs<'_>, gain: &RealizedGain) -> Explanation {
    books::gain(inputs, gain)
}

impl Explanation {
    fn new(
        title: impl Into<String>,
        value: Result<String, Unknown>,
        unit: impl Into<String>,
        formula: impl Into<String>,
    ) -> Self {
        let (value, unknown) = match value {
            Ok(v) => (Some(v), None),
            Err(u) => (None, Some(u)),
        };
        Self {
            title: title.into(),
            value,
            unit: unit.into(),
            formula: formula.into(),
            source: None,
            as_of: None,
            age_days: None,
            unknown,
            link: None,
            inputs: Vec::new(),
        }
    }

    /// A transaction that changed a lot: it has no number of its own here.
    fn event(id: &model::id::TransactionId) -> Self {
        let mut event = Self::new("Event that changed the lot", Ok(String::new()), "", "open the transaction");
        event.value = None;
        event.linked("transaction", id)
    }

    fn of_figure(
        title: impl Into<String>,
        figure: &Figure,
        unit: impl Into<String>,
        formula: impl Into<String>,
    ) -> Self {
        Self::new(title, figure.get().map(|v| v.to_string()), unit, formula)
    }

    fn of_total(title: impl Into<String>, total: &Total, unit: impl Into<String>, formula: impl Into<String>) -> Self {
        Self::new(title, total.get().map(|v| v.to_string()), unit, formula)
    }

    fn of_ratio(title: impl Into<String>, ratio: &Ratio, unit: impl Into<String>, formula: impl Into<String>) -> Self {
        let reason = || ratio.unknown.clone().unwrap_or_else(|| Unknown::undefined("there is no value"));
        Self::new(title, ratio.value.map(|v| v.to_string()).ok_or_else(reason), unit, formula)
    }

    fn with(mut self, inputs: Vec<Self>) -> Self {
        self.inputs = inputs;
        self
    }

    fn on(mut self, date: NaiveDate, today: NaiveDate) -> Self {
        self.as_of = Some(date);
        self.age_days = Some((today - date).num_days());
        self
    }

    fn linked(mut self, kind: &str, id: impl std::fmt::Display) -> Self {
        self.link = Some(ExplanationLink { kind: kind.to_owned(), id: id.to_string() });
        self
    }

    fn sourced(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// A number for a formula: at most eight decimal places, no trailing zeros, the true minus sign.
fn num(d: Decimal) -> String {
    d.round_dp(8).normalize().to_string().replace('-', "\u{2212}")
}

fn shown(f: &Figure) -> String {
    f.value.map_or_else(|| "unknown".to_owned(), num)
}

/// A floating-point number for a formula: two decimal places for amounts.
fn amount(v: f64) -> String {
    format!("{v:.2}").replace('-', "\u{2212}")
}

fn percent(v: f64) -> String {
    format!("{:.4} %", v * 100.0).replace('-', "\u{2212}")
}
