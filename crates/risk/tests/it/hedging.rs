//! Hedges against numpy and scipy (`tests/golden/risk/reports.py`), their order, and what cannot be hedged.

use chrono::NaiveDate;
use risk::{HedgeInstrument, HedgeKind, HedgeRecommendation, HedgeReport, HedgeRequest, OptionMarket};

use crate::sample::close;
use crate::stress::{holding, prices, reports};

fn instrument(name: &str, price: f64) -> HedgeInstrument {
    HedgeInstrument { name: name.into(), price, multiplier: 1.0, cost: 0.0005 }
}

fn puts() -> OptionMarket {
    OptionMarket {
        underlying: "SP500".into(),
        spot: 3230.78,
        multiplier: 10.0,
        years: 0.25,
        moneyness: 0.95,
        rate: 0.015,
        dividend_yield: 0.018,
        implied_volatility: None,
        call_volatility: Some(0.11),
        vix: Some(13.78),
        cost: 0.01,
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn sample() -> HedgeRequest {
    during(day(2015, 1, 2), day(2019, 12, 31))
}

fn during(first: NaiveDate, last: NaiveDate) -> HedgeRequest {
    let mut history = prices(&["AAPL", "JPM", "XOM", "KO", "SP500", "VLUE", "USMV"]);
    let kept = |date: &NaiveDate| (first..=last).contains(date);
    let from = history.dates.iter().position(kept).unwrap();
    let to = history.dates.iter().rposition(kept).unwrap() + 1;
    history.dates = history.dates[from..to].to_vec();
    history.series.iter_mut().for_each(|series| series.values = series.values[from..to].to_vec());
    let held = [("AAPL", 40_000.0), ("JPM", 30_000.0), ("XOM", 25_000.0), ("KO", 20_000.0)];
    HedgeRequest {
        instruments: vec![instrument("SP500", 3230.78), instrument("USMV", 65.6)],
        benchmark: Some("SP500".into()),
        options: vec![puts()],
        ..HedgeRequest::new(held.map(|(name, value)| holding(name, value)).to_vec(), history)
    }
}

fn find<'a>(report: &'a HedgeReport, kind: HedgeKind, name: &str) -> &'a HedgeRecommendation {
    report.recommendations.iter().find(|hedge| hedge.kind == kind && hedge.name.contains(name)).unwrap()
}

#[test]
fn hedges_agree_with_their_recomputation() {
    let theirs = &reports()["hedges"];
    let mut request = sample();
    let found = request.report().unwrap();
    assert_eq!(theirs["n"], found.n_periods);
    let exact = (1e-9, 0.0);
    close(found.deviation, &theirs["deviation"], exact, "deviation");
    close(found.value_at_risk, &theirs["value_at_risk"], exact, "value at risk");
    let index = find(&found, HedgeKind::MinimumVariance, "SP500");
    close(index.ratios[0], &theirs["index"]["ratio"], exact, "ratio");
    assert_eq!(theirs["index"]["units"], index.trades[0].units);
    close(index.deviation, &theirs["index"]["deviation"], exact, "deviation with the index");
    close(index.value_at_risk, &theirs["index"]["value_at_risk"], exact, "value at risk with the index");
    let put = find(&found, HedgeKind::ProtectivePut, "SP500");
    let (option, theirs_put) = (put.option.as_ref().unwrap(), &theirs["put"]);
    assert_eq!(theirs_put["units"], put.trades[0].units);
    close(option.premium, &theirs_put["premium"], (1e-10, 0.0), "premium");
    close(put.value_at_risk, &theirs_put["value_at_risk"], exact, "value at risk with puts");
    close(put.deviation, &theirs_put["deviation"], exact, "deviation with puts");
    close(option.protected_loss, &theirs_put["protected_loss"], exact, "protected loss");
    request.factors = vec!["SP500".into(), "VLUE".into()];
    request.instruments = vec![instrument("USMV", 65.6)];
    let found = request.report().unwrap();
    close(find(&found, HedgeKind::Factor, "VLUE").ratios[0], &theirs["factor"]["ratio"], (1e-6, 0.0), "factor");
}

