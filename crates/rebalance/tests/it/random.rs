//! Random households: every plan keeps every limit and is never worse than the greedy one.
//!
//! A part runs every time; the long list by `QUARTERDECK_REBALANCE_HOUSEHOLDS=1000 cargo test --release -p rebalance --test it random`.

use rebalance::{RebalanceError, rebalance};

use crate::households::{Size, check, float, household};

#[test]
fn plans_of_random_households_keep_every_limit_and_are_never_worse_than_greedy() {
    let count = std::env::var("QUARTERDECK_REBALANCE_HOUSEHOLDS").map_or(120, |text| text.parse().unwrap());
    let from: u64 = std::env::var("QUARTERDECK_REBALANCE_FROM").map_or(0, |text| text.parse().unwrap());
    let size = Size { instruments: 12, accounts: 3, lots: 5, units: 40, whole: None };
    let (mut planned, mut better, mut refused, mut gaps, mut proved) = (0, 0, 0, Vec::new(), 0);
    for seed in from..from + count {
        let mut request = household(seed, size);
        request.max_nodes = Some(12);
        match rebalance(&request) {
            Ok(plan) => {
                if let Err(wrong) = check(&request, &plan) {
                    panic!("seed {seed}: {wrong}\n{}", serde_json::to_string(&request).unwrap());
                }
                planned += 1;
                let objective = float(plan.figures.objective);
                if let Some(greedy) = &plan.greedy {
                    better += usize::from(objective < float(greedy.objective) - 1e-6);
                }
                let gap = plan.search.gap.unwrap_or_else(|| panic!("seed {seed}: no bound"));
                proved += usize::from(gap <= 1e-6 * objective.abs() + 1e-9 * float(plan.value));
                gaps.push(gap / float(plan.value));
            }
            // Nothing to sell, nothing to invest, a withdrawal that cannot be paid: said, not planned.
            Err(
                RebalanceError::NothingToSell { .. }
                | RebalanceError::NothingToInvest { .. }
                | RebalanceError::NothingHeld { .. }
                | RebalanceError::CashShort { .. },
            ) => refused += 1,
            Err(error) => panic!("seed {seed}: {error}"),
        }
    }
    gaps.sort_by(f64::total_cmp);
    let at = |part: f64| gaps[((gaps.len() - 1) as f64 * part) as usize];
    println!(
        "{count} households: {planned} planned, {better} better than greedy, {proved} proved optimal, {refused} refused; gap as a part of \
         the value: median {:.1e}, 95 % {:.1e}, most {:.1e}",
        at(0.5),
        at(0.95),
        at(1.0)
    );
    assert!(planned > count as usize / 2);
}
