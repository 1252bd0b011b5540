//! Replays and reverse stress against pandas and scipy (`tests/golden/risk/reports.py`), shocks by hand, and what cannot be.

use chrono::NaiveDate;
use risk::{
    Basis, HistoryKind, HistoryTable, Holding, ReverseStressRequest, Scenario, ScenarioStress, Sensitivities, Series,
    Shock, StressReport, StressRequest, StressWindow, crises,
};
use serde_json::Value;

use crate::sample::{close, floats, load, table};

pub(crate) fn reports() -> Value {
    serde_json::from_slice(&load("tests/golden/risk/reports.json")).unwrap()
}

/// The sample's prices of stocks, index and funds from 1990 on.
pub(crate) fn prices(names: &[&str]) -> HistoryTable {
    let folder = "crates/workstation/sample";
    let (dates, stocks) = table(&format!("{folder}/us_stocks_daily.csv.zst"));
    let (index_dates, index) = table(&format!("{folder}/sp500_index_daily.csv.zst"));
    let (fund_dates, funds) = table(&format!("{folder}/factor_etfs_daily.csv.zst"));
    assert_eq!(dates, index_dates);
    let first = dates.iter().position(|date| *date == fund_dates[0]).unwrap();
    let late = |(name, values): (String, Vec<f64>)| {
        let gap = std::iter::repeat_n(None, first);
        Series { name, values: gap.chain(values.into_iter().map(Some)).collect() }
    };
    let whole = |(name, values): (String, Vec<f64>)| Series { name, values: values.into_iter().map(Some).collect() };
    let all = stocks.into_iter().chain(index).map(whole).chain(funds.into_iter().map(late));
    let wanted = all.filter(|series| names.contains(&series.name.as_str()));
    HistoryTable { kind: HistoryKind::Prices, dates, series: wanted.collect() }
}

pub(crate) fn holding(name: &str, value: f64) -> Holding {
    Holding { name: name.to_owned(), value: Some(value), ..Holding::default() }
}

fn held(reports: &Value) -> Vec<Holding> {
    reports["held"].as_object().unwrap().iter().map(|(name, value)| holding(name, value.as_f64().unwrap())).collect()
}

fn sample_request(reports: &Value) -> StressRequest {
    let history = prices(&["AAPL", "JPM", "XOM", "KO", "AMD", "QUAL", "SP500", "VLUE", "USMV"]);
    StressRequest { proxies: vec!["SP500".into()], ..StressRequest::new(held(reports), history) }
}

fn sums(scenario: &ScenarioStress) {
    let parts: f64 = scenario.holdings.iter().filter_map(|holding| holding.gain).sum();
    assert_eq!(scenario.gain, Some(parts), "{}", scenario.name);
    let shares = scenario.data_share + scenario.proxy_share + scenario.unknown_share;
    assert!((shares - 1.0).abs() < 1e-12, "{}: {shares}", scenario.name);
}

#[test]
fn every_crisis_equals_its_recomputation() {
    let reports = reports();
    let found = sample_request(&reports).report().unwrap();
    assert_eq!(found.scenarios.len(), 8);
    for (scenario, crisis) in found.scenarios.iter().zip(crises()) {
        let (name, theirs) = (scenario.name.as_str(), &reports["crises"][crisis.name]);
        let tolerance = (1e-9, 1e-9);
        sums(scenario);
        close(scenario.gain.unwrap(), &theirs["gain"], tolerance, name);
        for holding in &scenario.holdings {
            let (basis, place) = (&theirs["basis"][&holding.name], format!("{name} {}", holding.name));
            match &holding.basis {
                Basis::History => assert_eq!(basis["basis"], "history", "{place}"),
                Basis::Proxy { betas, r_squared, n } => {
                    close(betas[0].beta, &basis["beta"], tolerance, &place);
                    close(*r_squared, &basis["r_squared"], tolerance, &place);
                    assert_eq!(basis["n"], *n, "{place}");
                }
                Basis::Unknown { why } => {
                    assert_eq!((&holding.name[..], why.contains("no prices at all")), ("XYZ", true), "{why}");
                    assert_eq!((holding.gain, holding.change), (None, None));
                    continue;
                }
                Basis::Given => panic!("{place}"),
            }
            close(holding.gain.unwrap(), &theirs["holdings"][&holding.name], tolerance, &place);
        }
        let worst = scenario.worst_day.unwrap();
        assert_eq!(worst.date.to_string(), theirs["worst_day"], "{name}");
        close(worst.gain, &theirs["worst_gain"], tolerance, name);
        close(worst.change, &theirs["worst_change"], tolerance, name);
        close(scenario.max_drawdown.unwrap(), &theirs["max_drawdown"], tolerance, name);
        let n = scenario.path.len();
        assert_eq!(theirs["n_days"], n, "{name}");
        for (place, change) in [1, n / 2, n - 1].into_iter().zip(floats(&theirs["path"])) {
            assert!((scenario.path[place].change - change).abs() < 1e-10, "{name}");
        }
        // The catalogue's dates are where the index turned.
        let turns = [&theirs["index_top"], &theirs["index_low"]].map(|turn| turn.as_bool().unwrap());
        assert_eq!(turns, [true, name != "1998"], "{name}");
    }
}

