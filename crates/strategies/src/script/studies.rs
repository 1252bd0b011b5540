//! Indicators of a script: `ctx:sma(20)` and its like.
//!
//! The first question makes a stream and gives it all bars so far; later ones give it what has come since, so that an indicator costs the
//! same whenever it is asked for, and its value never depends on when that was.

use std::collections::BTreeMap;

use indicators::{IndicatorSpec, Kind, ParameterValue, Row, Source, Stream, Values};
use mlua::{Lua, UserDataMethods, Value, Variadic};

use super::{
    desk::Desk,
    known::{self, Known},
};

/// Indicators of one script.
const STREAMS_MAX: usize = 256;
/// Bars that all of them may look back together: their memory lies outside of the script's.
const LOOK_BACK_MAX: usize = 1_000_000;

type Names = &'static [&'static str];

/// The indicators that a script has asked for.
#[derive(Debug, Default)]
pub(super) struct Studies {
    studies: Vec<Study>,
    look_back: usize,
}

#[derive(Debug)]
struct Study {
    kind: Kind,
    /// Its parameters, as the script wrote them.
    numbers: [f64; 3],
    instrument: usize,
    /// Whether its parameters are just these numbers.
    plain: bool,
    stream: Stream,
    /// Steps for a bar, in eighths.
    cost: u64,
    last: Values,
}

impl Studies {
    /// The index of a study; it is made when there is none.
    fn find(&mut self, kind: Kind, names: Names, numbers: [f64; 3], instrument: usize) -> mlua::Result<usize> {
        let same = |study: &Study| {
            study.kind == kind && study.instrument == instrument && study.plain && study.numbers == numbers
        };
        if let Some(found) = self.studies.iter().position(same) {
            return Ok(found);
        }
        let given = names.iter().zip(numbers).map(|(name, number)| (*name, ParameterValue::Real(number)));
        let spec = IndicatorSpec::new(kind).with(given).map_err(mlua::Error::runtime)?;
        let spec = match kind {
            Kind::Max => spec.of(Source::High).map_err(mlua::Error::runtime)?,
            Kind::Min => spec.of(Source::Low).map_err(mlua::Error::runtime)?,
            _ => spec,
        };
        self.open(&spec, numbers, instrument, true)
    }

    fn find_spec(&mut self, spec: &IndicatorSpec, instrument: usize) -> mlua::Result<usize> {
        let same = |study: &Study| study.instrument == instrument && study.stream.spec() == spec;
        match self.studies.iter().position(same) {
            Some(found) => Ok(found),
            None => self.open(spec, [f64::NAN; 3], instrument, false),
        }
    }

    fn open(&mut self, spec: &IndicatorSpec, numbers: [f64; 3], instrument: usize, plain: bool) -> mlua::Result<usize> {
        let warm_up = spec.warm_up();
        let look_back = self.look_back.saturating_add(warm_up);
        if self.studies.len() >= STREAMS_MAX || look_back > LOOK_BACK_MAX {
            return Err(mlua::Error::runtime(format!(
                "a script may have {STREAMS_MAX} indicators that look back {LOOK_BACK_MAX} bars together; use fewer or shorter ones"
            )));
        }
        self.look_back = look_back;
        let stream = Stream::new(spec);
        // Nothing is known of a bar of which nothing is known.
        let last = stream.peek(&Row::new(None, None, None, None, None));
        let cost = 8 + warm_up as u64 / 32;
        self.studies.push(Study { kind: spec.kind(), numbers, instrument, plain, stream, cost, last });
        Ok(self.studies.len() - 1)
    }
}

impl Study {
    /// Takes the bars that have come since it was asked last.
    fn catch_up(&mut self, known: &dyn Known) -> &Values {
        for index in self.stream.bars()..known.bars(self.instrument) {
            if let Some(bar) = known.bar(self.instrument, index) {
                self.last = self.stream.push(&Row::from(&bar));
            }
        }
        &self.last
    }
}

impl Desk {
    /// The values of a study, with what they cost counted.
    fn values(
        &mut self,
        lua: &Lua,
        instrument: Option<f64>,
        find: impl FnOnce(&mut Studies, usize) -> mlua::Result<usize>,
    ) -> mlua::Result<Values> {
        known::read(|known| {
            let instrument = self.pick(instrument, known)?;
            let found = find(&mut self.studies, instrument)?;
            let study = &self.studies.studies[found];
            let missing = known.bars(instrument).saturating_sub(study.stream.bars()) as u64;
            self.charge(lua, missing.saturating_mul(study.cost) / 8)?;
            Ok(*self.studies.studies[found].catch_up(known))
        })
    }
}

/// A method with one length and one value.
fn add_plain<M: UserDataMethods<Desk>>(methods: &mut M, name: &'static str, kind: Kind) {
    methods.add_method_mut(name, move |lua, desk, (length, instrument): (f64, Option<f64>)| {
        let values =
            desk.values(lua, instrument, |studies, at| studies.find(kind, &["length"], [length, 0.0, 0.0], at))?;
        Ok(values.first())
    });
}

