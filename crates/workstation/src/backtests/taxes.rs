//! What taxes would take of a run, by the user's rates.

use ::backtest::{AfterTax, TaxSettings, TaxedRun};
use ::tax::{DecimalRates, WashSaleWindow};
use model::id::BacktestId;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::{data::Ground, saved};
use crate::{
    Workstation,
    apart::worked_out,
    ctx::{Action, Ctx},
    error::{Error, Result},
};

/// Months after which units are long-term when nothing is said, as in the United States.
const LONG_TERM_AFTER: u32 = 12;
/// Days on each side of a wash sale when nothing is said, as there.
const WASH_SALE_DAYS: u16 = 30;

/// By which rates and rules.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BacktestTaxQuery {
    /// What is taken of a short-term gain, 0 to 1; the rate of the tax profile when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub short_term: Option<Decimal>,
    /// What is taken of a long-term gain, likewise.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub long_term: Option<Decimal>,
    /// Units held longer than so many months are long-term; 12 when nothing is said, and 0 for no such difference.
    #[serde(default)]
    pub long_term_after_months: Option<u32>,
    /// Days around a sale at a loss in which a purchase lets it not count; 30 when nothing is said, and 0 for no such rule.
    #[serde(default)]
    pub wash_sale_days: Option<u16>,
}

impl Workstation {
    /// What taxes would take of a run. They are figured beside it, and paid outside of it.
    ///
    /// # Errors
    /// When there is none, its result is missing, no rates are given or kept, or a rate of a currency is not known.
    pub async fn backtest_taxes(&self, ctx: &Ctx, id: BacktestId, query: &BacktestTaxQuery) -> Result<AfterTax> {
        let ws = self.for_use(ctx, Action::Read, "backtests").await?;
        let of = saved(&ws, id).await?;
        let run = ws.shelf.get(&ws, id).await?;
        let kept = self.tax_profile(ctx).await?.rates;
        let rate = |given: Option<Decimal>, kept: Option<Decimal>, field: &'static str| {
            given.or(kept).ok_or_else(|| {
                let message = format!("give {field}, or enter your rates in the tax profile");
                Error::field(field, "missing", message)
            })
        };
        let rates = DecimalRates {
            short_term: rate(query.short_term, kept.map(|kept| kept.short_term), "short_term")?,
            long_term: rate(query.long_term, kept.map(|kept| kept.long_term), "long_term")?,
        };
        let days = query.wash_sale_days.unwrap_or(WASH_SALE_DAYS);
        let settings = TaxSettings {
            rates,
            long_term_after_months: Some(query.long_term_after_months.unwrap_or(LONG_TERM_AFTER)).filter(|n| *n > 0),
            wash_sale_window: (days > 0).then_some(WashSaleWindow { days_before: days, days_after: days }),
        };
        let ground = Ground::read(&ws, &self.host, &of.settings.question).await?;
        let (listings, rates) = (ground.listings(), ground.dated_rates((of.from, of.to), false));
        let currency = of.summary.currency;
        let work = move || {
            let result = &run.result;
            let taxed = TaxedRun {
                round_trips: &result.round_trips,
                fills: &result.fills,
                positions: &result.positions,
                listings: &listings,
                currency,
                rates: &rates,
                gain: result.equity_end.map(|end| end - result.cash),
            };
            taxed.after_tax(&settings)
        };
        worked_out("the taxes of the back-test", work).await
    }
}
