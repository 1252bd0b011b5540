//! Ten planted cheats, each caught with where and why, and honest strategies that pass.

use std::{
    cell::Cell,
    rc::Rc,
    sync::atomic::{AtomicU64, Ordering},
};

use backtest::{
    Backtest, BacktestError, BacktestSettings,
    look_ahead::{Cheat, LookAheadSettings, LookAheadVerdict, check_look_ahead},
};
use bars::series::BarSeries;
use execution::{
    engine::Arrival,
    strategy::{ClosedBar, Context, OrderRequest, Size, Strategy},
};
use model::{bar::Bar, order::Side, time::Timestamp};
use rust_decimal::Decimal;

use crate::support::{DAY, Script, at, crossing, instrument, listing, margin, settings, walk};

const HOUR: i64 = 3_600_000_000;

fn check(
    settings: BacktestSettings,
    series: &[&BarSeries],
    mut make: impl FnMut(&[&BarSeries]) -> Box<dyn Strategy>,
) -> LookAheadVerdict {
    let listings = (0..series.len() as u128).map(listing).collect();
    let backtest = Backtest::new(settings, listings).unwrap();
    check_look_ahead(&backtest, series, LookAheadSettings::default(), &mut |given| Ok(make(given))).unwrap()
}

/// In with all funds or out, by what a function of the number of the bar and its close says.
fn held_while(hold: impl Fn(usize, f64) -> bool + 'static) -> Box<dyn Strategy> {
    Box::new(Script(move |ctx: &mut Context<'_>, bar: &ClosedBar| {
        if bar.instrument > 0 {
            return;
        }
        match (hold(bar.index, bar.bar.close), ctx.units(0) == 0.0) {
            (true, true) => {
                ctx.place(OrderRequest::market(0, Side::Buy, Size::FundsShare(Decimal::ONE)));
            }
            (false, false) => {
                ctx.close(0);
            }
            _ => {}
        }
    }))
}

fn only(verdict: &LookAheadVerdict) -> (Cheat, Timestamp, Option<usize>) {
    assert_eq!(verdict.findings.len(), 1, "{:?}", verdict.findings);
    let finding = &verdict.findings[0];
    assert!(!verdict.is_clean() && verdict.requests > 0);
    (finding.cheat, finding.at, finding.moments_ahead)
}

#[test]
fn cheat_1_the_highest_price_of_all() {
    let series = walk(1, 200, DAY);
    let verdict = check(settings(), &[&series], |given| {
        let top = given[0].close.iter().copied().fold(0.0, f64::max);
        held_while(move |_, close| close < top * 0.97)
    });
    let (cheat, _, ahead) = only(&verdict);
    assert!(cheat == Cheat::KnowsPrices && ahead > Some(20), "{ahead:?}");
}

#[test]
fn cheat_2_the_mean_of_the_whole_sample() {
    let series = walk(2, 200, DAY);
    let verdict = check(settings(), &[&series], |given| {
        let mean = given[0].close.iter().sum::<f64>() / given[0].len() as f64;
        held_while(move |_, close| close < mean)
    });
    assert_eq!(only(&verdict).0, Cheat::KnowsPrices);
}

#[test]
fn cheat_3_the_next_close() {
    let series = walk(3, 200, DAY);
    let verdict = check(settings(), &[&series], |given| {
        let closes = given[0].close.clone();
        held_while(move |n, close| closes.get(n + 1).is_some_and(|next| *next > close))
    });
    let (cheat, _, ahead) = only(&verdict);
    assert_eq!((cheat, ahead), (Cheat::KnowsPrices, Some(1)), "exactly one bar ahead");
    assert_eq!(verdict.findings[0].at, verdict.findings[0].cut.unwrap());
}

#[test]
fn cheat_3_even_when_it_does_not_look_for_the_end() {
    let series = walk(3, 200, DAY);
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let verdict = check(settings(), &[&series], |given| {
        let closes = given[0].close.clone();
        let last = 199;
        held_while(move |n, close| n < last && closes[n + 1] > close)
    });
    std::panic::set_hook(hook);
    assert!(verdict.findings.iter().any(|finding| finding.cheat == Cheat::KnowsPrices), "{:?}", verdict.findings);
}

