//! Paper trading: the engine fed as events come gives the orders and fills of the back-test.

use std::path::Path;

use backtest::{Backtest, BacktestSettings};
use bars::{
    build::{BarBuilder, PriceOf, Print},
    hours::Hours,
    interval::Interval,
    series::BarSeries,
};
use execution::{
    engine::{Finish, Record},
    listing::Listing,
    slippage::Slippage,
    strategy::{ClosedBar, Context, OrderRequest, Size, Strategy, StrategyResult},
    ticks::{TickBars, TickRun},
};
use feed::replay::{Replay, Speed};
use model::{
    bar::Bar,
    market::{Adjustment, MarketEvent, Origin, Tick, TickData, Trade, TradeUse},
    order::{OrderTerms, Side, fill::Fill},
    quantity::Price,
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::support::{Chance, DAY, d, go_on, instrument, listing, margin, near, walk};

/// Trades of two markets by chance, thousands of them, with bursts and silences (`tests/golden/ticks`).
fn ticks() -> Vec<(usize, Tick)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/ticks/trades.json.zst");
    let text = zstd::decode_all(std::fs::File::open(path).unwrap()).unwrap();
    let document: Value = serde_json::from_slice(&text).unwrap();
    let mut found = Vec::new();
    for (number, market) in document.as_object().unwrap().values().enumerate() {
        for row in market["trades"].as_array().unwrap() {
            let at = Timestamp::from_micros(row[0].as_i64().unwrap());
            let value = |n: usize| row[n].as_str().unwrap().parse::<f64>().unwrap();
            let origin = Origin {
                instrument: instrument(number as u128),
                source: "test".parse().unwrap(),
                at: Some(at),
                received_at: at,
                sequence: None,
                currency: None,
                adjustment: Adjustment::Raw,
            };
            let counts = TradeUse::PriceAndVolume;
            let trade = Trade { price: value(2), size: Some(value(3)), aggressor: None, counts };
            found.push((number, Tick { origin, data: TickData::Trade(trade) }));
        }
    }
    found.sort_by_key(|(number, tick)| (tick.origin.received_at, *number));
    found
}

/// Market orders, limits and brackets by chance, and an order for some fills.
struct Busy(Chance);

impl Busy {
    fn ask(&mut self, ctx: &mut Context<'_>, instrument: usize, price: f64) {
        let side = if self.0.below(2) == 0 { Side::Buy } else { Side::Sell };
        let size = Size::Units(Decimal::new(self.0.below(50) as i64 + 1, 2));
        let near = |factor: f64| Price::new(Decimal::new((price * factor * 100.0).round() as i64, 2)).unwrap();
        match self.0.below(30) {
            0 => {
                ctx.place(OrderRequest::market(instrument, side, size));
            }
            1 => {
                let limit = near(if side == Side::Buy { 0.9998 } else { 1.0002 });
                ctx.place(OrderRequest::new(instrument, side, size, OrderTerms::Limit { limit }));
            }
            2 => {
                let (up, down) = (near(1.0005), near(0.9995));
                let (gain, loss) = if side == Side::Buy { (up, down) } else { (down, up) };
                ctx.bracket(OrderRequest::market(instrument, side, size), Some(gain), Some(loss));
            }
            3 => {
                ctx.close(instrument);
            }
            4 => {
                if let Some(id) = ctx.open_orders().map(model::order::Order::id).min() {
                    ctx.cancel(instrument, id);
                }
            }
            _ => {}
        }
    }
}

impl Strategy for Busy {
    fn on_tick(&mut self, ctx: &mut Context<'_>, instrument: usize, tick: &Tick) -> StrategyResult {
        if let TickData::Trade(trade) = tick.data {
            self.ask(ctx, instrument, trade.price);
        }
        Ok(())
    }

    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        self.ask(ctx, bar.instrument, bar.bar.close);
        Ok(())
    }

    fn on_fill(&mut self, ctx: &mut Context<'_>, fill: &Fill) -> StrategyResult {
        if self.0.below(5) == 0
            && let Some(instrument) = ctx.instrument(fill.instrument_id)
        {
            ctx.close(instrument);
        }
        Ok(())
    }
}

