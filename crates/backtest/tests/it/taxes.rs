//! Taxes of a run, by hand: terms, wash sales by what is bought back, short units, currencies, and bad input.

use backtest::{AfterTax, EndPosition, RoundTrip, TaxSettings, TaxedRun};
use execution::{engine::DatedRate, listing::Listing};
use model::{
    currency::Currency,
    id::{AccountId, OrderId},
    money::Money,
    order::{Side, fill::Fill},
    quantity::{Price, Quantity},
    time::Timestamp,
};
use rust_decimal::Decimal;
use tax::{DecimalRates, WashSaleWindow};
use uuid::Uuid;

use crate::support::{d, instrument, listing};

fn at(day: &str) -> Timestamp {
    Timestamp::from_date(day.parse().unwrap())
}

fn trip(side: Side, from: &str, to: &str, pnl: &str) -> RoundTrip {
    RoundTrip {
        instrument_id: instrument(0),
        side,
        units: d("10"),
        entry_at: at(from),
        exit_at: at(to),
        entry_index: 0,
        exit_index: 1,
        bars_held: 1,
        entry_price: d("100"),
        exit_price: d("100"),
        capital: d("1000"),
        fees: Decimal::ZERO,
        slippage: None,
        pnl: d(pnl),
        return_on_capital: None,
        adverse_excursion: None,
        favourable_excursion: None,
    }
}

fn bought(day: &str) -> Fill {
    Fill {
        order_id: OrderId::from_uuid(Uuid::from_u128(1)),
        venue: "test".parse().unwrap(),
        account_id: AccountId::from_uuid(Uuid::from_u128(1)),
        execution_id: "1".parse().unwrap(),
        instrument_id: instrument(0),
        side: Side::Buy,
        quantity: Quantity::new(d("10")),
        price: Price::new(d("91")).unwrap(),
        fee: Money::new(Decimal::ZERO, Currency::USD),
        liquidity: None,
        at: at(day),
    }
}

const US: TaxSettings = TaxSettings {
    rates: DecimalRates {
        short_term: Decimal::from_parts(37, 0, 0, false, 2),
        long_term: Decimal::from_parts(2, 0, 0, false, 1),
    },
    long_term_after_months: Some(12),
    wash_sale_window: Some(WashSaleWindow { days_before: 30, days_after: 30 }),
};

struct Run {
    trips: Vec<RoundTrip>,
    fills: Vec<Fill>,
    positions: Vec<EndPosition>,
    listings: Vec<Listing>,
    rates: Vec<DatedRate>,
}

impl Run {
    fn of(trips: Vec<RoundTrip>) -> Self {
        Self { trips, fills: Vec::new(), positions: Vec::new(), listings: vec![listing(0)], rates: Vec::new() }
    }

    fn taxed(&self, settings: &TaxSettings) -> Result<AfterTax, backtest::BacktestError> {
        let run = TaxedRun {
            round_trips: &self.trips,
            fills: &self.fills,
            positions: &self.positions,
            listings: &self.listings,
            currency: Currency::USD,
            rates: &self.rates,
            gain: Some(d("1000")),
        };
        run.after_tax(settings)
    }
}

#[test]
fn what_is_held_longer_than_a_year_is_taxed_as_long_term_and_short_units_never() {
    let run = Run::of(vec![
        trip(Side::Buy, "2019-01-07", "2020-01-07", "100"),
        trip(Side::Buy, "2019-01-07", "2020-01-08", "200"),
        trip(Side::Sell, "2018-01-08", "2020-03-02", "50"),
    ]);
    let found = run.taxed(&US).unwrap();
    // 150 at 37 % and 200 at 20 %.
    assert_eq!((found.tax, found.gain_after_tax), (d("95.50"), Some(d("904.50"))));
    assert_eq!((found.years[0].net_short, found.years[0].net_long), (d("150"), d("200")));
    let flat = TaxSettings { long_term_after_months: None, wash_sale_window: None, ..US };
    assert_eq!(run.taxed(&flat).unwrap().tax, d("129.50"), "350 at 37 %");
}

#[test]
fn a_loss_does_not_count_when_the_same_was_bought_around_it() {
    let mut run = Run::of(vec![
        trip(Side::Buy, "2020-01-06", "2020-03-02", "-100"),
        trip(Side::Buy, "2020-06-01", "2020-07-01", "300"),
    ]);
    assert_eq!(run.taxed(&US).unwrap().tax, d("74"), "200 at 37 %");
    // What is bought back a week later and still held takes the loss into its cost.
    run.fills = vec![bought("2020-03-09")];
    let units = d("10");
    run.positions =
        vec![EndPosition { instrument_id: instrument(0), units, average_price: Some(d("91")), price: Some(95.0) }];
    let found = run.taxed(&US).unwrap();
    assert_eq!((found.tax, found.years[0].disallowed), (d("111"), d("100")), "300 at 37 %");
    assert_eq!(found.open_gain, Some(d("40")));
    let without = TaxSettings { wash_sale_window: None, ..US };
    assert_eq!(run.taxed(&without).unwrap().tax, d("74"));
}

#[test]
fn another_currency_is_taxed_at_the_rate_of_the_sale_and_an_unknown_one_is_told() {
    let mut run = Run::of(vec![trip(Side::Buy, "2020-01-06", "2020-03-02", "100")]);
    run.listings = vec![Listing { currency: Currency::EUR, ..listing(0) }];
    let unknown = run.taxed(&US).unwrap_err();
    assert!(unknown.to_string().contains("EUR on 2020-03-02"), "{unknown}");
    run.rates = vec![
        DatedRate { at: at("2020-01-01"), currency: Currency::EUR, rate: Some(d("1.1")) },
        DatedRate { at: at("2020-03-01"), currency: Currency::EUR, rate: Some(d("1.2")) },
    ];
    assert_eq!(run.taxed(&US).unwrap().tax, d("44.40"), "120 at 37 %");
    let wrong = TaxSettings { rates: DecimalRates { short_term: d("1.5"), ..US.rates }, ..US };
    assert_eq!(run.taxed(&wrong).unwrap_err().code(), "backtest_setting_invalid");
    let nothing = Run::of(Vec::new()).taxed(&US).unwrap();
    assert!(nothing.years.is_empty() && nothing.tax.is_zero());
}
