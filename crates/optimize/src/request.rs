//! The optimization request: one typed JSON form for the command line, the API and the UI.

use std::fmt;

use chrono::NaiveDate;
use indexmap::IndexMap;
use serde::de::{Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use statistics::{CovarianceModel, ExpectedReturnsModel, MissingRule, PsdRepair};
use utoipa::ToSchema;

use crate::{
    ClusterRule, Costs, FactorModelInput, GroupBudget, Linkage, NestedObjectives, OptimizationConstraints,
    OptimizeError, RelativeLimit, TaxLots, Uncertainty,
};

/// What to optimize. Fields that the objective does not use are checked but have no effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    /// The least variance `w'Σw`.
    MinimumVariance,
    /// The highest `(μ'w − risk_free_rate)/√(w'Σw)`.
    MaximumSharpe,
    /// The least variance with an expected return of at least `target_return`.
    EfficientReturn,
    /// The highest expected return with a volatility of at most `target_volatility`.
    EfficientRisk,
    /// The highest `μ'w − risk_aversion/2 · w'Σw`.
    MaximumQuadraticUtility,
    /// `points` portfolios with equally spaced returns, from minimum variance to the highest return.
    EfficientFrontier,
    /// Every asset contributes its part of the variance: `budgets`, `group_budgets`, or equal parts.
    RiskParity,
    /// Weight split along the tree of correlations against the variance of each half.
    HierarchicalRiskParity,
    /// Weight split along the tree down to clusters, then within each by inverse variance.
    HierarchicalEqualRiskContribution,
    /// An optimum of each cluster of the tree, then of the clusters: `nested` says of what.
    NestedClusters,
    /// The same weight for every asset: a baseline.
    EqualWeight,
    /// Weights in proportion to `1/volatility`: a baseline.
    InverseVolatility,
    /// The least conditional value at risk a period at `confidence` (Rockafellar and Uryasev 2000).
    MinimumCvar,
    /// `points` portfolios with equally spaced returns and the least conditional value at risk each.
    CvarFrontier,
    /// The least conditional drawdown at risk at `confidence`, of the uncompounded cumulative return (Chekhlov et al. 2005).
    MinimumCdar,
    /// The least mean squared shortfall below `minimum_acceptable_return`, a year.
    MinimumSemivariance,
    /// The least mean absolute deviation a period (Konno and Yamazaki 1991).
    MinimumMeanAbsoluteDeviation,
    /// The highest quadratic utility with the worst expected returns within `uncertainty`.
    WorstCase,
    /// The highest mean logarithmic growth a year (Kelly 1956).
    MaximumLogUtility,
    /// The least tracking error against `benchmark_weights`.
    MinimumTrackingError,
    /// The highest weighted mean of volatilities over the portfolio's volatility (Choueifaty and Coignard 2008).
    MaximumDiversification,
    /// The least variance with all volatilities taken as equal (Christoffersen et al. 2012).
    MaximumDecorrelation,
}

impl Objective {
    /// Judges portfolios by past returns, not by moments alone.
    #[must_use]
    pub fn uses_scenarios(self) -> bool {
        matches!(
            self,
            Self::MinimumCvar
                | Self::CvarFrontier
                | Self::MinimumCdar
                | Self::MinimumSemivariance
                | Self::MinimumMeanAbsoluteDeviation
                | Self::MaximumLogUtility
        )
    }
}

