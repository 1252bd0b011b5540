//! Risk, stress and hedges: of what a request brings along, and of what the workspace holds.

mod book;
mod questions;

use std::collections::BTreeMap;

use ::risk::{
    HedgeInstrument, HedgeReport, HedgeRequest, Holding, LeftOut, OptionMarket, RiskReport, RiskRequest, Sensitivities,
    Shock, StressReport, StressRequest,
};
use chrono::{Days, NaiveDate};
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId},
};
use serde::Serialize;

use crate::{
    Workstation,
    apart::{threads, worked_out},
    ctx::{Action, Ctx, authorize},
    error::{Error, Result},
};
use book::{Book, Reading};
pub use questions::{HedgeOptions, HedgeQuestion, RiskAccountQuery, RiskQuery, RiskQuestion, StressQuestion};

/// The first day of history for replays of crises: before the oldest of them.
const CRISES_FROM: NaiveDate = NaiveDate::from_ymd_opt(1997, 1, 1).expect("invariant: a date of the calendar");

/// What figures of the workspace rest on.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct HeldBasis {
    /// The day that counts as today.
    pub as_of: NaiveDate,
    /// The account, or null for all.
    pub account_id: Option<AccountId>,
    /// The currency of amounts.
    pub base_currency: Currency,
    /// Instruments by the names of holdings and factors; cash has none.
    pub instruments: BTreeMap<String, InstrumentId>,
    /// The benchmark's name, where there is one with prices.
    pub benchmark: Option<String>,
    /// What is held, as the figures take it.
    pub holdings: Vec<Holding>,
    /// BLAKE3 of the prices.
    pub data_hash: String,
}

/// Risk of what the workspace holds.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PortfolioRisk {
    /// What it rests on.
    pub basis: HeldBasis,
    /// The figures.
    pub report: RiskReport,
}

/// What scenarios do to what the workspace holds.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PortfolioStress {
    /// What it rests on.
    pub basis: HeldBasis,
    /// The scenarios.
    pub report: StressReport,
}

/// Hedges of what the workspace holds.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct PortfolioHedges {
    /// What they rest on.
    pub basis: HeldBasis,
    /// The hedges.
    pub report: HedgeReport,
}

impl Workstation {
    /// Risk of the holdings sent along.
    ///
    /// # Errors
    /// When the request cannot be worked out; the message says why.
    pub async fn risk(&self, ctx: &Ctx, request: RiskRequest) -> Result<RiskReport> {
        authorize(&ctx.actor, Action::Read, "risk")?;
        worked_out(WORK, move || request.report(threads())).await
    }

    /// What scenarios do to the holdings sent along.
    ///
    /// # Errors
    /// As [`Workstation::risk`].
    pub async fn stress(&self, ctx: &Ctx, request: StressRequest) -> Result<StressReport> {
        authorize(&ctx.actor, Action::Read, "risk")?;
        worked_out(WORK, move || request.report()).await
    }

    /// Hedges of the holdings sent along.
    ///
    /// # Errors
    /// As [`Workstation::risk`].
    pub async fn hedges(&self, ctx: &Ctx, request: HedgeRequest) -> Result<HedgeReport> {
        authorize(&ctx.actor, Action::Read, "risk")?;
        worked_out(WORK, move || request.report()).await
    }

    /// Risk of what the workspace holds today.
    ///
    /// # Errors
    /// When nothing is held that has a value and prices, or a setting is out of range.
    pub async fn portfolio_risk(&self, ctx: &Ctx, question: RiskQuestion) -> Result<PortfolioRisk> {
        let ws = self.for_use(ctx, Action::Read, "risk").await?;
        let RiskQuestion { account_id, from, factor_instrument_ids, confidences, horizons, methods, backtest, seed } =
            question;
        let reading = Reading { account_id, from, beside: factor_instrument_ids.as_deref(), symbols: Vec::new() };
        let mut book = Book::read(&ws, &self.host, reading).await?;
        let short = book.without_short();
        let mut request = RiskRequest::new(book.holdings, book.history);
        (request.capital, request.factors) = (book.capital, book.beside);
        request.confidences = confidences.unwrap_or(request.confidences);
        request.horizons = horizons.unwrap_or(request.horizons);
        (request.methods, request.backtest, request.seed) = (methods, backtest, seed);
        request.periods_per_year = book.periods_per_year;
        let mut report = worked_out(WORK, move || request.report(threads())).await?;
        explain(&mut report.left_out, short);
        Ok(PortfolioRisk { basis: book.basis, report })
    }