pub(super) fn add<M: UserDataMethods<Desk>>(methods: &mut M) {
    for (name, kind) in [
        ("sma", Kind::Sma),
        ("ema", Kind::Ema),
        ("wma", Kind::Wma),
        ("rsi", Kind::Rsi),
        ("atr", Kind::Atr),
        ("adx", Kind::Adx),
        ("roc", Kind::Roc),
        ("highest", Kind::Max),
        ("lowest", Kind::Min),
    ] {
        add_plain(methods, name, kind);
    }
    methods.add_method_mut("stddev", |lua, desk, (length, instrument): (f64, Option<f64>)| {
        let names: Names = &["length", "deviations"];
        let values =
            desk.values(lua, instrument, |studies, at| studies.find(Kind::Stddev, names, [length, 1.0, 0.0], at))?;
        Ok(values.first())
    });
    methods.add_method_mut(
        "macd",
        |lua, desk, (fast, slow, signal, instrument): (Option<f64>, Option<f64>, Option<f64>, Option<f64>)| {
            let numbers = [fast.unwrap_or(12.0), slow.unwrap_or(26.0), signal.unwrap_or(9.0)];
            let names: Names = &["fast", "slow", "signal"];
            let values = desk.values(lua, instrument, |studies, at| studies.find(Kind::Macd, names, numbers, at))?;
            Ok((values.get(0), values.get(1), values.get(2)))
        },
    );
    methods.add_method_mut("bollinger", |lua, desk, (length, width, instrument): (f64, Option<f64>, Option<f64>)| {
        let width = width.unwrap_or(2.0);
        let names: Names = &["length", "deviations_up", "deviations_down"];
        let numbers = [length, width, width];
        let values = desk.values(lua, instrument, |studies, at| studies.find(Kind::Bbands, names, numbers, at))?;
        Ok((values.get(0), values.get(1), values.get(2)))
    });
    methods.add_method_mut(
        "indicator",
        |lua, desk, (name, options, instrument): (mlua::LuaString, Option<mlua::Table>, Option<f64>)| {
            desk.charge(lua, 20)?;
            let spec = spec(&name.to_string_lossy(), options.as_ref())?;
            let values = desk.values(lua, instrument, |studies, at| studies.find_spec(&spec, at))?;
            Ok(values.iter().collect::<Variadic<Option<f64>>>())
        },
    );
}

/// An indicator of the catalogue by its name, such as `ctx:indicator("supertrend", {length = 10})`.
fn spec(name: &str, options: Option<&mlua::Table>) -> mlua::Result<IndicatorSpec> {
    let mut given: BTreeMap<String, ParameterValue> = BTreeMap::new();
    let mut spec = IndicatorSpec::new(name.parse().map_err(mlua::Error::runtime)?);
    let mut sources = [("of", None), ("against", None)];
    if let Some(options) = options {
        for pair in options.pairs::<String, Value>() {
            let (key, value) = pair?;
            if let Some(source) = sources.iter_mut().find(|source| source.0 == key) {
                source.1 = Some(source_of(&value)?);
                continue;
            }
            let value = match value {
                Value::Number(number) => ParameterValue::Real(number),
                Value::Integer(number) => ParameterValue::Integer(number),
                Value::String(word) => ParameterValue::Word(word.to_string_lossy()),
                other => {
                    return Err(mlua::Error::runtime(format!(
                        "{key} is a {}; give a number or a word",
                        other.type_name()
                    )));
                }
            };
            given.insert(key, value);
        }
    }
    if let Some(source) = sources[0].1 {
        spec = spec.of(source).map_err(mlua::Error::runtime)?;
    }
    if let Some(source) = sources[1].1 {
        spec = spec.against(source).map_err(mlua::Error::runtime)?;
    }
    spec.with(given.iter().map(|(name, value)| (name.as_str(), value.clone()))).map_err(mlua::Error::runtime)
}

fn source_of(value: &Value) -> mlua::Result<Source> {
    let word = value.as_string().map(mlua::LuaString::to_string_lossy).unwrap_or_default();
    let sources = [
        ("open", Source::Open),
        ("high", Source::High),
        ("low", Source::Low),
        ("close", Source::Close),
        ("volume", Source::Volume),
        ("hl2", Source::Hl2),
        ("hlc3", Source::Hlc3),
        ("ohlc4", Source::Ohlc4),
        ("hlcc4", Source::Hlcc4),
    ];
    let found = sources.iter().find(|source| source.0 == word).map(|source| source.1);
    found.ok_or_else(|| {
        let known = sources.map(|source| source.0).join(", ");
        mlua::Error::runtime(format!("\"{word}\" is no series of bars; use one of {known}"))
    })
}
