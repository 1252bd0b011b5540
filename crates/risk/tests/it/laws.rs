//! What must hold whatever the numbers are.

use nalgebra::DMatrix;
use proptest::prelude::*;
use risk::{
    OptionKind, OptionTerms, TailBacktestRequest, TailMethod, backtest, beta_hedge, coverage, gaussian_contributions,
    minimum_variance_hedge, rehedge_band, tail_risk, zero_cost_call_strike,
};

use crate::sample::index;

fn methods() -> Vec<TailMethod> {
    let parse = |text: &str| serde_json::from_str(text).unwrap();
    vec![
        TailMethod::Historical,
        TailMethod::Gaussian,
        TailMethod::CornishFisher,
        parse(r#"{"method": "ewma"}"#),
        parse(r#"{"method": "garch", "innovations": "student"}"#),
        parse(r#"{"method": "filtered_historical", "model": "gjr"}"#),
        parse(r#"{"method": "extreme_value"}"#),
        parse(r#"{"method": "monte_carlo", "paths": {"n_paths": 2000}}"#),
    ]
}

#[test]
fn losses_grow_with_confidence_and_the_mean_beyond_is_larger() {
    let returns = index()[2000..3500].to_vec();
    for method in methods() {
        let mut before = 0.0;
        for confidence in [0.92, 0.95, 0.99] {
            let found = tail_risk(&returns, method, confidence, 1).unwrap();
            assert!(found.value_at_risk > before, "{} {confidence}: {found:?}", method.name());
            assert!(found.conditional_value_at_risk > found.value_at_risk, "{}: {found:?}", method.name());
            before = found.value_at_risk;
        }
        let ten = tail_risk(&returns, method, 0.95, 10).unwrap();
        let one = tail_risk(&returns, method, 0.95, 1).unwrap();
        assert!(ten.value_at_risk > 1.5 * one.value_at_risk, "{}: {ten:?}", method.name());
    }
}

/// Coverage of each method over the sample's twenty years, told a day ahead. Prints the table.
#[test]
fn every_method_is_told_before_and_compared_after() {
    let returns = index();
    println!(
        "{:<22} {:>10} {:>9} {:>9} {:>13} {:>13}",
        "method", "exceptions", "expected", "kupiec p", "independence", "severity"
    );
    for method in methods() {
        let request =
            TailBacktestRequest { returns: returns.clone(), method, window: 500, confidence: 0.95, refit_every: 250 };
        let found = backtest(&request).unwrap();
        let coverage = &found.coverage;
        let independence = coverage.independence.map_or("none".to_owned(), |ratio| format!("{:.2e}", ratio.p));
        println!(
            "{:<22} {:>10} {:>9.1} {:>9.2e} {independence:>13} {:>13.3}",
            found.method,
            coverage.n_exceptions,
            coverage.expected,
            coverage.kupiec.p,
            found.severity.unwrap()
        );
        let part = coverage.n_exceptions as f64 / coverage.n as f64;
        assert!((0.03..0.08).contains(&part), "{}: {part}", found.method);
        // What comes later changes nothing that was told before.
        let cut = TailBacktestRequest { returns: returns[..1200].to_vec(), ..request };
        let shorter = backtest(&cut).unwrap();
        assert_eq!(shorter.value_at_risk[..], found.value_at_risk[..700], "{}", found.method);
    }
}

#[test]
fn exceptions_in_a_row_are_seen() {
    let mut hits = vec![false; 400];
    hits[100..120].fill(true);
    let found = coverage(&hits, 0.95).unwrap();
    assert!(found.kupiec.p > 0.9 && found.independence.unwrap().p < 1e-6, "{found:?}");
    let mut zones = vec![false; 250];
    zones[..7].fill(true);
    assert_eq!(coverage(&zones, 0.99).unwrap().basel_zone, Some("yellow"));
    assert_eq!(coverage(&hits, 0.99).unwrap().basel_zone, None);
}

#[test]
fn a_perfect_hedge_leaves_nothing() {
    let index = index()[..300].to_vec();
    let half: Vec<f64> = index.iter().map(|r| 0.5 * r + 0.001).collect();
    let hedge = minimum_variance_hedge(&half, std::slice::from_ref(&index)).unwrap();
    assert!((hedge.ratios[0] + 0.5).abs() < 1e-12 && (hedge.effectiveness - 1.0).abs() < 1e-12);
    assert_eq!(hedge.standard_errors, [None]);
    // 1.2 of beta on a million against futures of 200,000: 6 contracts to sell.
    let beta = beta_hedge(1e6, 1.2, 0.0, 1.0, 2e5).unwrap();
    assert_eq!((beta.value, beta.contracts, beta.whole_contracts), (-1.2e6, -6.0, -6.0));
    assert!(beta.beta_after.abs() < 1e-12);
    assert!((rehedge_band(0.001, 100.0, 0.02, 0.1, 1.0).unwrap() - 0.0006_f64.cbrt()).abs() < 1e-12);
}

#[test]
fn a_collar_costs_nothing() {
    let put =
        OptionTerms { kind: OptionKind::Put, spot: 100.0, strike: 92.0, years: 0.5, rate: 0.03, dividend_yield: 0.01 };
    let strike = zero_cost_call_strike(&put, 0.25, 0.2).unwrap();
    let call = OptionTerms { kind: OptionKind::Call, strike, ..put };
    assert!((call.price(0.2).unwrap() - put.price(0.25).unwrap()).abs() < 1e-10, "{strike}");
    assert!(strike > 100.0);
}

fn terms() -> impl Strategy<Value = (OptionTerms, f64)> {
    (1.0..500.0_f64, 0.4..2.5_f64, 0.01..5.0_f64, -0.02..0.12_f64, 0.0..0.08_f64, 0.05..1.2_f64).prop_map(
        |(spot, moneyness, years, rate, dividend_yield, volatility)| {
            let kind = OptionKind::Call;
            (OptionTerms { kind, spot, strike: spot * moneyness, years, rate, dividend_yield }, volatility)
        },
    )
}

proptest! {
    #[test]
    fn calls_and_puts_keep_their_parity((call, volatility) in terms()) {
        let put = OptionTerms { kind: OptionKind::Put, ..call };
        let (c, p) = (call.greeks(volatility).unwrap(), put.greeks(volatility).unwrap());
        let forward = call.spot * (-call.dividend_yield * call.years).exp() - call.strike * (-call.rate * call.years).exp();
        prop_assert!((c.price - p.price - forward).abs() < 1e-11 * call.spot.max(call.strike));
        prop_assert!((c.gamma - p.gamma).abs() < 1e-12 && (c.vega - p.vega).abs() < 1e-9);
        for (terms, price) in [(call, c.price), (put, p.price)] {
            // Where the price says nothing of the volatility any more, none is asked for.
            if c.vega > 1e-4 * call.spot {
                let implied = terms.implied_volatility(price).unwrap();
                prop_assert!((implied - volatility).abs() < 1e-8, "{terms:?} {implied} {volatility}");
            }
        }
    }

    #[test]
    fn components_add_up(values in prop::collection::vec(-1.0..1.0_f64, 16), weights in prop::collection::vec(-0.5..1.0_f64, 4)) {
        let root = DMatrix::from_vec(4, 4, values);
        let covariance = (&root * root.transpose() + DMatrix::identity(4, 4) * 0.01) * 1e-4;
        let means = [0.0005, 0.0002, -0.0001, 0.0];
        let (whole, parts) = gaussian_contributions(&weights, &means, &covariance, 0.975).unwrap();
        let sum: f64 = parts.iter().map(|part| part.component).sum();
        prop_assert!((sum - whole).abs() <= 1e-12 * whole.abs().max(1e-6));
    }
}
