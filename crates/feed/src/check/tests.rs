//! Streams by hand.

use super::*;
use model::{id::InstrumentId, market::Origin, time::Timestamp};

const RECEIVED: i64 = 1_700_000_000_000_000;

fn origin(sequence: Option<u64>) -> Origin {
    Origin {
        instrument: InstrumentId::from_uuid(uuid::Uuid::from_u128(1)),
        source: "test".parse().unwrap(),
        at: Some(Timestamp::from_micros(RECEIVED)),
        received_at: Timestamp::from_micros(RECEIVED),
        sequence,
        currency: Some(Currency::USD),
        adjustment: Adjustment::Raw,
    }
}

fn trade(sequence: Option<u64>, price: f64) -> Tick {
    let counts = TradeUse::PriceAndVolume;
    let data = TickData::Trade(Trade { price, size: Some(1.0), aggressor: None, counts });
    Tick { origin: origin(sequence), data }
}

fn quote(bid: f64, ask: f64) -> Tick {
    let data = TickData::Quote(BidAsk { bid: Some(bid), bid_size: None, ask: Some(ask), ask_size: None });
    Tick { origin: origin(None), data }
}

fn trusting() -> Limits {
    Limits { first_price: FirstPrice::Trust, ..Limits::default() }
}

fn numbered(numbering: Numbering) -> StreamCheck {
    StreamCheck::new(Limits { numbering, currency: Some(Currency::USD), ..trusting() }).unwrap()
}

/// What passes at each tick, or why none does.
fn steps(check: &mut StreamCheck, ticks: &[Tick]) -> Vec<Result<Vec<f64>, IncidentKind>> {
    let step = |tick| {
        let mut out = Vec::new();
        let result = check.step(tick, &mut |t| out.push(t.price().unwrap()));
        assert!(result.is_ok() || out.is_empty());
        result.map(|_| out).map_err(|refusal| refusal.kind)
    };
    ticks.iter().map(step).collect()
}

#[test]
fn numbers_that_are_no_price_are_refused() {
    let mut check = numbered(Numbering::Unnumbered);
    for price in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0, -1.0, 1e13] {
        assert_eq!(steps(&mut check, &[trade(None, price)]), [Err(IncidentKind::Range)], "{price}");
        assert_eq!(steps(&mut check, &[quote(price, 10.0)]), [Err(IncidentKind::Range)], "{price}");
    }
    for size in [f64::NAN, 0.0, -1.0, 1e16] {
        let mut tick = trade(None, 10.0);
        tick.data = TickData::Trade(Trade { price: 10.0, size: Some(size), ..trade_of(&tick) });
        assert_eq!(steps(&mut check, &[tick]), [Err(IncidentKind::Range)], "{size}");
    }
    assert_eq!(steps(&mut check, &[quote(10.0, 100.0)]), [Err(IncidentKind::Range)], "a spread without sense");
}

fn trade_of(tick: &Tick) -> Trade {
    match tick.data {
        TickData::Trade(trade) => trade,
        TickData::Quote(_) => panic!("a quote"),
    }
}

#[test]
fn another_currency_another_adjustment_and_another_time_are_refused() {
    let mut check = numbered(Numbering::Counted);
    let mut ticks = [trade(Some(1), 10.0); 6];
    ticks[0].origin.currency = Some(Currency::EUR);
    ticks[1].origin.adjustment = Adjustment::Adjusted;
    ticks[2].origin.at = Some(Timestamp::from_micros(RECEIVED + 5_000_001));
    ticks[3].origin.at = Some(Timestamp::from_micros(i64::MIN));
    ticks[4].origin.at = None;
    ticks[4].origin.currency = None;
    let kinds = [IncidentKind::Currency, IncidentKind::Adjustment, IncidentKind::ClockSkew, IncidentKind::ClockSkew];
    let mut expected: Vec<_> = kinds.map(Err).to_vec();
    expected.extend([Ok(vec![10.0]), Err(IncidentKind::Duplicate)]);
    assert_eq!(steps(&mut check, &ticks), expected, "the number was free until a good tick took it");
}

#[test]
fn a_spike_is_refused_and_a_new_level_is_not() {
    let mut check = numbered(Numbering::Unnumbered);
    let ticks = [100.0, 101.0, 150.0, 100.5, 151.0, 40.0, 150.0, 151.0, 152.0].map(|price| trade(None, price));
    let spike = Err(IncidentKind::Spike);
    let expected = [
        Ok(vec![100.0]),
        Ok(vec![101.0]),
        spike.clone(),
        Ok(vec![100.5]),
        spike.clone(),
        spike.clone(), // far from the one before, so that confirms nothing
        spike,
        Ok(vec![150.0, 151.0]), // the first of the new level comes along
        Ok(vec![152.0]),
    ];
    assert_eq!(steps(&mut check, &ticks), expected);
}

