//! What it costs to end with a weight: taxes and trading costs of one asset as a polyline, and its convex hull.
//!
//! Sold lots are taken in their order, so that the cost of selling `u` is a polyline in `u`; buying costs its rate. With lots sorted
//! by their price this is convex but for one corner: where losses are worth more than the costs, selling them pays, and the
//! window forbids to buy at the same time. The polyline then has a peak at "no trade". Where no window forbids it, losses are taken
//! and bought back, which moves the corner to where that ends.

use super::book::Holding;

/// Points nearer than this (in weight) are one.
const SAME: f64 = 1e-13;

/// Tangents by which a parabola is lifted from below, less one.
const TANGENTS: usize = 16;

/// Cost against weight.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Curve {
    /// Weights of the corners, ascending.
    pub(super) x: Vec<f64>,
    /// Taxes as priced and trading costs at the corners.
    pub(super) y: Vec<f64>,
    /// The corner between selling and buying.
    pub(super) kink: f64,
    /// Trading cost a unit of value traded.
    pub(super) rate: f64,
    /// What is sold and bought back whatever the weight, as part of the capital.
    pub(super) harvested: f64,
}

/// How lots count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taxes {
    /// As priced.
    Counted,
    /// Not at all.
    Ignored,
}

impl Curve {
    /// The cost between the weights `lower` and `upper`, which what can be sold and bought allows; `harvested` is sold and bought
    /// back.
    pub(super) fn new(holding: &Holding, rate: f64, lower: f64, upper: f64, harvested: f64, taxes: Taxes) -> Self {
        let price = |price: f64| if taxes == Taxes::Counted { price } else { 0.0 };
        // Corners of selling `u`: the sum and its price.
        let mut sold = vec![(0.0, 0.0)];
        for parcel in holding.sellable() {
            let (u, cost) = sold[sold.len() - 1];
            sold.push((u + parcel.weight, cost + parcel.weight * price(parcel.price)));
        }
        let (amounts, costs): (Vec<f64>, Vec<f64>) = sold.iter().copied().unzip();
        let harvest_price = interpolate(&amounts, &costs, harvested);
        let kink = holding.held - harvested;
        let beyond = sold.iter().rev().filter(|(u, _)| *u > harvested + SAME).copied();
        let mut points: Vec<(f64, f64)> =
            beyond.chain([(harvested, harvest_price)]).map(|(u, cost)| (holding.held - u, cost + rate * u)).collect();
        if upper > kink {
            points.push((upper, harvest_price + rate * (harvested + upper - kink)));
        }
        let curve = Self {
            x: points.iter().map(|(x, _)| *x).collect(),
            y: points.iter().map(|(_, y)| *y).collect(),
            kink,
            rate,
            harvested,
        };
        curve.clipped(lower, upper)
    }

    /// Lowest and highest weight.
    pub(super) fn range(&self) -> (f64, f64) {
        (self.x[0], self.x[self.x.len() - 1])
    }

    /// Cost at a weight.
    pub(super) fn at(&self, weight: f64) -> f64 {
        interpolate(&self.x, &self.y, weight)
    }

    /// Cash that the weight takes: itself, and the trading costs on the way.
    pub(super) fn takes(&self, weight: f64) -> f64 {
        weight + self.rate * (self.harvested + (weight - self.kink).abs())
    }

    /// The part between two weights, with corners at its ends.
    pub(super) fn clipped(&self, lower: f64, upper: f64) -> Self {
        let (least, most) = self.range();
        let (lower, upper) = (lower.clamp(least, most), upper.clamp(least, most));
        let mut x = vec![lower];
        x.extend(self.x.iter().copied().filter(|x| *x > lower + SAME && *x < upper - SAME));
        if upper > lower + SAME {
            x.push(upper);
        }
        let y = x.iter().map(|&x| self.at(x)).collect();
        Self { x, y, ..*self }
    }

