//! Weights that are held by the calendar, as bt holds them: at the close of the first day of each month or quarter, the fee inside
//! of the amount.

use bars::series::BarSeries;
use chrono_month::{Every, begins};
use execution::{
    account::AccountSettings,
    engine::{Arrival, Engine, EngineSettings},
    fees::FeeSchedule,
    gate::GateLimits,
    listing::Listing,
    number::{decimal, float},
    strategy::{Context, OrderRequest, Size, Strategy, StrategyResult},
};
use model::{bar::Bar, currency::Currency, id::InstrumentId, order::Side, time::Timestamp};
use serde_json::Value;

use crate::{
    golden::{golden, unpacked},
    support::{d, settings},
};

mod chrono_month {
    //! When a month or a quarter begins.
    use model::time::Timestamp;

    #[derive(Clone, Copy)]
    pub(super) enum Every {
        Month,
        Quarter,
    }

    pub(super) fn begins(every: Every, last: Option<Timestamp>, now: Timestamp) -> bool {
        let period = |at: Timestamp| {
            let text = at.to_string();
            let (year, month): (u32, u32) = (text[..4].parse().unwrap(), text[5..7].parse().unwrap());
            year * 12
                + match every {
                    Every::Month => month - 1,
                    Every::Quarter => (month - 1) / 3,
                }
        };
        last.is_none_or(|last| period(last) != period(now))
    }
}

struct Held {
    weights: Vec<f64>,
    every: Every,
    last: Option<Timestamp>,
    count: usize,
}

impl Strategy for Held {
    fn on_moment(&mut self, ctx: &mut Context<'_>) -> StrategyResult {
        if begins(self.every, self.last, ctx.now()) {
            self.count += 1;
            let value = ctx.account().equity().unwrap();
            for (instrument, weight) in self.weights.iter().enumerate() {
                let price = *ctx.closes(instrument).last().unwrap();
                let amount = weight * value - ctx.units(instrument) * price;
                let side = if amount > 0.0 { Side::Buy } else { Side::Sell };
                let Some(money) = decimal(amount.abs()).filter(|money| !money.is_zero()) else { continue };
                ctx.place(OrderRequest::market(instrument, side, Size::Money(money)));
            }
        }
        self.last = Some(ctx.now());
        Ok(())
    }
}

/// A table with a time and the closes of several instruments.
fn closes(text: &[u8], from: &str, to: &str) -> Vec<BarSeries> {
    let mut reader = csv::Reader::from_reader(text);
    let width = reader.headers().unwrap().len() - 1;
    let mut bars = vec![Vec::new(); width];
    for row in reader.records().map(Result::unwrap).filter(|row| &row[0] >= from && &row[0] <= to) {
        for (n, bars) in bars.iter_mut().enumerate() {
            bars.push(Bar::close_only(row[0].parse().unwrap(), row[n + 1].parse().unwrap()));
        }
    }
    bars.iter().map(|bars| BarSeries::from_bars(bars).unwrap()).collect()
}

#[test]
fn held_weights_are_worth_what_bt_says() {
    let text = std::fs::read(golden().join("backtest/held.json")).unwrap();
    let document: Value = serde_json::from_slice(&text).unwrap();
    let cases = document["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 2);
    for case in cases {
        let (inputs, expected) = (&case["inputs"], &case["expected"]);
        let number = |of: &Value| of.as_f64().unwrap();
        let file = golden().join("backtest").join(inputs["file"].as_str().unwrap());
        let series = closes(&unpacked(&file), inputs["start"].as_str().unwrap(), inputs["end"].as_str().unwrap());
        let weights: Vec<f64> = inputs["weights"].as_array().unwrap().iter().map(number).collect();
        let lot_size = d("0.000000000001");
        let listing = |n: usize| {
            let id = InstrumentId::from_uuid(uuid::Uuid::from_u128(n as u128 + 1));
            Listing { lot_size, ..Listing::whole_units(id, Currency::USD) }
        };
        let listings: Vec<Listing> = (0..series.len()).map(listing).collect();
        let settings = EngineSettings {
            arrival: Arrival::SameClose,
            fees: FeeSchedule::share(decimal(number(&inputs["commission"])).unwrap()),
            account: AccountSettings::cash(Currency::USD, decimal(number(&inputs["capital"])).unwrap()),
            // bt buys before it sells, and asks nobody.
            limits: GateLimits { check_buying_power: false, ..GateLimits::default() },
            ..settings()
        };
        let mut engine = Engine::new(settings, &listings).unwrap();
        let every = if inputs["rule"] == "monthly" { Every::Month } else { Every::Quarter };
        let mut held = Held { weights, every, last: None, count: 0 };
        engine.run(&mut held, &series.iter().collect::<Vec<_>>()).unwrap();
        assert_eq!(engine.record().refused(), []);
        let near = |got: f64, expected: f64, what: &str| {
            assert!((got / expected - 1.0).abs() < 1e-7, "{} {what}: {got}, expected {expected}", case["id"]);
        };
        assert_eq!(held.count as u64, expected["n_rebalances"].as_u64().unwrap());
        let equity = engine.record().equity();
        near(equity.last().unwrap().unwrap(), number(&expected["final_value"]), "final value");
        near(float(engine.account().flows().fees), number(&expected["total_commission"]), "fees");
        for (n, value) in expected["value_every_21"].as_array().unwrap().iter().enumerate() {
            near(equity[n * 21].unwrap(), number(value), &format!("day {}", n * 21));
        }
    }
}
