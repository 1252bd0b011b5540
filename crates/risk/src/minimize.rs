//! The least value of a function of a few variables, without its slopes (Nelder and Mead 1965).

/// Rounds of the simplex in one go.
const ROUNDS: usize = 2_000;
/// Times that the simplex is spread anew around what it found.
const RESTARTS: usize = 12;

/// Where `value` is least near `start`, and the value there. What is not allowed has the value infinity. The simplex is spread anew
/// until that brings nothing any more, because it may fold up before it is there. `None` when the start itself is not allowed.
pub(crate) fn minimize(start: &[f64], step: f64, value: impl Fn(&[f64]) -> f64) -> Option<(Vec<f64>, f64)> {
    let mut best = (start.to_vec(), value(start));
    if !best.1.is_finite() {
        return None;
    }
    let mut spread = step;
    for _ in 0..RESTARTS {
        let found = simplex(&best.0, spread, &value);
        let gained = best.1 - found.1;
        if found.1 <= best.1 {
            best = found;
        }
        if gained <= 1e-10 * (1.0 + best.1.abs()) {
            break;
        }
        spread *= 0.5;
    }
    Some(best)
}

fn simplex(start: &[f64], step: f64, value: &impl Fn(&[f64]) -> f64) -> (Vec<f64>, f64) {
    let n = start.len();
    let rate = |point: Vec<f64>| {
        let at = value(&point);
        (point, if at.is_nan() { f64::INFINITY } else { at })
    };
    let mut corners = vec![rate(start.to_vec())];
    for axis in 0..n {
        let mut point = start.to_vec();
        point[axis] += step * point[axis].abs().max(0.1);
        corners.push(rate(point));
    }
    for _ in 0..ROUNDS {
        corners.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (least, most) = (corners[0].1, corners[n].1);
        let width = (0..n).map(|axis| (corners[n].0[axis] - corners[0].0[axis]).abs()).fold(0.0, f64::max);
        if (most - least).abs() <= 1e-13 * (1.0 + least.abs()) && width <= 1e-7 {
            break;
        }
        let centre: Vec<f64> =
            (0..n).map(|axis| corners[..n].iter().map(|corner| corner.0[axis]).sum::<f64>() / n as f64).collect();
        let worst = corners[n].0.clone();
        let along = |factor: f64| {
            let point = centre.iter().zip(&worst).map(|(middle, worst)| middle + factor * (middle - worst));
            rate(point.collect())
        };
        let reflected = along(1.0);
        let next = if reflected.1 < least {
            let farther = along(2.0);
            if farther.1 < reflected.1 { farther } else { reflected }
        } else if reflected.1 < corners[n - 1].1 {
            reflected
        } else {
            let nearer = if reflected.1 < most { along(0.5) } else { along(-0.5) };
            if nearer.1 < most.min(reflected.1) {
                nearer
            } else {
                let middle = corners[0].0.clone();
                for corner in &mut corners[1..] {
                    let point = corner.0.iter().zip(&middle).map(|(x, middle)| 0.5 * (x + middle));
                    *corner = rate(point.collect());
                }
                continue;
            }
        };
        corners[n] = next;
    }
    corners.sort_by(|a, b| a.1.total_cmp(&b.1));
    corners.swap_remove(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bent_valley_is_followed_to_its_end() {
        let valley = |x: &[f64]| 100.0 * (x[1] - x[0] * x[0]).powi(2) + (1.0 - x[0]).powi(2);
        let (point, least) = minimize(&[-1.2, 1.0], 0.1, valley).unwrap();
        assert!(least < 1e-12 && (point[0] - 1.0).abs() < 1e-5, "{point:?} {least}");
        assert!(minimize(&[0.0], 0.1, |_| f64::INFINITY).is_none());
    }
}
