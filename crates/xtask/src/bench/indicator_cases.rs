//! The cases of the indicators over 100,000 bars, with C TA-Lib as their reference.

use super::cases::{Case, Goal};

/// The reference's name in the measurements.
const TA_LIB: &str = "TA-Lib";
/// Means and last values of prices, indexes of 0 to 100, and sums of volume up to a million.
const TOLERANCE: f64 = 1e-6;

const fn beside_ta_lib(name: &'static str, title: &'static str) -> Case {
    Case { name, title, tolerance: TOLERANCE, goals: &[Goal::Within(TA_LIB, 1.2)] }
}

/// A thousand updates in at most 50 ns each.
const fn streamed(name: &'static str, title: &'static str) -> Case {
    Case { name, title, tolerance: 0.0, goals: &[Goal::Below(0.5, 50e-6, "s")] }
}

/// What `cargo xtask bench` judges of the indicators.
pub(super) const INDICATOR_CASES: &[Case] = &[
    Case {
        name: "indicators_all",
        title: "47 indicators together, 100,000 bars",
        tolerance: TOLERANCE,
        goals: &[Goal::Within(TA_LIB, 1.0)],
    },
    beside_ta_lib("indicator_sma", "Simple moving average, 100,000 bars"),
    beside_ta_lib("indicator_ema", "Exponential moving average, 100,000 bars"),
    beside_ta_lib("indicator_rsi", "Relative strength index, 100,000 bars"),
    beside_ta_lib("indicator_macd", "MACD, 100,000 bars"),
    beside_ta_lib("indicator_bbands", "Bollinger bands, 100,000 bars"),
    beside_ta_lib("indicator_atr", "Average true range, 100,000 bars"),
    beside_ta_lib("indicator_stoch", "Stochastic, 100,000 bars"),
    beside_ta_lib("indicator_adx", "Average directional index, 100,000 bars"),
    beside_ta_lib("indicator_supertrend", "Supertrend, 100,000 bars"),
    beside_ta_lib("indicator_keltner", "Keltner channels, 100,000 bars"),
    beside_ta_lib("indicator_obv", "On balance volume, 100,000 bars"),
    beside_ta_lib("indicator_linearreg", "Linear regression, 100,000 bars"),
    beside_ta_lib("indicator_ht_trendline", "Instantaneous trendline, 100,000 bars"),
    beside_ta_lib("indicator_cdlengulfing", "Engulfing pattern, 100,000 bars"),
    streamed("stream_sma", "A thousand updates of a simple moving average"),
    streamed("stream_ema", "A thousand updates of a exponential moving average"),
    streamed("stream_rsi", "A thousand updates of a relative strength index"),
];
