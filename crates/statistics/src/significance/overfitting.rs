//! How likely it is that the best strategy of the past is no better than the middle one afterwards (Bailey, Borwein, López de Prado
//! and Zhu 2017: combinatorially symmetric cross-validation).

use serde::Serialize;
use utoipa::ToSchema;

use super::splits::combinations;
use crate::StatisticsError;

/// Blocks above which the number of halves is not worked through.
const BLOCKS_MAX: usize = 20;

/// What choosing the best on one half of the periods meant on the other.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Overfitting {
    /// Part of the halves after which the chosen strategy was in the lower half of all.
    pub probability: f64,
    /// Part of the halves after which the chosen strategy lost.
    pub probability_of_loss: f64,
    /// `ln(ω/(1 − ω))` of each half, ω the chosen strategy's rank elsewhere over the number of strategies + 1.
    pub logits: Vec<f64>,
    /// For each half the chosen strategy's Sharpe ratio a period where it was chosen, and elsewhere.
    pub sharpes: Vec<[f64; 2]>,
    /// Slope of the second on the first: below zero when the better it looked the worse it did. None when the first do not vary.
    pub degradation: Option<f64>,
    /// Blocks into which the periods were cut.
    pub blocks: usize,
}

/// Cuts the periods into `blocks` equal ones, takes every half of the blocks in turn, chooses the strategy with the highest Sharpe ratio
/// on it, and ranks it on the other half. Periods that fill no block are left out at the end. Equal ratios share the middle of their
/// ranks; of equal best ones the first is chosen.
///
/// # Errors
/// For fewer than two strategies, an odd number of blocks or more than 20, series that differ in length or hold what is not a number,
/// fewer than two periods a block, or a strategy that does not vary on some half.
pub fn probability_of_overfitting(returns: &[Vec<f64>], blocks: usize) -> Result<Overfitting, StatisticsError> {
    let (strategies, n) = (returns.len(), returns.first().map_or(0, Vec::len));
    if strategies < 2 {
        let why = "the best of one is no choice";
        return Err(StatisticsError::TooFewValues { what: "strategies", found: strategies, needed: 2, why });
    }
    if !(2..=BLOCKS_MAX).contains(&blocks) || blocks % 2 == 1 {
        let allowed = "an even number from 2 to 20";
        return Err(StatisticsError::InvalidSetting { setting: "blocks", value: blocks as f64, allowed });
    }
    for series in returns {
        crate::check::values("returns", series, 2 * blocks, "each block needs two")?;
        crate::check::lengths(("the first strategy", n), ("a strategy", series.len()))?;
    }
    let length = n / blocks;
    // The sums of a half are the sums of its blocks' sums. Centring keeps their digits; one centre for all leaves strategies equal that
    // are equal on a half.
    let centre = returns.iter().flatten().sum::<f64>() / (strategies * n) as f64;
    let parts: Vec<Vec<Sums>> = returns.iter().map(|series| Sums::of_blocks(series, centre, length, blocks)).collect();
    let halves = combinations(blocks, blocks / 2);
    let (mut logits, mut sharpes) = (Vec::with_capacity(halves.len()), Vec::with_capacity(halves.len()));
    for half in &halves {
        let inside = |block: &usize| half.contains(block);
        let ratios = |chosen: bool| -> Result<Vec<f64>, StatisticsError> {
            parts.iter().map(|blocks| Sums::sharpe(blocks, centre, |block| inside(&block) == chosen)).collect()
        };
        let (own, other) = (ratios(true)?, ratios(false)?);
        let mut best = 0;
        for (k, ratio) in own.iter().enumerate() {
            if *ratio > own[best] {
                best = k;
            }
        }
        let below = other.iter().filter(|ratio| **ratio < other[best]).count() as f64;
        let equal = other.iter().filter(|ratio| **ratio == other[best]).count() as f64;
        let rank = (below + (equal + 1.0) / 2.0) / (strategies + 1) as f64;
        logits.push((rank / (1.0 - rank)).ln());
        sharpes.push([own[best], other[best]]);
    }
    let count = logits.len() as f64;
    let (first, second): (Vec<f64>, Vec<f64>) = sharpes.iter().map(|pair| (pair[0], pair[1])).unzip();
    Ok(Overfitting {
        probability: logits.iter().filter(|logit| **logit <= 0.0).count() as f64 / count,
        probability_of_loss: second.iter().filter(|sharpe| **sharpe < 0.0).count() as f64 / count,
        degradation: crate::Against::new(&second, &first, 1.0).and_then(|against| against.beta()),
        logits,
        sharpes,
        blocks,
    })
}

/// Sums of one block of a series, less a centre.
#[derive(Clone, Copy)]
struct Sums {
    n: f64,
    sum: f64,
    squares: f64,
}

impl Sums {
    fn of_blocks(series: &[f64], centre: f64, length: usize, blocks: usize) -> Vec<Self> {
        let block = |part: &[f64]| {
            let sum = part.iter().map(|value| value - centre).sum();
            let squares = part.iter().map(|value| (value - centre).powi(2)).sum();
            Self { n: part.len() as f64, sum, squares }
        };
        series.chunks_exact(length).take(blocks).map(block).collect()
    }

    fn sharpe(blocks: &[Self], centre: f64, counts: impl Fn(usize) -> bool) -> Result<f64, StatisticsError> {
        let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for (_, block) in blocks.iter().enumerate().filter(|(block, _)| counts(*block)) {
            (n, sum, squares) = (n + block.n, sum + block.sum, squares + block.squares);
        }
        let mean = sum / n;
        let variance = (squares - n * mean * mean) / (n - 1.0);
        // What never changes leaves rounding of the squares.
        if variance.is_nan() || variance <= crate::check::CONSTANT.max(1e-13 * squares / n) {
            let why = "a strategy does not vary on one half of the periods; leave it out or take fewer blocks";
            return Err(StatisticsError::Undefined { figure: "probability of overfitting", why });
        }
        Ok((mean + centre) / variance.sqrt())
    }
}