const MINUTES: TickBars = TickBars { interval: Interval::Minute1, of: PriceOf::Trade };

fn backtest() -> Backtest {
    let settings = BacktestSettings {
        cash: d("1000000"),
        latency_micros: 1_500,
        slippage: Slippage::Relative { share: 0.0001 },
        volume_share: Some(0.5),
        seed: 5,
        ..margin()
    };
    let fractions = |n| Listing { lot_size: d("0.01"), ..listing(n) };
    Backtest::new(settings, vec![fractions(0), fractions(1)]).unwrap()
}

#[test]
fn a_replay_into_the_engine_gives_what_the_back_test_gives() {
    let (ticks, backtest) = (ticks(), backtest());
    for bars in [None, Some(MINUTES)] {
        replayed(&ticks, &backtest, bars);
    }
}

fn replayed(ticks: &[(usize, Tick)], backtest: &Backtest, bars: Option<TickBars>) {
    let expected = backtest.run_ticks(ticks, bars, &mut Busy(Chance(3)), None, &mut go_on).unwrap();
    assert!(expected.fills.len() > 200 && expected.orders > 300, "{} fills", expected.fills.len());
    // A stream for each instrument, at ten thousand times its speed, looked at every few milliseconds of the wall.
    let stream = |number: usize| {
        let of = ticks.iter().filter(|(n, _)| *n == number);
        of.map(|(_, tick)| MarketEvent::Tick(*tick)).collect::<Vec<_>>()
    };
    let mut replay = Replay::new(vec![stream(0), stream(1)]);
    let mut run = TickRun::new(backtest.engine().unwrap(), bars);
    let mut strategy = Busy(Chance(3));
    run.start(&mut strategy).unwrap();
    let mut wall = 0;
    replay.play(wall, Speed::times(10_000.0).unwrap());
    let mut taken = 0;
    while replay.remaining() > 0 {
        while let Some(event) = replay.due(wall) {
            let MarketEvent::Tick(tick) = event else { panic!("only ticks were recorded") };
            let number = usize::from(tick.origin.instrument == instrument(1));
            run.tick(&mut strategy, number, tick).unwrap();
            taken += 1;
        }
        wall += 7_000;
    }
    assert_eq!(taken, ticks.len());
    let engine = run.engine();
    let record: &Record = engine.record();
    assert_eq!(record.fills(), expected.fills);
    assert_eq!((record.orders(), record.refused_count()), (expected.orders, expected.refused_count));
    assert_eq!(engine.account().exact_equity(), expected.equity_end);
    assert_eq!(engine.account().closed_trades().len(), expected.round_trips.len());
}

/// Goes long when a bar closes above the one before it, and out when it closes below.
#[derive(Default)]
struct Follow(Option<f64>);

impl Strategy for Follow {
    fn on_bar(&mut self, ctx: &mut Context<'_>, bar: &ClosedBar) -> StrategyResult {
        let before = self.0.replace(bar.bar.close);
        let held = ctx.units(0) != 0.0;
        match before {
            Some(before) if bar.bar.close > before && !held => {
                ctx.place(OrderRequest::market(0, Side::Buy, Size::Units(Decimal::ONE)));
            }
            Some(before) if bar.bar.close < before && held => {
                ctx.close(0);
            }
            _ => {}
        }
        Ok(())
    }
}

