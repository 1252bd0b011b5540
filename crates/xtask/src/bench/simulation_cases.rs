//! The cases of simulated paths, with numpy as their reference.

use super::cases::{Case, Goal};

/// What `cargo xtask bench` judges of simulations.
pub(super) const SIMULATION_CASES: &[Case] = &[
    Case {
        name: "monte_carlo",
        title: "100,000 paths of 252 days and 20 assets that go together, two threads",
        // Mean and quantiles of ends that deviate by 0.1: both draw by chance, and the 5 % quantile has a standard error of 0.0007.
        tolerance: 3e-3,
        goals: &[Goal::Faster("numpy", 10.0)],
    },
    Case {
        name: "monte_carlo_same",
        title: "50 of these paths, numpy given the same normal numbers, one thread",
        tolerance: 1e-12,
        // Ours draws the numbers, numpy has them already: this line is there for the equal answer.
        goals: &[Goal::Within("numpy", 1.5)],
    },
];
