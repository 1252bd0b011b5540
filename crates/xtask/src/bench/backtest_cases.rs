//! The cases of back-tests over a million bars, with backtesting.py, nautilus_trader and vectorbt as their references.

use super::cases::{Case, Goal};

/// The equity at the end of a run that began with a million, and Sharpe ratios.
const TOLERANCE: f64 = 1e-4;

/// What `cargo xtask bench` judges of back-tests.
pub(super) const BACKTEST_CASES: &[Case] = &[
    Case {
        name: "crossing_events",
        title: "Averages that cross, by events with orders, fees and fills, 1,000,000 bars",
        tolerance: TOLERANCE,
        // Five million bars a second on one core.
        goals: &[Goal::Faster("backtesting.py", 50.0), Goal::Below(0.5, 0.2, "s")],
    },
    Case {
        name: "crossing_closes",
        title: "The same averages traded at the close, by events, 1,000,000 bars",
        tolerance: TOLERANCE,
        goals: &[Goal::Faster("nautilus_trader", 50.0)],
    },
    Case {
        name: "crossing_script",
        title: "The same by a script, 1,000,000 bars",
        tolerance: TOLERANCE,
        // Half a million bars a second.
        goals: &[Goal::Below(0.5, 2.0, "s")],
    },
    Case {
        name: "signals_bare",
        title: "Fills of the same signals, without the rest of the run, 1,000,000 bars",
        tolerance: TOLERANCE,
        goals: &[Goal::Faster("vectorbt, simulation alone", 1.2)],
    },
    Case {
        name: "signals_whole",
        title: "Averages, signals, fills, equity and figures, 1,000,000 bars",
        tolerance: TOLERANCE,
        goals: &[Goal::Faster("vectorbt", 10.0)],
    },
    Case {
        name: "sweep_1000",
        title: "1,000 pairs of averages over 10,000 bars with their Sharpe ratios, two threads",
        tolerance: TOLERANCE,
        goals: &[Goal::Faster("vectorbt", 20.0)],
    },
    Case {
        name: "sweep_10000",
        title: "10,000 pairs of averages over 100,000 bars with their Sharpe ratios, two threads",
        tolerance: 0.0,
        // A sweep that shares nothing could not be quicker than processes that know nothing of each other.
        goals: &[Goal::Below(0.5, 10.0, "s"), Goal::Within("two processes of one thread", 1.0 / 0.93)],
    },
];
