//! Figures of daily returns: through the books, against the references in `tests/golden/metrics`, and at their edges.

use portfolio::performance::{DailyFigures, Performance, Span, performance};
use serde_json::Value;

use crate::desk::{Desk, d, day};

fn close(ours: Option<f64>, theirs: &Value, name: &str) {
    let (ours, theirs) = (ours.unwrap(), theirs.as_f64().unwrap());
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1e-3), "{name}: {ours} against {theirs}");
}

fn golden(name: &str) -> Value {
    let text = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/metrics/metrics.json")).unwrap();
    let all: Value = serde_json::from_slice(&text).unwrap();
    all["cases"].as_array().unwrap().iter().find(|case| case["id"] == name).unwrap()["expected"].clone()
}

/// Days and prices of one column of the sample between two days, as they stand in its table.
fn column(table: &str, name: &str, from: &str, to: &str) -> Vec<(String, String)> {
    let path = format!(concat!(env!("CARGO_MANIFEST_DIR"), "/../workstation/sample/{}.csv.zst"), table);
    let text = String::from_utf8(zstd::decode_all(&std::fs::read(path).unwrap()[..]).unwrap()).unwrap();
    let mut rows = text.lines().map(|line| line.split(',').collect::<Vec<&str>>());
    let place = rows.next().unwrap().iter().position(|column| *column == name).unwrap();
    let within = rows.filter(|row| (from..=to).contains(&row[0]));
    within.map(|row| (row[0].to_owned(), row[place].to_owned())).collect()
}

fn measured(desk: &Desk, from: Option<&str>, to: &str) -> Performance {
    let span = Span { from: from.map(day), to: day(to), account_id: None, benchmark_id: Some(desk.id("B")) };
    performance(desk.ctx(), &desk.books(to), &desk.history, span)
}

#[test]
fn ten_years_of_one_share_have_the_figures_of_the_references() {
    let (from, to) = ("2010-01-04", "2019-12-31");
    let mut desk = Desk::new();
    let of = |rows: &[(String, String)]| -> Vec<(String, f64)> {
        rows.iter().map(|(date, price)| (date.clone(), price.parse().unwrap())).collect()
    };
    let (shares, index) = (column("us_stocks_daily", "AAPL", from, to), column("sp500_index_daily", "SP500", from, to));
    for (symbol, rows) in [("A", of(&shares)), ("B", of(&index))] {
        let prices: Vec<(&str, f64)> = rows.iter().map(|(date, price)| (date.as_str(), *price)).collect();
        desk.prices(symbol, &prices);
    }
    // All of the cash buys at the close of the first day.
    let cash = (d(&shares[0].1) * d("100")).to_string();
    desk.cash("deposit", from, &cash);
    desk.trade("buy", from, "A", "100", &shares[0].1);
    let figures = measured(&desk, Some(from), to).daily_figures(0.01, 252.0);
    let plain = golden("aapl_2010_2019/formula");
    assert_eq!(figures.n_returns as u64, plain["n"].as_u64().unwrap());
    for (ours, name) in [
        (&figures.volatility, "volatility_annual"),
        (&figures.sharpe, "sharpe"),
        (&figures.sortino, "sortino"),
        (&figures.downside_deviation, "downside_deviation_annual"),
        (&figures.calmar, "calmar"),
        (&figures.omega, "omega_0"),
        (&figures.ulcer_index, "ulcer_index"),
        (&figures.positive_days, "positive_days"),
        (&figures.value_at_risk_95, "var_hist_95"),
        (&figures.conditional_value_at_risk_95, "cvar_hist_95"),
        (&figures.skewness, "skew_sample_bias_corrected"),
        (&figures.excess_kurtosis, "kurtosis_excess_sample_bias_corrected"),
        (&figures.beta, "beta"),
        (&figures.alpha, "alpha_annual_arithmetic"),
        (&figures.tracking_error, "tracking_error"),
        (&figures.information_ratio, "information_ratio"),
        (&figures.up_capture, "up_capture_geometric"),
        (&figures.down_capture, "down_capture_geometric"),
    ] {
        close(ours.value, &plain[name], name);
    }
    close(Some(figures.best_day.unwrap().value), &plain["best_day"], "best_day");
    close(Some(figures.worst_day.unwrap().value), &plain["worst_day"], "worst_day");
    let fall = figures.drawdown.unwrap();
    close(Some(-fall.depth), &plain["max_drawdown"], "max_drawdown");
    let days = [Some(fall.peak), Some(fall.trough), fall.recovered].map(|day| day.unwrap().to_string());
    let told = ["peak", "valley", "recovery"].map(|end| plain[format!("max_drawdown_{end}_date")].as_str().unwrap());
    assert_eq!(days, told);
    close(figures.r_squared.value, &golden("aapl_2010_2019/quantstats")["r_squared"], "r_squared");
}

#[test]
fn a_weekend_belongs_to_monday_and_few_days_make_no_year() {
    let mut desk = Desk::new();
    // Friday, Saturday, Sunday, Monday, Tuesday.
    desk.prices(
        "A",
        &[
            ("2020-01-03", 100.0),
            ("2020-01-04", 150.0),
            ("2020-01-05", 90.0),
            ("2020-01-06", 110.0),
            ("2020-01-07", 99.0),
        ],
    );
    desk.cash("deposit", "2020-01-03", "1000");
    desk.trade("buy", "2020-01-03", "A", "10", "100");
    let figures: DailyFigures = measured(&desk, Some("2020-01-03"), "2020-01-07").daily_figures(0.0, 252.0);
    assert_eq!(figures.n_returns, 2);
    assert_eq!(figures.best_day.unwrap().date, day("2020-01-06"));
    assert!((figures.best_day.unwrap().value - 0.1).abs() < 1e-12);
    let fall = figures.drawdown.unwrap();
    assert!((fall.depth - 0.1).abs() < 1e-12 && fall.recovered.is_none());
    assert!(figures.volatility.unknown.unwrap().message.contains("2 daily returns"));
    assert_eq!(figures.beta.value, None);
}
