//! `quarterdeck backtest` and `sweep`: over bars that a request brings along without a workspace, or over those of the workspace; and the tear
//! sheet of a back-test that was kept.

use std::path::Path;

use http::Method;
use model::id::BacktestId;
use serde_json::{Value, json};
use workstation::backtests::own::{OwnBacktest, OwnSweep};

use super::{
    analysis::threads,
    arguments::{BacktestAct, BacktestArguments, Format, Place, SweepOptions},
    figures::instrument_id,
    import::result_of,
    output::{self, Align, Table, UNKNOWN, cell, minus, percent},
    request_file, runtime,
};
use crate::{connection::Connection, exit::Failure};

/// Trials that a table shows: the best ones.
const TRIALS: usize = 20;

/// Runs one strategy, or does something with a run that was kept.
///
/// # Errors
/// When the request cannot be read or run, or there is no such back-test.
pub(crate) fn backtest(place: &Place, arguments: &BacktestArguments) -> Result<(), Failure> {
    match (&arguments.act, &arguments.request) {
        (Some(BacktestAct::TearSheet { id, output }), _) => {
            runtime()?.block_on(Box::pin(tear_sheet(place, *id, output.as_deref())))
        }
        (None, Some(request)) => backtest_of(place, request, arguments.format),
        (None, None) => Err(Failure::Bug("backtest began without a request".to_owned())),
    }
}

async fn tear_sheet(place: &Place, id: BacktestId, file: Option<&Path>) -> Result<(), Failure> {
    let connection = place.connect().await?;
    let page = connection.call(Method::GET, &format!("/api/v1/backtests/{id}/tear-sheet"), None).await;
    connection.close().await;
    output::to(file, &page?)
}

fn backtest_of(place: &Place, request: &Path, format: Format) -> Result<(), Failure> {
    let (text, request) = read(request)?;
    let answer = if request.get("series").is_some() {
        json_of(&OwnBacktest::from_json(&text)?.run()?)?
    } else {
        runtime()?.block_on(Box::pin(of_workspace(place, request, Kind::Backtest)))?
    };
    match format {
        Format::Json => output::json(&answer),
        Format::Table => print_run(&answer["result"]),
    }
}

/// Runs a strategy under many settings.
///
/// # Errors
/// As [`backtest`].
pub(crate) fn sweep(place: &Place, options: &SweepOptions) -> Result<(), Failure> {
    let (text, request) = read(&options.request)?;
    let answer = if request["backtest"].get("series").is_some() {
        json_of(&OwnSweep::from_json(&text)?.run(threads())?)?
    } else {
        runtime()?.block_on(Box::pin(of_workspace(place, request, Kind::Sweep)))?
    };
    match options.format {
        Format::Json => output::json(&answer),
        Format::Table => print_sweep(&answer),
    }
}

/// Which of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Backtest,
    Sweep,
}

fn read(file: &Path) -> Result<(Vec<u8>, Value), Failure> {
    let text = request_file::read(file)?;
    let request = serde_json::from_slice(&text)
        .map_err(|problem| Failure::file(file, format!("{problem}; see the guide, Back-tests, for the form")))?;
    Ok((text, request))
}

fn json_of(answer: &impl serde::Serialize) -> Result<Value, Failure> {
    serde_json::to_value(answer).map_err(|problem| Failure::Bug(format!("the result cannot be written: {problem}")))
}

async fn of_workspace(place: &Place, request: Value, kind: Kind) -> Result<Value, Failure> {
    let connection = place.connect().await?;
    let done = asked(&connection, request, kind).await;
    connection.close().await;
    done
}

async fn asked(connection: &Connection, mut request: Value, kind: Kind) -> Result<Value, Failure> {
    let question = if kind == Kind::Sweep { &mut request["backtest"] } else { &mut request };
    name(connection, question).await?;
    if question.get("benchmark").is_some_and(Value::is_object) {
        name(connection, &mut question["benchmark"]).await?;
    }
    let (path, done) = match kind {
        Kind::Backtest => ("/api/v1/backtests", "backtest_id"),
        Kind::Sweep => ("/api/v1/sweeps", "sweep_id"),
    };
    let job = connection.json(Method::POST, path, Some(&request)).await?;
    let id = cell(result_of(connection, job).await?.get(done));
    let of = connection.get(&format!("{path}/{id}")).await?;
    match kind {
        Kind::Sweep => Ok(of),
        Kind::Backtest => {
            let result = connection.get(&format!("{path}/{id}/result")).await?;
            Ok(json!({"backtest": of, "result": result}))
        }
    }
}

