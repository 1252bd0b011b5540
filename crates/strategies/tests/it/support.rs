//! Short ways to say bars, runs and scripts.

use bars::series::BarSeries;
use execution::{
    account::{AccountMode, AccountSettings},
    engine::{Engine, EngineSettings},
    error::ExecutionError,
    gate::GateLimits,
    listing::Listing,
};
use model::{
    bar::Bar,
    currency::Currency,
    id::{AccountId, InstrumentId},
    order::fill::Fill,
    time::Timestamp,
};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use strategies::{
    StrategySpecification, Surroundings, build,
    script::{Journal, ScriptError, ScriptLimits, ScriptSpecification},
};
use uuid::Uuid;

pub(crate) fn d(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn instrument(n: usize) -> InstrumentId {
    InstrumentId::from_uuid(Uuid::from_u128(n as u128 + 1))
}

pub(crate) fn at(day: usize) -> Timestamp {
    Timestamp::from_micros(day as i64 * 86_400_000_000)
}

/// Bars that open where the last one closed, a little around both, one a day.
pub(crate) fn series(closes: &[f64]) -> BarSeries {
    let mut open = closes.first().copied().unwrap_or(1.0);
    let bars: Vec<Bar> = closes
        .iter()
        .enumerate()
        .map(|(day, &close)| {
            let (high, low) = (open.max(close) + 0.5, (open.min(close) - 0.5).max(0.0));
            let bar = Bar { at: at(day), open: Some(open), high: Some(high), low: Some(low), close, volume: Some(1e6) };
            open = close;
            bar
        })
        .collect();
    BarSeries::from_bars(&bars).unwrap()
}

/// Closes that walk by chance, in cents.
pub(crate) fn walk(seed: u64, count: usize) -> Vec<f64> {
    let mut chance = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut cents = 10_000_i64;
    let mut next = || {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        cents = (cents + (chance >> 33) as i64 % 301 - 150).max(1_000);
        cents as f64 / 100.0
    };
    (0..count).map(|_| next()).collect()
}

pub(crate) fn listings(count: usize) -> Vec<Listing> {
    (0..count).map(|n| Listing::whole_units(instrument(n), Currency::USD)).collect()
}

/// 100,000 dollars, short sales allowed.
pub(crate) fn settings() -> EngineSettings {
    let mode = AccountMode::Margin { initial: d("0.5"), maintenance: d("0.25") };
    let account = AccountSettings::cash(Currency::USD, d("100000")).with_mode(mode);
    let id = AccountId::from_uuid(Uuid::from_u128(99));
    EngineSettings {
        limits: GateLimits { allow_short: true, ..GateLimits::default() },
        ..EngineSettings::new(account, id, "paper".parse().unwrap())
    }
}

pub(crate) fn specification(json: Value) -> StrategySpecification {
    serde_json::from_value(json).unwrap()
}

/// A run of a strategy over some series.
pub(crate) fn run<'a>(json: Value, series: &'a [BarSeries]) -> Engine<'a> {
    run_with(settings(), &specification(json), series, Journal::default()).unwrap()
}

pub(crate) fn run_with<'a>(
    settings: EngineSettings,
    specification: &StrategySpecification,
    series: &'a [BarSeries],
    journal: Journal,
) -> Result<Engine<'a>, ExecutionError> {
    let listings = listings(series.len());
    let instruments: Vec<InstrumentId> = listings.iter().map(|listing| listing.instrument_id).collect();
    let surroundings = Surroundings { instruments: &instruments, journal, ..Surroundings::default() };
    let mut strategy = build(specification, surroundings).unwrap();
    let mut engine = Engine::new(settings, &listings)?;
    engine.run(&mut *strategy, &series.iter().collect::<Vec<_>>())?;
    Ok(engine)
}

/// Fills as "day: units@price of instrument", with a sign for sales.
pub(crate) fn fills(engine: &Engine<'_>) -> Vec<String> {
    let text = |fill: &Fill| {
        let units = fill.side.signed(fill.quantity.get()).normalize();
        let day = fill.at.micros() / 86_400_000_000;
        let n = fill.instrument_id.uuid().as_u128();
        format!("{day}: {units}@{} of {n}", fill.price.get().normalize())
    };
    engine.record().fills().iter().map(text).collect()
}

/// Codes of the refusals.
pub(crate) fn refused(engine: &Engine<'_>) -> Vec<&'static str> {
    engine.record().refused().iter().map(|refused| refused.why.code()).collect()
}

pub(crate) fn script(source: &str) -> StrategySpecification {
    StrategySpecification::Script(ScriptSpecification::new(source))
}

/// A run of a script over one series; what it said, and why it was stopped.
pub(crate) fn play(source: &str, closes: &[f64]) -> (Vec<String>, Vec<String>, Option<ScriptError>) {
    let (journal, series) = (Journal::default(), [series(closes)]);
    let ran = run_with(settings(), &script(source), &series, journal.clone());
    let lines = journal.lines().into_iter().map(|line| line.text).collect();
    (ran.as_ref().map(fills).unwrap_or_default(), lines, journal.error())
}

/// The error that stops a script, at loading or while it runs.
pub(crate) fn fails(source: &str, days: usize) -> Option<ScriptError> {
    fails_within(ScriptLimits::default(), source, days)
}

/// The same with other limits.
pub(crate) fn fails_within(limits: ScriptLimits, source: &str, days: usize) -> Option<ScriptError> {
    let journal = Journal::default();
    let series = [series(&walk(3, days))];
    let instruments = [instrument(0)];
    let surroundings = Surroundings { instruments: &instruments, journal: journal.clone(), ..Surroundings::default() };
    let script = StrategySpecification::Script(ScriptSpecification { limits, ..ScriptSpecification::new(source) });
    if let Ok(mut strategy) = build(&script, surroundings) {
        let mut engine = Engine::new(settings(), &listings(1)).unwrap();
        let _ = engine.run(&mut *strategy, &series.iter().collect::<Vec<_>>());
    }
    journal.error()
}

pub(crate) fn cross(fast: u32, slow: u32) -> Value {
    json!({"kind": "moving_average_cross", "fast": fast, "slow": slow})
}
