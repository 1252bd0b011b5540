//! The cases, their references and goals.

use super::measurement::Measurement;

/// Our own program's name in the measurements.
const OURS: &str = "Quarterdeck";

/// One thing that is measured.
pub(crate) struct Case {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// Largest difference between our numbers and a reference's, absolute
    pub(super) tolerance: f64,
    pub(super) goals: &'static [Goal],
}

/// What must hold.
pub(super) enum Goal {
    /// A named program's median is at least this many times ours
    Faster(&'static str, f64),
    /// Our median is at most this many times a named program's
    Within(&'static str, f64),
    /// The share of our repetitions, and the seconds (or MiB) they must not exceed
    Below(f64, f64, &'static str),
}

/// Everything that `cargo xtask bench` judges.
pub(crate) const CASES: &[Case] = &[
    Case {
        name: "max_sharpe_20",
        title: "Maximum Sharpe, 20 assets",
        // Weights: the references stop up to 1e-4 short of the optimum.
        tolerance: 1e-3,
        goals: &[Goal::Faster("PyPortfolioOpt", 20.0)],
    },
    Case {
        name: "frontier_50_20",
        title: "Frontier of 50 points, 20 assets",
        tolerance: 1e-4,
        goals: &[Goal::Faster("PyPortfolioOpt", 100.0), Goal::Faster("skfolio", 20.0), Goal::Below(0.5, 0.016, "s")],
    },
    Case {
        name: "min_variance_500",
        title: "Minimum variance, 500 assets, dense",
        tolerance: 1e-3,
        goals: &[
            Goal::Faster("cvxpy with OSQP", 3.0),
            Goal::Faster("PyPortfolioOpt", 4.0),
            Goal::Within("bare OSQP", 1.2),
        ],
    },
    Case {
        name: "min_variance_2000_dense",
        title: "Minimum variance, 2000 assets, dense",
        tolerance: 1e-3,
        goals: &[Goal::Faster("PyPortfolioOpt", 20.0)],
    },
    Case {
        name: "min_variance_2000_factor",
        title: "Minimum variance, 2000 assets in factor form",
        tolerance: 1e-3,
        goals: &[Goal::Within("cvxpy with Clarabel", 1.0)],
    },
    Case {
        name: "corners_640_factor",
        title: "Exact frontier, 640 assets, 20 factors",
        tolerance: 0.0,
        goals: &[Goal::Below(0.5, 0.020, "s")],
    },
    Case {
        name: "corners_640_dense",
        title: "Exact frontier, 640 assets, dense",
        tolerance: 0.0,
        goals: &[Goal::Below(0.5, 0.150, "s")],
    },
    Case {
        name: "min_variance_10000_factor",
        title: "Minimum variance, 10,000 assets, 100 factors",
        tolerance: 0.0,
        goals: &[Goal::Below(0.5, 10.0, "s")],
    },
    Case {
        name: "memory_10000_factor",
        title: "Memory of the same",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 2048.0, "MiB")],
    },
    Case {
        name: "minimum_cvar_20x1257",
        title: "Minimum CVaR, 20 assets × 1257 days",
        tolerance: 1e-3,
        goals: &[Goal::Faster("PyPortfolioOpt", 10.0)],
    },
    Case {
        name: "hrp_500",
        title: "Hierarchical risk parity, 500 assets",
        tolerance: 1e-9,
        goals: &[Goal::Faster("PyPortfolioOpt", 50.0)],
    },
    Case {
        name: "risk_parity_500",
        title: "Risk parity, 500 assets",
        tolerance: 1e-4,
        goals: &[Goal::Faster("Riskfolio-Lib", 1.0), Goal::Faster("cvxpy with Clarabel", 1.0)],
    },
    Case {
        name: "ledoit_wolf_500x1000",
        title: "Ledoit–Wolf, 500 assets × 1000 days",
        tolerance: 1e-8,
        goals: &[Goal::Faster("PyPortfolioOpt", 2.0)],
    },
    Case {
        name: "tax_lots_200x10",
        title: "Tax lots, 200 assets × 10 lots",
        tolerance: 0.0,
        goals: &[Goal::Below(0.5, 0.200, "s")],
    },
    Case {
        name: "plan_convex_absolute_100x5",
        title: "Trades in fractions, 100 × 5, all at a gain, distance from the aims",
        // The objective as a part of the value: OSQP stops short of the optimum.
        tolerance: 1e-5,
        goals: &[Goal::Faster("cvxpy with Clarabel", 1.0), Goal::Faster("cvxpy with OSQP", 1.0)],
    },
    Case {
        name: "plan_convex_squared_100x5",
        title: "Trades in fractions, 100 × 5, all at a gain, tracking error",
        // The objective as a part of the value: OSQP stops short of the optimum.
        tolerance: 1e-5,
        goals: &[Goal::Faster("cvxpy with Clarabel", 1.0), Goal::Faster("cvxpy with OSQP", 1.0)],
    },
    Case {
        name: "plan_convex_squared_500x10",
        title: "Trades in fractions, 500 × 10, all at a gain, tracking error",
        // The objective as a part of the value.
        tolerance: 1e-7,
        goals: &[Goal::Faster("cvxpy with Clarabel", 1.0)],
    },
    Case {
        name: "plan_drag_absolute_100x5",
        title: "Trades in fractions while a weight is dragged, 100 positions × 5 lots, distance from the aims",
        tolerance: 0.0,
        goals: &[Goal::Below(0.95, 0.033, "s")],
    },
    Case {
        name: "plan_release_absolute_100x5",
        title: "Trades in whole shares on its release, 100 × 5, distance from the aims",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 2.0, "s")],
    },
    Case {
        name: "plan_release_absolute_100x5_gap",
        title: "Gap of the same, millionths of the value",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 200.0, "ppm")],
    },
    Case {
        name: "plan_drag_squared_100x5",
        title: "Trades in fractions while a weight is dragged, 100 positions × 5 lots, tracking error",
        tolerance: 0.0,
        goals: &[Goal::Below(0.95, 0.033, "s")],
    },
    Case {
        name: "plan_release_squared_100x5",
        title: "Trades in whole shares on its release, 100 × 5, tracking error",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 2.0, "s")],
    },
    Case {
        name: "plan_release_squared_100x5_gap",
        title: "Gap of the same, millionths of the value",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 1500.0, "ppm")],
    },
    Case {
        name: "plan_drag_absolute_500x10",
        title: "Trades in fractions while a weight is dragged, 500 positions × 10 lots, distance from the aims",
        tolerance: 0.0,
        goals: &[Goal::Below(0.95, 0.500, "s")],
    },
    Case {
        name: "plan_release_absolute_500x10",
        title: "Trades in whole shares on its release, 500 × 10, distance from the aims",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 2.0, "s")],
    },
    Case {
        name: "plan_release_absolute_500x10_gap",
        title: "Gap of the same, millionths of the value",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 500.0, "ppm")],
    },
    Case {
        name: "plan_drag_squared_500x10",
        title: "Trades in fractions while a weight is dragged, 500 positions × 10 lots, tracking error",
        tolerance: 0.0,
        goals: &[Goal::Below(0.95, 0.500, "s")],
    },
    Case {
        name: "plan_release_squared_500x10",
        title: "Trades in whole shares on its release, 500 × 10, tracking error",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 2.0, "s")],
    },
    Case {
        name: "plan_release_squared_500x10_gap",
        title: "Gap of the same, millionths of the value",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 1500.0, "ppm")],
    },
    Case {
        name: "books_100k",
        title: "Books of 100,000 transactions, 500 instruments, 20 years",
        tolerance: 0.0,
        goals: &[Goal::Below(0.5, 1.0, "s")],
    },
    Case {
        name: "books_100k_change",
        title: "The same after one change",
        tolerance: 0.0,
        goals: &[Goal::Below(0.95, 0.020, "s")],
    },
    Case {
        name: "solve_100",
        title: "One solve while a bound is dragged, 100 assets",
        tolerance: 0.0,
        goals: &[Goal::Below(0.95, 0.008, "s")],
    },
    Case {
        name: "solve_20",
        title: "One solve while a bound is dragged, 20 assets",
        tolerance: 0.0,
        goals: &[Goal::Below(0.95, 0.008, "s")],
    },
    Case {
        name: "bars_read",
        title: "Reading 1,000,000 bars",
        tolerance: 0.0,
        goals: &[Goal::Within("sqlx rows", 0.5)],
    },
    Case {
        name: "bars_write",
        title: "Writing 1,000,000 bars",
        tolerance: 0.0,
        goals: &[Goal::Within("sqlite3 .import", 1.0)],
    },
    Case {
        name: "first_chart",
        title: "First chart after start",
        tolerance: 0.0,
        goals: &[Goal::Below(0.5, 1.5, "s")],
    },
    Case {
        name: "portfolio_100k",
        title: "Portfolio after start, 100,000 transactions",
        tolerance: 0.0,
        goals: &[Goal::Below(0.5, 1.5, "s")],
    },
    Case {
        name: "drag",
        title: "Pointer to painted while a bound is dragged, 27 assets",
        tolerance: 0.0,
        goals: &[Goal::Below(0.95, 0.050, "s")],
    },
    Case {
        name: "drag_100",
        title: "Pointer to painted while a bound is dragged, 100 assets",
        tolerance: 0.0,
        goals: &[Goal::Below(0.95, 0.050, "s")],
    },
    Case {
        name: "memory",
        title: "Resident memory, our process, on the sample",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 220.0, "MiB")],
    },
    Case {
        name: "memory_with_webkit",
        title: "Resident memory with WebKit's processes",
        tolerance: 0.0,
        goals: &[Goal::Below(1.0, 550.0, "MiB")],
    },
];

