//! Technical indicators and candlestick patterns over bars.
//!
//! One description, [`IndicatorSpec`], serves the whole series ([`compute`]) and bars as they come ([`Stream`], with
//! [`Stream::peek`] for the one that is still forming). Both give the same results, bit for bit. [`catalogue`] lists every
//! indicator with its parameters, ranges, inputs and outputs, so that a form or a command can be made of it.
//!
//! Most are functions of TA-Lib by its Rust edition, with its default settings; `session_vwap`, `anchored_vwap`,
//! `volume_profile` and `pivots` are our own. Nothing repaints: a result stands at the bar at which it became known and never
//! changes afterwards. An output that belongs to another bar, such as a swing that is confirmed later, says by how many bars a
//! chart shifts it ([`Output::shift`]). The outputs of one indicator begin together. Ichimoku's lagging span is no output: it
//! is the close itself, drawn `base` bars earlier.
//!
//! Unknown is never a number. It is what lies before the first result, a bar with a gap (which is passed over: see
//! [`Ohlcv`]), a result that is not finite, and a division by zero for which TA-Lib has a stand-in: a stochastic, `willr`,
//! `bop` or `ibs` without a range, `rsi`, `cmo` and their kin while the series never moved, `cci`, `percentb`, `correl` and
//! their kin over a constant window, `vwap`, `cmf` and `mfi` without volume, `dx` and its kin before the first range. An average
//! over such a bar is unknown for as long as the bar is in it.
//!
//! Not here: reading bars, sessions of exchanges (the caller gives a number that changes with the session), drawing.

mod batch;
mod catalogue;
mod error;
mod guard;
mod kernels;
mod kind;
mod live;
mod names;
mod ohlcv;
mod outputs;
mod own;
mod parameter;
mod source;
mod spec;
mod stream;
mod table;

pub use batch::{compute, compute_into};
pub use catalogue::{Group, Indicator, OutputForm, Pane, Style, catalogue};
pub use error::IndicatorError;
pub use kind::Kind;
pub use ohlcv::{Ohlcv, Row};
pub use outputs::{Output, Outputs, Series, Values};
pub use own::{PriceBin, VolumeProfile, volume_profile};
pub use parameter::{Average, Domain, Parameter, ParameterValue};
pub use source::{Column, Source};
pub use spec::IndicatorSpec;
pub use stream::Stream;
