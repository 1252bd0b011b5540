//! The cases of live market data: from a socket through the hub to the alerts.

use super::cases::{Case, Goal};

/// Reading the same stream with `tokio-tungstenite` and `serde_json` alone.
const BARE: &str = "bare reading";
/// Seconds for a million ticks at 300,000 ticks a second.
const MILLION_S: f64 = 1e6 / 300_000.0;

/// What `cargo xtask bench` judges of the way of a tick.
pub(super) const MARKET_CASES: &[Case] = &[
    Case {
        name: "market_hub",
        title: "A million ticks of 500 instruments from a socket through the hub to 1,000 alert rules",
        tolerance: 0.0,
        // 40 % of the bare reading's rate.
        goals: &[Goal::Below(0.5, MILLION_S, "s"), Goal::Within(BARE, 2.5)],
    },
    Case {
        name: "market_soak",
        title: "24 hours of ten recorded streams through the hub: growth of memory after the first hour",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 50_000.0, "ppm")],
    },
    Case {
        name: "market_soak_time",
        title: "24 hours of ten recorded streams through the hub: time",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 1_800.0, "s")],
    },
    Case {
        name: "alerts_tick",
        title: "A tick that two of 100,000 armed rules watch",
        tolerance: 0.0,
        // What else is armed costs nothing but the way to memory.
        goals: &[Goal::Within("1,000 armed rules", 2.0), Goal::Within("10,000 armed rules", 2.0)],
    },
    Case {
        name: "alerts_decided",
        title: "From a tick to the decided firing, 10,000 ticks a second, 1,000 alerts",
        tolerance: 0.0,
        goals: &[Goal::Below(0.99, 0.001, "s")],
    },
    Case {
        name: "alerts_committed",
        title: "From a tick to the firing that is kept with its delivery, the same",
        tolerance: 0.0,
        // A firing is kept when the disk says so: what a bare write takes is beside it.
        goals: &[Goal::Below(0.99, 0.005, "s"), Goal::Within("a write to the disk", 1.5)],
    },
    Case {
        name: "frames_watchlist",
        title: "Frames of the real window: a watchlist of 500 symbols, each ten times a second",
        tolerance: 0.0,
        goals: &[Goal::Below(0.95, 0.033, "s")],
    },
    Case {
        name: "cpu_watchlist_own",
        title: "The same: share of a core that our process takes",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 25.0, "%")],
    },
    Case {
        name: "cpu_watchlist_page",
        title: "The same: share of a core that the page's process takes, without a graphics card",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 70.0, "%")],
    },
    Case {
        name: "frames_book",
        title: "Frames of the real window: an order book of 2 × 20 levels fifty times a second, for a minute",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 0.050, "s")],
    },
];