#[test]
fn a_spike_that_is_sent_twice_does_not_confirm_itself() {
    let mut check = numbered(Numbering::Unnumbered);
    let ticks = [100.0, 150.0, 150.0, 150.0].map(|price| trade(None, price));
    let (spike, again) = (Err(IncidentKind::Spike), Err(IncidentKind::Duplicate));
    assert_eq!(steps(&mut check, &ticks), [Ok(vec![100.0]), spike.clone(), again.clone(), again.clone()]);
    let mut check = numbered(Numbering::Counted);
    let ticks = [(1, 100.0), (2, 150.0), (2, 150.0), (3, 150.0)].map(|(n, price)| trade(Some(n), price));
    assert_eq!(steps(&mut check, &ticks), [Ok(vec![100.0]), spike, again, Ok(vec![150.0, 150.0])]);
}

#[test]
fn more_prints_can_be_asked_for() {
    let limits = Limits { confirmations: 3, ..trusting() };
    let mut check = StreamCheck::new(limits).unwrap();
    let ticks = [100.0, 150.0, 150.1, 150.2, 150.3].map(|price| trade(None, price));
    let passed = steps(&mut check, &ticks);
    assert_eq!(passed.iter().filter(|p| p.is_err()).count(), 3);
    assert_eq!(passed[4], Ok(vec![150.0, 150.1, 150.2, 150.3]));
}

#[test]
fn the_first_tick_is_measured_against_what_is_known() {
    let mut check = numbered(Numbering::Unnumbered);
    check.expect_price(200.0);
    assert_eq!(steps(&mut check, &[trade(None, 20.0)]), [Err(IncidentKind::Spike)]);
}

#[test]
fn a_first_price_waits_for_one_that_agrees() {
    let mut check = StreamCheck::new(Limits::default()).unwrap();
    let ticks = [1e9, 100.0, 101.0, 102.0].map(|price| trade(None, price));
    let (alone, spike) = (Err(IncidentKind::Unconfirmed), Err(IncidentKind::Spike));
    assert_eq!(steps(&mut check, &ticks), [alone, spike, Ok(vec![100.0, 101.0]), Ok(vec![102.0])]);
    let mut check = StreamCheck::new(Limits::default()).unwrap();
    check.expect_price(99.0);
    assert_eq!(steps(&mut check, &ticks[1..2]), [Ok(vec![100.0])], "yesterday's close confirms it");
}

#[test]
fn crossed_quotes_are_refused_and_locked_ones_marked() {
    let mut check = numbered(Numbering::Unnumbered);
    assert_eq!(steps(&mut check, &[quote(10.1, 10.0)]), [Err(IncidentKind::Crossed)]);
    let passed = check.step(&quote(10.0, 10.0), &mut |_| ()).unwrap();
    assert!(passed.locked);
    assert!(!check.step(&quote(10.0, 10.1), &mut |_| ()).unwrap().locked);
}

#[test]
fn gaps_repetitions_and_late_ticks() {
    let mut check = numbered(Numbering::Counted);
    let mut step = |n| check.step(&trade(Some(n), 10.0), &mut |_| ()).map_err(|refusal| refusal.kind);
    assert_eq!(step(1), Ok(Passed::default()));
    assert_eq!(step(4), Ok(Passed { missing: 2, ..Passed::default() }));
    assert_eq!(step(4), Err(IncidentKind::Duplicate));
    assert_eq!(step(3), Ok(Passed { late: true, ..Passed::default() }));
    assert_eq!(step(2), Ok(Passed { late: true, completes: true, ..Passed::default() }));
    assert_eq!(step(2), Err(IncidentKind::Duplicate));
}

#[test]
fn a_wrong_number_changes_nothing_and_a_real_jump_loses_nothing_that_came() {
    let mut check = numbered(Numbering::Counted);
    let ticks = [(1, 10.0), (u64::MAX, 10.1), (2, 10.2), (50_000, 10.3), (3, 10.4), (50_002, 10.5), (50_001, 10.6)];
    let ticks = ticks.map(|(n, price)| trade(Some(n), price));
    let jump = Err(IncidentKind::SequenceJump);
    let expected =
        [Ok(vec![10.0]), jump.clone(), Ok(vec![10.2]), jump, Ok(vec![10.4]), Ok(vec![10.3, 10.5]), Ok(vec![10.6])];
    assert_eq!(steps(&mut check, &ticks), expected);
    assert_eq!((check.sequence().lost(), check.sequence().outstanding()), (49_996, 0));
    check.restart_sequence();
    assert_eq!(steps(&mut check, &[trade(Some(1), 10.0)]), [Ok(vec![10.0])], "a new connection counts from one");
}

#[test]
fn limits_without_sense_are_refused() {
    let good = Limits::default();
    for (limits, field) in [
        (Limits { price_max: f64::NAN, ..good }, "price_max"),
        (Limits { spike: 0.0, ..good }, "spike"),
        (Limits { confirming: 0.2, ..good }, "confirming"),
        (Limits { confirmations: 9, ..good }, "confirmations"),
        (Limits { behind_micros: -1, ..good }, "behind_micros"),
        (Limits { spread_max: Some(f64::NAN), ..good }, "spread_max"),
    ] {
        let error = StreamCheck::new(limits).unwrap_err();
        assert!(matches!(error, FeedError::Limit { field: at, .. } if at == field), "{error}");
    }
}