    /// The same with `½ · curvature · x²` added, from below: by tangents of the parabola, exact at both ends.
    pub(super) fn lifted(&self, curvature: f64) -> Self {
        if curvature == 0.0 {
            return self.clone();
        }
        let (least, most) = self.range();
        let touch = |k: usize| least + (most - least) * (k as f64 / TANGENTS as f64);
        // Neighbouring tangents meet half-way, at the product of the points where they touch.
        let mut corners = vec![(least, 0.5 * curvature * least * least)];
        if most > least + SAME {
            for k in 0..TANGENTS {
                let (a, b) = (touch(k), touch(k + 1));
                corners.push((0.5 * (a + b), 0.5 * curvature * a * b));
            }
            corners.push((most, 0.5 * curvature * most * most));
        }
        let (xs, ys): (Vec<f64>, Vec<f64>) = corners.into_iter().unzip();
        let mut x: Vec<f64> = self.x.iter().chain(&xs).copied().collect();
        x.sort_by(f64::total_cmp);
        x.dedup_by(|b, a| *b <= *a + SAME);
        let y = x.iter().map(|&x| self.at(x) + interpolate(&xs, &ys, x)).collect();
        Self { x, y, ..*self }
    }

    /// Corners of the lower convex hull.
    pub(super) fn hull(&self) -> Self {
        let (mut x, mut y): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for (&next_x, &next_y) in self.x.iter().zip(&self.y) {
            while let [.., x0, x1] = x[..]
                && let [.., y0, y1] = y[..]
                && (y1 - y0) * (next_x - x1) > (next_y - y1) * (x1 - x0) + 1e-15 * (next_x - x0)
            {
                x.pop();
                y.pop();
            }
            x.push(next_x);
            y.push(next_y);
        }
        Self { x, y, ..*self }
    }

    /// Somewhere it lies above its hull.
    pub(super) fn has_peak(&self) -> bool {
        self.hull().x.len() < self.x.len()
    }

    /// The corner above the hull by the most between the two corners of the hull around `weight`.
    pub(super) fn peak_around(&self, hull: &Self, weight: f64) -> Option<f64> {
        let k = hull.x.partition_point(|x| *x < weight).clamp(1, hull.x.len().max(2) - 1);
        let (from, to) = (*hull.x.get(k - 1)?, *hull.x.get(k)?);
        let above = |x: f64| self.at(x) - hull.at(x);
        let inside = self.x.iter().copied().filter(|x| *x > from + SAME && *x < to - SAME);
        inside.fold(None, |best: Option<f64>, x| match best {
            Some(best) if above(best) >= above(x) => Some(best),
            _ => Some(x),
        })
    }
}

fn interpolate(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let k = xs.partition_point(|corner| *corner <= x).clamp(1, xs.len().max(2) - 1);
    let (Some(&x1), Some(&y1)) = (xs.get(k), ys.get(k)) else { return ys[0] };
    let (x0, y0) = (xs[k - 1], ys[k - 1]);
    // At a corner its own value, without rounding.
    if x == x0 {
        y0
    } else if x == x1 {
        y1
    } else {
        y0 + (y1 - y0) * ((x - x0) / (x1 - x0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifted_polyline_lies_below_the_sum_and_touches_it_at_its_ends() {
        let curve = Curve { x: vec![0.1, 0.2, 0.5], y: vec![0.3, 0.1, 0.4], kink: 0.2, rate: 0.001, harvested: 0.0 };
        let (curvature, spacing) = (3.0, 0.4 / TANGENTS as f64);
        let lifted = curve.lifted(curvature);
        let sum = |x: f64| curve.at(x) + 0.5 * curvature * x * x;
        for k in 0..=1000 {
            let x = 0.1 + 0.4 * f64::from(k) / 1000.0;
            let below = sum(x) - lifted.at(x);
            assert!(below >= -1e-15 && below <= curvature * spacing * spacing / 8.0 + 1e-15, "{x}: {below}");
        }
        assert!((lifted.at(0.1) - sum(0.1)).abs() < 1e-15 && (lifted.at(0.5) - sum(0.5)).abs() < 1e-15);
        assert_eq!(curve.lifted(0.0), curve);
        let single = curve.clipped(0.3, 0.3);
        assert!((single.lifted(curvature).at(0.3) - sum(0.3)).abs() < 1e-15);
    }
}
