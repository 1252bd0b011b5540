//! What users of other programs reported as wrong, named after their reports, with the calculation by hand.

use model::{account::AccountKind, transaction::Transaction};
use portfolio::performance::{Returns, Span, performance};

use crate::desk::{Desk, EUR, USD, d, day};

fn close(a: Option<f64>, b: f64) {
    assert!(a.is_some_and(|a| (a - b).abs() < 1e-12), "{a:?} is not {b}");
}

fn returns(desk: &Desk, account: Option<usize>, to: &str) -> Returns {
    let span = Span { from: None, to: day(to), account_id: account.map(|a| desk.account(a)), benchmark_id: None };
    performance(desk.ctx(), &desk.books(to), &desk.history, span).summary
}

/// One account gains 50 % and another, opened half a year later, 20 %: the whole was cut by 32 points, and fell below −100 %.
///
/// By hand: 1,000 → 1,250 by July (1.25). Then 5,000 come in: 6,250 → 1,500 + 6,000 = 7,500 (1.2). 1.25 × 1.2 − 1 = 50 %.
#[test]
fn wealthfolio_1414_an_account_that_starts_later_is_a_flow() {
    let mut desk = Desk::new();
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-07-01", 125.0), ("2020-12-31", 150.0)]);
    desk.prices("B", &[("2020-07-01", 50.0), ("2020-12-31", 60.0)]);
    desk.cash("deposit", "2020-01-02", "1000");
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let (second, b) = (desk.account(1), desk.id("B"));
    desk.add("deposit", "2020-07-02", |f| (f.account_id, f.amount) = (second, Some(d("5000"))));
    desk.add("buy", "2020-07-02", |f| {
        (f.account_id, f.instrument_id, f.quantity, f.price) = (second, Some(b), Some(d("100")), Some(d("50")));
    });
    close(returns(&desk, Some(0), "2020-12-31").twr.value, 0.5);
    close(returns(&desk, Some(1), "2020-12-31").twr.value, 0.2);
    close(returns(&desk, None, "2020-12-31").twr.value, 1.25 * (7_500.0 / 6_250.0) - 1.0);
    close(returns(&desk, None, "2020-12-31").gain.value, 500.0 + 1_000.0);
}

/// A lot bought in dollars, moved to an account that reports in euros, showed +120 % instead of +0.3 %.
///
/// By hand, in euros: 10 × 100 USD ÷ 1.25 = 800.00 paid; 10 × 100.30 USD ÷ 1.25 = 802.40 now; 2.40 ÷ 800 = 0.3 %.
#[test]
fn wealthfolio_1277_a_lot_moved_to_an_account_of_another_currency_keeps_its_cost() {
    let mut desk = Desk::new();
    desk.base = EUR;
    desk.accounts[1].fields.currency = EUR;
    desk.rates(EUR, &[("USD", "2020-01-02", "1.25"), ("USD", "2020-03-02", "1.25"), ("USD", "2020-06-30", "1.25")]);
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-06-30", 100.3)]);
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let (a, second) = (desk.id("A"), desk.account(1));
    desk.add("transfer", "2020-03-02", |f| {
        (f.instrument_id, f.quantity, f.counter_account_id) = (Some(a), Some(d("10")), Some(second));
    });
    let value = desk.value("2020-06-30");
    let position = &value.positions[0];
    assert_eq!((position.account_id, position.cost_base.value), (second, Some(d("800"))));
    assert_eq!(position.unrealized_base.value, Some(d("2.40")));
    close(position.unrealized_ratio.value, 0.003);
}

/// The gain ignored what the currency did between the purchase and today.
///
/// By hand, in euros: bought for 1,000 USD ÷ 1.25 = 800; worth 1,000 USD ÷ 1.00 = 1,000: the price did nothing, the dollar 200.
#[test]
fn wealthfolio_408_the_gain_contains_the_currency() {
    let mut desk = Desk::new();
    desk.base = EUR;
    desk.rates(EUR, &[("USD", "2020-01-02", "1.25"), ("USD", "2020-06-30", "1.00")]);
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-06-30", 100.0)]);
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let position = &desk.value("2020-06-30").positions[0];
    assert_eq!(position.unrealized.value, Some(d("0")));
    assert_eq!(position.unrealized_base.value, Some(d("200")));
    assert_eq!((position.price_effect_base.value, position.fx_effect_base.value), (Some(d("0")), Some(d("200"))));
}

/// The currency's effect had the wrong sign.
///
/// By hand, in euros: the dollar falls from 0.80 to 0.64 EUR, so 1,000 USD of cost lose 160; the price adds 100 USD × 0.64.
#[test]
fn wealthfolio_1142_a_falling_currency_is_a_loss() {
    let mut desk = Desk::new();
    desk.base = EUR;
    desk.rates(USD, &[("EUR", "2020-01-02", "0.80"), ("EUR", "2020-06-30", "0.64")]);
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-06-30", 110.0)]);
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let position = &desk.value("2020-06-30").positions[0];
    assert_eq!((position.price_effect_base.value, position.fx_effect_base.value), (Some(d("64")), Some(d("-160"))));
    desk.trade("sell", "2020-06-30", "A", "10", "110");
    let gain = &desk.books("2020-06-30").realized[0];
    assert_eq!((gain.price_gain_base, gain.fx_gain_base), (Some(d("64")), Some(d("-160"))));
}