#[test]
fn cheat_4_an_average_around_the_bar() {
    let series = walk(4, 200, DAY);
    let verdict = check(settings(), &[&series], |given| {
        let closes = given[0].close.clone();
        held_while(move |n, close| {
            let around = &closes[n.saturating_sub(5)..(n + 6).min(closes.len())];
            close < around.iter().sum::<f64>() / around.len() as f64
        })
    });
    let (cheat, _, ahead) = only(&verdict);
    assert!(cheat == Cheat::KnowsPrices && ahead.is_some_and(|ahead| (1..=5).contains(&ahead)), "{ahead:?}");
}

#[test]
fn cheat_5_turning_points_drawn_where_they_lie_not_where_they_were_known() {
    let series = walk(5, 200, DAY);
    let verdict = check(settings(), &[&series], |given| {
        // A low of seven bars is known three bars later; it is traded at itself.
        let closes = &given[0].close;
        let is_low = |n: usize| {
            let around = &closes[n.saturating_sub(3)..(n + 4).min(closes.len())];
            around.iter().all(|close| *close >= closes[n])
        };
        let lows: Vec<bool> = (0..closes.len()).map(is_low).collect();
        held_while(move |n, _| lows[n.saturating_sub(4)..=n].iter().any(|low| *low))
    });
    assert_eq!(only(&verdict).0, Cheat::KnowsPrices);
}

#[test]
fn cheat_6_the_number_of_bars() {
    let series = walk(6, 200, DAY);
    let verdict = check(settings(), &[&series], |given| {
        let last = given[0].len() - 1;
        held_while(move |n, _| n >= last / 2 && n + 3 < last)
    });
    let (cheat, at, _) = only(&verdict);
    assert_eq!(cheat, Cheat::KnowsTheEnd);
    assert!(at <= Timestamp::from_micros(series.at[100]), "{at}");
}

#[test]
fn cheat_7_a_later_bar_of_another_instrument() {
    let first = walk(7, 150, DAY);
    // The second trades twelve hours later.
    let mut second = walk(8, 150, DAY);
    second.at.iter_mut().for_each(|at| *at += 12 * HOUR);
    let verdict = check(settings(), &[&first, &second], |given| {
        let other = given[1].close.clone();
        held_while(move |n, _| n > 0 && other.get(n).is_some_and(|close| *close > other[n - 1]))
    });
    assert_eq!(only(&verdict).0, Cheat::KnowsPrices);
    assert_eq!(verdict.findings[0].instrument_id, Some(instrument(1)));
    assert!(verdict.findings[0].message.contains(&instrument(1).to_string()));
}

#[test]
fn cheat_8_the_high_of_a_day_that_is_not_over() {
    let series = walk(9, 480, HOUR);
    let verdict = check(settings(), &[&series], |given| {
        let day = |n: usize| given[0].at[n] / DAY;
        let high =
            |n: usize| (0..given[0].len()).filter(|k| day(*k) == day(n)).map(|k| given[0].close[k]).fold(0.0, f64::max);
        let highs: Vec<f64> = (0..given[0].len()).map(high).collect();
        held_while(move |n, close| close < highs[n] * 0.99)
    });
    let (cheat, _, ahead) = only(&verdict);
    assert!(cheat == Cheat::KnowsPrices && ahead.is_some_and(|ahead| ahead < 24), "{ahead:?}");
}

#[test]
fn cheat_9_a_clock_or_chance() {
    static TICKS: AtomicU64 = AtomicU64::new(0);
    let series = walk(10, 200, DAY);
    // A clock that goes on from run to run stands for both.
    let verdict = check(settings(), &[&series], |_| {
        // Seven in, seven out; 200 bars are no multiple of fourteen.
        held_while(|_, _| (TICKS.fetch_add(1, Ordering::Relaxed) / 7).is_multiple_of(2))
    });
    assert_eq!(only(&verdict).0, Cheat::NotRepeatable);
    assert!(verdict.findings[0].message.contains("chance"), "{}", verdict.findings[0].message);
    assert!(verdict.findings[0].cut.is_none());
}

