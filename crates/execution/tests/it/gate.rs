//! Each refusal of the gate: what brings it about, its code, and that the same order passes without the reason.

use execution::{
    gate::{AccountFacts, Gate, GateFacts, GateLimits, InstrumentFacts, Refusal, StreamState},
    listing::Listing,
    slippage::DailyTrading,
};
use model::{
    currency::Currency,
    id::InstrumentId,
    order::{Order, OrderFields, OrderTerms as T, Parent, ParentLink, Side, TradingState},
    time::Timestamp,
};

use crate::support::{at, d, fields, instrument, listing, order, order_id, price};

/// 100 dollars a unit, 50 units held, 20,000 to spend.
fn instrument_facts() -> InstrumentFacts {
    InstrumentFacts {
        price: Some(100.0),
        price_age_micros: Some(1_000_000),
        position: Some(d("50")),
        open_buy: Some(d("0")),
        open_sell: Some(d("0")),
        shortable: Some(d("1000")),
        market_open: Some(true),
        rate: Some(d("1")),
    }
}

fn account_facts() -> AccountFacts {
    AccountFacts { buying_power: Some(d("20000")), gross_exposure: Some(d("5000")), day_pnl: Some(d("-100")) }
}

struct Case {
    limits: GateLimits,
    state: TradingState,
    listing: Listing,
    instrument: InstrumentFacts,
    account: AccountFacts,
    stream: StreamState,
    order: Order,
}

impl Case {
    fn check(&self) -> Result<(), Refusal> {
        let mut gate = Gate::new(self.limits.clone()).unwrap();
        gate.set_state(self.state);
        let facts = GateFacts {
            listing: &self.listing,
            instrument: self.instrument,
            account: self.account,
            stream: self.stream,
            fee_estimate: d("1"),
        };
        gate.check(at(0), &self.order, &facts).map(|approved| assert_eq!(*approved.get(), self.order))
    }
}

fn buy(units: &str) -> Order {
    order(1, fields(Side::Buy, units, T::Market))
}

fn sell(units: &str) -> Order {
    order(1, fields(Side::Sell, units, T::Market))
}

fn limit(side: Side, at_price: &str) -> Order {
    order(1, fields(side, "10", T::Limit { limit: price(at_price) }))
}

fn sound() -> Case {
    Case {
        limits: GateLimits { allow_short: true, ..GateLimits::default() },
        state: TradingState::Active,
        listing: Listing { daily: Some(DailyTrading { units: 1000.0, volatility: 0.02 }), ..listing() },
        instrument: instrument_facts(),
        account: account_facts(),
        stream: StreamState::Live,
        order: buy("10"),
    }
}

