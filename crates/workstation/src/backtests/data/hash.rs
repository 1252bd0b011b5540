//! What tells data from others.

use ::backtest::{BacktestSettings, BenchmarkSettings};
use ::bars::series::BarSeries;
use model::market::{Tick, TickData};

/// The hash of a run over bars.
pub(super) fn hash(
    series: &[BarSeries],
    settings: &BacktestSettings,
    benchmark: Option<&(BenchmarkSettings, Vec<BarSeries>)>,
) -> String {
    let mut hasher = BacktestHasher::default();
    for series in series.iter().chain(benchmark.iter().flat_map(|(_, series)| series)) {
        hasher.series(series);
    }
    hasher.settings(settings);
    hasher.finish()
}

/// Tells data from others by a BLAKE3.
#[derive(Default)]
pub(crate) struct BacktestHasher(blake3::Hasher);

impl BacktestHasher {
    fn series(&mut self, series: &BarSeries) {
        let hasher = &mut self.0;
        hasher.update(&(series.len() as u64).to_le_bytes());
        for at in &series.at {
            hasher.update(&at.to_le_bytes());
        }
        let columns = [&series.open, &series.high, &series.low, &series.volume].into_iter().flatten();
        for column in columns {
            (0..series.len()).for_each(|n| {
                hasher.update(&column.get(n).map_or(u64::MAX, f64::to_bits).to_le_bytes());
            });
        }
        series.close.iter().for_each(|close| {
            hasher.update(&close.to_bits().to_le_bytes());
        });
    }

    /// Rates and corporate actions.
    pub(crate) fn settings(&mut self, settings: &BacktestSettings) {
        for rate in &settings.rates {
            self.0.update(format!("{} {} {:?}", rate.at.micros(), rate.currency, rate.rate).as_bytes());
        }
        for action in &settings.actions {
            let line = format!("{} {} {:?}", action.at.micros(), action.instrument_id, action.action);
            self.0.update(line.as_bytes());
        }
    }

    pub(crate) fn tick(&mut self, number: usize, tick: &Tick) {
        self.0.update(&(number as u64).to_le_bytes());
        self.0.update(&tick.origin.time().micros().to_le_bytes());
        let of = |value: Option<f64>| value.map_or(u64::MAX, f64::to_bits);
        let values = match tick.data {
            TickData::Trade(trade) => [Some(trade.price), trade.size, None, None],
            TickData::Quote(quote) => [quote.bid, quote.ask, quote.bid_size, quote.ask_size],
        };
        values.into_iter().for_each(|value| {
            self.0.update(&of(value).to_le_bytes());
        });
    }

    pub(crate) fn finish(&self) -> String {
        self.0.finalize().to_hex().to_string()
    }
}
