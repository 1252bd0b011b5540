//! Properties over random rules and histories.

use alerts::{
    AlertRule, Change, Condition, Decision, Engine, Fact, Hold, Hysteresis, Input, LocalHours, Repeat, Series,
    condition::{
        Direction, Figure, FromTwo, Line, OrderEventKind, Point, Relation, Streamed, Test, WhichKeywords, WhichPattern,
    },
    parse_words, words,
};
use bars::{build::PriceOf, interval::Interval};
use chrono::{NaiveTime, Weekday};
use indicators::{IndicatorSpec, Kind, Source};
use model::{bar::Bar, id::AlertId};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::support::{alert, at, closed, instrument, names, news, trade};

fn test() -> impl Strategy<Value = Test> {
    let relation = select(Relation::ALL);
    (relation, -4_i32..12, 0_i32..4).prop_map(|(relation, low, width)| {
        let (low, high) = (f64::from(low) / 2.0, f64::from(low + width) / 2.0);
        Test::of(relation, low, high)
    })
}

fn one_level() -> impl Strategy<Value = Relation> {
    select(Relation::ALL.iter().copied().filter(|relation| !relation.is_to_range()).collect::<Vec<_>>())
}

fn series() -> impl Strategy<Value = Series> {
    let spec = |kind, length| IndicatorSpec::new(kind).with([("length", length)]).unwrap();
    prop_oneof![
        select(&Source::ALL[..]).prop_map(|column| Series::Column { column }),
        (select(vec![Kind::Sma, Kind::Rsi, Kind::Ema]), 2..5)
            .prop_map(move |(kind, length)| Series::Indicator { spec: spec(kind, length), output: None }),
        (select(&["upper", "middle", "lower"][..]), 2..4).prop_map(move |(output, length)| Series::Indicator {
            spec: spec(Kind::Bbands, length),
            output: Some(output.to_owned())
        }),
    ]
}

fn leaf() -> BoxedStrategy<Condition> {
    let id = || (1_u128..4).prop_map(instrument);
    let interval = || select(vec![Interval::Minute1, Interval::Hour1]);
    let direction = || select(Direction::ALL);
    let price_of = select(vec![PriceOf::Trade, PriceOf::Mid, PriceOf::Bid, PriceOf::Ask]);
    let point = |seconds, price| Point { at: at(seconds), price: f64::from(price) / 2.0 };
    let line = (0_i64..50, 1_i64..50, -4_i32..12, -4_i32..12, 1_i32..4);
    let text = || "[a-z\"]{1,4}( [a-z]{1,3})?";
    prop_oneof![
        4 => (id(), price_of, test()).prop_map(|(instrument, of, test)| Condition::Price { instrument, of, test }),
        2 => (id(), direction(), 1_u32..60, 1_u32..200).prop_map(|(instrument, direction, percent, within_s)| {
            Condition::Move { instrument, direction, percent: f64::from(percent), within_s }
        }),
        1 => (id(), interval(), direction(), 1_u32..60).prop_map(|(instrument, interval, direction, percent)| {
            Condition::Gap { instrument, interval, direction, percent: f64::from(percent) }
        }),
        1 => (id(), interval(), 1_u32..30, 1_u32..4).prop_map(|(instrument, interval, times, average_bars)| {
            Condition::Volume { instrument, interval, times: f64::from(times) / 10.0, average_bars }
        }),
        2 => (id(), interval(), series(), test()).prop_map(|(instrument, interval, series, test)| {
            Condition::Series { instrument, interval, series, test }
        }),
        2 => (id(), interval(), series(), one_level(), series()).prop_map(|(instrument, interval, series, relation, other)| {
            Condition::Versus { instrument, interval, series, relation, other }
        }),
        1 => (id(), interval(), select(WhichPattern::ALL)).prop_map(|(instrument, interval, which)| {
            let pattern = IndicatorSpec::new("cdldoji".parse().unwrap());
            Condition::Pattern { instrument, interval, pattern, which }
        }),
        2 => (id(), line, test(), option::of(interval()), one_level()).prop_map(move |(instrument, drawn, test, interval, one)| {
            let (start, length, low, high, width) = drawn;
            let (from, to) = (point(start, low), point(start + length, high));
            let (relation, ..) = test.parts();
            let (line, relation) = if relation.is_to_range() {
                (Line::Channel { from, to, width: f64::from(width) }, relation)
            } else if width == 1 {
                (Line::Horizontal { price: from.price }, one)
            } else {
                (Line::Trend { from, to }, one)
            };
            Condition::Line { instrument, line, relation, interval }
        }),
        1 => (select(FromTwo::ALL), test()).prop_map(|(made, test)| {
            Condition::Pair { first: instrument(1), second: instrument(2), made, test }
        }),
        1 => (option::of(id()), vec(text(), 1..3), select(WhichKeywords::ALL)).prop_map(|(instrument, keywords, which)| {
            Condition::News { instrument, keywords, which }
        }),
        1 => (id(), text(), test()).prop_map(|(instrument, provider, test)| Condition::Sentiment { instrument, provider, test }),
        1 => (select(Figure::ALL), option::of(text()), test()).prop_map(|(figure, subject, test)| {
            Condition::Portfolio { figure, subject, test }
        }),
        1 => (select(vec!["x", "y"]), select(vec!["", "z"]), test()).prop_map(|(name, subject, test)| {
            Condition::Fact { name: name.to_owned(), subject: subject.to_owned(), test }
        }),
        1 => (id(), select(Streamed::ALL), 1_u32..100).prop_map(|(instrument, data, after_s)| {
            Condition::Stale { instrument, data, after_s }
        }),
        1 => (select(OrderEventKind::ALL), option::of(id())).prop_map(|(event, instrument)| {
            Condition::Order { event, instrument, account: None }
        }),
    ]
    .boxed()
}

