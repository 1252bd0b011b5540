//! What a portfolio would lose in crises that happened, in shocks that did not, and what it takes to lose a given part of it.

mod conventions;
mod crises;
mod proxies;
mod replay;
mod reverse;
mod shocks;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::invalid;
use crate::holdings::{capital, check_holdings, check_names};
use crate::{Convention, HistoryKind, HistoryTable, Holding, LeftOut, RiskError, Series};

pub use crises::{Crisis, crises};
pub use reverse::{FactorMove, ReverseStress, ReverseStressRequest, SingleFactorStress};
pub use shocks::{Scenario, Shock};

/// A portfolio, price histories, and scenarios.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StressRequest {
    /// What is held.
    pub holdings: Vec<Holding>,
    /// The value that losses are a part of; none takes the sum of all holdings.
    #[serde(default)]
    pub capital: Option<f64>,
    /// Prices of holdings and proxies by name, in the base currency.
    pub history: HistoryTable,
    /// Names of those series that stand in for a holding without a history of its own, such as indices.
    #[serde(default)]
    pub proxies: Vec<String>,
    /// Part of a holding's variance that proxies must explain to stand in for it.
    #[serde(default = "tenth")]
    pub r_squared_min: f64,
    /// Crises of the catalogue by name; none takes all of them.
    #[serde(default)]
    pub crises: Option<Vec<String>>,
    /// Windows of one's own.
    #[serde(default)]
    pub windows: Vec<StressWindow>,
    /// Shocks that did not happen.
    #[serde(default)]
    pub scenarios: Vec<Scenario>,
    /// Losses that a cause is looked for.
    #[serde(default)]
    pub reverse: Vec<ReverseStressRequest>,
}

/// A stretch of the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StressWindow {
    /// What it is called.
    pub name: String,
    /// The day at whose close it begins.
    pub start: NaiveDate,
    /// The day at whose close it ends.
    pub end: NaiveDate,
}

/// Where a holding's change comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "basis")]
#[schema(as = StressBasis)]
pub enum Basis {
    /// Its own prices.
    History,
    /// Returns of proxies times its betas to them, without its alpha.
    Proxy {
        /// Betas by proxy.
        betas: Vec<ProxyBeta>,
        /// Part of its variance that they explain.
        r_squared: f64,
        /// Periods that the betas rest on.
        n: usize,
    },
    /// What the request says of the shock and of how the holding answers.
    Given,
    /// Nothing.
    Unknown {
        /// Why.
        why: String,
    },
}

/// A holding's beta to a proxy.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProxyBeta {
    /// The proxy.
    pub proxy: String,
    /// Return for a return of 1.00 of it, the others standing still.
    pub beta: f64,
}

/// A holding in a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct HoldingStress {
    /// The holding.
    pub name: String,
    /// Its value before.
    pub value: f64,
    /// Change of its price as a part of it; none when it is unknown.
    pub change: Option<f64>,
    /// Gain or loss in the base currency; none when it is unknown.
    pub gain: Option<f64>,
    /// Where it comes from.
    pub basis: Basis,
}

/// The portfolio's value on a day of a replay.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct PathPoint {
    /// The day.
    pub date: NaiveDate,
    /// Gain or loss since the start, over the capital.
    pub change: f64,
}

/// The day of a replay that lost most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct WorstDay {
    /// The day.
    pub date: NaiveDate,
    /// Gain or loss of the day in the base currency.
    pub gain: f64,
    /// The same over the portfolio's value on the day before.
    pub change: f64,
}

/// What a scenario does.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScenarioStress {
    /// The scenario's name.
    pub name: String,
    /// What happened, or is assumed.
    pub description: String,
    /// For a replay, the day at whose close it begins.
    pub start: Option<NaiveDate>,
    /// For a replay, the day at whose close it ends.
    pub end: Option<NaiveDate>,
    /// Gains and losses of the known holdings, summed in their order; none when none is known.
    pub gain: Option<f64>,
    /// The same over the capital.
    pub change: Option<f64>,
    /// One entry a holding with a value; known gains add up to the total.
    pub holdings: Vec<HoldingStress>,
    /// Part of the gross value that rests on its own prices or on what was given.
    pub data_share: f64,
    /// Part of the gross value that rests on proxies.
    pub proxy_share: f64,
    /// Part of the gross value of which nothing is known.
    pub unknown_share: f64,
    /// The day that lost most, of a replay.
    pub worst_day: Option<WorstDay>,
    /// The deepest fall from an earlier height on the way, zero or negative, of a replay.
    pub max_drawdown: Option<f64>,
    /// The way there, of a replay.
    pub path: Vec<PathPoint>,
}

/// What scenarios do to a portfolio.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StressReport {
    /// The value that losses are a part of.
    pub capital: f64,
    /// Crises and windows of the past, then shocks, in the order asked.
    pub scenarios: Vec<ScenarioStress>,
    /// What would lose a given part.
    pub reverse: Vec<ReverseStress>,
    /// Holdings without a value; they are in no scenario.
    pub left_out: Vec<LeftOut>,
    /// How figures are worked out.
    pub conventions: Vec<Convention>,
}

/// A checked request: holdings with values and histories that are in order.
#[derive(Debug, Clone)]
pub struct StressTestEngine<'a> {
    request: &'a StressRequest,
    capital: f64,
    holdings: Vec<(&'a Holding, f64)>,
    proxies: Vec<&'a Series>,
}