#[test]
fn each_reason_refuses_with_its_code_and_a_sentence() {
    type Change = fn(&mut Case);
    let cases: [(&str, Change); 40] = [
        ("trading_halted", |c| c.state = TradingState::Halted),
        ("trading_halted", |c| (c.state, c.order) = (TradingState::Halted, sell("10"))),
        ("stream_reconciling", |c| c.stream = StreamState::Reconciling),
        ("stream_down", |c| c.stream = StreamState::Down),
        ("position_unknown", |c| c.instrument.position = None),
        ("position_unknown", |c| c.instrument.open_buy = None),
        ("position_unknown", |c| (c.order, c.instrument.open_sell) = (sell("60"), None)),
        ("daily_loss", |c| c.limits.daily_loss_max = Some(d("100"))),
        ("day_pnl_unknown", |c| (c.limits.daily_loss_max, c.account.day_pnl) = (Some(d("500")), None)),
        ("reducing_only", |c| c.state = TradingState::Reducing),
        ("reducing_only", |c| (c.state, c.order) = (TradingState::Reducing, sell("51"))),
        ("reducing_only", |c| {
            (c.state, c.order, c.instrument.open_sell) = (TradingState::Reducing, sell("30"), Some(d("30")));
        }),
        ("not_reducing", |c| {
            c.order = order(1, OrderFields { reduce_only: true, ..fields(Side::Buy, "1", T::Market) });
        }),
        ("instrument_restricted", |c| c.limits.restricted = vec![instrument()]),
        ("market_closed", |c| c.instrument.market_open = Some(false)),
        ("hours_unknown", |c| c.instrument.market_open = None),
        ("wrong_instrument", |c| c.listing.instrument_id = InstrumentId::from_uuid(uuid::Uuid::from_u128(5))),
        ("lot_size", |c| c.order = buy("1.5")),
        ("lot_size", |c| c.listing.lot_size = d("100")),
        ("tick_size", |c| (c.listing.tick_size, c.order) = (Some(d("0.05")), limit(Side::Buy, "99.99"))),
        ("tick_size", |c| {
            c.listing.tick_size = Some(d("0.05"));
            c.order = order(1, fields(Side::Buy, "1", T::Stop { stop: price("100.01") }));
        }),
        ("short_not_allowed", |c| (c.limits.allow_short, c.order) = (false, sell("51"))),
        ("short_not_allowed", |c| {
            (c.limits.allow_short, c.order, c.instrument.open_sell) = (false, sell("30"), Some(d("21")));
        }),
        ("short_unknown", |c| (c.order, c.instrument.shortable) = (sell("51"), None)),
        ("short_unavailable", |c| (c.order, c.instrument.shortable) = (sell("60"), Some(d("9")))),
        ("price_unknown", |c| c.instrument.price = None),
        ("price_unknown", |c| c.instrument.price = Some(f64::NAN)),
        ("price_unknown", |c| c.instrument.price = Some(0.0)),
        ("price_stale", |c| c.limits.price_age_max_micros = Some(999_999)),
        ("price_collar", |c| (c.limits.price_collar, c.order) = (Some(d("0.05")), limit(Side::Buy, "105.01"))),
        ("price_collar", |c| (c.limits.price_collar, c.order) = (Some(d("0.05")), limit(Side::Sell, "94.99"))),
        ("order_units", |c| c.limits.order_units_max = Some(d("9"))),
        ("rate_unknown", |c| c.instrument.rate = None),
        ("order_notional", |c| c.limits.order_notional_max = Some(d("999.99"))),
        ("volume_share", |c| c.limits.volume_share_max = Some(d("0.009"))),
        ("volume_unknown", |c| (c.limits.volume_share_max, c.listing.daily) = (Some(d("0.01")), None)),
        ("position_units", |c| (c.limits.position_units_max, c.instrument.open_buy) = (Some(d("69")), Some(d("10")))),
        ("position_notional", |c| c.limits.position_notional_max = Some(d("5999"))),
        ("gross_notional", |c| c.limits.gross_notional_max = Some(d("5999"))),
        ("buying_power", |c| c.account.buying_power = Some(d("1000"))),
    ];
    assert_eq!(sound().check(), Ok(()));
    for (code, change) in cases {
        let mut case = sound();
        change(&mut case);
        let refusal = case.check().expect_err(code);
        assert_eq!(refusal.code(), code, "{refusal}");
        assert!(refusal.to_string().len() > 15, "{refusal:?} says too little");
    }
}

#[test]
fn what_is_just_within_passes() {
    type Change = fn(&mut Case);
    let cases: [Change; 14] = [
        |c| (c.state, c.order) = (TradingState::Reducing, sell("50")),
        |c| (c.limits.daily_loss_max, c.order) = (Some(d("100")), sell("50")),
        |c| (c.limits.restricted, c.order) = (vec![instrument()], sell("50")),
        |c| c.limits.daily_loss_max = Some(d("100.01")),
        |c| (c.instrument.market_open, c.limits.queue_while_closed) = (Some(false), true),
        |c| (c.limits.allow_short, c.order) = (false, sell("50")),
        |c| (c.order, c.instrument.shortable) = (sell("60"), Some(d("10"))),
        |c| (c.limits.price_collar, c.order) = (Some(d("0.05")), limit(Side::Buy, "105")),
        |c| (c.limits.price_collar, c.order) = (Some(d("0.05")), limit(Side::Buy, "1")),
        |c| c.limits.volume_share_max = Some(d("0.01")),
        |c| (c.limits.position_units_max, c.limits.position_notional_max) = (Some(d("60")), Some(d("6000"))),
        |c| c.account.buying_power = Some(d("1001")),
        // What closes a short position needs no money, and the rest of it is too small to matter.
        |c| (c.instrument.position, c.account.buying_power) = (Some(d("-9")), Some(d("101"))),
        |c| (c.limits.check_buying_power, c.account.buying_power) = (false, None),
    ];
    for (n, change) in cases.into_iter().enumerate() {
        let mut case = sound();
        change(&mut case);
        assert_eq!(case.check(), Ok(()), "case {n}");
    }
}

