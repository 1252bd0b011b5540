//! The integer program `min Σ|amount − x·p| + leftover` over whole lots `x ≥ 0` with `Σ x·p ≤ funds`, by branch and bound.
//!
//! A lot less than the amount costs twice its missing money (it lies idle, too), a lot more costs nothing but the money that others
//! need. So the cost of an asset falls by 2 a unit of money up to the last whole lot, by `2·rest/price` over the next, and
//! stays. Without whole numbers the best is to pay these pieces in the order of what a unit of money saves: the bound of a node
//! takes one pass over a list that is sorted once.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::Bought;
use super::market::{Asset, Book};

/// A difference to the best answer below this part of the capital is rounding.
const ROUNDING: f64 = 1e-12;

/// Where a node's range of one asset differs from its parent's.
#[derive(Debug, Clone, Copy)]
struct Branch {
    parent: usize,
    asset: usize,
    low: f64,
    high: f64,
}

/// A node that waits; the least bound comes first, of equal bounds the younger.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Open {
    bound: f64,
    branch: usize,
}

impl Eq for Open {}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        other.bound.total_cmp(&self.bound).then(self.branch.cmp(&other.branch))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The answer of a node without whole numbers.
struct Relaxed {
    lots: Vec<f64>,
    bound: f64,
    /// The asset that is not whole.
    fraction: Option<usize>,
}

struct Search<'a> {
    book: &'a Book<'a>,
    /// Assets by what the lot across their amount saves for its money, the most first.
    order: Vec<usize>,
    branches: Vec<Branch>,
    best: Vec<f64>,
    best_cost: f64,
}

const ROOT: usize = usize::MAX;

pub(super) fn allocate(book: &Book<'_>, max_nodes: usize) -> Bought {
    let mut order: Vec<usize> = (0..book.assets.len()).collect();
    order.sort_by(|&i, &j| saving(&book.assets[j]).total_cmp(&saving(&book.assets[i])).then(i.cmp(&j)));
    let mut search = Search { book, order, branches: Vec::new(), best: Vec::new(), best_cost: f64::INFINITY };
    let (nodes, gap) = search.run(max_nodes);
    // Nothing can be bought at all: the current lots do not fit the funds, and trades are too small to change them.
    if search.best.is_empty() {
        search.best = vec![0.0; book.assets.len()];
    }
    Bought { lots: search.best, nodes, gap: Some(gap) }
}

/// Whole lots below the amount.
fn below(asset: &Asset<'_>) -> f64 {
    (asset.amount / asset.lot_price).floor()
}

/// What the lot across the amount saves a unit of money: 2 for a lot that just fits, 0 for one that is not wanted.
fn saving(asset: &Asset<'_>) -> f64 {
    2.0 * (asset.amount - below(asset) * asset.lot_price).max(0.0) / asset.lot_price
}

/// Cost of an asset but for the money that it does not take.
fn cost(asset: &Asset<'_>, lots: f64) -> f64 {
    (asset.amount - lots * asset.lot_price).abs() - lots * asset.lot_price
}

/// The same on the straight line between whole lots.
fn line(asset: &Asset<'_>, lots: f64) -> f64 {
    let part = lots.fract();
    cost(asset, lots.floor()) * (1.0 - part) + if part > 0.0 { cost(asset, lots.floor() + 1.0) * part } else { 0.0 }
}

