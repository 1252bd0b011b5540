//! Returns of the whole and of its parts, and what each part contributed.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::NaiveDate;
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId},
    instrument::InstrumentFields,
    time::Timestamp,
};
use portfolio::{
    performance::{DailyFigures, GroupReturns, Returns, Span, contributions, performance},
    unknown::{Ratio, Unknown},
};
use serde::{Deserialize, Serialize};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    folded::{Folded, folded_as_known},
    performance::series,
    universe::risk_free,
};

/// Which parts the whole is divided into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnsBy {
    /// Each instrument, over all its accounts.
    #[default]
    Position,
    /// Each account, with its cash.
    Account,
    /// Each sector.
    Sector,
    /// Each asset class.
    AssetClass,
    /// Each currency in which instruments are priced.
    Currency,
    /// Each country.
    Country,
}

/// Which period and parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReturnsQuery {
    /// From the close of this day; before the first transaction when nothing is said.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// To the close of this day; today when nothing is said.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Only this account.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// The benchmark; the settings' when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub benchmark_id: Option<InstrumentId>,
    /// The parts; positions when nothing is said.
    #[serde(default)]
    #[param(inline)]
    pub by: ReturnsBy,
    /// As it was known at this time; now when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub known_at: Option<Timestamp>,
}

/// The return of the whole, divided.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ReturnsView {
    /// The currency of amounts.
    pub base_currency: Currency,
    /// The parts.
    pub by: ReturnsBy,
    /// Everything together.
    pub whole: Returns,
    /// What the daily returns of everything say of risk.
    pub daily: DailyFigures,
    /// Where its risk-free rate comes from.
    pub risk_free_source: String,
    /// Each part, the largest contribution first.
    pub parts: Vec<PartReturns>,
    /// What no part has: interest, charges and currency effects of cash. With the parts it adds up to the whole's modified
    /// Dietz return.
    pub rest: Ratio,
    /// How each figure is defined, by its name.
    pub conventions: BTreeMap<&'static str, &'static str>,
}

/// The return of one part.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PartReturns {
    /// The instrument or account; null for other parts.
    pub id: Option<String>,
    /// A second name, such as the instrument's; null where there is none.
    pub name: Option<String>,
    /// The part and its figures.
    #[serde(flatten)]
    pub returns: GroupReturns,
}