#[test]
fn a_loss_is_traced_to_its_likeliest_cause() {
    let reports = reports();
    let mut request = sample_request(&reports);
    request.crises = Some(Vec::new());
    let factors = ["SP500", "VLUE", "USMV"].map(String::from).to_vec();
    request.reverse = vec![
        ReverseStressRequest { loss: 0.2, factors: Vec::new(), periods: 21 },
        ReverseStressRequest { loss: 0.2, factors, periods: 21 },
    ];
    let found = request.report().unwrap().reverse;
    for (ours, name) in found.iter().zip(["holdings", "factors"]) {
        let theirs = &reports["reverse"][name];
        assert_eq!(theirs["n"], ours.n);
        close(ours.distance.unwrap(), &theirs["distance"], (1e-6, 0.0), name);
        for one in &ours.moves {
            close(one.change, &theirs["moves"][&one.factor], (0.0, 1e-5), &one.factor);
            close(one.exposure, &theirs["exposures"][&one.factor], (1e-9, 0.0), &one.factor);
        }
        let loss: f64 = ours.moves.iter().map(|one| one.loss).sum();
        assert!((loss - 0.2).abs() < 1e-12);
        // One factor with the others along is as far or farther than the likeliest of all moves.
        for single in &ours.single {
            if let Some(deviations) = single.deviations {
                assert!(deviations.abs() >= ours.distance.unwrap() - 1e-9, "{single:?}");
            }
        }
    }
    assert!(found[1].r_squared.unwrap() > 0.5 && found[0].r_squared.is_none());
    assert!((found[0].covered_share - 135.0 / 145.0).abs() < 1e-12, "{}", found[0].covered_share);
}

fn days(n: u64) -> Vec<NaiveDate> {
    (0..n).map(|t| NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(t)).collect()
}

fn small(n: u64) -> HistoryTable {
    let wave = |step: usize, size: f64| -> Vec<Option<f64>> {
        let prices = (0..n as usize).scan(100.0, |price, t| {
            *price *= 1.0 + size * ((t * step % 101) as f64 - 50.0) / 50.0;
            Some(Some(*price))
        });
        prices.collect()
    };
    let series = [("A", 37, 0.01), ("B", 53, 0.02)]
        .map(|(name, step, size)| Series { name: name.into(), values: wave(step, size) });
    HistoryTable { kind: HistoryKind::Prices, dates: days(n), series: series.to_vec() }
}

fn shocked(holdings: Vec<Holding>, shocks: Vec<Shock>) -> ScenarioStress {
    let mut request = StressRequest::new(holdings, small(200));
    request.crises = Some(Vec::new());
    request.scenarios = vec![Scenario { name: "test".into(), shocks }];
    let found = request.report().unwrap().scenarios.remove(0);
    sums(&found);
    found
}