impl Search<'_> {
    /// Number of nodes looked at, and what is left between the best answer and the bound.
    fn run(&mut self, max_nodes: usize) -> (usize, f64) {
        let rounding = ROUNDING * self.book.capital;
        let mut open = BinaryHeap::new();
        let (mut low, mut high) = self.widest();
        let mut nodes = 1;
        self.expand(ROOT, &mut low, &mut high, &mut open);
        while let Some(Open { bound, branch }) = open.pop() {
            if bound >= self.best_cost - rounding {
                return (nodes, 0.0);
            }
            if nodes >= max_nodes {
                return (nodes, self.best_cost - bound);
            }
            nodes += 1;
            self.ranges(branch, &mut low, &mut high);
            self.expand(branch, &mut low, &mut high, &mut open);
        }
        (nodes, 0.0)
    }

    /// The root's ranges: nobody needs more than the lot across the amount, or than the smallest trade upwards.
    fn widest(&self) -> (Vec<f64>, Vec<f64>) {
        let high = self.book.assets.iter().map(|asset| {
            let affordable = (self.book.funds / asset.lot_price).floor().max(0.0);
            let across = below(asset) + 1.0;
            let wanted = match asset.gap_around_current(self.book.minimum_trade) {
                Some((_, above)) => across.max(above).max(asset.current.floor()),
                None => across,
            };
            wanted.min(affordable)
        });
        (vec![0.0; self.book.assets.len()], high.collect())
    }

    /// Ranges of a node, from the root's and the changes on the way down.
    fn ranges(&self, branch: usize, low: &mut Vec<f64>, high: &mut Vec<f64>) {
        (*low, *high) = self.widest();
        let mut at = branch;
        while at != ROOT {
            let Branch { parent, asset, low: from, high: to } = self.branches[at];
            low[asset] = low[asset].max(from);
            high[asset] = high[asset].min(to);
            at = parent;
        }
    }

    /// Solves a node without whole numbers, takes the answer that it suggests, and branches.
    fn expand(&mut self, node: usize, low: &mut [f64], high: &mut [f64], open: &mut BinaryHeap<Open>) {
        let Some(relaxed) = self.relax(low, high) else { return };
        self.suggest(&relaxed, low, high);
        let rounding = ROUNDING * self.book.capital;
        if relaxed.bound >= self.best_cost - rounding {
            return;
        }
        let Some((asset, down, up)) = self.branching(&relaxed) else { return };
        for (from, to) in [(f64::NEG_INFINITY, down), (up, f64::INFINITY)] {
            let (old_low, old_high) = (low[asset], high[asset]);
            low[asset] = old_low.max(from);
            high[asset] = old_high.min(to);
            if low[asset] <= high[asset]
                && let Some(child) = self.relax(low, high).filter(|child| child.bound < self.best_cost - rounding)
            {
                self.branches.push(Branch { parent: node, asset, low: from, high: to });
                open.push(Open { bound: child.bound, branch: self.branches.len() - 1 });
            }
            (low[asset], high[asset]) = (old_low, old_high);
        }
    }

    /// The asset to branch on, and the ends of the two ranges: one that is not whole, or a trade that is too small.
    fn branching(&self, relaxed: &Relaxed) -> Option<(usize, f64, f64)> {
        if let Some(i) = relaxed.fraction {
            return Some((i, relaxed.lots[i].floor(), relaxed.lots[i].floor() + 1.0));
        }
        let minimum_trade = self.book.minimum_trade;
        (0..relaxed.lots.len()).find_map(|i| {
            let (asset, lots) = (&self.book.assets[i], relaxed.lots[i]);
            if !asset.is_too_small(lots, minimum_trade) {
                return None;
            }
            let (below, above) = asset.gap_around_current(minimum_trade)?;
            // The current lots lie between the two: they are allowed as well.
            let (below, above) = if asset.current.fract() != 0.0 {
                (below, above)
            } else if lots > asset.current {
                (asset.current, above)
            } else {
                (below, asset.current)
            };
            Some((i, below, above))
        })
    }

    /// Pays the pieces in order; the last one may be a part of a lot.
    fn relax(&self, low: &[f64], high: &[f64]) -> Option<Relaxed> {
        let assets = &self.book.assets;
        let mut lots = low.to_vec();
        let mut funds =
            self.book.funds - low.iter().zip(assets).map(|(lots, asset)| lots * asset.lot_price).sum::<f64>();
        if funds < -ROUNDING * self.book.capital {
            return None;
        }
        funds = funds.max(0.0);
        let mut fraction = None;
        let whole = (0..assets.len()).map(|i| (i, below(&assets[i]).min(high[i])));
        let across = self.order.iter().map(|&i| (i, (below(&assets[i]) + 1.0).min(high[i])));
        for (pass, (i, up_to)) in whole.map(|piece| (0, piece)).chain(across.map(|piece| (1, piece))) {
            if up_to <= lots[i] || (pass == 1 && saving(&assets[i]) == 0.0) {
                continue;
            }
            let price = assets[i].lot_price;
            let affordable = funds / price;
            if affordable >= up_to - lots[i] {
                funds -= (up_to - lots[i]) * price;
                lots[i] = up_to;
                continue;
            }
            let paid = lots[i] + affordable;
            // A part below rounding is none.
            lots[i] = if (paid - paid.round()).abs() < 1e-9 { paid.round() } else { paid };
            fraction = (lots[i].fract() != 0.0).then_some(i);
            break;
        }
        let bound = lots.iter().zip(assets).map(|(&lots, asset)| line(asset, lots)).sum::<f64>();
        Some(Relaxed { lots, bound: bound + self.book.capital, fraction })
    }

    /// Rounds down, spends what is left in order, and keeps the result when it is the best so far.
    fn suggest(&mut self, relaxed: &Relaxed, low: &[f64], high: &[f64]) {
        let assets = &self.book.assets;
        let mut lots: Vec<f64> = relaxed.lots.iter().map(|lots| lots.floor()).collect();
        for (i, asset) in assets.iter().enumerate() {
            if asset.is_too_small(lots[i], self.book.minimum_trade) {
                let (below, _) = asset.gap_around_current(self.book.minimum_trade).unwrap_or((0.0, 0.0));
                let stays = asset.current.fract() == 0.0 && lots[i] > asset.current;
                lots[i] = if stays { asset.current } else { below };
                if lots[i] < low[i] {
                    return;
                }
            }
        }
        let mut funds =
            self.book.funds - lots.iter().zip(assets).map(|(lots, asset)| lots * asset.lot_price).sum::<f64>();
        for &i in &self.order {
            let asset = &assets[i];
            let one_more = lots[i] + 1.0;
            let wanted = one_more <= (below(asset) + 1.0).min(high[i]) && cost(asset, one_more) < cost(asset, lots[i]);
            if wanted && asset.lot_price <= funds && !asset.is_too_small(one_more, self.book.minimum_trade) {
                lots[i] = one_more;
                funds -= asset.lot_price;
            }
        }
        let total = lots.iter().zip(assets).map(|(&lots, asset)| cost(asset, lots)).sum::<f64>() + self.book.capital;
        if funds >= -ROUNDING * self.book.capital && total < self.best_cost {
            (self.best, self.best_cost) = (lots, total);
        }
    }
}
