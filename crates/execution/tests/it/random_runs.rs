//! Orders of every kind by chance, over bars by chance: what must hold of every fill, order and balance.

use std::collections::HashMap;

use execution::{
    engine::{Arrival, Engine, EngineSettings},
    fees::FeeSchedule,
    gate::GateLimits,
    matching::{MatchRules, PathRule},
    number::{decimal, float},
    strategy::{ClosedBar, Context, OrderRequest, Size, Strategy, StrategyResult},
};
use model::{
    bar::Bar,
    currency::Currency,
    id::OrderId,
    order::{Order, OrderTerms as T, Parent, ParentLink, Side, TimeInForce, Trail, fill::Fill},
    quantity::Price,
};
use rust_decimal::Decimal;

use crate::{
    engine::random_bars,
    support::{at, d, listing, settings},
};

struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }

    fn of<V: Copy>(&mut self, values: &[V]) -> V {
        values[self.below(values.len() as u64) as usize]
    }
}

/// Asks for whatever comes to mind, and remembers it.
struct Monkey {
    chance: Chance,
    asked: HashMap<OrderId, OrderRequest>,
    canceled: Vec<OrderId>,
}

impl Monkey {
    fn price(&mut self, near: f64) -> Price {
        let cents = (near * 100.0).round() as i64 + self.chance.below(301) as i64 - 150;
        Price::new(Decimal::new(cents.max(1), 2)).unwrap()
    }

    fn order(&mut self, near: f64) -> OrderRequest {
        let side = self.chance.of(&[Side::Buy, Side::Sell]);
        let terms = match self.chance.below(9) {
            0 | 1 => T::Market,
            2 => T::Limit { limit: self.price(near) },
            3 => T::Stop { stop: self.price(near) },
            4 => T::StopLimit { stop: self.price(near), limit: self.price(near) },
            5 => T::TrailingStop { trail: Trail::Amount { amount: Price::new(Decimal::new(50, 2)).unwrap() } },
            6 => T::TrailingStop { trail: Trail::Percent { percent: Decimal::ONE } },
            7 => self.chance.of(&[T::MarketOnOpen, T::MarketOnClose]),
            _ => {
                let limit = self.price(near);
                self.chance.of(&[T::LimitOnOpen { limit }, T::LimitOnClose { limit }])
            }
        };
        let until = at(self.chance.below(300) as i64);
        let at_once = matches!(terms, T::Market | T::Limit { .. }) && self.chance.below(3) == 0;
        let time_in_force = if at_once {
            self.chance.of(&[TimeInForce::Ioc, TimeInForce::Fok])
        } else {
            self.chance.of(&[TimeInForce::Day, TimeInForce::Gtc, TimeInForce::Gtd { until }])
        };
        let units = Decimal::from(self.chance.below(60) + 1);
        OrderRequest { time_in_force, ..OrderRequest::new(0, side, Size::Units(units), terms) }
    }
}

