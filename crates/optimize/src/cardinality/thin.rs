//! A good portfolio with few positions: the relaxation is thinned out step by step, then single assets are exchanged.

use super::branch::Tree;
use super::{Choice, HELD, Relaxed, count_held};
use crate::OptimizeError;

/// The part of the surplus positions that is dropped in one step.
const DROPPED: f64 = 0.34;
/// Steps of thinning.
const STEPS: usize = 40;
/// Assets outside that are tried in place of one inside, in a round.
const CANDIDATES: usize = 12;
/// Rounds of exchange.
const ROUNDS: usize = 4;

/// Offers the tree a good portfolio, when thinning ends with one.
pub(super) fn suggest<A: Clone>(
    tree: &mut Tree<'_, '_, A>,
    root: &[Choice],
    relaxed: &Relaxed<A>,
) -> Result<(), OptimizeError> {
    thin(tree, root.to_vec(), relaxed.clone())?;
    exchange(tree, root, relaxed)
}

/// Drops the smallest positions, a part of the surplus at a time, and lifts those that are nearly large enough.
fn thin<A: Clone>(
    tree: &mut Tree<'_, '_, A>,
    mut choices: Vec<Choice>,
    mut relaxed: Relaxed<A>,
) -> Result<(), OptimizeError> {
    for _ in 0..STEPS {
        if tree.offer(&relaxed, &choices) {
            return Ok(());
        }
        let weights = relaxed.weights.clone();
        let mut undecided: Vec<usize> =
            (0..weights.len()).filter(|&i| choices[i] == Choice::Open && weights[i].abs() > HELD).collect();
        undecided.sort_by(|&i, &j| weights[i].abs().total_cmp(&weights[j].abs()).then(i.cmp(&j)));
        let surplus = count_held(&weights).saturating_sub(tree.rules.most());
        let small = undecided.iter().filter(|&&i| tree.rules.is_too_small(weights[i])).count();
        let wanted = ((surplus.max(small) as f64) * DROPPED).ceil() as usize;
        let mut dropped = false;
        // When the limits do not let so many go, try fewer.
        for n_dropped in [wanted, 1] {
            let mut next = choices.clone();
            for &i in undecided.iter().take(n_dropped) {
                let half = 0.5 * tree.rules.minimum_position;
                next[i] = match weights[i] {
                    weight if surplus > 0 || weight.abs() < half => Choice::Out,
                    weight if weight > 0.0 => Choice::Long,
                    _ => Choice::Short,
                };
            }
            if let Some(found) = tree.relax(&next, Some(&relaxed.answer))? {
                (choices, relaxed, dropped) = (next, found, true);
                break;
            }
        }
        if !dropped {
            // The smallest cannot go: it stays, and the next smallest is tried.
            let Some(&smallest) = undecided.first() else { return Ok(()) };
            let side = if weights[smallest] > 0.0 { Choice::Long } else { Choice::Short };
            let Some(next) = tree.with(&choices, smallest, side) else { return Ok(()) };
            let Some(found) = tree.relax(&next, Some(&relaxed.answer))? else { return Ok(()) };
            (choices, relaxed) = (next, found);
        }
    }
    Ok(())
}

/// Lets one asset in from outside, and the smallest position out; keeps what is better.
fn exchange<A: Clone>(tree: &mut Tree<'_, '_, A>, root: &[Choice], relaxed: &Relaxed<A>) -> Result<(), OptimizeError> {
    for _ in 0..ROUNDS {
        let Some((best, _)) = tree.best() else { return Ok(()) };
        let best = best.clone();
        let held: Vec<bool> = best.weights.iter().map(|weight| weight.abs() > HELD).collect();
        // The relaxation says who is the likeliest to be missed.
        let mut outside: Vec<usize> = (0..held.len()).filter(|&i| !held[i] && root[i] == Choice::Open).collect();
        outside.sort_by(|&i, &j| relaxed.weights[j].abs().total_cmp(&relaxed.weights[i].abs()).then(i.cmp(&j)));
        outside.truncate(CANDIDATES);
        let before = tree.best_score();
        for candidate in outside {
            let members = |i: usize| held[i] || i == candidate;
            let mut choices: Vec<Choice> = (0..held.len())
                .map(|i| if members(i) || root[i] != Choice::Open { root[i] } else { Choice::Out })
                .collect();
            let Some(wider) = tree.relax(&choices, Some(&best.answer))? else { continue };
            if wider.score >= tree.best_score() || tree.offer(&wider, &choices) {
                continue;
            }
            let smallest = (0..held.len())
                .filter(|&i| choices[i] == Choice::Open && wider.weights[i].abs() > HELD && i != candidate)
                .min_by(|&i, &j| wider.weights[i].abs().total_cmp(&wider.weights[j].abs()));
            let Some(smallest) = smallest else { continue };
            choices[smallest] = Choice::Out;
            let minimum = tree.rules.minimum_position;
            if minimum > 0.0 {
                for (i, choice) in choices.iter_mut().enumerate().filter(|(_, choice)| **choice == Choice::Open) {
                    *choice = if wider.weights[i] >= 0.0 { Choice::Long } else { Choice::Short };
                }
            }
            if let Some(narrower) = tree.relax(&choices, Some(&wider.answer))? {
                tree.offer(&narrower, &choices);
            }
        }
        if tree.best_score() >= before {
            break;
        }
    }
    Ok(())
}