impl Workstation {
    /// Returns and contributions.
    ///
    /// # Errors
    /// When the period is empty or the store cannot be read.
    pub async fn returns(&self, ctx: &Ctx, query: &ReturnsQuery) -> Result<ReturnsView> {
        let ws = self.for_use(ctx, Action::Read, "performance").await?;
        let state = folded_as_known(&ws, &self.host, query.known_at).await?;
        let to = query.to.unwrap_or(state.today);
        if query.from.is_some_and(|from| from >= to) {
            return Err(Error::field("from", "period_empty", format!("from must lie before {to}")));
        }
        let benchmark_id = query.benchmark_id.or(state.settings.benchmark_id);
        let span = Span { from: query.from, to, account_id: query.account_id, benchmark_id };
        let series = series(&ws, &state, span).await?;
        let first = series.days.first().copied().unwrap_or(to);
        let (rate, source) = risk_free(&ws, &state, first, to);
        let by = query.by;
        let work = move || {
            let daily = series.daily_figures(rate, f64::from(state.settings.periods_per_year));
            view(&state, span, by, (series.summary.clone(), daily, source))
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the returns" })
    }
}

fn view(
    state: &Arc<Folded>,
    span: Span,
    by: ReturnsBy,
    (whole, daily, risk_free_source): (Returns, DailyFigures, String),
) -> ReturnsView {
    let mut parts = match by {
        ReturnsBy::Account => accounts(state, span, &whole),
        _ => groups(state, span, by, &whole),
    };
    let size = |p: &PartReturns| p.returns.contribution.value.unwrap_or(f64::NEG_INFINITY);
    parts.sort_by(|a, b| size(b).total_cmp(&size(a)).then_with(|| a.returns.group.cmp(&b.returns.group)));
    let known: Option<f64> = parts.iter().map(|p| p.returns.contribution.value).sum();
    let rest = match (whole.modified_dietz.value, known) {
        (Some(all), Some(known)) => Ratio::known(all - known),
        (None, _) => whole.modified_dietz.clone(),
        (_, None) => Ratio::unknown(Unknown::undefined("the contribution of a part is unknown")),
    };
    ReturnsView {
        base_currency: state.settings.base_currency,
        by,
        whole,
        daily,
        risk_free_source,
        parts,
        rest,
        conventions: CONVENTIONS.into_iter().collect(),
    }
}

fn accounts(state: &Folded, span: Span, whole: &Returns) -> Vec<PartReturns> {
    let books = state.books_on(span.to);
    let wanted = state.accounts.iter().filter(|a| span.account_id.is_none_or(|id| id == a.id));
    let of = |account: &model::account::Account| {
        let own = Span { account_id: Some(account.id), ..span };
        let returns = performance(state.context(), &books, &state.history, own).summary;
        returns.from.is_some().then(|| PartReturns {
            id: Some(account.id.to_string()),
            name: account.fields.institution.clone(),
            returns: GroupReturns::of(account.fields.name.clone(), returns, whole),
        })
    };
    wanted.filter_map(of).collect()
}

fn groups(state: &Folded, span: Span, by: ReturnsBy, whole: &Returns) -> Vec<PartReturns> {
    let books = state.books_on(span.to);
    let terms: HashMap<InstrumentId, &InstrumentFields> = state.instruments.iter().map(|i| (i.id, &i.fields)).collect();
    let group_of = |id: InstrumentId| {
        let fields = terms.get(&id)?;
        Some(match by {
            ReturnsBy::Position | ReturnsBy::Account => id.to_string(),
            ReturnsBy::Sector => fields.sector.clone().unwrap_or_default(),
            ReturnsBy::AssetClass => fields.asset_class.to_string(),
            ReturnsBy::Currency => fields.currency.to_string(),
            ReturnsBy::Country => fields.country.clone().unwrap_or_default(),
        })
    };
    let all = contributions(state.context(), &books, &state.history, span, whole, group_of);
    let named = |mut returns: GroupReturns| {
        let instrument: Option<&&InstrumentFields> = returns
            .group
            .parse()
            .ok()
            .filter(|_| by == ReturnsBy::Position)
            .and_then(|id: InstrumentId| terms.get(&id));
        match instrument {
            Some(fields) => {
                let id = std::mem::replace(&mut returns.group, fields.symbol.clone());
                PartReturns { id: Some(id), name: Some(fields.name.clone()), returns }
            }
            None => PartReturns { id: None, name: None, returns },
        }
    };
    all.into_iter().map(named).collect()
}

/// How each figure is defined.
const CONVENTIONS: [(&str, &str); 25] = [
    (
        "twr",
        "Time-weighted: days linked by multiplication; cash paid in works from the morning, cash paid out until the evening, units change hands at the close.",
    ),
    ("twr_annualized", "(1 + return)^(365 ÷ days) − 1, for a year and more."),
    (
        "xirr",
        "Money-weighted, a year: the rate at which the flows' present values cancel; actual days ÷ 365, as XIRR in spreadsheets.",
    ),
    (
        "modified_dietz",
        "Gain ÷ (value at the start + each flow × the part of the period after its day); not annualized.",
    ),
    (
        "benchmark",
        "The benchmark's price in the base currency at the end ÷ that at the start − 1; its distributions only where its prices contain them.",
    ),
    ("max_drawdown", "The largest fall of the time-weighted index from a peak, the start counted."),
    (
        "contribution",
        "The part's gain ÷ the average capital of the whole: the parts and the rest add up to the whole's modified Dietz return.",
    ),
    (
        "daily",
        "Daily returns of the time-weighted index from weekday to weekday; a year has the trading days of the settings (252), a day's risk-free rate is the year's ÷ that. Figures of a year need twenty returns.",
    ),
    ("volatility", "Sample deviation (n − 1) of the daily returns × √days of a year."),
    (
        "downside_deviation",
        "Root of the mean squared shortfall below the risk-free rate, over all days, × √days of a year.",
    ),
    ("sharpe", "(mean daily return − risk-free rate) ÷ their sample deviation × √days of a year."),
    ("sortino", "(mean daily return − risk-free rate) a year ÷ the downside deviation."),
    ("calmar", "Product of the daily returns as a yearly one (days of a year ÷ n) ÷ the largest drawdown."),
    ("omega", "Sum of the daily gains ÷ sum of the daily losses."),
    ("ulcer_index", "Root of the mean squared fall from the peak so far, over n days."),
    (
        "drawdown",
        "From the peak, the start counted, to the lowest value; recovered on the first day that is as high as the peak again.",
    ),
    ("positive_days", "Days above zero ÷ all days, those without a change included."),
    (
        "value_at_risk_95",
        "Historical: the 5 % quantile of the daily returns, linearly interpolated, as a positive loss; no distribution is assumed.",
    ),
    ("conditional_value_at_risk_95", "The mean of the daily returns at or below that quantile, as a positive loss."),
    ("skewness", "Of the sample, corrected for its size, as SKEW in spreadsheets; the excess kurtosis as KURT."),
    ("beta", "Covariance of the daily returns with the benchmark's ÷ the benchmark's variance, n − 1."),
    ("alpha", "(mean − rf − beta × (mean of the benchmark − rf)) × days of a year; not compounded."),
    ("tracking_error", "Sample deviation of the daily differences from the benchmark × √days of a year."),
    ("information_ratio", "Mean daily difference ÷ its sample deviation × √days of a year."),
    (
        "up_capture",
        "Compounded return a year of the days on which the benchmark rose ÷ the benchmark's on them; the down capture alike.",
    ),
];