/// A transaction moved to another account turned 5 EUR into 5 USD without a word.
#[test]
fn wealthfolio_1729_a_transaction_moved_to_another_account_keeps_its_currency() {
    let mut desk = Desk::new();
    desk.add("deposit", "2020-01-02", |f| (f.amount, f.currency) = (Some(d("5")), EUR));
    let mut fields = desk.rows[0].clone().into_fields();
    fields.account_id = desk.account(1);
    let (id, known) = (desk.rows[0].id, desk.rows[0].known_at);
    desk.rows[0] = Transaction::new(id, 2, known, None, fields).unwrap();
    let books = desk.books("2020-12-31");
    assert_eq!(desk.accounts[1].fields.currency, USD);
    let cash = books.cash_balances(None);
    assert_eq!(cash.len(), 1);
    assert_eq!((cash[0].account_id, cash[0].currency, cash[0].amount), (desk.account(1), EUR, d("5")));
}

/// A missing price showed a loss of 100 %. It is unknown, and so is every sum that contains it; its known part is told.
#[test]
fn wealthfolio_198_a_missing_price_is_no_loss() {
    let mut desk = Desk::new();
    desk.cash("deposit", "2020-01-02", "1500");
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    let value = desk.value("2020-06-30");
    let position = &value.positions[0];
    assert_eq!((position.market_value.value, position.unrealized_base.value), (None, None));
    assert_eq!(position.unrealized_ratio.value, None);
    assert!(position.market_value.unknown.as_ref().unwrap().message.contains('A'));
    assert_eq!((value.totals.total_value.value, value.totals.total_value.known_part), (None, d("500")));
    assert_eq!(returns(&desk, None, "2020-06-30").twr.value, None);
}

/// A long-only holding showed −248 %.
///
/// By hand: 10 are bought at 100, 9 sold at 40 the next day and taken out, the last one is worth 10 in the end. A day's factor is
/// what came out ÷ what was in: (360 + 40) ÷ 1,000, then 10 ÷ 40; 0.4 × 0.25 − 1 = −90 %. In money 360 + 10 − 1,000 = −630.
#[test]
fn ghostfolio_3416_a_long_holding_cannot_lose_more_than_all() {
    let mut desk = Desk::new();
    desk.prices("A", &[("2020-01-02", 100.0), ("2020-01-03", 40.0), ("2020-01-06", 10.0)]);
    desk.cash("deposit", "2020-01-02", "1000");
    desk.trade("buy", "2020-01-02", "A", "10", "100");
    desk.trade("sell", "2020-01-03", "A", "9", "40");
    desk.add("withdrawal", "2020-01-03", |f| f.amount = Some(d("360")));
    let found = returns(&desk, None, "2020-01-06");
    close(found.twr.value, 0.4 * 0.25 - 1.0);
    close(found.gain.value, -630.0);
    close(desk.value("2020-01-06").positions[0].unrealized_ratio.value, 0.1 - 1.0);
}

/// A percentage that nobody could work out. Here each has one denominator, and it is told.
///
/// By hand: 10 at 100 and 10 at 200; 10 sold at 250 (a gain of 1,500 on the older ones, or 1,000 on the average); the open ten cost
/// 2,000 and are worth 2,200: 10 %. In an account with average cost they cost 1,500: 46.67 %.
#[test]
fn ghostfolio_5793_a_percentage_is_of_the_cost_of_what_is_open() {
    for (method, cost, ratio) in [
        (model::account::LotMethod::Fifo, "2000", 200.0 / 2_000.0),
        (model::account::LotMethod::Average, "1500", 700.0 / 1_500.0),
    ] {
        let mut desk = Desk::new();
        assert_eq!(desk.accounts[0].fields.kind, AccountKind::Taxable);
        desk.accounts[0].fields.lot_rules = vec![model::account::LotRule { from: None, method }];
        desk.prices("A", &[("2020-06-30", 220.0)]);
        desk.trade("buy", "2020-01-02", "A", "10", "100");
        desk.trade("buy", "2020-02-03", "A", "10", "200");
        desk.trade("sell", "2020-03-02", "A", "10", "250");
        let position = &desk.value("2020-06-30").positions[0];
        assert_eq!(position.cost_base.value, Some(d(cost)));
        close(position.unrealized_ratio.value, ratio);
    }
}

/// 100 that become 200 in a year showed 62 % a year, for calendar days were divided by 252.
///
/// By hand: 365 days, 2^(365 ÷ 365) − 1 = 100 %.
#[test]
fn quantstats_307_twice_in_a_year_is_a_hundred_percent_a_year() {
    let mut desk = Desk::new();
    desk.prices("A", &[("2021-01-01", 100.0), ("2022-01-01", 200.0)]);
    desk.cash("deposit", "2021-01-01", "100");
    desk.trade("buy", "2021-01-01", "A", "1", "100");
    let found = returns(&desk, None, "2022-01-01");
    close(found.twr_annualized.value, 1.0);
    close(found.xirr.value, 1.0);
}
