//! What the books are worth on a day: positions, lots, cash and totals in their own and in the base currency.
//!
//! A missing price or rate makes a figure unknown with its reason, and every total that contains it; the known part
//! of a total is given beside. Price and currency effect: `(value − cost) × today's rate` is the price's, and
//! `cost × today's rate − cost at the rates of purchase` the currency's; together they are the gain in base currency.

mod allocation;
mod lots;
mod positions;
mod totals;

use std::collections::HashMap;

use chrono::NaiveDate;
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId},
    instrument::{AssetClass, InstrumentFields},
};
use rust_decimal::Decimal;
use serde::Serialize;

pub use allocation::Slice;
pub use lots::LotValue;

use crate::{
    books::{BookProblem, Books, Context},
    fx::RateUse,
    history::PriceAt,
    unknown::{Figure, Ratio, Total, Unknown, ratio},
};

/// What to value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scope {
    /// One account, or all.
    pub account_id: Option<AccountId>,
    /// A price older than this many days is marked as stale.
    pub stale_after_days: u16,
    /// With every open lot.
    pub lots: bool,
}

/// The worth of the books on their day.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct Valuation {
    /// The day.
    pub as_of: NaiveDate,
    /// The currency of totals.
    pub base_currency: Currency,
    /// The one account, if it is not all.
    pub account_id: Option<AccountId>,
    /// The sums.
    pub totals: Totals,
    /// By account and instrument, the largest first.
    pub positions: Vec<PositionValue>,
    /// By account and currency.
    pub cash: Vec<CashValue>,
    /// Every open lot, where they are wanted.
    pub lots: Vec<LotValue>,
    /// By sector, cash on its own.
    pub allocation_by_sector: Vec<Slice>,
    /// By asset class, cash on its own.
    pub allocation_by_asset_class: Vec<Slice>,
    /// By currency, cash included in its currency.
    pub allocation_by_currency: Vec<Slice>,
    /// What is missing, each once.
    pub unknowns: Vec<Unknown>,
    /// Transactions that the books left out.
    pub problems: Vec<BookProblem>,
}

/// Sums in the base currency.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct Totals {
    /// Positions and cash.
    pub total_value: Total,
    /// Positions.
    pub positions_value: Total,
    /// Cash.
    pub cash_value: Total,
    /// Cost of the open lots.
    pub cost: Total,
    /// Positions less cost.
    pub unrealized: Total,
    /// The prices' part of it.
    pub unrealized_price: Total,
    /// The currencies' part of it.
    pub unrealized_fx: Total,
    /// Gains of closed lots.
    pub realized: Total,
    /// Dividends and interest, gross, at the rates of their days.
    pub income: Total,
    /// Fees, those within trades too.
    pub fees: Total,
    /// Taxes.
    pub taxes: Total,
    /// Paid in less paid out, units at their price on that day.
    pub net_flows: Total,
    /// Change of the positions since the session before.
    pub day_change: Total,
    /// Unrealized ÷ cost.
    pub unrealized_ratio: Ratio,
    /// Day change ÷ value before it.
    pub day_change_ratio: Ratio,
}

/// All lots of one instrument in one account, valued.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct PositionValue {
    /// The account.
    pub account_id: AccountId,
    /// The instrument.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub asset_class: AssetClass,
    /// Its sector.
    pub sector: Option<String>,
    /// The currency in which it is priced.
    pub currency: Currency,
    /// Units; negative when short.
    #[schema(value_type = String)]
    pub quantity: Decimal,
    /// How many lots are open.
    pub n_lots: usize,
    /// Currency units per price point and unit.
    #[schema(value_type = String)]
    pub multiplier: Decimal,
    /// The last price on or before the day.
    pub price: Option<PriceAt>,
    /// Days between the price and the day.
    pub price_age_days: Option<i64>,
    /// The price is older than the scope allows.
    pub stale: bool,
    /// The rate into the base currency.
    pub rate: Option<RateUse>,
    /// Cost of the open lots; negative for what was received for short ones.
    pub cost: Figure,
    /// Cost per unit and point of multiplier, comparable with the price.
    pub average_cost: Figure,
    /// Quantity × price × multiplier.
    pub market_value: Figure,
    /// Market value less cost.
    pub unrealized: Figure,
    /// Change since the session before.
    pub day_change: Figure,
    /// Cost in the base currency at the rates of purchase.
    pub cost_base: Figure,
    /// Market value in the base currency at today's rate.
    pub market_value_base: Figure,
    /// The difference of both.
    pub unrealized_base: Figure,
    /// The price's part of it.
    pub price_effect_base: Figure,
    /// The currency's part of it.
    pub fx_effect_base: Figure,
    /// Change since the session before, each at its day's rate.
    pub day_change_base: Figure,
    /// Gains of closed lots of this instrument in this account.
    pub realized_base: Figure,
    /// Dividends and interest of it.
    pub income_base: Figure,
    /// Unrealized ÷ cost, in base currency.
    pub unrealized_ratio: Ratio,
    /// Day change ÷ value before it, in the instrument's currency.
    pub day_change_ratio: Ratio,
    /// Part of the total value.
    pub weight: Ratio,
}