#[test]
fn hedges_are_ranked_explained_and_ready_to_trade() {
    let found = sample().report().unwrap();
    assert!(found.left_out.is_empty(), "{:?}", found.left_out);
    let kinds = |kind: HedgeKind| found.recommendations.iter().filter(|hedge| hedge.kind == kind).count();
    assert_eq!(
        [HedgeKind::MinimumVariance, HedgeKind::Beta, HedgeKind::ProtectivePut, HedgeKind::Collar].map(kinds),
        [3, 2, 1, 1]
    );
    assert!(found.recommendations.windows(2).all(|pair| pair[0].burden <= pair[1].burden));
    for hedge in &found.recommendations {
        assert!(hedge.effectiveness < 1.0 && hedge.words.len() >= 4 && !hedge.trades.is_empty(), "{hedge:?}");
        assert!(hedge.trades.iter().all(|trade| trade.units == trade.units.round()));
        let paid: f64 = hedge.trades.iter().map(|trade| trade.value).sum();
        let traded: f64 = hedge.trades.iter().map(|trade| trade.value.abs()).sum();
        assert!(hedge.option.is_none() || (hedge.cost - paid - 0.01 * traded).abs() < 1e-9, "{hedge:?}");
    }
    let beta = find(&found, HedgeKind::Beta, "SP500");
    assert!(beta.beta.unwrap().abs() < 0.02 && beta.words.iter().any(|words| words.starts_with("Sell 37 of SP500")));
    let collar = find(&found, HedgeKind::Collar, "SP500").option.as_ref().unwrap();
    let put = find(&found, HedgeKind::ProtectivePut, "SP500").option.as_ref().unwrap();
    assert!(collar.premium.abs() < 1e-6 && collar.capped_gain.unwrap() > 0.0 && put.capped_gain.is_none());
    assert!(put.premium > 0.0 && put.break_even > 0.0 && put.protected_loss > collar.protected_loss);
    assert!(put.greeks.delta < 0.0 && put.greeks.gamma > 0.0 && put.greeks.theta < 0.0);
    assert!(put.delta_band.unwrap() > 0.0);
    // In these years the ratio moves no more than measuring it errs, so that there is no band to tell.
    assert!(find(&found, HedgeKind::MinimumVariance, "with SP500").band.is_none());
}

#[test]
fn bands_widen_with_the_third_root_of_the_cost() {
    let mut request = during(day(2000, 1, 3), day(2019, 12, 31));
    request.options.clear();
    request.instruments.truncate(1);
    let band = |request: &HedgeRequest| {
        let found = request.report().unwrap();
        let hedge = find(&found, HedgeKind::MinimumVariance, "with SP500").clone();
        assert!(hedge.words.iter().any(|words| words.contains("Leave it alone")), "{:?}", hedge.words);
        (hedge.ratios[0], hedge.band.unwrap())
    };
    let (ratio, narrow) = band(&request);
    assert!(
        (narrow.ratio_deviation.powi(2) / reports()["hedges"]["ratio_variance"].as_f64().unwrap() - 1.0).abs() < 1e-9
    );
    assert!(narrow.lower < ratio && ratio < narrow.upper);
    request.instruments[0].cost *= 8.0;
    let (_, wide) = band(&request);
    let grown = (wide.upper - wide.lower) / (narrow.upper - narrow.lower);
    assert!((grown - 2.0).abs() < 1e-9, "{grown}");
}

#[test]
fn factors_that_can_be_traded_are_taken_away_whole() {
    let mut request = sample();
    request.options.clear();
    request.factors = vec!["SP500".into(), "USMV".into()];
    let found = request.report().unwrap();
    let hedge = find(&found, HedgeKind::Factor, "SP500, USMV");
    let all = find(&found, HedgeKind::MinimumVariance, "all instruments");
    // Least squares on both is what neutralizes both.
    for (one, other) in hedge.ratios.iter().zip(&all.ratios) {
        assert!((one - other).abs() < 1e-9, "{:?} {:?}", hedge.ratios, all.ratios);
    }
}

