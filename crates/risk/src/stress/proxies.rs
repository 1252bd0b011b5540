//! Holdings that lack a history, by how they moved with something that has one.

use statistics::attribution::regress;

use super::{Basis, ProxyBeta, StressTestEngine};
use crate::Series;

/// Fewest periods that betas rest on.
const FEWEST: usize = 60;

/// Betas of one holding.
pub(super) struct Stand {
    pub(super) betas: Vec<f64>,
    pub(super) basis: Basis,
}

impl StressTestEngine<'_> {
    /// Betas of a holding to `proxies` over all periods that they have in common, or why there are none.
    pub(super) fn stand(&self, holding: &str, proxies: &[&Series]) -> Result<Stand, String> {
        if proxies.is_empty() {
            return Err("there are no proxies with prices then".to_owned());
        }
        let own = self.request.history.find(holding).ok_or("it has no prices at all")?;
        let together: Vec<&Series> = std::iter::once(own).chain(proxies.iter().copied()).collect();
        let aligned = self.request.history.aligned(&together);
        let n = aligned.dates.len();
        if n < FEWEST {
            return Err(format!("it has {n} returns in common with the proxies, and {FEWEST} are needed for betas"));
        }
        let factors: Vec<(&str, &[f64])> =
            proxies.iter().zip(&aligned.returns[1..]).map(|(one, list)| (one.name.as_str(), list.as_slice())).collect();
        let fit = regress(&aligned.returns[0], &factors, None).map_err(|error| error.to_string())?;
        if fit.r_squared < self.request.r_squared_min {
            let (found, least) = (100.0 * fit.r_squared, 100.0 * self.request.r_squared_min);
            return Err(format!("proxies explain {found:.1} % of its variance, less than {least:.1} %"));
        }
        let betas: Vec<f64> = fit.coefficients.iter().skip(1).map(|coefficient| coefficient.value).collect();
        let named = proxies.iter().zip(&betas).map(|(one, beta)| ProxyBeta { proxy: one.name.clone(), beta: *beta });
        let basis = Basis::Proxy { betas: named.collect(), r_squared: fit.r_squared, n };
        Ok(Stand { betas, basis })
    }
}