/// One line of the table.
#[derive(Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) ours: String,
    pub(crate) reference: String,
    pub(crate) ratio: String,
    pub(crate) goal: String,
    pub(crate) agreement: String,
    pub(crate) met: bool,
}

impl Case {
    /// The lines of this case, none when it was not measured.
    pub(crate) fn rows(&self, found: &[Measurement]) -> Vec<Row> {
        let of = |program: &str| found.iter().find(|m| m.case == self.name && m.program == program);
        let Some(ours) = of(OURS) else { return Vec::new() };
        self.goals.iter().map(|goal| self.judge(goal, ours, of)).collect()
    }

    fn judge<'a>(&self, goal: &Goal, ours: &Measurement, of: impl Fn(&str) -> Option<&'a Measurement>) -> Row {
        let (program, wanted, limit) = match *goal {
            Goal::Faster(program, times) => (program, format!("≥ {times}×"), times),
            Goal::Within(program, times) => {
                (program, format!("≤ {} of its time", (times * 100.0).round() / 100.0), 1.0 / times)
            }
            Goal::Below(share, limit, unit) => return self.absolute(ours, share, limit, unit),
        };
        let mut row = Row {
            what: format!("{} / {program}", self.title),
            ours: time(ours.median()),
            reference: "not measured".into(),
            ratio: "—".into(),
            goal: wanted,
            agreement: "—".into(),
            met: false,
        };
        let Some(reference) = of(program) else { return row };
        row.reference = time(reference.median());
        let frontier = self.name.starts_with("frontier");
        let compare = if frontier { frontier_distance } else { distance };
        let difference = compare(&ours.result, &reference.result);
        row.agreement = match difference {
            Some(0.0) if ours.result.is_empty() => "same data".into(),
            Some(difference) => format!("{difference:.1e}"),
            None => "another number of values".into(),
        };
        // A time counts only beside an equal answer.
        if difference.is_some_and(|difference| difference <= self.tolerance) {
            let ratio = reference.median() / ours.median();
            row.ratio = format!("{ratio:.1}×");
            row.met = ratio >= limit;
        } else {
            row.ratio = "results differ".into();
        }
        row
    }

    fn absolute(&self, ours: &Measurement, share: f64, limit: f64, unit: &str) -> Row {
        let value = ours.quantile(share);
        let shown = |value: f64| if unit == "s" { time(value) } else { format!("{value:.0} {unit}") };
        let which = if share < 0.9 {
            String::new()
        } else if share < 1.0 {
            format!(" ({:.0} %)", share * 100.0)
        } else {
            " (most)".into()
        };
        Row {
            what: self.title.into(),
            ours: format!("{}{which}", shown(value)),
            reference: "—".into(),
            ratio: "—".into(),
            goal: format!("≤ {}", shown(limit)),
            agreement: "—".into(),
            met: value <= limit,
        }
    }
}

