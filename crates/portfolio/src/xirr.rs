//! The internal rate of return of dated cash flows: the yearly rate at which their present values cancel.
//!
//! Day count: actual days ÷ 365, as in Excel's `XIRR`. Unlike there, flows that several rates satisfy have no answer.

use chrono::NaiveDate;

/// Why flows have no rate.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum XirrError {
    /// Fewer than two days.
    #[error("it takes flows on at least two days")]
    TooFew,
    /// All in or all out.
    #[error("it takes money put in and money (or a value) to come out")]
    OneSided,
    /// A flow that is not finite.
    #[error("one of the flows is not a finite number")]
    NotFinite,
    /// No rate between −99.99 % and 1,000,000 % a year.
    #[error("no yearly rate between −99.99 % and 1,000,000 % fits the flows")]
    NoRate,
    /// More than one rate.
    #[error(
        "the flows change direction so that several rates fit ({0:.4} and {1:.4} among them); use the time-weighted return"
    )]
    Several(f64, f64),
}

/// ln(1 + r) of the lowest and highest rate searched, and the steps between them.
const LOWEST: f64 = -9.21; // r = −0.9999
const HIGHEST: f64 = 9.2104; // r ≈ 10,000
const STEPS: usize = 600;

/// The rate r with Σ amountᵢ ÷ (1 + r)^(daysᵢ ÷ 365) = 0, found by bisection within a bracket and Newton steps.
///
/// # Errors
/// [`XirrError`] says why there is none.
pub fn xirr(flows: &[(NaiveDate, f64)]) -> Result<f64, XirrError> {
    let flows: Vec<(NaiveDate, f64)> = flows.iter().copied().filter(|f| f.1 != 0.0).collect();
    if flows.iter().any(|f| !f.1.is_finite()) {
        return Err(XirrError::NotFinite);
    }
    let first = flows.iter().map(|f| f.0).min().ok_or(XirrError::TooFew)?;
    if flows.iter().all(|f| f.0 == first) {
        return Err(XirrError::TooFew);
    }
    if flows.iter().all(|f| f.1 > 0.0) || flows.iter().all(|f| f.1 < 0.0) {
        return Err(XirrError::OneSided);
    }
    let scale = flows.iter().map(|f| f.1.abs()).sum::<f64>();
    let years: Vec<(f64, f64)> =
        flows.iter().map(|(date, amount)| ((*date - first).num_days() as f64 / 365.0, amount / scale)).collect();
    let mut roots = Vec::new();
    let step = (HIGHEST - LOWEST) / STEPS as f64;
    let mut before = (LOWEST, present_value(&years, LOWEST).0);
    for i in 1..=STEPS {
        let x = LOWEST + step * i as f64;
        let at = (x, present_value(&years, x).0);
        if before.1 == 0.0 {
            roots.push(before.0);
        } else if before.1 * at.1 < 0.0 {
            roots.push(root(&years, before.0, at.0));
        }
        before = at;
    }
    match roots[..] {
        [] => Err(XirrError::NoRate),
        [x] => Ok(x.exp_m1()),
        [a, b, ..] => Err(XirrError::Several(a.exp_m1(), b.exp_m1())),
    }
}

/// The sum of present values at ln(1 + r) = x, and its slope in x.
fn present_value(flows: &[(f64, f64)], x: f64) -> (f64, f64) {
    flows.iter().fold((0.0, 0.0), |(value, slope), (years, amount)| {
        let v = amount * (-x * years).exp();
        (value + v, slope - years * v)
    })
}

/// The root between `low` and `high`, at which the values have different signs.
fn root(flows: &[(f64, f64)], mut low: f64, mut high: f64) -> f64 {
    let low_sign = present_value(flows, low).0.signum();
    let mut x = f64::midpoint(low, high);
    for _ in 0..200 {
        let (value, slope) = present_value(flows, x);
        if value == 0.0 {
            break;
        }
        if value.signum() == low_sign {
            low = x;
        } else {
            high = x;
        }
        let newton = x - value / slope;
        let next = if newton > low && newton < high { newton } else { f64::midpoint(low, high) };
        if (next - x).abs() <= 1e-15 * (1.0 + x.abs()) {
            return next;
        }
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(s: &str) -> NaiveDate {
        s.parse().unwrap()
    }

    #[test]
    fn undefined_rates_say_why() {
        let one = [(day("2020-01-01"), -1.0), (day("2020-01-01"), 2.0)];
        assert_eq!(xirr(&one), Err(XirrError::TooFew));
        assert_eq!(xirr(&[]), Err(XirrError::TooFew));
        assert_eq!(xirr(&[(day("2020-01-01"), 1.0), (day("2021-01-01"), 2.0)]), Err(XirrError::OneSided));
        assert_eq!(xirr(&[(day("2020-01-01"), f64::NAN), (day("2021-01-01"), 2.0)]), Err(XirrError::NotFinite));
        // −100 + 230/(1+r) − 132/(1+r)² is zero at 10 % and at 20 %.
        let two = [(day("2021-01-01"), -100.0), (day("2022-01-01"), 230.0), (day("2023-01-01"), -132.0)];
        assert!(
            matches!(xirr(&two), Err(XirrError::Several(a, b)) if (a - 0.1).abs() < 1e-9 && (b - 0.2).abs() < 1e-9)
        );
    }

    #[test]
    fn doubling_in_a_year_is_one_hundred_percent() {
        let flows = [(day("2021-01-01"), -100.0), (day("2022-01-01"), 200.0)];
        assert!((xirr(&flows).unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_near_total_loss_has_a_rate() {
        let flows = [(day("2021-01-01"), -1000.0), (day("2022-01-01"), 1.0)];
        assert!((xirr(&flows).unwrap() + 0.999).abs() < 1e-12);
    }
}