fn condition() -> impl Strategy<Value = Condition> {
    leaf().prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(|all| Condition::And { all }),
            vec(inner.clone(), 2..4).prop_map(|any| Condition::Or { any }),
            inner.prop_map(|condition| Condition::Not { condition: Box::new(condition) }),
        ]
    })
}

prop_compose! {
    fn rule()(
        condition in condition(),
        hold in option::of(prop_oneof![(1_u32..100).prop_map(Hold::Seconds), (1_u32..4).prop_map(Hold::Bars)]),
        repeat in select(vec![Repeat::Once, Repeat::EveryTime, Repeat::OncePerBar(Interval::Minute1)]),
        cool_down_s in select(vec![0, 7, 60, 86_400]),
        hysteresis in option::of(select(vec![Hysteresis::By(0.5), Hysteresis::Percent(12.5)])),
        days in option::of(vec(select(vec![Weekday::Mon, Weekday::Sat]), 0..3)),
        expires_at in option::of((0_i64..1_000_000).prop_map(at)),
    ) -> AlertRule {
        let time = |minutes: u32| NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap();
        let hours = days.map(|days| LocalHours { zone: chrono_tz_of("Asia/Tokyo"), days, from: time(545), to: time(61) });
        let mut rule = AlertRule { condition, hold, repeat, cool_down_s, active_hours: hours, expires_at, hysteresis };
        if rule.check().is_err() {
            rule.hold = None;
        }
        rule.check().unwrap();
        rule
    }
}

fn chrono_tz_of<T: std::str::FromStr<Err: std::fmt::Debug>>(name: &str) -> T {
    name.parse().unwrap()
}

