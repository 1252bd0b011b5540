//! Budgets: never more than the limit in any window, and no one waits longer than needed.

use std::{collections::VecDeque, time::Duration};

use market::budget::{Budget, Budgets, Hint, SharedBudget, Short, Window};
use proptest::prelude::*;
use tokio::time::Instant;

fn windows() -> impl Strategy<Value = Vec<Window>> {
    let window = (1_u32..50, 1_u64..20_000, 0.0..1.0_f64).prop_map(|(limit, micros, part)| {
        let burst = 1 + (f64::from(limit - 1) * part) as u32;
        Window { limit, per: Duration::from_micros(micros), burst }
    });
    prop::collection::vec(window, 1..4)
}

proptest! {
    #[test]
    fn no_window_ever_sees_more_than_its_limit(
        windows in windows(),
        steps in prop::collection::vec((0_i64..3_000, 0_u32..6), 1..400)
    ) {
        let mut budget = Budget::new(0, &windows).unwrap();
        let (mut now, mut taken) = (0, VecDeque::new());
        for (pause, weight) in steps {
            now += pause;
            if budget.take(now, weight).is_ok() {
                taken.push_back((now, weight));
            }
        }
        for window in &windows {
            let per = i64::try_from(window.per.as_micros()).unwrap();
            for (start, _) in &taken {
                let within = taken.iter().filter(|(at, _)| start <= at && at - start < per);
                let sum: u32 = within.map(|(_, weight)| weight).sum();
                prop_assert!(sum <= window.limit, "{} of {} in {:?}", sum, window.limit, window.per);
            }
        }
    }

    #[test]
    fn who_waits_as_long_as_told_gets_it(
        windows in windows(),
        steps in prop::collection::vec((0_i64..500, 0_u32..6), 1..200)
    ) {
        let mut budget = Budget::new(0, &windows).unwrap();
        let most = windows.iter().map(|window| window.burst).min().unwrap();
        let mut now = 0;
        for (pause, weight) in steps {
            now += pause;
            match budget.take(now, weight) {
                Ok(()) => prop_assert!(weight <= most),
                Err(Short::Never { most: told }) => prop_assert!(told == most && weight > most),
                Err(Short::Wait { micros }) => {
                    prop_assert!(micros > 0);
                    now += micros;
                    prop_assert_eq!(budget.take(now, weight), Ok(()));
                }
            }
        }
    }

    #[test]
    fn what_a_source_says_never_gives_anything(
        windows in windows(),
        hints in prop::collection::vec((0_u8..3, any::<u32>(), any::<i64>(), any::<i64>()), 0..20),
    ) {
        let (mut with, mut without) = (Budget::new(0, &windows).unwrap(), Budget::new(0, &windows).unwrap());
        let mut now = 0_i64;
        for (what, number, micros, pause) in hints {
            now = now.saturating_add(pause.unsigned_abs().min(5_000) as i64);
            with.hint(now, match what {
                0 => Hint::Wait { micros },
                1 => Hint::Remaining { limit: Some(number % 50), remaining: number, reset_micros: Some(micros) },
                _ => Hint::Used { used: number, per_micros: micros },
            });
            if with.take(now, 1).is_ok() {
                prop_assert!(without.take(now, 1).is_ok());
            }
        }
    }
}

#[test]
fn what_a_source_says_is_taken_over() {
    let minute = Duration::from_secs(60);
    let windows = [Window { limit: 200, per: minute, burst: 100 }, Window::new(10_000, Duration::from_secs(3_600))];
    let mut budget = Budget::new(0, &windows).unwrap();
    budget.hint(0, Hint::Remaining { limit: Some(200), remaining: 2, reset_micros: Some(30_000_000) });
    assert_eq!(budget.take(0, 2), Ok(()));
    assert!(matches!(budget.take(0, 1), Err(Short::Wait { micros }) if micros < 1_000_000), "it fills again slowly");
    budget.hint(0, Hint::Remaining { limit: None, remaining: 0, reset_micros: Some(30_000_000) });
    assert_eq!(budget.take(10_000_000, 1), Err(Short::Wait { micros: 20_000_000 }));
    budget.hint(10_000_000, Hint::Wait { micros: 40_000_000 });
    budget.hint(10_000_000, Hint::Wait { micros: 1 });
    assert_eq!(budget.take(10_000_000, 1), Err(Short::Wait { micros: 40_000_000 }), "a shorter one shortens nothing");
    assert_eq!(budget.take(50_000_000, 1), Ok(()));
    budget.hint(50_000_000, Hint::Used { used: 200, per_micros: 60_000_000 });
    assert_eq!(budget.take(50_000_000, 1), Err(Short::Wait { micros: 60_000_000 }));
    budget.hint(50_000_000, Hint::Wait { micros: i64::MAX });
    assert_eq!(budget.take(50_000_000, 1), Err(Short::Wait { micros: 3 * 86_400_000_000 }), "three days at most");
}

#[test]
fn windows_without_sense_are_refused() {
    let second = Duration::from_secs(1);
    for window in [
        Window { limit: 0, per: second, burst: 0 },
        Window { limit: 5, per: second, burst: 0 },
        Window { limit: 5, per: second, burst: 6 },
        Window::new(5, Duration::ZERO),
        Window::new(5, Duration::MAX),
    ] {
        assert_eq!(Budget::new(0, &[window]).unwrap_err().code(), "budget_invalid", "{window:?}");
    }
    assert_eq!(Budget::new(0, &[]).unwrap().take(0, u32::MAX), Ok(()), "without windows there is no limit");
}

#[tokio::test]
async fn many_tasks_share_one_budget_in_their_order() {
    let budgets = Budgets::default();
    let window = [Window { limit: 10, per: Duration::from_millis(100), burst: 5 }];
    let began = Instant::now();
    let tasks: Vec<_> = (0..25)
        .map(|_| {
            let budget = budgets.of("alpaca_data", &window).unwrap();
            tokio::spawn(async move {
                budget.acquire(1).await.unwrap();
                Instant::now()
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.push(task.await.unwrap());
    }
    assert!(times.windows(2).all(|pair| pair[0] <= pair[1]), "first come, first served");
    // Five at once, then six in 100 ms.
    assert!(began.elapsed() >= Duration::from_millis(320), "{:?}", began.elapsed());
}

#[tokio::test]
async fn who_has_no_patience_is_told_at_once() {
    let budget = SharedBudget::new(&[Window { limit: 2, per: Duration::from_secs(60), burst: 1 }]).unwrap();
    budget.acquire(1).await.unwrap();
    let began = Instant::now();
    let problem = budget.acquire_within(1, Duration::from_secs(10)).await.unwrap_err();
    assert_eq!(problem.code(), "budget_exhausted", "{problem}");
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(budget.acquire(2).await.unwrap_err().code(), "request_too_heavy");
    budget.hint(Hint::Wait { micros: 1 });
}