/// A request: moments (`expected_returns` and `covariance`) or `prices` to estimate them from, an objective and limits.
///
/// The smallest: `{"assets":["A","B"],"expected_returns":[0.1,0.2],"covariance":[[0.04,0],[0,0.09]],"objective":"minimum_variance"}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OptimizationRequest {
    /// Asset names, no name twice. May be left out with `prices`: then their order is the order of the prices.
    #[serde(default)]
    pub assets: Vec<String>,
    /// Expected returns a year in the order of `assets` (0.1 = 10 %). Only minimum variance can do without.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "vector_with_gaps")]
    #[schema(value_type = Option<Vec<f64>>)]
    pub expected_returns: Option<Vec<f64>>,
    /// Covariance a year, one row for each asset.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "matrix_with_gaps")]
    #[schema(value_type = Option<Vec<Vec<f64>>>)]
    pub covariance: Option<Vec<Vec<f64>>>,
    /// The covariance through a few factors, in place of `covariance`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor_model: Option<FactorModelInput>,
    /// Dates of the prices, oldest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<Vec<NaiveDate>>,
    /// Prices by asset, one for each date, null where missing; in place of the moments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, Vec<Option<f64>>>>)]
    pub prices: Option<IndexMap<String, Vec<Option<f64>>>>,
    /// Estimator of the expected returns, with `prices`, or with `returns` without moments.
    #[serde(default)]
    pub expected_returns_model: ExpectedReturnsModel,
    /// Estimator of the covariance, with `prices`, or with `returns` without moments.
    #[serde(default)]
    pub covariance_model: CovarianceModel,
    /// Prices of the market (returns beside `returns`), one for each row, null where missing: for `capm` and for a risk
    /// aversion `from_benchmark`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub benchmark: Option<Vec<Option<f64>>>,
    /// Returns of factors by name, one for each row: the return over the period that ends there (beside `prices` the first is
    /// not used). For `given_factors`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, Vec<Option<f64>>>>)]
    pub factors: Option<IndexMap<String, Vec<Option<f64>>>>,
    /// What is done about missing prices. Objectives that judge by past returns take the dates with a price of every asset,
    /// whatever the rule.
    #[serde(default)]
    pub missing: MissingRule,
    /// What is done about negative eigenvalues of an estimated covariance.
    #[serde(default)]
    pub repair: PsdRepair,
    /// Periods a year of the prices: 252 for trading days.
    #[serde(default = "default_periods")]
    pub periods_per_year: f64,
    /// The objective.
    pub objective: Objective,
    /// Risk-free rate a year.
    #[serde(default)]
    pub risk_free_rate: f64,
    /// Limits of the weights of single assets; without them 0 to 1, or −1 to 1 when `long_only` is false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<Bounds>,
    /// False allows short positions where `bounds` says nothing; true refuses bounds below zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long_only: Option<bool>,
    /// Limits of the sum of weights of groups, such as sectors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Least expected return a year, for `efficient_return`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_return: Option<f64>,
    /// Highest volatility a year, for `efficient_risk`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_volatility: Option<f64>,
    /// Risk aversion above zero, for `maximum_quadratic_utility`; 1 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_aversion: Option<f64>,
    /// Portfolios on the frontier, 2 to 1000; 50 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<usize>,
    /// γ of a penalty `γ Σw²` on concentration, zero or more. It is added to the variance wherever the objective speaks of
    /// variance or volatility: minimized, targeted, or divided by; beside other risks it is added to what is minimized. Reported
    /// figures are without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub l2_regularization: Option<f64>,
    /// Also return every corner portfolio of the frontier, for `efficient_frontier`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub corners: bool,
    /// Also return how each weight answers to its own expected return.
    #[serde(default, skip_serializing_if = "is_false")]
    pub sensitivity: bool,
    /// Part of the variance that each asset contributes, for `risk_parity`; every asset is named, and they sum to one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, f64>>)]
    pub budgets: Option<IndexMap<String, f64>>,
    /// Part of the variance that groups contribute, for `risk_parity`, in place of `budgets`; every asset is in one group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group_budgets: Vec<GroupBudget>,
    /// How clusters are built: `single` when left out for `hierarchical_risk_parity`, `ward` for the other objectives by clusters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linkage: Option<Linkage>,
    /// Number of clusters, 1 to the number of assets; found by `cluster_rule` when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n_clusters: Option<usize>,
    /// How the number of clusters is found; `gap` when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster_rule: Option<ClusterRule>,
    /// What `nested_clusters` optimizes; minimum variance within and across clusters when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nested: Option<NestedObjectives>,
    /// Returns as scenarios for the objectives that need them: a row for each period, oldest first, one simple return for each
    /// asset (0.01 = 1 %). Without `covariance` the moments are estimated from them.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "matrix_with_gaps")]
    #[schema(value_type = Option<Vec<Vec<f64>>>)]
    pub returns: Option<Vec<Vec<f64>>>,
    /// Confidence level of tail risks, above 0 and below 1; 0.95 when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Return a period below which there is a shortfall, for `minimum_semivariance`.
    #[serde(default)]
    pub minimum_acceptable_return: f64,
    /// How far the expected returns may be off, for `worst_case`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<Uncertainty>,
    /// Weights held now, zero for assets not named: what turnover and costs count from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, f64>>)]
    pub current_weights: Option<IndexMap<String, f64>>,
    /// Weights of the benchmark, zero for assets not named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, f64>>)]
    pub benchmark_weights: Option<IndexMap<String, f64>>,
    /// Costs of trading and of short positions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub costs: Option<Costs>,
    /// Limits beyond bounds and groups.
    #[serde(default, skip_serializing_if = "OptimizationConstraints::is_empty")]
    pub constraints: OptimizationConstraints,
    /// What is held, lot by lot, in place of `current_weights`: sales are taxed, and each lot is sold or kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_lots: Option<TaxLots>,
}

