//! The tear sheet of a back-test: its figures, charts and set-up as one HTML page.

mod facts;

use ::backtest::{Costs, DecisionAttribution, EquityCurve, Every, MeasureSettings};
use ::bars::interval::Interval;
use ::reports::{Course, FigureLine, Line, List, TearSheetPage};
use chrono::NaiveDate;
use model::{id::BacktestId, time::Timestamp};
use rust_decimal::{Decimal, prelude::ToPrimitive};
use serde::Deserialize;
use statistics::{PerformanceRequest, Unit, tear_sheet::TearSheet};

use super::{Saved, kept::KeptRun, saved};
use crate::{
    Workstation,
    apart::worked_out,
    ctx::{Action, Ctx},
    error::{Error, Result},
    folded,
    summary::{money, percent},
};

/// What works, in words.
const WORK: &str = "the tear sheet";

/// A report as it is read for the page.
#[derive(Deserialize)]
struct Report {
    figures: Vec<Figure>,
    trades: Option<Trades>,
}

/// A figure as it is read.
#[derive(Deserialize)]
struct Figure {
    name: String,
    value: Option<f64>,
    undefined: Option<String>,
    unit: Unit,
    convention: String,
}

/// Figures of round trips as they are read.
#[derive(Deserialize)]
struct Trades {
    n_trades: usize,
    hit_rate: Option<f64>,
    expectancy: Option<f64>,
    mean_return: Option<f64>,
    average_gain: Option<f64>,
    average_loss: Option<f64>,
    payoff_ratio: Option<f64>,
    profit_factor: Option<f64>,
    best: Option<f64>,
    worst: Option<f64>,
    gains_in_a_row: usize,
    losses_in_a_row: usize,
    mean_periods_held: Option<f64>,
    mean_adverse_excursion: Option<f64>,
    mean_favourable_excursion: Option<f64>,
}

/// The curve at the ends of the measured periods.
struct Sampled {
    ends: Vec<i64>,
    days: Vec<NaiveDate>,
    equity: Vec<Option<f64>>,
    benchmark: Vec<Option<f64>>,
    gross: Vec<Option<f64>>,
    net: Vec<Option<f64>>,
}

/// What of the workspace the page tells.
struct Told {
    facts: Vec<Line>,
    benchmark: Option<String>,
    sample: bool,
    made_at: String,
}

impl Workstation {
    /// The tear sheet of a back-test, self-contained, for reading and printing.
    ///
    /// # Errors
    /// When there is none, or its result is missing.
    pub async fn backtest_tear_sheet(&self, ctx: &Ctx, id: BacktestId) -> Result<String> {
        let sample = self.workspace(ctx).await?.sample;
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        let of = saved(&ws, id).await?;
        let run = ws.shelf.get(&ws, id).await?;
        let ledger = folded::ledger(&ws, &self.host).await?;
        let told = Told {
            facts: facts::of(&of, &ledger),
            benchmark: of.settings.question.benchmark.as_ref().map(|of| facts::benchmark(of, &ledger)),
            sample,
            made_at: self.host.clock.now().to_string(),
        };
        worked_out(WORK, move || page(&of, &run, told)).await
    }
}

fn page(of: &Saved, run: &KeptRun, told: Told) -> Result<String> {
    let (result, measure) = (&run.result, of.settings.question.settings.measure);
    let measured = &result.measured;
    let sampled = Sampled::of(&result.curve, &measured.at);
    let sheet = TearSheet::of(&request(&measured.returns, &sampled, measure), &sampled.days);
    let report: Option<Report> = measured.report.clone().map(serde_json::from_value).transpose().map_err(unreadable)?;
    let (figures, trades) = report.map_or_else(Default::default, |report| (report.figures, report.trades));
    let figures: Vec<FigureLine> = figures.into_iter().map(Into::into).collect();
    let whole = [
        trades.map(|trades| List { name: "Round trips".to_owned(), lines: trades.lines() }),
        Some(List { name: "Costs".to_owned(), lines: costs(&result.costs) }),
        result.attribution.map(|of| List { name: "Where the gain came from".to_owned(), lines: gains(&of) }),
    ];
    let is_day = measure.every == Every::Day || of.settings.question.interval.is_none_or(|size| size == Interval::Day1);
    let page = TearSheetPage {
        title: &of.name,
        sample: told.sample,
        facts: told.facts,
        warnings: warnings(run),
        currency: of.summary.currency.to_string(),
        amounts: vec![
            line("Cash at the start", Some(money(result.cash))),
            line("Equity at the end", result.equity_end.map(money)),
        ],
        benchmark: told.benchmark,
        period: if is_day { "day" } else { "bar" },
        figures: &figures,
        undefined: measured.undefined.clone(),
        sheet: &sheet,
        course: Course {
            ends: &sampled.ends,
            start: result.cash.to_f64().unwrap_or(0.0),
            equity: &sampled.equity,
            benchmark: &sampled.benchmark,
            gross: &sampled.gross,
            net: &sampled.net,
        },
        lists: whole.into_iter().flatten().collect(),
        made_at: told.made_at,
    };
    Ok(::reports::tear_sheet(&page)?)
}

/// What a program of another version kept.
fn unreadable(_: serde_json::Error) -> Error {
    let detail = "the figures of this back-test are those of another version of the program; run it again";
    Error::conflict("result_missing", detail)
}

