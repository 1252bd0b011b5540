//! How large a position becomes.

use execution::{
    number::{decimal, float},
    strategy::{Context, Size},
};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    StrategyProblem,
    number::{Real, Unit},
};

const SHARE: Real = Real::new("size.share", "Part of the money", Unit::Fraction, [0.000_1, 10.0], Some(1.0));

/// How large a position becomes when it is opened.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum PositionSize {
    /// A part of the account's free funds: 1 for all of them.
    Funds {
        /// The part.
        share: f64,
    },
    /// A part of the account's whole worth.
    Equity {
        /// The part.
        share: f64,
    },
    /// Money of the instrument's currency.
    Money {
        /// How much.
        #[schema(value_type = String)]
        amount: Decimal,
    },
    /// Units.
    Units {
        /// How many.
        #[schema(value_type = String)]
        units: Decimal,
    },
}

impl PositionSize {
    /// All funds for one instrument, and an equal share of the equity for each of several.
    pub(crate) fn for_each_of(instruments: usize) -> Self {
        match instruments {
            0 | 1 => Self::Funds { share: 1.0 },
            n => Self::Equity { share: 1.0 / n as f64 },
        }
    }

    pub(crate) fn check(self) -> Result<(), StrategyProblem> {
        let positive = |field: &str, value: Decimal| {
            if value > Decimal::ZERO { Ok(()) } else { Err(StrategyProblem::field(field, value, "more than zero")) }
        };
        match self {
            Self::Funds { share } | Self::Equity { share } => SHARE.check(share),
            Self::Money { amount } => positive("size.amount", amount),
            Self::Units { units } => positive("size.units", units),
        }
    }

    /// The size of an order now; `None` while the account's worth or a rate is not known, or is nothing.
    pub(crate) fn of(self, ctx: &Context<'_>, instrument: usize) -> Option<Size> {
        match self {
            Self::Funds { share } => Some(Size::FundsShare(decimal(share)?)),
            Self::Equity { share } => money(ctx, instrument, share * ctx.account().equity()?),
            Self::Money { amount } => Some(Size::Money(amount)),
            Self::Units { units } => Some(Size::Units(units)),
        }
    }
}

/// An amount of the base currency in the currency of an instrument.
pub(crate) fn money(ctx: &Context<'_>, instrument: usize, base_amount: f64) -> Option<Size> {
    let rate = ctx.account().rate(ctx.listings().get(instrument)?.currency)?;
    let amount = if rate == Decimal::ONE { base_amount } else { base_amount / float(rate) };
    decimal(amount).filter(|amount| *amount > Decimal::ZERO).map(Size::Money)
}
