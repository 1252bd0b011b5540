//! `quarterdeck risk`, `stress` and `hedge`: of what a request brings along without a workspace, or of what the workspace holds.

use std::path::Path;

use ::risk::{HedgeRequest, RiskRequest, StressRequest};
use http::Method;
use serde_json::{Value, json};

use super::{
    analysis::threads,
    arguments::{Format, RiskOptions},
    output::{self, Align, Table, cell, minus, percent},
    positions::account_id,
    request_file,
};
use crate::{connection::Connection, exit::Failure};

/// Which of the three.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Study {
    /// Value at risk and what makes it.
    Risk,
    /// Crises and shocks.
    Stress,
    /// Hedges.
    Hedges,
}

/// Works out a request that brings its holdings along.
///
/// # Errors
/// When the request cannot be read or worked out.
pub(crate) fn of_request(study: Study, request: &Path, format: Format) -> Result<(), Failure> {
    let json = request_file::read(request)?;
    let report = match study {
        Study::Risk => serde_json::to_value(RiskRequest::from_json(&json)?.report(threads())?),
        Study::Stress => serde_json::to_value(StressRequest::from_json(&json)?.report()?),
        Study::Hedges => serde_json::to_value(HedgeRequest::from_json(&json)?.report()?),
    };
    let report = report.map_err(|problem| Failure::Bug(format!("the report cannot be written: {problem}")))?;
    print(study, &report, &report, format)
}

/// Works out what the workspace holds.
///
/// # Errors
/// When the question cannot be read, or the workspace cannot answer it.
pub(crate) async fn of_workspace(connection: &Connection, study: Study, options: &RiskOptions) -> Result<(), Failure> {
    let mut question = match &options.question {
        Some(file) => request_file::document(file, "Risk, stress and hedges")?,
        None => json!({}),
    };
    if let Some(wanted) = &options.account {
        question["account_id"] = account_id(connection, wanted).await?.into();
    }
    let path = match study {
        Study::Risk => "/api/v1/portfolio/risk",
        Study::Stress => "/api/v1/portfolio/stress",
        Study::Hedges => "/api/v1/portfolio/hedges",
    };
    let answer = connection.json(Method::POST, path, Some(&question)).await?;
    print(study, &answer, &answer["report"], options.format)
}

fn print(study: Study, whole: &Value, report: &Value, format: Format) -> Result<(), Failure> {
    match (format, study) {
        (Format::Json, _) => output::json(whole),
        (Format::Table, Study::Risk) => print_risk(report),
        (Format::Table, Study::Stress) => print_stress(report),
        (Format::Table, Study::Hedges) => print_hedges(report),
    }
}

fn list<'a>(report: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    report[name].as_array().into_iter().flatten()
}

fn share(value: &Value) -> String {
    percent(value.as_f64())
}

fn money(value: &Value) -> String {
    value.as_f64().map_or_else(|| output::UNKNOWN.to_owned(), |amount| minus(&format!("{amount:.2}")))
}

fn left_out(report: &Value) -> Result<(), Failure> {
    for out in list(report, "left_out") {
        output::line(&format!("Note: {}: {}", cell(out.get("name")), cell(out.get("why"))))?;
    }
    Ok(())
}

fn print_risk(report: &Value) -> Result<(), Failure> {
    let mut table = Table::new(&[
        ("Method", Align::Left),
        ("Confidence", Align::Right),
        ("Days", Align::Right),
        ("Value at risk", Align::Right),
        ("Mean beyond", Align::Right),
        ("Why not", Align::Left),
    ]);
    for tail in list(report, "tails") {
        table.row([
            method(&tail["method"]),
            share(&tail["confidence"]),
            cell(tail.get("horizon")),
            share(&tail["risk"]["value_at_risk"]),
            share(&tail["risk"]["conditional_value_at_risk"]),
            tail["undefined"].as_str().unwrap_or_default().to_owned(),
        ]);
    }
    table.print()?;
    tested(report)?;
    output::line(&format!(
        "\nOf a capital of {}; {} of the value is covered, over {} days from {} to {}",
        money(&report["capital"]),
        share(&report["covered_share"]),
        cell(report.get("n_periods")),
        cell(report.get("first_date")),
        cell(report.get("last_date"))
    ))?;
    left_out(report)
}

/// How each method would have fared, where that was asked.
fn tested(report: &Value) -> Result<(), Failure> {
    if list(report, "backtests").next().is_none() {
        return Ok(());
    }
    let mut table = Table::new(&[
        ("Tested on the past", Align::Left),
        ("Confidence", Align::Right),
        ("Days", Align::Right),
        ("Exceptions", Align::Right),
        ("Expected", Align::Right),
        ("Kupiec's p", Align::Right),
        ("Christoffersen's p", Align::Right),
    ]);
    let probability =
        |value: &Value| value["p"].as_f64().map_or_else(|| output::UNKNOWN.to_owned(), |p| format!("{p:.4}"));
    for test in list(report, "backtests") {
        let coverage = &test["coverage"];
        let expected = coverage["expected"].as_f64();
        table.row([
            method(&test["method"]),
            share(&test["confidence"]),
            cell(coverage.get("n")),
            cell(coverage.get("n_exceptions")),
            expected.map_or_else(|| output::UNKNOWN.to_owned(), |count| format!("{count:.1}")),
            probability(&coverage["kupiec"]),
            probability(&coverage["independence"]),
        ]);
    }
    output::line("")?;
    table.print()
}

/// `filtered_historical` as people write it.
fn method(value: &Value) -> String {
    let name = value.as_str().or_else(|| value["method"].as_str()).unwrap_or_default();
    name.replace('_', " ")
}

fn print_stress(report: &Value) -> Result<(), Failure> {
    let mut table = Table::new(&[
        ("Scenario", Align::Left),
        ("From", Align::Left),
        ("To", Align::Left),
        ("Change", Align::Right),
        ("Gain", Align::Right),
        ("Worst day", Align::Right),
        ("By proxies", Align::Right),
        ("Unknown", Align::Right),
    ]);
    for scenario in list(report, "scenarios") {
        table.row([
            cell(scenario.get("name")),
            cell(scenario.get("start")),
            cell(scenario.get("end")),
            share(&scenario["change"]),
            money(&scenario["gain"]),
            share(&scenario["worst_day"]["change"]),
            share(&scenario["proxy_share"]),
            share(&scenario["unknown_share"]),
        ]);
    }
    table.print()?;
    left_out(report)
}

fn print_hedges(report: &Value) -> Result<(), Failure> {
    output::line(&format!(
        "Without a hedge: value at risk {} over {} days at {}\n",
        share(&report["value_at_risk"]),
        cell(report.get("horizon")),
        share(&report["confidence"])
    ))?;
    let mut table = Table::new(&[
        ("Hedge", Align::Left),
        ("Trade", Align::Left),
        ("Cost", Align::Right),
        ("Effectiveness", Align::Right),
        ("Value at risk left", Align::Right),
    ]);
    for hedge in list(report, "recommendations") {
        let trades = list(hedge, "trades").map(|trade| {
            let units = trade["units"].as_f64().unwrap_or_default();
            format!("{} {}", minus(&format!("{units:.0}")), cell(trade.get("instrument")))
        });
        table.row([
            cell(hedge.get("name")),
            trades.collect::<Vec<_>>().join(", "),
            money(&hedge["cost"]),
            share(&hedge["effectiveness"]),
            share(&hedge["value_at_risk"]),
        ]);
    }
    table.print()?;
    left_out(report)
}
