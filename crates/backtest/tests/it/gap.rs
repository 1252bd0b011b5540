//! The gap to reality: each cause alone lands in its part, and all of them together add up.

use backtest::gap::{GapInstrument, GapParts, GapSettings, RealityGap, TracedFill, reality_gap};
use bars::series::BarSeries;
use execution::engine::Arrival;
use model::{
    currency::Currency,
    id::{AccountId, OrderId},
    money::Money,
    order::{
        Side,
        fill::{ExecutionId, Fill},
    },
    quantity::{Price, Quantity},
    time::Timestamp,
};
use proptest::prelude::*;
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::support::{DAY, at, d, days, instrument};

fn traced(order: u64, when: Timestamp, units: &str, price: &str, market: &str, fee: &str) -> TracedFill {
    let side = if units.starts_with('-') { Side::Sell } else { Side::Buy };
    let fill = Fill {
        order_id: OrderId::from_uuid(Uuid::from_u64_pair(0, order)),
        venue: "test".parse().unwrap(),
        account_id: AccountId::from_uuid(Uuid::from_u128(1)),
        execution_id: ExecutionId::from_number(order),
        instrument_id: instrument(0),
        side,
        quantity: Quantity::new(d(units).abs()),
        price: Price::new(d(price)).unwrap(),
        fee: Money::new(d(fee), Currency::USD),
        liquidity: None,
        at: when,
    };
    TracedFill { fill, market: Some(d(market)) }
}

fn series() -> BarSeries {
    days(&[[100.0, 102.0, 99.0, 101.0], [101.0, 104.0, 100.0, 103.0], [103.0, 106.0, 102.0, 105.0]])
}

fn gap(expected: &[TracedFill], actual: &[TracedFill], actual_price: Option<&str>) -> RealityGap {
    let series = series();
    let instrument = GapInstrument {
        instrument_id: instrument(0),
        series: &series,
        multiplier: Decimal::ONE,
        expected_price: d("105"),
        actual_price: actual_price.map(d),
        rate: Decimal::ONE,
    };
    let settings = GapSettings { arrival: Arrival::NextOpen, apart_max_micros: 2 * DAY };
    reality_gap(settings, &[instrument], expected, actual).unwrap()
}

#[test]
fn each_cause_lands_in_its_part() {
    let expected = [traced(1, at(1), "10", "101.05", "101", "1")];
    let check = |actual: &[TracedFill], last: Option<&str>, parts: GapParts| {
        let got = gap(&expected, actual, last);
        assert_eq!(got.parts, parts);
        assert_eq!((got.total, got.actual_pnl - got.expected_pnl), (parts.sum().unwrap(), parts.sum().unwrap()));
        got
    };
    let none = GapParts::default();
    check(&expected, None, none);
    // A fee of 1.50 and not of 1.
    check(&[traced(1, at(1), "10", "101.05", "101", "1.5")], None, GapParts { fees: d("-0.5"), ..none });
    // 0.20 of slippage and not 0.05.
    check(&[traced(1, at(1), "10", "101.20", "101", "1")], None, GapParts { slippage: d("-1.5"), ..none });
    // The market stood 0.10 higher than the bar says.
    check(&[traced(1, at(1), "10", "101.15", "101.1", "1")], None, GapParts { data: d("-1"), ..none });
    // The real last price is 0.30 higher.
    check(&expected, Some("105.3"), GapParts { data: d("3"), ..none });
    // A day later, when the bars stood at 103.
    check(&[traced(1, at(2), "10", "103.05", "103", "1")], None, GapParts { timing: d("-20"), ..none });
    // Six of ten units.
    check(
        &[traced(1, at(1), "6", "101.05", "101", "1")],
        None,
        GapParts { partial_fills: d("-4") * (d("105") - d("101.05")), ..none },
    );
    // Nobody made the order: all that it gained is missing.
    let none_made = check(&[], None, GapParts { decisions: d("-10") * d("3.95") + d("1"), ..none });
    assert_eq!((none_made.orders.len(), none_made.orders[0].actual_order), (1, None));
    // Another id, half a day later within the same bar: it is the same order.
    let later = Timestamp::from_micros(at(1).micros() + DAY / 2);
    let same = check(&[traced(77, later, "10", "101.05", "101", "1")], None, none);
    assert!(same.orders[0].actual_order != same.orders[0].expected_order);
    // What nobody wrote down: the market's price at the real fill is that of the bars.
    let unknown = TracedFill { market: None, ..traced(1, at(1), "10", "101.20", "101", "1") };
    check(&[unknown], None, GapParts { slippage: d("-1.5"), ..none });
}

#[test]
fn a_sale_is_the_other_way_round() {
    let got =
        gap(&[traced(1, at(1), "-10", "100.95", "101", "0")], &[traced(1, at(2), "-10", "102.8", "103", "0")], None);
    let parts = GapParts { timing: d("20"), slippage: d("-1.5"), ..GapParts::default() };
    assert_eq!((got.parts, got.total), (parts, d("18.5")));
}

#[test]
fn an_instrument_that_is_not_given_is_named() {
    let settings = GapSettings { arrival: Arrival::NextOpen, apart_max_micros: 0 };
    let error = reality_gap(settings, &[], &[traced(1, at(1), "10", "101", "101", "0")], &[]).unwrap_err();
    assert!(error.code() == "fills_invalid" && error.to_string().contains(&instrument(0).to_string()));
}

fn fills() -> impl Strategy<Value = Vec<TracedFill>> {
    let part = (1_u64..8, 0_i64..3 * DAY, -500_i64..500, 9000_i64..11_000, -30_i64..30, -100_i64..300);
    proptest::collection::vec(part, 0..30).prop_map(|parts| {
        parts
            .into_iter()
            .filter(|part| part.2 != 0)
            .map(|(order, when, units, price, slipped, fee)| {
                let text = |value: i64, scale: u32| Decimal::new(value, scale).to_string();
                // An order has one side.
                let units = if order % 2 == 0 { -units.abs() } else { units.abs() };
                let when = Timestamp::from_micros(when);
                traced(order, when, &text(units, 3), &text(price, 2), &text(price - slipped, 2), &text(fee, 4))
            })
            .collect()
    })
}

proptest! {
    #[test]
    fn the_parts_add_up(expected in fills(), actual in fills(), last in proptest::option::of(9000_i64..11_000)) {
        let last = last.map(|cents| Decimal::new(cents, 2).to_string());
        let got = gap(&expected, &actual, last.as_deref());
        prop_assert_eq!(got.total, got.actual_pnl - got.expected_pnl);
        prop_assert_eq!(Some(got.total), got.parts.sum());
        let of = |fills: &[TracedFill], last: Decimal| -> Decimal {
            let gain = |t: &TracedFill| {
                t.fill.side.signed(t.fill.quantity.get()) * (last - t.fill.price.get()) - t.fill.fee.amount
            };
            fills.iter().map(gain).sum()
        };
        prop_assert_eq!(got.expected_pnl, of(&expected, d("105")));
        prop_assert_eq!(got.actual_pnl, of(&actual, last.map_or(d("105"), |last| d(&last))));
    }
}