/// The largest difference, `None` when the lists cannot be compared. Not-a-number is a difference, not an agreement.
fn distance(a: &[f64], b: &[f64]) -> Option<f64> {
    let comparable = a.len() == b.len() && a.iter().chain(b).all(|value| value.is_finite());
    comparable.then(|| a.iter().zip(b).map(|(x, y)| (x - y).abs()).fold(0.0, f64::max))
}

/// How far the points of `b` lie from the frontier `a`, in volatility. Both are flat lists of return and volatility.
///
/// Programs place their points a little differently, so that ours is read at their returns: the variance of a frontier
/// is piecewise quadratic in the return, hence a parabola through the three nearest points.
fn frontier_distance(a: &[f64], b: &[f64]) -> Option<f64> {
    let comparable = a.len() == b.len() && a.len() >= 6 && a.iter().chain(b).all(|value| value.is_finite());
    let points: Vec<(f64, f64)> = a.chunks_exact(2).map(|point| (point[0], point[1] * point[1])).collect();
    let volatility_at = |expected_return: f64| {
        let next = points.partition_point(|point| point.0 < expected_return);
        let near = &points[next.saturating_sub(1).min(points.len() - 3)..][..3];
        let term = |i: usize, j: usize, k: usize| {
            let others = (expected_return - near[j].0) * (expected_return - near[k].0);
            near[i].1 * others / ((near[i].0 - near[j].0) * (near[i].0 - near[k].0))
        };
        (term(0, 1, 2) + term(1, 0, 2) + term(2, 0, 1)).sqrt()
    };
    comparable
        .then(|| b.chunks_exact(2).map(|point| (point[1] - volatility_at(point[0])).abs()).fold(0.0, f64::max))
        .filter(|difference| difference.is_finite())
}

