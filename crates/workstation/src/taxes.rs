//! Taxes: who is taxed and how, what a tax year comes to, and which losses are worth taking.

mod explained;
pub(crate) mod household;
mod losses;
pub(crate) mod lots;
mod profile;
mod year;

use chrono::NaiveDate;
use model::currency::Currency;
use rebalance::harvest::HarvestReport;
use serde::Serialize;
use tax::{Jurisdiction, TaxError, TaxYearRules};

pub(crate) use explained::{TaxSubject, explain};
pub use lots::{OpenTaxLot, TaxLotsView};
pub(crate) use lots::{TaxLot, tax_lots};
pub use profile::TaxProfile;
pub use year::{TaxYearView, TaxedGain};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    folded::{Folded, folded},
    ledger::Changed,
    workspace::last_event,
};

/// The years that can be asked for.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TaxYears {
    /// The chosen jurisdiction; null when only own rules are there, or nothing is chosen.
    pub jurisdiction: Option<Jurisdiction>,
    /// Tax years of which the rules are known, ascending.
    pub known: Vec<i32>,
    /// Tax years in which something was realized, descending.
    pub realized: Vec<i32>,
}

/// Losses that could be taken today.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HarvestView {
    /// The day.
    pub today: NaiveDate,
    /// The currency of amounts.
    pub base_currency: Currency,
    /// Whose rules hold.
    pub rules: String,
    /// What the reader should know of them; null when there is nothing.
    pub note: Option<String>,
    /// The findings.
    #[serde(flatten)]
    pub report: HarvestReport,
}

/// The key of the profile among the settings.
pub(crate) const PROFILE: &str = "tax_profile";

impl Workstation {
    /// Who is taxed and how, as the user said.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn tax_profile(&self, ctx: &Ctx) -> Result<TaxProfile> {
        let ws = self.for_use(ctx, Action::Read, "taxes").await?;
        Ok(store::settings::get_key(&ws.store, PROFILE).await?.unwrap_or_default())
    }

    /// Changes who is taxed and how.
    ///
    /// # Errors
    /// When a rule set of the user's own, a rate or an amount is not possible.
    pub async fn set_tax_profile(&self, ctx: &Ctx, profile: TaxProfile) -> Result<Changed<TaxProfile>> {
        let ws = self.for_use(ctx, Action::Write, "taxes").await?;
        let value = profile
            .checked()
            .map_err(|refusal| Error::field(&refusal.field, refusal.error.code(), refusal.error.problem()))?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::settings::put_key(&mut w, PROFILE, &value).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value, change_id })
    }

    /// The law of a place and year as it is built in, to read or to start rules of one's own from.
    ///
    /// # Errors
    /// When the year is not known there.
    pub async fn tax_rules(&self, ctx: &Ctx, jurisdiction: Jurisdiction, year: i32) -> Result<TaxYearRules> {
        self.for_use(ctx, Action::Read, "taxes").await?;
        jurisdiction.year(year).cloned().map_err(|e| refused(&e))
    }

    /// The years that can be asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn tax_years(&self, ctx: &Ctx) -> Result<TaxYears> {
        let profile = self.tax_profile(ctx).await?;
        let ws = self.for_use(ctx, Action::Read, "taxes").await?;
        let state = folded(&ws, &self.host).await?;
        let mut realized: Vec<i32> = state.books.realized.iter().map(|g| profile.year_of(g.closed_on)).collect();
        realized.sort_unstable_by(|a, b| b.cmp(a));
        realized.dedup();
        Ok(TaxYears { jurisdiction: profile.jurisdiction, known: profile.known_years(), realized })
    }

    /// What a tax year comes to: each gain with what wash sales change, and the tax.
    ///
    /// # Errors
    /// When the books do not fit the rules.
    pub async fn tax_year(&self, ctx: &Ctx, year: i32) -> Result<TaxYearView> {
        let profile = self.tax_profile(ctx).await?;
        let ws = self.for_use(ctx, Action::Read, "taxes").await?;
        let state = folded(&ws, &self.host).await?;
        let work = move || year::view(&state, &profile, year);
        let view = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the tax year" })?;
        view.map_err(|e| refused(&e))
    }

    /// Open lots of taxable accounts with what earlier losses added to their cost, and since when they count as held.
    ///
    /// # Errors
    /// When the books do not fit the rules.
    pub async fn tax_lots(&self, ctx: &Ctx) -> Result<TaxLotsView> {
        let profile = self.tax_profile(ctx).await?;
        let ws = self.for_use(ctx, Action::Read, "taxes").await?;
        let state = folded(&ws, &self.host).await?;
        let work = move || lots::view(&state, &profile);
        let view = tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the tax lots" })?;
        view.map_err(|e| refused(&e))
    }

    /// Losses that are worth taking today, what stands against each, and what to hold instead.
    ///
    /// # Errors
    /// When no rules or rates are known.
    pub async fn harvest(&self, ctx: &Ctx) -> Result<HarvestView> {
        let profile = self.tax_profile(ctx).await?;
        let ws = self.for_use(ctx, Action::Read, "taxes").await?;
        let state = folded(&ws, &self.host).await?;
        let law = Law::of(&profile, &state)?;
        let work = move || losses::view(&state, &profile, law);
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the harvest" })?
    }
}

/// The rules by which losses of today are judged.
pub(crate) struct Law {
    pub(crate) name: String,
    pub(crate) note: Option<String>,
    pub(crate) rules: tax::TaxRules,
    pub(crate) repurchase: Option<tax::RepurchaseRule>,
    pub(crate) highest: Option<tax::DecimalRates>,
}

impl Law {
    pub(crate) fn of(profile: &TaxProfile, state: &Folded) -> Result<Self> {
        if let Ok(rules) = profile.rules(profile.year_of(state.today)) {
            return Ok(Self::from(rules));
        }
        // The day is outside of the years that are known: what has held for all known years is said to be a guess.
        let years = profile.known_years();
        let nearest = years.iter().min_by_key(|year| year.abs_diff(profile.year_of(state.today)));
        let message = "choose a jurisdiction in the tax profile, or enter rules of your own";
        let nearest = nearest.ok_or_else(|| Error::field("jurisdiction", "tax_rules_unknown", message))?;
        let law = Self::from(profile.rules(*nearest).map_err(|e| refused(&e))?);
        let note = format!(
            "The rules of {} are not known: the holding period and the days around a loss are those of {}. No tax is worked out for that year.",
            profile.year_of(state.today),
            law.name
        );
        Ok(Self { note: Some(note), ..law })
    }
}

impl From<&TaxYearRules> for Law {
    fn from(rules: &TaxYearRules) -> Self {
        Self {
            name: format!("{} {}", rules.name, rules.label()),
            note: None,
            rules: rules.rules(),
            repurchase: rules.repurchase,
            highest: rules.highest_rates,
        }
    }
}

pub(crate) fn refused(error: &TaxError) -> Error {
    Error::field(error.field(), error.code(), error.to_string())
}