#[derive(Clone, Debug)]
enum Happens {
    Trade(u128, f64),
    Bar(u128, Interval, [Option<f64>; 2], f64),
    Fact(&'static str, &'static str, Option<f64>),
    News(u128, &'static str),
    Nothing,
}

fn happens() -> impl Strategy<Value = (i64, Happens)> {
    let price = || (0_i32..12).prop_map(|half| f64::from(half) / 2.0);
    let known = || prop_oneof![4 => price(), 1 => Just(f64::NAN)];
    let what = prop_oneof![
        4 => (1_u128..4, known()).prop_map(|(n, price)| Happens::Trade(n, price)),
        4 => (1_u128..4, select(vec![Interval::Minute1, Interval::Hour1]), option::of(price()), option::of(price()), price())
            .prop_map(|(n, interval, open, volume, close)| Happens::Bar(n, interval, [open, volume], close)),
        2 => (select(vec!["x", "portfolio_value"]), select(vec!["", "z"]), option::of(price()))
            .prop_map(|(name, subject, value)| Happens::Fact(name, subject, value)),
        1 => (1_u128..4, select(vec!["a b", "c"])).prop_map(|(n, text)| Happens::News(n, text)),
        1 => Just(Happens::Nothing),
    ];
    (0_i64..90, what)
}

/// Tells a history to an engine.
fn tell(engine: &mut Engine, history: &[(i64, Happens)]) -> Vec<Decision> {
    let (mut seconds, mut out) = (0, Vec::new());
    for (passed, happens) in history {
        seconds += passed;
        let now = at(seconds);
        out.extend(match happens {
            Happens::Trade(n, price) => engine.step(now, &Input::Tick(&trade(*n, *price))),
            Happens::Bar(n, interval, [open, volume], close) => {
                let (high, low) = (open.map(|open| open.max(*close)), open.map(|open| open.min(*close)));
                let bar = Bar { at: now, open: *open, high, low, close: *close, volume: *volume };
                engine.step(now, &Input::Bar(&closed(*n, *interval, bar)))
            }
            Happens::Fact(name, subject, value) => {
                engine.step(now, &Input::Fact(&Fact { name, subject, value: *value, at: now }))
            }
            Happens::News(n, text) => engine.step(now, &Input::News(&news(&[*n], text))),
            Happens::Nothing => engine.step(now, &Input::Clock),
        });
    }
    out
}

fn together(rules: &[(AlertId, AlertRule)], history: &[(i64, Happens)]) -> Vec<Decision> {
    let mut engine = Engine::new();
    for (alert, rule) in rules {
        engine.arm(*alert, rule).unwrap();
    }
    tell(&mut engine, history)
}

fn named(rules: Vec<AlertRule>) -> Vec<(AlertId, AlertRule)> {
    (1..).map(alert).zip(rules).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn many_rules_together_do_what_each_does_alone(rules in vec(rule(), 1..12), history in vec(happens(), 0..120)) {
        let rules = named(rules);
        let mut alone: Vec<Decision> = rules.iter().flat_map(|one| together(std::slice::from_ref(one), &history)).collect();
        alone.sort_by_key(|decision| (decision.at, decision.alert));
        let mut all = together(&rules, &history);
        prop_assert!(all.is_sorted_by_key(|decision| decision.at));
        all.sort_by_key(|decision| (decision.at, decision.alert));
        prop_assert_eq!(all, alone);
    }

    #[test]
    fn the_order_of_rules_does_not_matter(rules in vec(rule(), 2..12), history in vec(happens(), 0..80)) {
        let rules = named(rules);
        let backwards: Vec<_> = rules.iter().rev().cloned().collect();
        prop_assert_eq!(together(&rules, &history), together(&backwards, &history));
    }

    #[test]
    fn what_was_armed_and_disarmed_leaves_no_trace(rules in vec(rule(), 2..8), history in vec(happens(), 0..80)) {
        let rules = named(rules);
        let (stay, go) = rules.split_at(rules.len() / 2);
        let mut engine = Engine::new();
        for (alert, rule) in go.iter().chain(stay) {
            engine.arm(*alert, rule).unwrap();
        }
        for (alert, _) in go {
            engine.disarm(*alert);
        }
        prop_assert_eq!(tell(&mut engine, &history), together(stay, &history));
    }

    #[test]
    fn a_restart_in_between_changes_nothing_but_for_indicators(
        test in test(), history in vec(happens(), 0..80), cut in 0_usize..80, seconds in option::of(1_u32..100),
    ) {
        let condition = Condition::Price { instrument: instrument(1), of: PriceOf::Trade, test };
        let hold = seconds.map(Hold::Seconds).filter(|_| !condition.is_momentary());
        let rule = AlertRule { hold, ..AlertRule::new(condition) };
        let cut = cut.min(history.len());
        let mut engine = Engine::new();
        engine.arm(alert(1), &rule).unwrap();
        let mut told = tell(&mut engine, &history[..cut]);
        let memory = engine.memory(alert(1)).unwrap().clone();
        let passed: i64 = history[..cut].iter().map(|(passed, _)| passed).sum();
        let mut again = Engine::new();
        again.arm_with(alert(1), &rule, memory).unwrap();
        let rest: Vec<_> = [(passed, Happens::Nothing)].into_iter().chain(history[cut..].iter().cloned()).collect();
        told.extend(tell(&mut again, &rest));
        prop_assert_eq!(told, together(&[(alert(1), rule)], &history));
    }

    #[test]
    fn prices_do_what_a_plain_reading_of_the_whole_history_says(
        relation in select(Relation::ALL), low in 0_i32..12, width in 0_i32..4, history in vec(0_i32..12, 0..60),
    ) {
        let (low, high) = (f64::from(low), f64::from(low + width));
        let prices: Vec<f64> = history.into_iter().map(f64::from).collect();
        let condition = Condition::Price { instrument: instrument(1), of: PriceOf::Trade, test: Test::of(relation, low, high) };
        let trades: Vec<_> = prices.iter().map(|price| (1, Happens::Trade(1, *price))).collect();
        let told = together(&[(alert(1), AlertRule::new(condition))], &trades);
        let told: Vec<_> = told.iter().map(|d| (d.at.micros() / 1_000_000 - 1, d.change)).collect();
        prop_assert_eq!(told, plainly(relation, low, high, &prices));
    }

    #[test]
    fn the_unknown_never_fires(rules in vec(rule(), 1..8), history in vec(happens(), 0..60)) {
        // Nothing is ever known: prices are no numbers, facts have no value, and bars, news and orders do not come.
        let unknown = |(passed, happens): (i64, Happens)| (passed, match happens {
            Happens::Trade(n, _) => Happens::Trade(n, f64::NAN),
            Happens::Fact(name, subject, _) => Happens::Fact(name, subject, None),
            Happens::Bar(..) | Happens::News(..) | Happens::Nothing => Happens::Nothing,
        });
        let history: Vec<_> = history.into_iter().map(unknown).collect();
        let numbers_only = |rule: &AlertRule| {
            let text = serde_json::to_string(&rule.condition).unwrap();
            !["\"news\"", "\"order\"", "\"stale\"", "\"is\":\"crosses\"", "\"relation\":\"crosses\""].iter().any(|kind| text.contains(kind))
        };
        let rules: Vec<_> = named(rules).into_iter().filter(|(_, rule)| numbers_only(rule)).collect();
        prop_assert_eq!(together(&rules, &history), vec![]);
    }

    #[test]
    fn what_becomes_unknown_does_not_end(price in 1_i32..10) {
        let condition = Condition::Price { instrument: instrument(1), of: PriceOf::Trade, test: Test::Above { level: 0.5 } };
        let history = [(1, Happens::Trade(1, f64::from(price))), (1, Happens::Trade(1, f64::NAN))];
        let told = together(&[(alert(1), AlertRule::new(condition))], &history);
        prop_assert_eq!(told.iter().map(|d| d.change).collect::<Vec<_>>(), vec![Change::Began]);
    }

    #[test]
    fn words_come_back(rule in rule()) {
        let text = words(&rule, &names());
        let again = parse_words(&text, &names());
        prop_assert_eq!(again.as_ref(), Ok(&rule), "{}", text);
    }

    #[test]
    fn json_comes_back(rule in rule()) {
        let text = serde_json::to_string(&rule).unwrap();
        prop_assert_eq!(serde_json::from_str::<AlertRule>(&text).unwrap(), rule);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[A-Za-z0-9 ()%,.\"-]{0,60}") {
        let _ = parse_words(&text, &names());
    }
}

/// The rules of equality, written down once more without state.
fn plainly(relation: Relation, low: f64, high: f64, prices: &[f64]) -> Vec<(i64, Change)> {
    let is_in = |price: f64| low <= price && price <= high;
    let state = |n: usize| -> bool {
        let now = prices[n];
        // Since the last value on the other side, something must lie there.
        let since = |other: &dyn Fn(f64) -> bool| prices[..n].iter().any(|price| other(*price));
        match relation {
            Relation::Above => now > low,
            Relation::Below => now < low,
            Relation::Inside => is_in(now),
            Relation::Outside => !is_in(now),
            Relation::CrossesAbove => now > low && since(&|price| price <= low),
            Relation::CrossesBelow => now < low && since(&|price| price >= low),
            Relation::Enters => is_in(now) && since(&|price| !is_in(price)),
            Relation::Leaves => !is_in(now) && since(&is_in),
            Relation::Crosses => n > 0 && ((now > low && prices[n - 1] <= low) || (now < low && prices[n - 1] >= low)),
        }
    };
    let (mut on, mut out) = (false, Vec::new());
    for n in 0..prices.len() {
        let holds = state(n);
        let place = i64::try_from(n).unwrap();
        match (relation, on, holds) {
            (Relation::Crosses, _, true) => out.push((place, Change::Happened)),
            (Relation::Crosses, _, false) => {}
            (_, false, true) => out.push((place, Change::Began)),
            (_, true, false) => out.push((place, Change::Ended)),
            _ => {}
        }
        on = holds;
    }
    out
}