#[test]
fn shocks_are_compounded_and_unknown_answers_stay_unknown() {
    let bond = Holding {
        currency: Some("EUR".into()),
        sensitivities: Sensitivities {
            duration: Some(7.0),
            convexity: Some(60.0),
            equity_beta: Some(0.0),
            ..Sensitivities::default()
        },
        ..holding("A", 1_000.0)
    };
    let share = Holding {
        sector: Some("Energy".into()),
        currency: Some("USD".into()),
        sensitivities: Sensitivities { equity_beta: Some(1.2), vega: Some(-0.1), ..Sensitivities::default() },
        ..holding("B", 500.0)
    };
    let both = || vec![bond.clone(), share.clone()];
    let euro = Shock::Currency { currency: "EUR".into(), change: -0.1 };
    let found = shocked(both(), vec![Shock::Rates { change: 0.01 }, euro]);
    let change = (1.0 - 0.07 + 0.5 * 60.0 * 1e-4) * 0.9 - 1.0;
    assert!((found.holdings[0].change.unwrap() - change).abs() < 1e-15, "{found:?}");
    assert!(matches!(&found.holdings[1].basis, Basis::Unknown { why } if why.contains("duration")), "{found:?}");
    assert_eq!(
        (found.gain.unwrap(), found.unknown_share),
        (1_000.0 * found.holdings[0].change.unwrap(), 500.0 / 1_500.0)
    );
    let found = shocked(both(), vec![Shock::Equity { change: -0.5 }]);
    assert!(
        found.holdings[0].gain == Some(0.0) && (found.holdings[1].gain.unwrap() + 300.0).abs() < 1e-12,
        "{found:?}"
    );
    assert!((found.change.unwrap() + 0.2).abs() < 1e-15 && found.description.contains("-50.0 %"));
    let found = shocked(
        vec![share.clone()],
        vec![Shock::Volatility { change: 0.3 }, Shock::Sector { sector: "Energy".into(), change: -0.2 }],
    );
    assert!((found.gain.unwrap() - 500.0 * (0.97 * 0.8 - 1.0)).abs() < 1e-12);
    let found = shocked(both(), vec![Shock::Holding { holding: "A".into(), change: -1.0 }]);
    assert_eq!(found.gain, Some(-1_000.0));
    // A factor that is held moves as itself, others by their beta to it.
    let found = shocked(both(), vec![Shock::Factor { factor: "A".into(), change: -0.3 }]);
    assert_eq!(found.holdings[0].gain, Some(-300.0));
    assert!(matches!(found.holdings[1].basis, Basis::Unknown { .. } | Basis::Proxy { .. }));
}

#[test]
fn correlations_of_one_add_deviations_up() {
    let confidence = 0.99;
    let shock = || vec![Shock::CorrelationToOne { confidence, periods: 10 }];
    let long = shocked(vec![holding("A", 100.0), holding("B", 100.0)], shock());
    let (a, b) = (long.holdings[0].gain.unwrap(), long.holdings[1].gain.unwrap());
    assert!(a < 0.0 && b < a);
    // A short earns what the long loses; the direction is the one in which the whole loses.
    let short = shocked(vec![holding("A", 300.0), holding("B", -100.0)], shock());
    let expected = -(3.0 * a - b).abs();
    assert!((short.gain.unwrap() - expected).abs() < 1e-12, "{} {expected}", short.gain.unwrap());
}

