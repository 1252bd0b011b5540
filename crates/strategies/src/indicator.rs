//! Indicators by their length, as strategies use them.

use indicators::{IndicatorSpec, Kind, Source, Stream};

use crate::StrategyProblem;

/// A stream of an indicator that has one length.
///
/// # Errors
/// [`StrategyProblem::Indicator`] for a length out of its range.
pub(crate) fn of_length(kind: Kind, length: u32) -> Result<Stream, StrategyProblem> {
    Ok(Stream::new(&IndicatorSpec::new(kind).with([("length", i64::from(length))])?))
}

/// The same over another column than the close.
pub(crate) fn of_column(kind: Kind, length: u32, source: Source) -> Result<Stream, StrategyProblem> {
    Ok(Stream::new(&IndicatorSpec::new(kind).with([("length", i64::from(length))])?.of(source)?))
}