#[test]
fn the_exit_of_a_bracket_is_no_short_sale() {
    let parent = Some(Parent { id: order_id(9), link: ParentLink::Exit });
    let mut case = sound();
    case.order = order(1, OrderFields { parent, ..fields(Side::Sell, "500", T::Limit { limit: price("120") }) });
    case.limits.allow_short = false;
    case.account.buying_power = Some(d("0"));
    assert_eq!(case.check(), Ok(()));
}

fn facts<'a>(case: &'a Case) -> GateFacts<'a> {
    GateFacts {
        listing: &case.listing,
        instrument: case.instrument,
        account: case.account,
        stream: case.stream,
        fee_estimate: d("0"),
    }
}

#[test]
fn the_same_order_within_the_window_is_a_mistake() {
    let case = sound();
    let limits = GateLimits { duplicate_window_micros: Some(1_000_000), ..case.limits.clone() };
    let mut gate = Gate::new(limits).unwrap();
    let made = |n: u64, micros: i64, fields| Order::new(order_id(n), Timestamp::from_micros(micros), fields).unwrap();
    let same = fields(Side::Buy, "10", T::Market);
    let mut check = |n, micros, fields| {
        gate.check(Timestamp::from_micros(micros), &made(n, micros, fields), &facts(&case)).map(|_| ())
    };
    assert_eq!(check(1, 0, same), Ok(()));
    assert_eq!(check(2, 999_999, same), Err(Refusal::Duplicate(order_id(1))));
    assert_eq!(check(3, 999_999, fields(Side::Buy, "11", T::Market)), Ok(()));
    assert_eq!(check(4, 1_000_000, same), Ok(()));
}

#[test]
fn orders_come_no_faster_than_the_limit_in_any_second() {
    let case = sound();
    let limits = GateLimits { orders_per_second_max: Some(3), ..case.limits.clone() };
    let mut gate = Gate::new(limits).unwrap();
    let mut passed = Vec::new();
    for n in 0..50 {
        let now = Timestamp::from_micros(n * 90_000);
        if gate.check(now, &buy("10"), &facts(&case)).is_ok() {
            passed.push(now.micros());
        }
    }
    assert!(passed.windows(4).all(|four| four[3] - four[0] >= 1_000_000), "{passed:?}");
    assert!(passed.len() >= 12, "{passed:?}");
}

#[test]
fn a_loss_at_its_limit_turns_the_state_by_itself() {
    let mut case = sound();
    case.limits.daily_loss_max = Some(d("500"));
    let mut gate = Gate::new(case.limits.clone()).unwrap();
    assert!(gate.check(at(0), &buy("10"), &facts(&case)).is_ok());
    case.account.day_pnl = Some(d("-500"));
    assert!(gate.check(at(0), &buy("10"), &facts(&case)).is_err());
    assert_eq!(gate.state(), TradingState::Reducing);
    case.account.day_pnl = Some(d("900"));
    assert_eq!(
        gate.check(at(0), &buy("10"), &facts(&case)).unwrap_err(),
        Refusal::ReducingOnly,
        "it does not turn back"
    );
    assert!(gate.check(at(0), &sell("50"), &facts(&case)).is_ok());
}

#[test]
fn limits_that_mean_nothing_are_refused() {
    let two = [9, 1].map(|n| InstrumentId::from_uuid(uuid::Uuid::from_u128(n)));
    for wrong in [
        GateLimits { order_units_max: Some(d("0")), ..GateLimits::default() },
        GateLimits { price_collar: Some(d("-0.1")), ..GateLimits::default() },
        GateLimits { orders_per_second_max: Some(0), ..GateLimits::default() },
        GateLimits { restricted: two.to_vec(), ..GateLimits::default() },
    ] {
        assert_eq!(Gate::new(wrong).unwrap_err().code(), "execution_setting_invalid");
    }
}

#[test]
fn an_absurd_order_is_refused_and_not_reckoned_with() {
    let mut case = sound();
    case.order = buy("70000000000000000000000000000");
    assert_eq!(case.check().unwrap_err().code(), "order_too_large");
    assert_eq!(case.listing.currency, Currency::USD);
}