#[test]
fn cheat_10_what_an_earlier_run_left() {
    let series = walk(11, 200, DAY);
    let best = Rc::new(Cell::new(f64::INFINITY));
    let verdict = check(settings(), &[&series], |_| {
        let best = Rc::clone(&best);
        held_while(move |_, close| {
            best.set(best.get().min(close));
            close <= best.get() * 1.02
        })
    });
    assert_eq!(only(&verdict).0, Cheat::NotRepeatable);
    assert!(verdict.findings[0].message.contains("left over"), "{}", verdict.findings[0].message);
}

#[test]
fn the_close_that_an_order_knows_is_stated() {
    let series = walk(12, 200, DAY);
    let settings = BacktestSettings { arrival: Arrival::SameClose, ..settings() };
    let verdict = check(settings, &[&series], |_| Box::new(crossing(5, 20)));
    assert!(verdict.findings.is_empty() && verdict.same_close && !verdict.is_clean());
}

#[test]
fn bars_of_a_day_beside_bars_of_an_hour_are_stated() {
    let (hours, days) = (walk(13, 480, HOUR), walk(14, 20, DAY));
    let verdict = check(settings(), &[&hours, &days], |_| Box::new(crossing(5, 20)));
    assert_eq!(verdict.longer_bars, [instrument(1)]);
    assert!(!verdict.is_clean());
}

#[test]
fn honest_strategies_pass() {
    let (series, other) = (walk(15, 300, DAY), walk(16, 300, DAY));
    let passes = |verdict: LookAheadVerdict| {
        assert!(verdict.is_clean(), "{:?}", verdict.findings);
        assert!(verdict.requests > 0 && verdict.cuts > 10 && verdict.runs > 20, "{verdict:?}");
    };
    passes(check(settings(), &[&series], |_| Box::new(crossing(5, 20))));
    passes(check(settings(), &[&series, &other], |_| Box::new(crossing(5, 20))));
    passes(check(settings(), &[&series], |_| held_while(|_, _| true)));
    // Brackets, stops and shares of a volume: what the market does must not look ahead either.
    let bracket = || {
        Box::new(Script(|ctx: &mut Context<'_>, bar: &ClosedBar| {
            if bar.index % 7 == 3 && ctx.units(0) == 0.0 {
                let price = |factor: f64| {
                    let cents = (bar.bar.close * factor * 100.0).round() as i64;
                    model::quantity::Price::new(Decimal::new(cents, 2)).ok()
                };
                let entry = OrderRequest::market(0, Side::Buy, Size::Units(Decimal::from(60)));
                ctx.bracket(entry, price(1.03), price(0.98));
            }
        })) as Box<dyn Strategy>
    };
    let shares = BacktestSettings { volume_share: Some(0.03), ..margin() };
    passes(check(shares, &[&series], |_| bracket()));
    passes(check(BacktestSettings { arrival: Arrival::NextClose, ..margin() }, &[&series], |_| bracket()));
}

#[test]
fn a_strategy_that_cannot_be_made_or_fails_with_all_bars_is_no_verdict() {
    let series = walk(17, 30, DAY);
    let backtest = Backtest::new(settings(), vec![listing(0)]).unwrap();
    let none =
        check_look_ahead(&backtest, &[&series], LookAheadSettings::default(), &mut |_| Err(BacktestError::NoBars));
    assert_eq!(none.unwrap_err(), BacktestError::NoBars);
    let few = LookAheadSettings { cuts: 0, ..LookAheadSettings::default() };
    let none = check_look_ahead(&backtest, &[&series], few, &mut |_| Ok(Box::new(crossing(2, 3))));
    assert_eq!(none.unwrap_err().code(), "backtest_setting_invalid");
    let one = BarSeries::from_bars(&[Bar { open: Some(1.0), ..Bar::close_only(at(0), 1.0) }]).unwrap();
    let settings = LookAheadSettings::default();
    let verdict = check_look_ahead(&backtest, &[&one], settings, &mut |_| Ok(Box::new(crossing(2, 3)))).unwrap();
    assert_eq!((verdict.is_clean(), verdict.cuts), (true, 0));
}