impl StressRequest {
    /// A request for all crises and nothing else.
    #[must_use]
    pub fn new(holdings: Vec<Holding>, history: HistoryTable) -> Self {
        Self {
            holdings,
            capital: None,
            history,
            proxies: Vec::new(),
            r_squared_min: tenth(),
            crises: None,
            windows: Vec::new(),
            scenarios: Vec::new(),
            reverse: Vec::new(),
        }
    }

    /// Reads a request.
    ///
    /// # Errors
    /// When it is not JSON of this form.
    pub fn from_json(text: &[u8]) -> Result<Self, RiskError> {
        serde_json::from_slice(text).map_err(|error| RiskError::Malformed { detail: error.to_string() })
    }

    /// Runs every scenario.
    ///
    /// # Errors
    /// As for [`StressTestEngine::new`], and for a scenario that cannot be.
    pub fn report(&self) -> Result<StressReport, RiskError> {
        StressTestEngine::new(self)?.report()
    }
}

impl<'a> StressTestEngine<'a> {
    /// Checks a request.
    ///
    /// # Errors
    /// When nothing is held that has a value, the capital is not above zero, the table is not one of prices that is in order, a proxy or a
    /// crisis is not known, or a window is no stretch of time.
    pub fn new(request: &'a StressRequest) -> Result<Self, RiskError> {
        check_holdings(&request.holdings)?;
        request.history.check()?;
        if request.history.kind != HistoryKind::Prices {
            return Err(invalid("history", "a replay needs prices, not returns"));
        }
        let holdings: Vec<(&Holding, f64)> =
            request.holdings.iter().filter_map(|holding| holding.value.map(|value| (holding, value))).collect();
        if holdings.is_empty() {
            return Err(invalid("holdings", "none has a value; add the price of at least one"));
        }
        let capital = capital(request.capital, holdings.iter().map(|(_, value)| value).sum())?;
        if !(0.0..=1.0).contains(&request.r_squared_min) {
            let (setting, value) = ("r_squared_min", request.r_squared_min);
            return Err(RiskError::InvalidSetting { setting, value, allowed: "from 0 to 1" });
        }
        check_names("proxies", request.proxies.iter().map(String::as_str))?;
        let named = |name: &String| request.history.named("proxies", name);
        let proxies = request.proxies.iter().map(named).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { request, capital, holdings, proxies })
    }

    /// Runs every scenario.
    ///
    /// # Errors
    /// For a crisis that is not in the catalogue, a window that is no stretch of time, a shock of something that is not held or out of range,
    /// or a reverse stress without factors.
    pub fn report(&self) -> Result<StressReport, RiskError> {
        let mut scenarios = Vec::new();
        for (window, description) in self.windows()? {
            scenarios.push(self.replay(&window, description)?);
        }
        for scenario in &self.request.scenarios {
            scenarios.push(self.shocked(scenario)?);
        }
        let without = self.request.holdings.iter().filter(|holding| holding.value.is_none());
        let left = |holding: &Holding| LeftOut { name: holding.name.clone(), why: "its value is not known".to_owned() };
        Ok(StressReport {
            capital: self.capital,
            scenarios,
            reverse: self.request.reverse.iter().map(|asked| self.reverse(asked)).collect::<Result<_, _>>()?,
            left_out: without.map(left).collect(),
            conventions: conventions::LIST.to_vec(),
        })
    }

    /// Crises that were asked for, then windows of one's own.
    fn windows(&self) -> Result<Vec<(StressWindow, String)>, RiskError> {
        let catalogue = crises();
        let find = |name: &String| {
            let known = || catalogue.iter().map(|crisis| crisis.name).collect::<Vec<_>>().join(", ");
            catalogue
                .iter()
                .find(|crisis| crisis.name == name)
                .ok_or_else(|| invalid("crises", format!("{name} is not in the catalogue; there are {}", known())))
        };
        let chosen = match &self.request.crises {
            None => catalogue.iter().collect(),
            Some(names) => names.iter().map(find).collect::<Result<Vec<_>, _>>()?,
        };
        let mut windows: Vec<(StressWindow, String)> =
            chosen.into_iter().map(|crisis| (crisis.window(), crisis.words.to_owned())).collect();
        for window in &self.request.windows {
            if window.end <= window.start {
                let problem = format!("{} ends on {}, not after {}", window.name, window.end, window.start);
                return Err(invalid("windows", problem));
            }
            windows.push((window.clone(), format!("from {} to {}", window.start, window.end)));
        }
        Ok(windows)
    }

    /// Sums known gains in the order of the holdings, and says what they rest on.
    fn scenario(&self, name: &str, description: String, holdings: Vec<HoldingStress>) -> ScenarioStress {
        let known: Vec<f64> = holdings.iter().filter_map(|holding| holding.gain).collect();
        let gain = if known.is_empty() { None } else { Some(known.iter().sum::<f64>()) };
        let gross: f64 = holdings.iter().map(|holding| holding.value.abs()).sum();
        let share = |of: &dyn Fn(&Basis) -> bool| {
            let parts = holdings.iter().filter(|holding| of(&holding.basis)).map(|holding| holding.value.abs());
            if gross > 0.0 { parts.sum::<f64>() / gross } else { 0.0 }
        };
        ScenarioStress {
            name: name.to_owned(),
            description,
            start: None,
            end: None,
            gain,
            change: gain.map(|gain| gain / self.capital),
            data_share: share(&|basis| matches!(basis, Basis::History | Basis::Given)),
            proxy_share: share(&|basis| matches!(basis, Basis::Proxy { .. })),
            unknown_share: share(&|basis| matches!(basis, Basis::Unknown { .. })),
            holdings,
            worst_day: None,
            max_drawdown: None,
            path: Vec::new(),
        }
    }
}

fn tenth() -> f64 {
    0.1
}