#[test]
fn what_cannot_be_hedged_is_left_out_with_the_reason() {
    let mut request = sample();
    request.options[0].vix = None;
    let found = request.report().unwrap();
    let why = |name: &str| found.left_out.iter().find(|left| left.name.contains(name)).map(|left| left.why.clone());
    assert!(why("protective put").unwrap().contains("volatility"), "{:?}", found.left_out);
    request.options[0].vix = Some(15.0);
    request.options[0].multiplier = 100_000.0;
    let found = request.report().unwrap();
    assert!(found.left_out.iter().all(|left| left.why.contains("multiplier")), "{:?}", found.left_out);
    assert_eq!(found.left_out.len(), 2);
    request.options[0].years = 0.01;
    assert!(request.report().unwrap().left_out[0].why.contains("longer than the horizon"));
    // A copy of the index beside the index.
    request.options.clear();
    let mut copy = request.history.series.iter().find(|series| series.name == "SP500").unwrap().clone();
    copy.name = "copy".into();
    request.history.series.push(copy);
    request.instruments.push(instrument("copy", 10.0));
    let found = request.report().unwrap();
    let left: Vec<&str> = found.left_out.iter().map(|left| left.name.as_str()).collect();
    assert_eq!(left, ["minimum variance with all instruments"]);
    // A short of the market cannot be protected by puts on it.
    let mut short = sample();
    short.holdings.iter_mut().for_each(|holding| holding.value = holding.value.map(|value| -value));
    short.capital = Some(100_000.0);
    let found = short.report().unwrap();
    assert!(found.left_out.iter().all(|left| left.why.contains("does not rise with the underlying")));
    assert!(find(&found, HedgeKind::MinimumVariance, "with SP500").trades[0].units > 0.0);
}

#[test]
fn requests_that_cannot_be_are_refused() {
    let code = |change: &dyn Fn(&mut HedgeRequest)| {
        let mut request = sample();
        change(&mut request);
        let error = request.report().unwrap_err();
        (error.code(), error.field().to_owned())
    };
    assert_eq!(code(&|r| r.holdings.clear()), ("invalid_field", "holdings".into()));
    assert_eq!(code(&|r| r.holdings.iter_mut().for_each(|h| h.value = None)), ("invalid_field", "capital".into()));
    assert_eq!(code(&|r| r.instruments[0].price = 0.0), ("invalid_setting", "price".into()));
    assert_eq!(code(&|r| r.instruments[0].cost = f64::NAN), ("invalid_setting", "cost".into()));
    assert_eq!(code(&|r| r.instruments[0].name = "Z".into()), ("invalid_field", "instruments".into()));
    assert_eq!(code(&|r| r.benchmark = Some("Z".into())), ("invalid_field", "benchmark".into()));
    assert_eq!(code(&|r| r.horizon = 0), ("invalid_setting", "horizon".into()));
    assert_eq!(code(&|r| r.confidence = 1.0), ("invalid_setting", "confidence".into()));
    assert_eq!(code(&|r| r.risk_aversion = 0.0), ("invalid_setting", "risk_aversion".into()));
    assert_eq!(code(&|r| r.target_beta = f64::INFINITY), ("invalid_setting", "target_beta".into()));
    let nothing = |r: &mut HedgeRequest| {
        r.instruments.clear();
        r.options.clear();
        r.benchmark = None;
    };
    assert_eq!(code(&nothing), ("invalid_field", "instruments".into()));
    let short = |r: &mut HedgeRequest| {
        r.history.dates.truncate(40);
        r.history.series.iter_mut().for_each(|series| series.values.truncate(40));
    };
    assert_eq!(code(&short).0, "too_few_observations");
    let still = |r: &mut HedgeRequest| r.history.series.iter_mut().for_each(|series| series.values.fill(Some(1.0)));
    assert_eq!(code(&still).0, "undefined_figure");
    assert_eq!(HedgeRequest::from_json(b"{}").unwrap_err().code(), "malformed_request");
    let text = serde_json::to_vec(&sample()).unwrap();
    assert_eq!(HedgeRequest::from_json(&text).unwrap(), sample());
}
