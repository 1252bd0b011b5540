//! The greedy rule of PyPortfolioOpt's `DiscreteAllocation.greedy_portfolio` (Martin 2021), lot by lot.
//!
//! First every asset gets the whole lots below its weight, the largest weight first. Then, one lot at a time, the asset whose share
//! of the money spent so far lies furthest below its weight gets one more. When that lot cannot be paid the next furthest is
//! tried, up to ten times; the rule ends when none is left.

use super::Bought;
use super::market::Book;

/// How often the rule looks for another asset when a lot cannot be paid.
const TRIES: usize = 10;

pub(super) fn allocate(book: &Book<'_>) -> Bought {
    let mut kept = vec![false; book.assets.len()];
    loop {
        let lots = fill(book, &kept);
        // Trades that are too small are not made: those assets stay as they are, and the others share the rest.
        let mut changed = false;
        for (i, asset) in book.assets.iter().enumerate() {
            if !kept[i] && asset.is_too_small(lots[i], book.minimum_trade) {
                kept[i] = true;
                changed = true;
            }
        }
        if !changed {
            return Bought { lots, nodes: 0, gap: None };
        }
    }
}

fn fill(book: &Book<'_>, kept: &[bool]) -> Vec<f64> {
    let assets = &book.assets;
    let mut lots: Vec<f64> =
        assets.iter().zip(kept).map(|(asset, kept)| if *kept { asset.current } else { 0.0 }).collect();
    let mut funds = book.funds - lots.iter().zip(assets).map(|(lots, asset)| lots * asset.lot_price).sum::<f64>();
    // A stable sort: of equal weights the first of the request comes first.
    let mut order: Vec<usize> = (0..assets.len()).filter(|&i| !kept[i]).collect();
    order.sort_by(|&i, &j| assets[j].weight.total_cmp(&assets[i].weight));
    for &i in &order {
        let asset = &assets[i];
        let wanted = (asset.amount / asset.lot_price).trunc();
        lots[i] = wanted.min((funds / asset.lot_price).floor()).max(0.0);
        funds -= lots[i] * asset.lot_price;
    }
    while funds > 0.0 && !order.is_empty() {
        let Some(i) = next(book, &order, &lots, funds) else { break };
        lots[i] += 1.0;
        funds -= assets[i].lot_price;
    }
    lots
}

/// The asset that gets the next lot.
fn next(book: &Book<'_>, order: &[usize], lots: &[f64], funds: f64) -> Option<usize> {
    let spent: f64 = order.iter().map(|&i| book.assets[i].lot_price * lots[i]).sum();
    let mut missing: Vec<f64> = order
        .iter()
        .map(|&i| {
            let share = if spent > 0.0 { book.assets[i].lot_price * lots[i] / spent } else { 0.0 };
            book.assets[i].weight - share
        })
        .collect();
    let mut tries = 0;
    let mut at = furthest(&missing);
    while book.assets[order[at]].lot_price > funds {
        missing[at] = 0.0;
        at = furthest(&missing);
        if missing[at] < 0.0 || tries == TRIES {
            break;
        }
        tries += 1;
    }
    (missing[at] > 0.0 && tries < TRIES).then(|| order[at])
}

/// Position of the largest value, the first of equals.
fn furthest(missing: &[f64]) -> usize {
    missing.iter().enumerate().fold(0, |best, (i, value)| if *value > missing[best] { i } else { best })
}