fn time(seconds: f64) -> String {
    match seconds {
        s if s < 1e-3 => format!("{:.1} µs", s * 1e6),
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(program: &str, seconds: f64, result: &[f64]) -> Measurement {
        Measurement {
            case: "max_sharpe_20".into(),
            program: program.into(),
            seconds: vec![seconds],
            result: result.into(),
        }
    }

    fn sharpe(found: &[Measurement]) -> Row {
        CASES[0].rows(found).remove(0)
    }

    #[test]
    fn a_fast_and_equal_answer_meets_the_goal() {
        let row = sharpe(&[measured(OURS, 1e-4, &[0.5, 0.5]), measured("PyPortfolioOpt", 1e-2, &[0.5001, 0.4999])]);
        assert!(row.met);
        assert_eq!((row.ratio.as_str(), row.ours.as_str()), ("100.0×", "100.0 µs"));
    }

    #[test]
    fn a_fast_but_other_answer_does_not_count() {
        let row = sharpe(&[measured(OURS, 1e-4, &[0.9, 0.1]), measured("PyPortfolioOpt", 1e-2, &[0.5, 0.5])]);
        assert!(!row.met);
        assert_eq!(row.ratio, "results differ");
        let row = sharpe(&[measured(OURS, 1e-4, &[0.9, f64::NAN]), measured("PyPortfolioOpt", 1e-2, &[0.9, 0.1])]);
        assert!(!row.met);
    }

    #[test]
    fn a_frontier_is_compared_along_its_curve() {
        // variance = 0.01 + (return - 0.1)^2, on two grids
        let on = |returns: [f64; 4]| returns.map(|r: f64| [r, (0.01 + (r - 0.1).powi(2)).sqrt()]).concat();
        let ours = on([0.1, 0.2, 0.3, 0.4]);
        assert!(frontier_distance(&ours, &on([0.11, 0.19, 0.33, 0.4])).unwrap() < 1e-12);
        let mut worse = ours.clone();
        worse[3] += 0.01;
        assert!((frontier_distance(&ours, &worse).unwrap() - 0.01).abs() < 1e-12);
        assert!(frontier_distance(&ours, &ours[2..]).is_none());
    }

    #[test]
    fn a_slow_answer_and_a_missing_reference_miss_the_goal() {
        assert!(!sharpe(&[measured(OURS, 1e-2, &[1.0]), measured("PyPortfolioOpt", 1e-2, &[1.0])]).met);
        assert_eq!(sharpe(&[measured(OURS, 1e-2, &[1.0])]).reference, "not measured");
        assert!(CASES[0].rows(&[]).is_empty());
    }
}
