//! What a script reads of the run and its account.

use mlua::UserDataMethods;

use super::{
    desk::Desk,
    known::{self, Known},
};

/// A column of a bar that lies so many bars back.
fn column(known: &dyn Known, instrument: usize, name: &str, back: f64) -> mlua::Result<Option<f64>> {
    if !(back.fract() == 0.0 && back >= 0.0) {
        return Err(mlua::Error::runtime(format!(
            "{back} bars back is not possible; give 0 for the present bar, or more"
        )));
    }
    let index = (known.bars(instrument) as f64 - 1.0 - back).max(-1.0);
    let bar = if index < 0.0 { None } else { known.bar(instrument, index as usize) };
    match name {
        "open" => Ok(bar.and_then(|bar| bar.open)),
        "high" => Ok(bar.and_then(|bar| bar.high)),
        "low" => Ok(bar.and_then(|bar| bar.low)),
        "close" => Ok(bar.map(|bar| bar.close)),
        "volume" => Ok(bar.and_then(|bar| bar.volume)),
        "time" => Ok(bar.map(|bar| bar.at.micros() as f64 / 1e6)),
        _ => Err(mlua::Error::runtime(format!("bars have no \"{name}\"; use open, high, low, close, volume or time"))),
    }
}

pub(super) fn add<M: UserDataMethods<Desk>>(methods: &mut M) {
    methods.add_method("now", |_, _, ()| known::read(|known| Ok(known.now().micros() as f64 / 1e6)));
    methods.add_method("instruments", |_, _, ()| known::read(|known| Ok(known.instruments())));
    methods.add_method("id", |_, desk, instrument: Option<f64>| {
        known::read(|known| Ok(known.instrument_id(desk.pick(instrument, known)?).to_string()))
    });
    methods.add_method("bars", |_, desk, instrument: Option<f64>| {
        known::read(|known| Ok(known.bars(desk.pick(instrument, known)?)))
    });
    methods.add_method("history", |_, desk, (name, back, instrument): (mlua::LuaString, f64, Option<f64>)| {
        known::read(|known| column(known, desk.pick(instrument, known)?, &name.to_string_lossy(), back))
    });
    methods.add_method("position", |_, desk, instrument: Option<f64>| {
        known::read(|known| Ok(known.units(desk.pick(instrument, known)?)))
    });
    methods.add_method("average_price", |_, desk, instrument: Option<f64>| {
        known::read(|known| Ok(known.average_price(desk.pick(instrument, known)?)))
    });
    methods.add_method("equity", |_, _, ()| known::read(|known| Ok(known.equity())));
    methods.add_method("cash", |_, _, ()| known::read(|known| Ok(known.cash())));
}
