//! Returns between neighbouring rows of a price matrix.

use nalgebra::DMatrix;

/// Simple returns `p[t]/p[t-1] − 1`, `(n_dates − 1) × n_assets`; empty for fewer than two rows.
#[must_use]
pub fn simple_returns(prices: &DMatrix<f64>) -> DMatrix<f64> {
    ratios(prices, |ratio| ratio - 1.0)
}

/// Logarithmic returns `ln(p[t]/p[t-1])`, `(n_dates − 1) × n_assets`; empty for fewer than two rows.
#[must_use]
pub fn log_returns(prices: &DMatrix<f64>) -> DMatrix<f64> {
    ratios(prices, f64::ln)
}

fn ratios(prices: &DMatrix<f64>, to_return: impl Fn(f64) -> f64) -> DMatrix<f64> {
    let n_returns = prices.nrows().saturating_sub(1);
    DMatrix::from_fn(n_returns, prices.ncols(), |row, asset| to_return(prices[(row + 1, asset)] / prices[(row, asset)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn returns_of_a_doubling_and_a_halving() {
        let prices = DMatrix::from_column_slice(3, 1, &[1.0, 2.0, 1.0]);
        assert_eq!(simple_returns(&prices).as_slice(), [1.0, -0.5]);
        let log = log_returns(&prices);
        assert!((log[0] - std::f64::consts::LN_2).abs() < 1e-15 && (log[0] + log[1]).abs() < 1e-15);
        assert_eq!(simple_returns(&prices.rows(0, 1).into_owned()).nrows(), 0);
    }
}