impl Strategy for Monkey {
    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        let near = bar.bar.close;
        match self.chance.below(8) {
            0..=2 => {
                let order = self.order(near);
                let id = ctx.place(order);
                self.asked.insert(id, order);
            }
            3 => {
                let entry = self.order(near);
                let (gain, loss) = (self.price(near), self.price(near));
                let id = ctx.bracket(entry, Some(gain), Some(loss));
                self.asked.insert(id, entry);
                let parent = Some(Parent { id, link: ParentLink::Exit });
                let exit = OrderRequest { parent, oco_group: Some(id), side: entry.side.opposite(), ..entry };
                for (n, terms) in [(1, T::Limit { limit: gain }), (2, T::Stop { stop: loss })] {
                    let (seed, number) = id.uuid().as_u64_pair();
                    let exit_id = OrderId::from_uuid(uuid::Uuid::from_u64_pair(seed, number + n));
                    self.asked.insert(exit_id, OrderRequest { terms, time_in_force: TimeInForce::Gtc, ..exit });
                }
            }
            4 => {
                // The least, so that nothing depends on the order of a hash map.
                if let Some(id) = ctx.open_orders().map(Order::id).min() {
                    ctx.cancel(0, id);
                    self.canceled.push(id);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn units(request: &OrderRequest) -> Decimal {
    match request.size {
        Size::Units(units) => units,
        _ => panic!("the monkey counts in units"),
    }
}

/// What holds of one fill by itself.
fn check_fill(fill: &Fill, bar: &Bar, request: &OrderRequest, by_volume: bool, what: &str) {
    let (price, exact) = (float(fill.price.get()), fill.price.get());
    assert!(bar.low.unwrap() <= price && price <= bar.high.unwrap(), "outside of the bar: {what}");
    assert_eq!(fill.side, request.side, "{what}");
    if let Some(limit) = request.terms.limit() {
        assert!(fill.side.signed(exact - limit.get()) <= Decimal::ZERO, "worse than the limit: {what}");
    }
    // What a stop has set off and the bar's volume did not fill trades at any price later.
    if let T::Stop { stop } = request.terms
        && !by_volume
    {
        assert!(fill.side.signed(exact - stop.get()) >= Decimal::ZERO, "before the stop: {what}");
    }
    match request.terms {
        T::MarketOnOpen | T::LimitOnOpen { .. } => assert_eq!(Some(exact), decimal(bar.open.unwrap()), "{what}"),
        T::MarketOnClose | T::LimitOnClose { .. } => assert_eq!(Some(exact), decimal(bar.close), "{what}"),
        _ => {}
    }
}

#[test]
fn whatever_is_ordered_the_rules_hold() {
    let (mut seen, mut called) = ((0, 0), 0);
    for seed in 0..400 {
        let bars = random_bars(300, seed * 7 + 1);
        let mut chance = Chance(seed);
        let rules = MatchRules {
            path: chance.of(&[PathRule::NearerFirst, PathRule::HighFirst, PathRule::LowFirst]),
            volume_share: chance.of(&[None, Some(0.02), Some(0.1)]),
            ..MatchRules::default()
        };
        let settings = EngineSettings {
            arrival: chance.of(&[Arrival::NextOpen, Arrival::NextClose, Arrival::SameClose]),
            rules,
            fees: FeeSchedule::share(d("0.0007")),
            limits: GateLimits { check_buying_power: false, allow_short: true, ..GateLimits::default() },
            ..settings()
        };
        let run = || {
            let mut engine = Engine::new(settings.clone(), &[listing()]).unwrap();
            let mut monkey = Monkey { chance: Chance(seed), asked: HashMap::new(), canceled: Vec::new() };
            engine.run(&mut monkey, &[&bars]).unwrap();
            (engine, monkey)
        };
        let (engine, monkey) = run();
        let record = engine.record();
        assert_eq!(run().0.record(), record, "the same again");
        assert_eq!(record.anomalies(), [], "seed {seed}");
        let mut filled: HashMap<OrderId, Decimal> = HashMap::new();
        let mut days: HashMap<OrderId, Vec<i64>> = HashMap::new();
        let mut exits: HashMap<OrderId, Decimal> = HashMap::new();
        let mut per_bar: HashMap<i64, Decimal> = HashMap::new();
        let (mut cash, mut position) = (d("10000"), Decimal::ZERO);
        for fill in record.fills() {
            let day = fill.at.micros() / 86_400_000_000;
            let before = position;
            cash -= fill.side.signed(fill.quantity.get() * fill.price.get()) + fill.fee.amount;
            position += fill.side.signed(fill.quantity.get());
            *per_bar.entry(day).or_default() += fill.quantity.get();
            let Some(request) = monkey.asked.get(&fill.order_id) else {
                // A margin call closes, and never turns a position over.
                let smaller = position.abs() < before.abs() && (position * before).is_sign_positive();
                assert!(smaller || position.is_zero(), "seed {seed}, {fill:?} with {before}");
                called += 1;
                continue;
            };
            let what = format!("seed {seed}, {fill:?} of {request:?}");
            check_fill(fill, &bars.bar(day as usize), request, rules.volume_share.is_some(), &what);
            let total = filled.entry(fill.order_id).or_default();
            *total += fill.quantity.get();
            assert!(*total <= units(request), "{what}");
            days.entry(fill.order_id).or_default().push(day);
            if let Some(parent) = request.parent {
                let out = exits.entry(parent.id).or_default();
                *out += fill.quantity.get();
                assert!(*out <= filled.get(&parent.id).copied().unwrap_or_default(), "more out than in: {what}");
            }
        }
        for (id, days) in &days {
            let (request, what) = (&monkey.asked[id], format!("seed {seed}, {id:?}"));
            match request.time_in_force {
                TimeInForce::Fok => assert_eq!(filled[id], units(request), "{what}"),
                TimeInForce::Gtd { until } => assert!(days.iter().all(|day| at(*day) < until), "{what}"),
                TimeInForce::Ioc => assert!(days.iter().all(|day| *day == days[0]), "{what}"),
                // What arrives at a close stands through the next session as well.
                TimeInForce::Day => {
                    let more = i64::from(settings.arrival != Arrival::NextOpen);
                    assert!(days.iter().all(|day| day - days[0] <= more), "{what}");
                }
                TimeInForce::Gtc => {}
            }
        }
        if let Some(share) = rules.volume_share {
            let most = decimal(share * 1000.0).unwrap();
            assert!(per_bar.values().all(|units| *units <= most), "seed {seed}");
        }
        assert_eq!((engine.account().cash(Currency::USD), engine.account().units(0)), (cash, position));
        let equity = float(cash) + float(position) * bars.close[299];
        assert!((record.equity()[299].unwrap() - equity).abs() < 1e-6, "seed {seed}");
        seen = (seen.0 + record.orders(), seen.1 + record.fills().len());
    }
    println!("{} orders, {} fills, {called} of them by margin calls", seen.0, seen.1);
    assert!(seen.0 > 40_000 && seen.1 > 20_000 && called > 0, "{seen:?}, {called}");
}