impl OptimizationRequest {
    /// A request without moments or limits, to be filled in.
    #[must_use]
    pub fn new(assets: Vec<String>, objective: Objective) -> Self {
        Self {
            assets,
            expected_returns: None,
            covariance: None,
            factor_model: None,
            dates: None,
            prices: None,
            expected_returns_model: ExpectedReturnsModel::default(),
            covariance_model: CovarianceModel::default(),
            benchmark: None,
            factors: None,
            missing: MissingRule::default(),
            repair: PsdRepair::default(),
            periods_per_year: default_periods(),
            objective,
            risk_free_rate: 0.0,
            bounds: None,
            long_only: None,
            groups: Vec::new(),
            target_return: None,
            target_volatility: None,
            risk_aversion: None,
            points: None,
            l2_regularization: None,
            corners: false,
            sensitivity: false,
            budgets: None,
            group_budgets: Vec::new(),
            linkage: None,
            n_clusters: None,
            cluster_rule: None,
            nested: None,
            returns: None,
            confidence: None,
            minimum_acceptable_return: 0.0,
            uncertainty: None,
            current_weights: None,
            benchmark_weights: None,
            costs: None,
            constraints: OptimizationConstraints::default(),
            tax_lots: None,
        }
    }

    /// Reads a request; an unknown or missing field is named in the error.
    ///
    /// # Errors
    /// [`OptimizeError::Malformed`] with line and column.
    pub fn from_json(json: &[u8]) -> Result<Self, OptimizeError> {
        if json.iter().all(u8::is_ascii_whitespace) {
            let detail = "it is empty; give a JSON object with assets, expected_returns, covariance and objective";
            return Err(OptimizeError::Malformed { detail: detail.to_owned() });
        }
        serde_json::from_slice(json).map_err(|error| OptimizeError::Malformed { detail: error.to_string() })
    }
}

/// The limits of the sum of weights of some assets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Name for messages, such as a sector's.
    pub name: String,
    /// Members, each one of the request's assets.
    pub assets: Vec<String>,
    /// Least sum of weights; open when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// Highest sum of weights; open when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// Limits against another group's weight; open when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative_to: Option<RelativeLimit>,
}

/// Limits `[lower, upper]` of weights: one pair for all assets, a pair for each in order, or pairs by name.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Bounds {
    /// The same for every asset.
    All([f64; 2]),
    /// One pair for each asset, in the order of `assets`.
    PerAsset(Vec<[f64; 2]>),
    /// By asset; assets not named keep the default.
    #[schema(value_type = std::collections::BTreeMap<String, [f64; 2]>)]
    ByAsset(IndexMap<String, [f64; 2]>),
}

impl<'de> Deserialize<'de> for Bounds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(BoundsVisitor)
    }
}

/// Reads the three forms by hand: an untagged derive could only say that no variant matched.
struct BoundsVisitor;

impl<'de> Visitor<'de> for BoundsVisitor {
    type Value = Bounds;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bounds as [lower, upper], a list of such pairs, or a map from asset to pair")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Bounds, A::Error> {
        let mut items: Vec<NumberOrPair> = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        if let [NumberOrPair::Number(lower), NumberOrPair::Number(upper)] = items[..] {
            return Ok(Bounds::All([lower, upper]));
        }
        let pairs = items.into_iter().map(|item| match item {
            NumberOrPair::Pair(pair) => Ok(pair),
            NumberOrPair::Number(_) => Err(A::Error::custom("bounds must be [lower, upper] or a list of such pairs")),
        });
        Ok(Bounds::PerAsset(pairs.collect::<Result<_, _>>()?))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Bounds, A::Error> {
        let mut pairs = IndexMap::new();
        while let Some((asset, pair)) = map.next_entry::<String, [f64; 2]>()? {
            if pairs.insert(asset.clone(), pair).is_some() {
                return Err(A::Error::custom(format!("bounds name {asset} twice")));
            }
        }
        Ok(Bounds::ByAsset(pairs))
    }
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "bounds must be [lower, upper] or a list of such pairs of numbers")]
enum NumberOrPair {
    Number(f64),
    Pair([f64; 2]),
}

#[allow(clippy::trivially_copy_pass_by_ref)] // the form serde calls
fn is_false(value: &bool) -> bool {
    !value
}

fn default_periods() -> f64 {
    statistics::TRADING_DAYS_PER_YEAR
}

/// Reads null as "not a number", so that validation can name the asset whose value is missing.
fn vector_with_gaps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<f64>>, D::Error> {
    let values: Option<Vec<Option<f64>>> = Option::deserialize(deserializer)?;
    Ok(values.map(fill_gaps))
}

fn matrix_with_gaps<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Vec<f64>>>, D::Error> {
    let rows: Option<Vec<Vec<Option<f64>>>> = Option::deserialize(deserializer)?;
    Ok(rows.map(|rows| rows.into_iter().map(fill_gaps).collect()))
}

fn fill_gaps(values: Vec<Option<f64>>) -> Vec<f64> {
    values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}