    /// What scenarios do to what the workspace holds today.
    ///
    /// # Errors
    /// As [`Workstation::portfolio_risk`].
    pub async fn portfolio_stress(&self, ctx: &Ctx, question: StressQuestion) -> Result<PortfolioStress> {
        let ws = self.for_use(ctx, Action::Read, "risk").await?;
        let StressQuestion { account_id, proxy_instrument_ids, crises, windows, scenarios, reverse, sensitivities } =
            question;
        let starts = windows.iter().filter_map(|window| window.start.checked_sub_days(PRICE_BEFORE));
        let from = starts.chain([CRISES_FROM]).min();
        let factors = scenarios.iter().flat_map(|scenario| &scenario.shocks).filter_map(|shock| match shock {
            Shock::Factor { factor, .. } => Some(factor),
            _ => None,
        });
        let symbols = factors.chain(reverse.iter().flat_map(|asked| &asked.factors)).cloned().collect();
        let reading = Reading { account_id, from, beside: proxy_instrument_ids.as_deref(), symbols };
        let mut book = Book::read(&ws, &self.host, reading).await?;
        book.holdings = answering(book.with_betas(), &sensitivities)?;
        book.basis.holdings = book.holdings.clone();
        let mut request = StressRequest::new(book.holdings, book.history);
        (request.capital, request.proxies) = (book.capital, book.beside);
        (request.crises, request.windows) = (crises, windows);
        (request.scenarios, request.reverse) = (scenarios, reverse);
        let report = worked_out(WORK, move || request.report()).await?;
        Ok(PortfolioStress { basis: book.basis, report })
    }

    /// Hedges of what the workspace holds today.
    ///
    /// # Errors
    /// As [`Workstation::portfolio_risk`], and when there is nothing to hedge with.
    pub async fn portfolio_hedges(&self, ctx: &Ctx, question: HedgeQuestion) -> Result<PortfolioHedges> {
        let ws = self.for_use(ctx, Action::Read, "risk").await?;
        let HedgeQuestion { account_id, from, instrument_ids, cost, target_beta, options, confidence, horizon } =
            question;
        let (with, is_chosen) = match instrument_ids {
            Some(ids) => (ids, true),
            None => (book::candidates(&ws, &self.host).await?, false),
        };
        let symbols = options.iter().map(|of| of.underlying.clone()).collect();
        let reading = Reading { account_id, from, beside: Some(&with), symbols };
        let mut book = Book::read(&ws, &self.host, reading).await?;
        let short = book.without_short();
        // Who chooses an instrument hears that its history is too short; what is only proposed is left away then.
        let names = if is_chosen { book.beside.clone() } else { book.beside_throughout() };
        let instrument = |name: &String| {
            let (price, multiplier) = book.last_price(name)?;
            Some(HedgeInstrument { name: name.clone(), price, multiplier, cost: cost.unwrap_or(COST) })
        };
        let instruments: Vec<HedgeInstrument> = names.iter().filter_map(instrument).collect();
        let options: Vec<OptionMarket> = options.into_iter().map(|of| market(&book, of)).collect::<Result<_>>()?;
        let benchmark = book.basis.benchmark.clone();
        let mut request = HedgeRequest::new(book.holdings, book.history);
        (request.capital, request.instruments, request.options) = (book.capital, instruments, options);
        (request.benchmark, request.target_beta) = (benchmark.clone(), target_beta);
        request.factors = benchmark.into_iter().collect();
        request.confidence = confidence.unwrap_or(request.confidence);
        request.horizon = horizon.unwrap_or(request.horizon);
        request.periods_per_year = book.periods_per_year;
        let mut report = worked_out(WORK, move || request.report()).await?;
        explain(&mut report.left_out, short);
        Ok(PortfolioHedges { basis: book.basis, report })
    }
}

/// Days before a window in which its first price may lie.
const PRICE_BEFORE: Days = Days::new(10);
/// What works, in words.
const WORK: &str = "the figures of risk";
/// Cost of trading when nothing is said.
const COST: f64 = 0.0005;
/// Strike of a put over the price when nothing is said.
const MONEYNESS: f64 = 0.95;

/// Options with the last price of their underlying.
fn market(book: &Book, of: HedgeOptions) -> Result<OptionMarket> {
    let Some(spot) = of.spot.or_else(|| book.last_price(&of.underlying).map(|(price, _)| price)) else {
        let message =
            format!("{} has no price; give a spot, or the symbol of an instrument with prices", of.underlying);
        return Err(Error::field("options", "no_price", message));
    };
    Ok(OptionMarket {
        underlying: of.underlying,
        spot,
        multiplier: of.multiplier.unwrap_or(1.0),
        years: of.years,
        moneyness: of.moneyness.unwrap_or(MONEYNESS),
        rate: of.rate,
        dividend_yield: of.dividend_yield,
        implied_volatility: of.implied_volatility,
        call_volatility: of.call_volatility,
        vix: of.vix,
        cost: of.cost,
    })
}

/// Puts the reasons for which histories were taken away in the place of the report's, which only sees that there are none.
fn explain(left_out: &mut [LeftOut], short: Vec<LeftOut>) {
    for of in short {
        if let Some(told) = left_out.iter_mut().find(|told| told.name == of.name) {
            told.why = of.why;
        }
    }
}

/// The holdings with the sensitivities that were given; what is left out of those stays as it was.
fn answering(mut holdings: Vec<Holding>, given: &BTreeMap<String, Sensitivities>) -> Result<Vec<Holding>> {
    for (name, given) in given {
        let Some(holding) = holdings.iter_mut().find(|holding| holding.name == *name) else {
            let message = format!("{name} is not held; give sensitivities of holdings by their symbols");
            return Err(Error::field("sensitivities", "not_held", message));
        };
        let known = &mut holding.sensitivities;
        known.equity_beta = given.equity_beta.or(known.equity_beta);
        known.duration = given.duration.or(known.duration);
        known.convexity = given.convexity.or(known.convexity);
        known.vega = given.vega.or(known.vega);
    }
    Ok(holdings)
}