#[test]
fn bars_built_of_ticks_trade_as_the_same_bars_at_their_next_opens() {
    let ticks: Vec<(usize, Tick)> = ticks().into_iter().filter(|(number, _)| *number == 0).collect();
    let settings = BacktestSettings { cash: d("1000000"), ..margin() };
    let backtest = Backtest::new(settings, vec![Listing { lot_size: d("0.01"), ..listing(0) }]).unwrap();
    let mut series = BarSeries::default();
    let mut builder = BarBuilder::new(MINUTES.interval, Hours::UTC, 0);
    for (_, tick) in &ticks {
        let print = Print::of(tick, MINUTES.of).unwrap();
        builder.push(&print, &mut |built| series.push(&built.bar)).unwrap();
    }
    builder.finish(&mut |built| series.push(&built.bar));
    let by_bars = backtest.run(&[&series], &mut Follow::default(), None, &mut go_on).unwrap();
    let by_ticks = backtest.run_ticks(&ticks, Some(MINUTES), &mut Follow::default(), None, &mut go_on).unwrap();
    let told = |fill: &Fill| (fill.side, fill.quantity, fill.price, fill.fee.amount);
    let told = |fills: &[Fill]| fills.iter().map(told).collect::<Vec<_>>();
    assert!(by_ticks.fills.len() > 20, "{} fills over {} bars", by_ticks.fills.len(), series.len());
    assert_eq!(told(&by_ticks.fills), told(&by_bars.fills));
}

#[test]
fn bars_one_by_one_give_what_whole_series_give() {
    let (first, second) = (walk(51, 400, DAY), walk(52, 400, DAY));
    let backtest = backtest();
    let expected = backtest.run(&[&first, &second], &mut Busy(Chance(9)), None, &mut go_on).unwrap();
    assert!(expected.fills.len() > 50);
    let mut engine = backtest.engine().unwrap();
    let mut strategy = Busy(Chance(9));
    engine.start(&mut strategy).unwrap();
    for n in 0..first.len() {
        let moment: [(usize, Bar); 2] = [(0, first.bar(n)), (1, second.bar(n))];
        engine.bars(&mut strategy, &moment).unwrap();
    }
    assert_eq!(engine.record().fills(), expected.fills);
    assert_eq!(engine.record().equity(), expected.curve.equity);
}

#[test]
fn a_run_over_ticks_has_a_curve_of_minutes_and_costs() {
    let (ticks, backtest) = (ticks(), backtest());
    let result = backtest.run_ticks(&ticks, None, &mut Busy(Chance(3)), None, &mut go_on).unwrap();
    let minutes: std::collections::BTreeSet<i64> =
        ticks.iter().map(|(_, tick)| tick.origin.received_at.micros() / 60_000_000).collect();
    assert_eq!(result.curve.at.len(), minutes.len());
    let end = result.curve.equity.last().unwrap().unwrap();
    near(end, result.equity_end.unwrap().try_into().unwrap(), 1e-6, "equity at the end");
    assert!(result.costs.slippage.unwrap() > Decimal::ZERO);
    assert_eq!(result.attribution.unwrap().currency, Decimal::ZERO);
    assert!(result.round_trips.iter().all(|trip| trip.adverse_excursion.is_none()));
    assert!(
        result.curve.gross_exposure.iter().zip(&result.curve.net_exposure).all(|(g, n)| g.unwrap() >= n.unwrap().abs())
    );
    let closing = BacktestSettings { finish: Finish::CloseAtClose, ..backtest.settings().clone() };
    let closing = Backtest::new(closing, backtest.listings().to_vec()).unwrap();
    let error = closing.run_ticks(&ticks, None, &mut Busy(Chance(3)), None, &mut go_on).unwrap_err();
    assert_eq!(error.code(), "backtest_setting_invalid");
    assert_eq!(backtest.run_ticks(&[], None, &mut Busy(Chance(3)), None, &mut go_on).unwrap_err().code(), "no_bars");
    let stranger = [(7, ticks[0].1)];
    let error = backtest.run_ticks(&stranger, None, &mut Busy(Chance(3)), None, &mut go_on).unwrap_err();
    assert_eq!(error.code(), "instrument_not_in_run");
}
