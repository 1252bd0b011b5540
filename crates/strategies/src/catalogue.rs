//! What there is: every strategy with its words and parameters, so that forms can be built from it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Domain, ParameterForm,
    built_in::{
        BAND, Breakout, BuyAndHold, FixedWeights, MomentumRotation, MovingAverageCross, Pairs, RsiReversion,
        VolatilityTarget,
    },
    rules::RulesSpecification,
};

/// An entry of the catalogue.
#[derive(Clone, PartialEq, Debug, Serialize, ToSchema)]
pub struct StrategyForm {
    /// Its name in JSON.
    pub kind: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it does, in a sentence.
    pub words: &'static str,
    /// How many instruments it needs.
    pub instruments_min: usize,
    /// How many it can trade at most; `None`: any number.
    pub instruments_max: Option<usize>,
    /// Its parameters.
    pub parameters: Vec<ParameterForm>,
}

/// Every strategy.
#[must_use]
pub fn catalogue() -> Vec<StrategyForm> {
    let entry = |kind, title, words, parameters| {
        let (instruments_min, instruments_max) = instruments(kind);
        StrategyForm { kind, title, words, instruments_min, instruments_max, parameters }
    };
    let cadence = || ParameterForm::new("rebalance", "How often weights are looked at", Domain::Cadence);
    vec![
        entry(
            "buy_and_hold",
            "Buy and hold",
            "Buys each instrument at its first bar and keeps it.",
            BuyAndHold::forms(),
        ),
        entry(
            "moving_average_cross",
            "Moving-average cross",
            "Is long while the fast average is above the slow one.",
            MovingAverageCross::forms(),
        ),
        entry(
            "rsi_reversion",
            "RSI reversion",
            "Buys what fell too fast and sells it when it has calmed down.",
            RsiReversion::forms(),
        ),
        entry(
            "breakout",
            "Breakout",
            "Follows a close out of the highs and lows of the bars before.",
            Breakout::forms(),
        ),
        entry(
            "momentum_rotation",
            "Momentum rotation",
            "Holds the instruments that rose most.",
            MomentumRotation::forms(),
        ),
        entry(
            "pairs",
            "Pairs",
            "Sells the dearer of two instruments and buys the other until they are close again.",
            Pairs::forms(),
        ),
        entry(
            "volatility_target",
            "Volatility target",
            "Holds more while prices are calm and less while they are not.",
            VolatilityTarget::forms(),
        ),
        entry("fixed_weights", "Fixed weights", "Holds weights by the calendar, with a band.", FixedWeights::forms()),
        entry(
            "saved_optimization",
            "Saved optimization",
            "Runs a saved optimization again by the calendar and holds its weights.",
            vec![cadence(), BAND.form()],
        ),
        entry("rebalancer", "Rebalancer", "Steers to a saved target.", vec![cadence(), BAND.form()]),
        entry("rules", "Rules", "Enters and leaves by conditions, without a program.", RulesSpecification::forms()),
        entry(
            "script",
            "Script",
            "Runs a program in Luau.",
            vec![ParameterForm::new("source", "The text of the script", Domain::Source)],
        ),
    ]
}

/// How many instruments a strategy needs, and how many it can trade at most.
pub(crate) fn instruments(kind: &str) -> (usize, Option<usize>) {
    if kind == "pairs" { (2, Some(2)) } else { (1, None) }
}