#[test]
fn a_window_of_ones_own_and_what_lacks_prices() {
    let mut history = small(200);
    // B was listed on the hundredth day, and C ended on the fiftieth.
    history.series[1].values[..100].fill(None);
    let mut c = history.series[0].clone();
    c.name = "C".into();
    c.values[50..].fill(None);
    history.series.push(c);
    let mut request = StressRequest::new(vec![holding("A", 10.0), holding("B", 10.0), holding("C", 10.0)], history);
    request.crises = Some(Vec::new());
    let dates = days(200);
    request.windows = vec![StressWindow { name: "mine".into(), start: dates[20], end: dates[80] }];
    let found = request.report().unwrap().scenarios.remove(0);
    sums(&found);
    assert!(matches!(&found.holdings[1].basis, Basis::Unknown { why } if why.contains("no price at the start")));
    assert!(
        matches!(&found.holdings[2].basis, Basis::Unknown { why } if why.contains("within 7 days before 2020-02-27"))
    );
    assert_eq!(found.data_share, 1.0 / 3.0);
    // A proxy that explains too little does not stand in.
    (request.proxies, request.r_squared_min) = (vec!["A".into()], 0.9);
    let found = request.report().unwrap().scenarios.remove(0);
    assert!(matches!(&found.holdings[1].basis, Basis::Unknown { why } if why.contains("of its variance")), "{found:?}");
    // Before any price there is nothing to tell.
    request.windows = vec![StressWindow { name: "early".into(), start: day(1998, 1, 1), end: day(1998, 2, 1) }];
    let found = request.report().unwrap().scenarios.remove(0);
    assert_eq!((found.gain, found.unknown_share, found.worst_day, found.path.len()), (None, 1.0, None, 0));
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn requests_that_cannot_be_are_refused() {
    let base = || StressRequest::new(vec![holding("A", 10.0), holding("B", 10.0)], small(200));
    let code = |change: &dyn Fn(&mut StressRequest)| {
        let mut request = base();
        change(&mut request);
        let result: Result<StressReport, risk::RiskError> = request.report();
        let error = result.unwrap_err();
        (error.code(), error.field().to_owned())
    };
    let shock = |shock: Shock| {
        move |r: &mut StressRequest| r.scenarios = vec![Scenario { name: "s".into(), shocks: vec![shock.clone()] }]
    };
    assert_eq!(code(&|r| r.holdings.clear()), ("invalid_field", "holdings".into()));
    assert_eq!(code(&|r| r.holdings[0].value = Some(f64::NAN)), ("invalid_field", "holdings".into()));
    assert_eq!(code(&|r| r.holdings.iter_mut().for_each(|h| h.value = None)), ("invalid_field", "holdings".into()));
    assert_eq!(code(&|r| r.holdings[0].value = Some(-10.0)), ("invalid_field", "capital".into()));
    assert_eq!(code(&|r| r.holdings[1].name = "A".into()), ("invalid_field", "holdings".into()));
    assert_eq!(code(&|r| r.history.kind = HistoryKind::Returns), ("invalid_field", "history".into()));
    assert_eq!(code(&|r| r.crises = Some(vec!["1987".into()])), ("invalid_field", "crises".into()));
    assert_eq!(code(&|r| r.proxies = vec!["DAX".into()]), ("invalid_field", "proxies".into()));
    assert_eq!(code(&|r| r.r_squared_min = 2.0), ("invalid_setting", "r_squared_min".into()));
    let turned = StressWindow { name: "w".into(), start: day(2020, 2, 1), end: day(2020, 1, 1) };
    assert_eq!(code(&move |r| r.windows = vec![turned.clone()]), ("invalid_field", "windows".into()));
    assert_eq!(code(&shock(Shock::Equity { change: f64::NAN })).0, "invalid_setting");
    assert_eq!(code(&shock(Shock::Equity { change: -1.5 })).0, "invalid_setting");
    assert_eq!(code(&shock(Shock::Rates { change: 100.0 })).0, "invalid_setting");
    assert_eq!(code(&shock(Shock::Holding { holding: "Z".into(), change: -0.1 })).0, "invalid_field");
    assert_eq!(code(&shock(Shock::Sector { sector: "Z".into(), change: -0.1 })).0, "invalid_field");
    assert_eq!(code(&shock(Shock::Factor { factor: "Z".into(), change: -0.1 })).0, "invalid_field");
    assert_eq!(code(&shock(Shock::CorrelationToOne { confidence: 0.2, periods: 1 })).0, "invalid_setting");
    assert_eq!(code(&|r| r.scenarios = vec![Scenario { name: "s".into(), shocks: Vec::new() }]).0, "invalid_field");
    let ask = |loss: f64, periods: usize| {
        move |r: &mut StressRequest| {
            r.reverse = vec![ReverseStressRequest { loss, factors: Vec::new(), periods }];
        }
    };
    assert_eq!(code(&ask(0.0, 1)).0, "invalid_setting");
    assert_eq!(code(&ask(0.2, 0)).0, "invalid_setting");
    // Nothing that moves, too few days: said there, not refused.
    let mut still = base();
    still.crises = Some(Vec::new());
    ask(0.2, 1)(&mut still);
    for series in &mut still.history.series {
        series.values.fill(Some(5.0));
    }
    let found = still.report().unwrap().reverse.remove(0);
    assert!(found.moves.is_empty() && found.undefined.unwrap().contains("does not move"));
    still.history = small(5);
    assert!(still.report().unwrap().reverse[0].undefined.as_ref().unwrap().contains("too few"));
    // A form that is not the request's.
    let error =
        StressRequest::from_json(br#"{"holdings":[],"history":{"kind":"prices","dates":[],"series":[]},"spam":1}"#);
    assert_eq!(error.unwrap_err().code(), "malformed_request");
}
