//! The breaker against what it promises, with results in any order.

use market::breaker::{Breaker, BreakerSettings, BreakerState, Permit};
use proptest::prelude::*;

const SETTINGS: BreakerSettings =
    BreakerSettings { failures: 3, within_micros: 1_000, open_micros: 100, open_max_micros: 400, probe_micros: 50 };

fn fail(breaker: &mut Breaker, at: i64) {
    let permit = breaker.ask(at).unwrap();
    breaker.failed(at, permit);
}

#[test]
fn it_opens_after_failures_in_a_row_and_asks_with_one_request() {
    let mut breaker = Breaker::new(SETTINGS);
    fail(&mut breaker, 0);
    fail(&mut breaker, 1);
    let permit = breaker.ask(2).unwrap();
    breaker.succeeded(permit);
    fail(&mut breaker, 3);
    fail(&mut breaker, 4);
    assert_eq!(breaker.state(4), BreakerState::Closed, "a success lies between");
    let (late, permit) = (breaker.ask(5).unwrap(), breaker.ask(5).unwrap());
    breaker.failed(5, permit);
    assert_eq!(breaker.state(5), BreakerState::Open { micros: 100 });
    breaker.succeeded(late);
    assert_eq!(breaker.ask(104).unwrap_err(), 1, "what was asked before does not close it");
    assert_eq!(breaker.state(105), BreakerState::HalfOpen);
    let probe = breaker.ask(105).unwrap();
    assert_eq!(breaker.ask(106).unwrap_err(), 49, "one request is enough to find out");
    breaker.failed(107, probe);
    assert_eq!(breaker.state(107), BreakerState::Open { micros: 200 }, "twice as long");
    let probe = breaker.ask(307).unwrap();
    breaker.succeeded(probe);
    assert_eq!(breaker.state(307), BreakerState::Closed);
}

#[test]
fn failures_that_lie_far_apart_do_not_open_it() {
    let mut breaker = Breaker::new(SETTINGS);
    for n in 0..20 {
        fail(&mut breaker, n * 600);
    }
    assert_eq!(breaker.state(20 * 600), BreakerState::Closed);
}

#[test]
fn a_source_that_asks_to_be_left_alone_is() {
    let mut breaker = Breaker::new(SETTINGS);
    breaker.leave_alone(0, 1_000);
    breaker.leave_alone(0, 10);
    assert_eq!(breaker.ask(999).unwrap_err(), 1);
    let probe = breaker.ask(1_000).unwrap();
    breaker.failed(1_000, probe);
    assert_eq!(breaker.state(1_000), BreakerState::Open { micros: 200 });
    breaker.leave_alone(0, i64::MAX);
    assert!(breaker.ask(i64::MAX - 1).is_err());
}

proptest! {
    #[test]
    fn nothing_passes_while_it_is_open_and_it_never_stays_shut(
        steps in prop::collection::vec((0_i64..60, 0_u8..5, any::<prop::sample::Index>()), 1..300)
    ) {
        let mut breaker = Breaker::new(SETTINGS);
        let (mut now, mut out): (i64, Vec<Permit>) = (0, Vec::new());
        let mut open_until = 0;
        let mut probe_at: Option<i64> = None;
        for (pause, what, which) in steps {
            now += pause;
            let before = breaker.state(now);
            match what {
                0 | 1 => match breaker.ask(now) {
                    Ok(permit) => {
                        prop_assert!(now >= open_until, "it passed while open");
                        prop_assert!(!matches!(before, BreakerState::Open { .. }), "it said that it was open");
                        if before == BreakerState::HalfOpen {
                            if let Some(at) = probe_at {
                                prop_assert!(now - at >= SETTINGS.probe_micros, "two at once");
                            }
                            probe_at = Some(now);
                        }
                        out.push(permit);
                    }
                    Err(wait) => {
                        prop_assert!(wait > 0 && wait <= SETTINGS.open_max_micros);
                        prop_assert_eq!(before, BreakerState::Open { micros: wait });
                    }
                },
                2 | 3 if !out.is_empty() => {
                    let permit = out.swap_remove(which.index(out.len()));
                    if what == 2 { breaker.failed(now, permit) } else { breaker.succeeded(permit) }
                }
                _ => {} // a request whose result never comes
            }
            match (before, breaker.state(now)) {
                (BreakerState::Closed, BreakerState::Open { micros }) => (open_until, probe_at) = (now + micros, None),
                (_, BreakerState::Closed) => (open_until, probe_at) = (0, None),
                _ => {}
            }
        }
        prop_assert!(breaker.ask(now + SETTINGS.open_max_micros).is_ok(), "after the longest time it asks again");
    }
}