fn request(returns: &[Option<f64>], sampled: &Sampled, measure: MeasureSettings) -> PerformanceRequest {
    let pairs = sampled.benchmark.windows(2);
    let after = |pair: &[Option<f64>]| pair[0].filter(|before| *before > 0.0).zip(pair[1]).map(|(a, b)| b / a - 1.0);
    let benchmark = (!sampled.benchmark.is_empty()).then(|| std::iter::once(None).chain(pairs.map(after)).collect());
    PerformanceRequest {
        returns: returns.to_vec(),
        benchmark,
        risk_free_rate: measure.risk_free_rate,
        periods_per_year: measure.periods_per_year,
        confidence: measure.confidence,
        ..PerformanceRequest::of(&[])
    }
}

impl Sampled {
    /// The ends are among the moments of the curve, both ascend.
    fn of(curve: &EquityCurve, ends: &[Timestamp]) -> Self {
        let places: Vec<usize> = ends.iter().filter_map(|end| curve.at.binary_search(end).ok()).collect();
        let of = |column: &[Option<f64>]| -> Vec<Option<f64>> {
            if column.is_empty() {
                Vec::new()
            } else {
                places.iter().map(|n| column.get(*n).copied().flatten()).collect()
            }
        };
        let equity = of(&curve.equity);
        let part = |column: &[Option<f64>]| -> Vec<Option<f64>> {
            let of_equity = |(worth, equity): (Option<f64>, &Option<f64>)| Some(worth? / equity.filter(|e| *e > 0.0)?);
            of(column).into_iter().zip(&equity).map(of_equity).collect()
        };
        Self {
            ends: ends.iter().map(|end| end.micros()).collect(),
            days: ends.iter().map(|end| end.date()).collect(),
            benchmark: of(&curve.benchmark),
            gross: part(&curve.gross_exposure),
            net: part(&curve.net_exposure),
            equity,
        }
    }
}

fn warnings(run: &KeptRun) -> Vec<String> {
    let result = &run.result;
    let own = result.knows_its_close.then(|| {
        "Orders traded at the close that they were decided on: a look ahead of one bar, which nobody can do live."
            .to_owned()
    });
    let looked = match result.notices.len() {
        0 => None,
        1 => Some("One thing about the bars looks wrong; see the notes of the back-test.".to_owned()),
        n => Some(format!("{n} things about the bars look wrong; see the notes of the back-test.")),
    };
    own.into_iter().chain(looked).collect()
}

fn line(label: &str, value: Option<String>) -> Line {
    Line { label: label.to_owned(), value }
}

fn costs(of: &Costs) -> Vec<Line> {
    vec![
        line("Fees", Some(money(of.fees))),
        line("Slippage, within the prices of the fills", of.slippage.map(money)),
        line("Interest paid, less received", Some(money(of.interest))),
        line("Borrowed units", Some(money(of.borrow))),
        line("Dividends received", Some(money(of.dividends))),
    ]
}

fn gains(of: &DecisionAttribution) -> Vec<Line> {
    let rows: [(&str, Decimal); 9] = [
        ("Choice of trades", of.signal),
        ("Sizes", of.sizing),
        ("Still open", of.open),
        ("Dividends", of.dividends),
        ("Fees", of.fees),
        ("Slippage", of.slippage),
        ("Financing", of.financing),
        ("Currency", of.currency),
        ("Together", of.total),
    ];
    rows.into_iter().map(|(label, amount)| line(label, Some(money(amount)))).collect()
}

impl From<Figure> for FigureLine {
    fn from(of: Figure) -> Self {
        let Figure { name, value, undefined, unit, convention } = of;
        Self { name, value, undefined, unit, convention }
    }
}

impl Trades {
    fn lines(&self) -> Vec<Line> {
        let amount = |value: Option<f64>| value.and_then(Decimal::from_f64_retain).map(money);
        let plain = |value: Option<f64>| value.map(|value| format!("{value:.2}").replace('-', "\u{2212}"));
        vec![
            line("Round trips that ended", Some(self.n_trades.to_string())),
            line("Hit rate", self.hit_rate.map(percent)),
            line("Mean return", self.mean_return.map(percent)),
            line("Mean result", amount(self.expectancy)),
            line("Mean gain", amount(self.average_gain)),
            line("Mean loss", amount(self.average_loss)),
            line("Best", amount(self.best)),
            line("Worst", amount(self.worst)),
            line("Mean gain ÷ mean loss", plain(self.payoff_ratio)),
            line("Sum of gains ÷ sum of losses", plain(self.profit_factor)),
            line("Gains in a row", Some(self.gains_in_a_row.to_string())),
            line("Losses in a row", Some(self.losses_in_a_row.to_string())),
            line("Mean bars held", plain(self.mean_periods_held)),
            line("Mean way against, of the capital", self.mean_adverse_excursion.map(percent)),
            line("Mean way in favour, of the capital", self.mean_favourable_excursion.map(percent)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_is_read_at_the_ends_of_periods_and_what_is_unknown_stays_unknown() {
        let at: Vec<Timestamp> = (0..4).map(Timestamp::from_micros).collect();
        let curve = EquityCurve {
            equity: vec![Some(100.0), Some(110.0), None, Some(121.0)],
            gross_exposure: vec![Some(50.0), Some(55.0), Some(1.0), None],
            net_exposure: vec![Some(50.0), Some(-55.0), Some(1.0), None],
            benchmark: vec![Some(10.0), Some(11.0), None, Some(12.0)],
            drawdown: Vec::new(),
            at: at.clone(),
        };
        let sampled = Sampled::of(&curve, &[at[1], at[2], at[3]]);
        assert_eq!(sampled.equity, [Some(110.0), None, Some(121.0)]);
        assert_eq!((sampled.gross[0], sampled.gross[1], sampled.gross[2]), (Some(0.5), None, None));
        assert_eq!(sampled.net[0], Some(-0.5));
        let request = request(&[Some(0.1), None, None], &sampled, MeasureSettings::default());
        assert_eq!(request.benchmark, Some(vec![None, None, None]));
    }
}
