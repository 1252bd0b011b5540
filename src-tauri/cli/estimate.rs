//! `quarterdeck estimate`: expected returns and covariance of what a request brings along, without a workspace.

use ::optimize::OptimizeError;
use statistics::{MomentsRequest, MomentsResult};

use super::{
    arguments::{Format, RequestOptions},
    output::{self, Align, Table, percent},
    request_file,
};
use crate::exit::Failure;

/// Estimates and prints the result.
///
/// # Errors
/// When the request cannot be read or estimated.
pub(crate) fn run(options: &RequestOptions) -> Result<(), Failure> {
    let json = request_file::read(&options.request)?;
    let result =
        MomentsRequest::from_json(&json).and_then(|request| request.estimate()).map_err(OptimizeError::from)?;
    match options.format {
        Format::Json => output::json(&result),
        Format::Table => print(&result),
    }
}

fn print(result: &MomentsResult) -> Result<(), Failure> {
    let mut figures = Table::new(&[("Figure", Align::Left), ("Value", Align::Right)]);
    if let (Some(first), Some(last)) = (result.first_date, result.last_date) {
        figures.row(["Dates".to_owned(), format!("{first} to {last}")]);
    }
    if let Some(n) = result.n_observations {
        figures.row(["Returns".to_owned(), n.to_string()]);
    }
    if let Some(shrinkage) = result.shrinkage {
        figures.row(["Shrinkage".to_owned(), percent(Some(shrinkage))]);
    }
    if let Some(n) = result.n_signal_eigenvalues {
        figures.row(["Eigenvalues above noise".to_owned(), n.to_string()]);
    }
    if let Some(model) = &result.factor_model {
        figures.row(["Factors".to_owned(), model.factors.join(", ")]);
    }
    if let Some(aversion) = result.risk_aversion {
        figures.row(["Risk aversion".to_owned(), format!("{aversion:.4}")]);
    }
    figures.row(["Smallest eigenvalue".to_owned(), output::minus(&format!("{:.3e}", result.min_eigenvalue))]);
    figures.row(["Largest eigenvalue".to_owned(), format!("{:.3e}", result.max_eigenvalue)]);
    figures.print()?;
    output::line("")?;
    assets(result)?;
    for warning in &result.warnings {
        output::line(&format!("\nNote: {warning}"))?;
    }
    Ok(())
}

fn assets(result: &MomentsResult) -> Result<(), Failure> {
    let mut columns = vec![("Asset", Align::Left), ("Expected return", Align::Right), ("Volatility", Align::Right)];
    let report = result.black_litterman.as_ref();
    if report.is_some() {
        columns.push(("Prior", Align::Right));
    }
    if !result.windows.is_empty() {
        columns.push(("Returns", Align::Right));
    }
    let mut table = Table::new(&columns);
    for (i, asset) in result.assets.iter().enumerate() {
        let mut row =
            vec![asset.clone(), percent(Some(result.expected_returns[i])), percent(Some(result.volatilities[i]))];
        row.extend(report.map(|report| percent(Some(report.prior[i]))));
        row.extend(result.windows.get(i).map(|window| window.n_returns.to_string()));
        table.row(row);
    }
    table.print()
}
