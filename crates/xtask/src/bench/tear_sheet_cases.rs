//! The case of the tear sheet, with quantstats as its reference.

use super::cases::{Case, Goal};

/// What `cargo xtask bench` judges of tear sheets.
pub(super) const TEAR_SHEET_CASES: &[Case] = &[Case {
    name: "tear_sheet",
    title: "Tear sheet: figures, charts and page, 5,040 days with a benchmark",
    // Figures that both define alike, among them the ten deepest falls, every year, and means over moving windows.
    tolerance: 1e-9,
    goals: &[Goal::Faster("quantstats", 20.0)],
}];