/// Cash of one currency in one account, valued.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct CashValue {
    /// The account.
    pub account_id: AccountId,
    /// The currency.
    pub currency: Currency,
    /// How much; negative when owed.
    #[schema(value_type = String)]
    pub amount: Decimal,
    /// The rate into the base currency.
    pub rate: Option<RateUse>,
    /// In the base currency.
    pub value_base: Figure,
    /// Part of the total value.
    pub weight: Ratio,
}

/// Values the books on their day. `prices` gives the last price of an instrument on or before a day.
pub fn value(
    ctx: Context<'_>,
    books: &Books,
    prices: impl Fn(InstrumentId, NaiveDate) -> Option<PriceAt>,
    scope: Scope,
) -> Valuation {
    let desk = Desk {
        ctx,
        books,
        prices: &prices,
        scope,
        instruments: ctx.instruments.iter().map(|i| (i.id, &i.fields)).collect(),
    };
    let mut positions = desk.positions();
    let mut cash = desk.cash();
    let totals = desk.totals(&positions, &cash);
    for p in &mut positions {
        p.weight = ratio(p.market_value_base.get(), totals.total_value.get(), "the total value");
    }
    for c in &mut cash {
        c.weight = ratio(c.value_base.get(), totals.total_value.get(), "the total value");
    }
    positions.sort_by(|a, b| {
        let size = |p: &PositionValue| p.market_value_base.value.map(|v| v.abs());
        size(b).cmp(&size(a)).then_with(|| (&a.symbol, a.account_id).cmp(&(&b.symbol, b.account_id)))
    });
    let mut unknowns: Vec<Unknown> = Vec::new();
    for u in [&totals.total_value, &totals.cost, &totals.realized, &totals.income, &totals.net_flows]
        .into_iter()
        .flat_map(|t| &t.unknowns)
    {
        if !unknowns.contains(u) {
            unknowns.push(u.clone());
        }
    }
    Valuation {
        as_of: books.as_of,
        base_currency: ctx.base,
        account_id: scope.account_id,
        lots: if scope.lots { desk.lots() } else { Vec::new() },
        allocation_by_sector: allocation::by_sector(&positions, &cash, &totals.total_value),
        allocation_by_asset_class: allocation::by_asset_class(&positions, &cash, &totals.total_value),
        allocation_by_currency: allocation::by_currency(&positions, &cash, &totals.total_value),
        totals,
        positions,
        cash,
        unknowns,
        problems: books.problems.clone(),
    }
}

/// Everything that valuing reads.
struct Desk<'a, P> {
    ctx: Context<'a>,
    books: &'a Books,
    prices: &'a P,
    scope: Scope,
    instruments: HashMap<InstrumentId, &'a InstrumentFields>,
}

impl<P: Fn(InstrumentId, NaiveDate) -> Option<PriceAt>> Desk<'_, P> {
    fn counts(&self, account: AccountId) -> bool {
        self.scope.account_id.is_none_or(|a| a == account)
    }

    /// The price of an instrument on a day, or why there is none.
    fn price(&self, id: InstrumentId, on: NaiveDate) -> Result<PriceAt, Unknown> {
        let symbol = self.instruments.get(&id).map_or("an instrument", |i| i.symbol.as_str());
        (self.prices)(id, on).ok_or_else(|| Unknown::price(id, symbol, on))
    }

    fn to_base(&self, amount: Decimal, currency: Currency, on: NaiveDate) -> Result<Decimal, Unknown> {
        self.ctx.fx.convert(amount, currency, self.ctx.base, on)
    }

    fn cash(&self) -> Vec<CashValue> {
        let on = self.books.as_of;
        let valued = |c: crate::books::CashBalance| CashValue {
            account_id: c.account_id,
            currency: c.currency,
            amount: c.amount,
            rate: self.ctx.fx.rate(c.currency, self.ctx.base, on).ok(),
            value_base: self.to_base(c.amount, c.currency, on).into(),
            weight: Ratio::known(0.0),
        };
        self.books.cash_balances(self.scope.account_id).into_iter().map(valued).collect()
    }
}

/// `a × b`, or that it is too large.
fn times(a: Decimal, b: Decimal) -> Result<Decimal, Unknown> {
    a.checked_mul(b).ok_or_else(|| Unknown::too_large("a product"))
}

/// `a − b`, or that it is too large.
fn minus(a: Decimal, b: Decimal) -> Result<Decimal, Unknown> {
    a.checked_sub(b).ok_or_else(|| Unknown::too_large("a difference"))
}
