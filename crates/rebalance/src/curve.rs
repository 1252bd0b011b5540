//! What trading one position costs: corners at the lots, a jump by the commission, a peak where losses wait.
//!
//! `z` is traded units, below zero when sold. Cost is priced tax, half spread and commission; the drag of the units held is linear and is kept
//! apart. The function is not convex: its lower convex hull over a range is what the relaxation sees.

/// Sold units and priced tax at the corners, from nothing sold.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Corners {
    /// Sold units, ascending from 0.
    pub(crate) units: Vec<f64>,
    /// Priced tax of them.
    pub(crate) tax: Vec<f64>,
}

impl Corners {
    /// Corners for parcels `(units, priced tax a unit)` in the order in which they go.
    pub(crate) fn of(parcels: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let (mut units, mut tax) = (vec![0.0], vec![0.0]);
        for (quantity, price) in parcels {
            units.push(units[units.len() - 1] + quantity);
            tax.push(tax[tax.len() - 1] + quantity * price);
        }
        Self { units, tax }
    }

    /// All that can be sold.
    pub(crate) fn most(&self) -> f64 {
        self.units[self.units.len() - 1]
    }

    /// Priced tax of selling `sold` units.
    pub(crate) fn at(&self, sold: f64) -> f64 {
        if sold <= 0.0 || self.units.len() < 2 {
            return 0.0;
        }
        let k = self.units.partition_point(|corner| *corner < sold).clamp(1, self.units.len() - 1);
        let (from, to) = (self.units[k - 1], self.units[k]);
        if sold >= to {
            return self.tax[k];
        }
        self.tax[k - 1] + (self.tax[k] - self.tax[k - 1]) * ((sold - from) / (to - from))
    }
}

/// A straight line `slope · z + level` below the cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    pub(crate) slope: f64,
    pub(crate) level: f64,
}

/// Points of the cost over `[low, high]`: the ends, the corners between, and both sides of "no trade" with its jump.
///
/// `smallest` is the least number of units of a trade. Between it and nothing there is no trade, but for a position that is closed
/// at `-closing`.
pub(crate) fn points(trade: &Trade<'_>, low: f64, high: f64) -> Vec<(f64, f64)> {
    let mut points: Vec<(f64, f64)> = Vec::new();
    let sold_least = trade.smallest.min(trade.closing.unwrap_or(f64::INFINITY));
    if low < 0.0 {
        let (most, least) = (-low, (-high).max(sold_least).max(0.0));
        if least <= most {
            let inside = trade.corners.units.iter().rev().copied().filter(|u| *u > least && *u < most);
            let at = |u: f64| (-u, trade.corners.at(u) + trade.spread * u + trade.commission);
            points.push(at(most));
            points.extend(inside.map(at));
            if least < most {
                points.push(at(least));
            }
        }
    }
    if low <= 0.0 && high >= 0.0 {
        points.push((0.0, 0.0));
    }
    if high > 0.0 {
        let (least, most) = (low.max(trade.smallest).max(0.0), high);
        if least <= most {
            let at = |b: f64| (b, trade.spread * b + trade.commission);
            points.push(at(least));
            if least < most {
                points.push(at(most));
            }
        }
    }
    points
}

/// What a trade of one position is made of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trade<'a> {
    pub(crate) corners: &'a Corners,
    /// Half spread of a unit, in money.
    pub(crate) spread: f64,
    pub(crate) commission: f64,
    /// Fewest units of a trade.
    pub(crate) smallest: f64,
    /// Units that close the position, when all of it may be sold.
    pub(crate) closing: Option<f64>,
}

/// Lines whose maximum is the lower convex hull of the points (ascending in `z`; several at one `z` are a jump).
pub(crate) fn hull(points: &[(f64, f64)]) -> Vec<Line> {
    let mut corners: Vec<(f64, f64)> = Vec::new();
    for &(x, y) in points {
        if let Some(&(last_x, last_y)) = corners.last()
            && x <= last_x
        {
            if y >= last_y {
                continue;
            }
            corners.pop();
        }
        while let [.., (x0, y0), (x1, y1)] = corners[..]
            && (y1 - y0) * (x - x1) >= (y - y1) * (x1 - x0)
        {
            corners.pop();
        }
        corners.push((x, y));
    }
    if let [(_, y)] = corners[..] {
        return vec![Line { slope: 0.0, level: y }];
    }
    let line = |pair: &[(f64, f64)]| {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        let slope = (y1 - y0) / (x1 - x0);
        Line { slope, level: if x0.abs() < x1.abs() { y0 - slope * x0 } else { y1 - slope * x1 } }
    };
    corners.windows(2).map(line).collect()
}

/// The highest of the lines.
pub(crate) fn highest(lines: &[Line], z: f64) -> f64 {
    lines.iter().map(|line| line.slope * z + line.level).fold(f64::NEG_INFINITY, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hull_of_a_commission_and_two_lots_by_hand() {
        // Ten units at a tax of −1 each, ten at +3; spread 0.5 a unit, commission 2, purchases up to 20.
        let corners = Corners::of([(10.0, -1.0), (10.0, 3.0)]);
        let trade = Trade { corners: &corners, spread: 0.5, commission: 2.0, smallest: 0.0, closing: None };
        let points = points(&trade, -20.0, 20.0);
        // Selling 20: −10 + 30 + 10 + 2 = 32; 10: −10 + 5 + 2 = −3; just above nothing: 2; nothing: 0; buying 20: 12.
        assert_eq!(points, [(-20.0, 32.0), (-10.0, -3.0), (-0.0, 2.0), (0.0, 0.0), (0.0, 2.0), (20.0, 12.0)]);
        let lines = hull(&points);
        // From (−20, 32) by (−10, −3) to (20, 12): the point (0, 0) lies below the last chord (0, 2).
        assert_eq!(lines.iter().map(|line| line.slope).collect::<Vec<_>>(), [-3.5, 0.3, 0.6]);
        for &(z, cost) in &points {
            assert!(highest(&lines, z) <= cost + 1e-12, "{z}");
        }
        assert_eq!(highest(&lines, 0.0), 0.0);
        assert_eq!(corners.at(15.0), 5.0);
    }

    #[test]
    fn a_range_of_one_point_is_a_level_line() {
        let corners = Corners::of([]);
        let trade = Trade { corners: &corners, spread: 0.5, commission: 2.0, smallest: 0.0, closing: None };
        assert_eq!(hull(&points(&trade, 4.0, 4.0)), [Line { slope: 0.0, level: 4.0 }]);
        assert_eq!(hull(&points(&trade, 0.0, 0.0)), [Line { slope: 0.0, level: 0.0 }]);
    }

    #[test]
    fn a_trade_below_the_smallest_is_none() {
        let corners = Corners::of([(3.0, 0.0)]);
        let trade = Trade { corners: &corners, spread: 1.0, commission: 0.0, smallest: 5.0, closing: Some(3.0) };
        // The position of three units may be closed though it is smaller than a trade must be.
        assert_eq!(points(&trade, -3.0, 10.0), [(-3.0, 3.0), (0.0, 0.0), (5.0, 5.0), (10.0, 10.0)]);
    }
}
