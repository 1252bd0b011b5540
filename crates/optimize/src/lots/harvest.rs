//! Losses that are taken and bought back, where no window forbids it: how much of them pays its round trip.
//!
//! A round trip costs twice the trading cost and takes that much cash. While cash is free, every loss worth more than the cost
//! is taken; when it is short, the least worthwhile ones wait. Ordered by what they are worth, one number says which: the amount that
//! is taken in all, at which the price of cash is what the last of them is worth.

use super::book::Holding;

/// Losses that pay their round trip while cash is free, the most worthwhile first.
#[derive(Debug, Clone, Default)]
pub(super) struct Harvest {
    losses: Vec<Loss>,
    n_assets: usize,
}

/// A part of one asset's lots.
#[derive(Debug, Clone, Copy)]
struct Loss {
    asset: usize,
    /// Part of the capital.
    weight: f64,
    /// Price of cash, beyond what it earns, up to which the round trip pays.
    worth: f64,
}

impl Harvest {
    /// The losses of all assets at their trading costs; cash earns `cash_rate`.
    pub(super) fn new(holdings: &[Holding], costs: &[f64], cash_rate: f64) -> Self {
        let mut losses = Vec::new();
        for (asset, (holding, rate)) in holdings.iter().zip(costs).enumerate() {
            for (weight, price) in worthwhile(holding) {
                let worth = if *rate > 0.0 { -price / (2.0 * rate) - 1.0 - cash_rate } else { f64::INFINITY };
                if worth > 0.0 {
                    losses.push(Loss { asset, weight, worth });
                }
            }
        }
        // Stable, so that an asset's parts stay in the order in which its lots are sold.
        losses.sort_by(|a, b| b.worth.total_cmp(&a.worth));
        Self { losses, n_assets: holdings.len() }
    }

    /// Everything that pays while cash is free, as part of the capital.
    pub(super) fn total(&self) -> f64 {
        self.losses.iter().map(|loss| loss.weight).sum()
    }

    /// What is taken of each asset when `amount` is taken in all, `n_assets`.
    pub(super) fn of_assets(&self, amount: f64) -> Vec<f64> {
        let mut taken = vec![0.0; self.n_assets];
        let mut left = amount;
        for loss in &self.losses {
            let part = loss.weight.min(left);
            taken[loss.asset] += part;
            left -= part;
            if left <= 0.0 {
                break;
            }
        }
        taken
    }

    /// The price of cash up to which the last of `amount` pays.
    pub(super) fn worth_at(&self, amount: f64) -> f64 {
        let mut before = 0.0;
        for loss in &self.losses {
            before += loss.weight;
            if before >= amount {
                return loss.worth;
            }
        }
        self.losses.last().map_or(f64::INFINITY, |loss| loss.worth)
    }
}

/// Weights and prices of the parts that bring a loss, cheapest first: the lower convex hull of what selling `u` costs, since lots
/// may have to be sold in another order than that of their prices.
fn worthwhile(holding: &Holding) -> Vec<(f64, f64)> {
    let mut hull: Vec<(f64, f64)> = Vec::new();
    for parcel in holding.sellable().filter(|parcel| parcel.weight > 0.0) {
        let (mut weight, mut cost) = (parcel.weight, parcel.weight * parcel.price);
        while let Some(&(last, price)) = hull.last()
            && price >= cost / weight
        {
            hull.pop();
            weight += last;
            cost += last * price;
        }
        hull.push((weight, cost / weight));
    }
    hull.retain(|(_, price)| *price < 0.0);
    hull
}
