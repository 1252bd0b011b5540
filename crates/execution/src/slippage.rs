//! How much worse than the market's price an order trades that comes to the market.
//!
//! Orders that rested trade at their limit: the market came to them. A limit is kept whatever the model says.

use model::order::Side;
use serde::{Deserialize, Serialize};

use crate::error::ExecutionError;

/// A model of slippage. Prices move against the order: up for a purchase, down for a sale.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Slippage {
    /// The market's price.
    #[default]
    None,
    /// A difference of prices.
    Fixed {
        /// In the instrument's currency.
        amount: f64,
    },
    /// A part of the price.
    Relative {
        /// 0.0005 for 0.05 %.
        share: f64,
    },
    /// Half of a spread that is a part of the price. With quotes the real one is known, and this one is not used.
    HalfSpread {
        /// The whole spread as a part of the price.
        spread: f64,
    },
    /// `impact` × (units ÷ units of the bar)², as a part of the price.
    VolumeShare {
        /// The move at the bar's whole volume, as a part of the price.
        impact: f64,
    },
    /// `coefficient` × daily volatility × √(units ÷ average daily units), as a part of the price: the square-root law of impact
    /// (Almgren, Thum, Hauptmann and Li, Direct Estimation of Equity Market Impact, 2005, in its simple form).
    SquareRoot {
        /// About 1.
        coefficient: f64,
    },
}

/// What is known of how an instrument trades.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DailyTrading {
    /// Units of an average day, above zero.
    pub units: f64,
    /// Standard deviation of a day's return, as a part.
    pub volatility: f64,
}

impl Slippage {
    /// Whether its numbers make sense.
    ///
    /// # Errors
    /// [`ExecutionError::Setting`].
    pub fn check(&self) -> Result<(), ExecutionError> {
        let number = match *self {
            Self::None => 0.0,
            Self::Fixed { amount } => amount,
            Self::Relative { share } => share,
            Self::HalfSpread { spread } => spread,
            Self::VolumeShare { impact } => impact,
            Self::SquareRoot { coefficient } => coefficient,
        };
        let part = matches!(self, Self::Relative { .. } | Self::HalfSpread { .. }) && number >= 1.0;
        if !number.is_finite() || number < 0.0 || part {
            let allowed = "a number that is zero or more; a part of the price below 1";
            return Err(ExecutionError::Setting { field: "slippage", value: number.to_string(), allowed });
        }
        Ok(())
    }

    /// The price that an order gets; `None` when the model needs what is not known, or nothing is left of the price. `volume` is the
    /// bar's.
    #[must_use]
    pub fn price(
        &self,
        side: Side,
        price: f64,
        units: f64,
        volume: Option<f64>,
        daily: Option<DailyTrading>,
    ) -> Option<f64> {
        let sign = match side {
            Side::Buy => 1.0,
            Side::Sell => -1.0,
        };
        let moved = match *self {
            Self::None => return Some(price),
            Self::Fixed { amount } => price + sign * amount,
            Self::Relative { share } => price * (1.0 + sign * share),
            Self::HalfSpread { spread } => price * (1.0 + sign * spread / 2.0),
            Self::VolumeShare { impact } => {
                let share = units / volume.filter(|volume| *volume > 0.0)?;
                price * (1.0 + sign * impact * share * share)
            }
            Self::SquareRoot { coefficient } => {
                let daily = daily.filter(|daily| daily.units > 0.0)?;
                price * (1.0 + sign * coefficient * daily.volatility * (units / daily.units).sqrt())
            }
        };
        (moved > 0.0 && moved.is_finite()).then_some(moved)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_move_against_the_order() {
        let daily = Some(DailyTrading { units: 10_000.0, volatility: 0.02 });
        for (model, buy, sell) in [
            (Slippage::None, 100.0, 100.0),
            (Slippage::Fixed { amount: 0.5 }, 100.5, 99.5),
            (Slippage::Relative { share: 0.001 }, 100.1, 99.9),
            (Slippage::HalfSpread { spread: 0.002 }, 100.1, 99.9),
            // a tenth of the volume: 0.1 · 0.1² = 0.001
            (Slippage::VolumeShare { impact: 0.1 }, 100.1, 99.9),
            // a hundredth of a day: 0.02 · √0.01 = 0.002
            (Slippage::SquareRoot { coefficient: 1.0 }, 100.2, 99.8),
        ] {
            for (side, expected) in [(Side::Buy, buy), (Side::Sell, sell)] {
                let got = model.price(side, 100.0, 100.0, Some(1000.0), daily).unwrap();
                assert!((got - expected).abs() < 1e-9, "{model:?} {side}: {got}");
            }
        }
    }

    #[test]
    fn what_a_model_needs_and_nobody_knows_gives_no_price() {
        assert_eq!(Slippage::VolumeShare { impact: 0.1 }.price(Side::Buy, 1.0, 1.0, None, None), None);
        assert_eq!(Slippage::VolumeShare { impact: 0.1 }.price(Side::Buy, 1.0, 1.0, Some(0.0), None), None);
        assert_eq!(Slippage::SquareRoot { coefficient: 1.0 }.price(Side::Buy, 1.0, 1.0, Some(1.0), None), None);
        assert_eq!(Slippage::Fixed { amount: 2.0 }.price(Side::Sell, 1.0, 1.0, None, None), None);
        for wrong in
            [Slippage::Fixed { amount: -1.0 }, Slippage::Relative { share: 1.0 }, Slippage::Fixed { amount: f64::NAN }]
        {
            assert!(wrong.check().is_err(), "{wrong:?}");
        }
    }
}
