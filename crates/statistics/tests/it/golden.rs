//! Every golden moment and performance case (`tests/golden/moments/PROVENANCE.md`).

use std::path::Path;

use chrono::NaiveDate;
use nalgebra::DMatrix;
use serde_json::Value;
use statistics::{
    Compounding, CovarianceModel, ExpectedReturnsModel, PriceTable, TRADING_DAYS_PER_YEAR, annualized_return,
    annualized_volatility, estimate, max_drawdown, sharpe_ratio, simple_returns,
};

fn load(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn cases(file: &str) -> Vec<Value> {
    let text = load(&format!("tests/golden/moments/{file}"));
    serde_json::from_slice::<Value>(&text).unwrap()["cases"].as_array().unwrap().clone()
}

/// The sample's prices of the case's assets between its dates.
fn prices(inputs: &Value) -> PriceTable {
    let csv = zstd::decode_all(&load("crates/workstation/sample/us_stocks_daily.csv.zst")[..]).unwrap();
    let mut reader = csv::Reader::from_reader(&csv[..]);
    let header = reader.headers().unwrap().clone();
    let assets: Vec<String> =
        inputs["assets"].as_array().unwrap().iter().map(|asset| asset.as_str().unwrap().to_owned()).collect();
    let positions: Vec<usize> =
        assets.iter().map(|asset| header.iter().position(|name| name == asset).unwrap()).collect();
    let (start, end) = (inputs["start"].as_str().unwrap(), inputs["end"].as_str().unwrap());
    let (mut dates, mut columns) = (Vec::new(), vec![Vec::new(); assets.len()]);
    for row in reader.records().map(Result::unwrap) {
        if (start..=end).contains(&&row[0]) {
            dates.push(row[0].parse::<NaiveDate>().unwrap());
            for (column, &position) in columns.iter_mut().zip(&positions) {
                column.push(row[position].parse().ok());
            }
        }
    }
    PriceTable::complete_cases(assets, &dates, &columns).unwrap()
}

fn assert_close(case: &Value, ours: f64, expected: &Value) {
    let expected = expected.as_f64().unwrap();
    let (rel, abs) = (case["tolerance"]["rel"].as_f64().unwrap(), case["tolerance"]["abs"].as_f64().unwrap());
    assert!((ours - expected).abs() <= abs + rel * expected.abs(), "{}: {ours} against {expected}", case["id"]);
}

#[test]
fn moments_agree_with_pyportfolioopt() {
    let cases = cases("moments.json");
    assert_eq!(cases.len(), 16);
    for case in &cases {
        let inputs = &case["inputs"];
        let table = prices(inputs);
        assert_eq!(table.dates().len() as u64, inputs["rows"].as_u64().unwrap());
        let span = inputs["span"].as_f64().unwrap_or(2.0);
        let name = case["id"].as_str().unwrap().split('/').nth(1).unwrap();
        let (mut mean, mut cov) = (ExpectedReturnsModel::default(), CovarianceModel::default());
        match name {
            "mean_geometric" | "lw_constant_variance" => {}
            "mean_arithmetic" => {
                mean =
                    ExpectedReturnsModel::HistoricalMean { compounding: Compounding::Arithmetic, log_returns: false };
            }
            "mean_log" => {
                mean = ExpectedReturnsModel::HistoricalMean { compounding: Compounding::Geometric, log_returns: true };
            }
            "mean_ema" => {
                let compounding = Compounding::Geometric;
                mean = ExpectedReturnsModel::ExponentiallyWeighted { span, compounding, log_returns: false };
            }
            "cov_sample" => cov = CovarianceModel::Sample { log_returns: false },
            "cov_sample_log" => cov = CovarianceModel::Sample { log_returns: true },
            "cov_exp" => cov = CovarianceModel::ExponentiallyWeighted { span, log_returns: false },
            other => panic!("no test for {other}"),
        }
        let moments = estimate(&table, &mean, &cov, TRADING_DAYS_PER_YEAR).unwrap();
        assert!(moments.spectrum.is_positive_semidefinite() && moments.dropped_dates.is_empty());
        assert_eq!(moments.n_observations, table.dates().len() - 1);
        if name.starts_with("mean") {
            for (ours, expected) in moments.expected_returns.iter().zip(case["expected"].as_array().unwrap()) {
                assert_close(case, *ours, expected);
            }
        } else {
            let expected = case["expected"].get("matrix").unwrap_or(&case["expected"]);
            for ((row, col), ours) in indexed(&moments.covariance) {
                assert_close(case, ours, &expected[row][col]);
            }
        }
        if name.starts_with("lw") {
            assert_close(case, moments.shrinkage.unwrap(), &case["expected"]["delta"]);
        }
    }
}

fn indexed(matrix: &DMatrix<f64>) -> impl Iterator<Item = ((usize, usize), f64)> + '_ {
    (0..matrix.nrows()).flat_map(move |row| (0..matrix.ncols()).map(move |col| ((row, col), matrix[(row, col)])))
}

#[test]
fn performance_figures_agree_with_plain_formulas() {
    for case in cases("performance.json") {
        let table = prices(&case["inputs"]);
        let returns: Vec<f64> = simple_returns(table.prices()).row_iter().map(|row| row.mean()).collect();
        let expected = &case["expected"];
        assert_eq!(returns.len() as u64, expected["n"].as_u64().unwrap());
        let periods = TRADING_DAYS_PER_YEAR;
        assert_close(&case, annualized_return(&returns, periods).unwrap(), &expected["annual_return_geometric_252"]);
        assert_close(&case, annualized_volatility(&returns, periods).unwrap(), &expected["volatility_annual"]);
        let rf = case["inputs"]["rf"].as_f64().unwrap();
        assert_close(&case, sharpe_ratio(&returns, rf, periods).unwrap(), &expected["sharpe"]);
        let mut values = vec![1.0];
        for r in &returns {
            values.push(values[values.len() - 1] * (1.0 + r));
        }
        let drawdown = max_drawdown(&values).unwrap();
        assert_close(&case, drawdown.depth, &expected["max_drawdown"]);
        assert_eq!(table.dates()[drawdown.peak_idx].to_string(), expected["max_drawdown_peak_date"].as_str().unwrap());
        let trough = table.dates()[drawdown.trough_idx].to_string();
        assert_eq!(trough, expected["max_drawdown_valley_date"].as_str().unwrap());
    }
}