/// Puts identities in the place of `symbols`.
///
/// # Errors
/// When a symbol is unknown, or both are given.
pub(crate) async fn name(connection: &Connection, question: &mut Value) -> Result<(), Failure> {
    let Some(members) = question.as_object_mut() else { return Ok(()) };
    let Some(symbols) = members.remove("symbols") else { return Ok(()) };
    if members.contains_key("instrument_ids") {
        return Err(Failure::Usage("the request has symbols and instrument_ids; give one of the two".to_owned()));
    }
    let Some(symbols) = symbols.as_array() else {
        return Err(Failure::Usage("symbols is no list; give it as [\"SPY\"]".to_owned()));
    };
    let mut ids = Vec::new();
    for symbol in symbols {
        ids.push(instrument_id(connection, symbol.as_str().unwrap_or_default()).await?);
    }
    members.insert("instrument_ids".to_owned(), json!(ids));
    Ok(())
}

fn share(value: &Value) -> String {
    percent(value.as_f64())
}

fn number(value: &Value) -> String {
    value.as_f64().map_or_else(|| UNKNOWN.to_owned(), |number| minus(&format!("{number:.4}")))
}

fn amount(value: &Value) -> String {
    value.as_str().map_or_else(|| UNKNOWN.to_owned(), minus)
}

pub(crate) fn print_run(result: &Value) -> Result<(), Failure> {
    // Of an own run the report lies among the measured figures.
    let report = [&result["report"], &result["measured"]["report"]].into_iter().find(|report| report.is_object());
    let mut table = Table::new(&[("Figure", Align::Left), ("Value", Align::Right)]);
    table.row(["Cash at the start".to_owned(), amount(&result["cash"])]);
    table.row(["Equity at the end".to_owned(), amount(&result["equity_end"])]);
    let figures = report.and_then(|report| report["figures"].as_array()).into_iter().flatten();
    for figure in figures {
        let value = match figure["unit"].as_str() {
            Some("fraction") => share(&figure["value"]),
            _ => number(&figure["value"]),
        };
        table.row([cell(figure.get("name")).replace('_', " "), value]);
    }
    for cost in ["fees", "slippage", "interest", "borrow", "dividends"] {
        table.row([cost.to_owned(), amount(&result["costs"][cost])]);
    }
    table.print()?;
    let why = [&result["undefined"], &result["measured"]["undefined"]].into_iter().find_map(Value::as_str);
    if let Some(why) = why {
        output::line(&format!("\nNote: {why}"))?;
    }
    if result["knows_its_close"] == true {
        output::line("\nNote: orders traded at the close that they were decided on, which nobody can do live")?;
    }
    for notice in result["notices"].as_array().into_iter().flatten() {
        output::line(&format!("Note: {}: {notice}", cell(notice.get("kind")).replace('_', " ")))?;
    }
    Ok(())
}

fn print_sweep(answer: &Value) -> Result<(), Failure> {
    let own = [&answer["figure"], &answer["summary"]["figure"]].into_iter().find_map(Value::as_str);
    let figure = own.unwrap_or("sharpe_ratio");
    let goal = [&answer["goal"], &answer["summary"]["goal"]].into_iter().find_map(Value::as_str);
    let mut trials: Vec<&Value> = answer["trials"].as_array().into_iter().flatten().collect();
    let worth = |trial: &&Value| trial["figures"][figure].as_f64();
    // Without a figure comes last.
    trials.sort_by(|a, b| match (worth(a), worth(b)) {
        (Some(a), Some(b)) if goal == Some("lowest") => a.total_cmp(&b),
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    let mut table = Table::new(&[
        ("Trial", Align::Right),
        ("Parameters", Align::Left),
        ("Value", Align::Right),
        ("Why not", Align::Left),
    ]);
    for trial in trials.iter().take(TRIALS) {
        let parameters = trial["parameters"].as_object().into_iter().flatten();
        let parameters: Vec<String> =
            parameters.map(|(name, value)| format!("{name} {}", value.as_f64().unwrap_or(f64::NAN))).collect();
        table.row([
            cell(trial.get("index")),
            parameters.join(", "),
            number(&trial["figures"][figure]),
            trial["error"].as_str().unwrap_or_default().to_owned(),
        ]);
    }
    output::line(&format!("By {}:\n", figure.replace('_', " ")))?;
    table.print()?;
    let verdict = &answer["verdict"];
    output::line(&format!(
        "\n{} trials; probability that the best is above zero {}, above the luck of so many {}, that it is overfitted {}",
        cell(verdict.get("n_trials")),
        share(&verdict["probabilistic_sharpe"]),
        share(&verdict["deflated_sharpe"]),
        share(&verdict["overfitting"]["probability"])
    ))
}
