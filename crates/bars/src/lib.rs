//! Series of bars: the column codec that stores them and the min/max pyramid that charts draw from.

pub mod codec;
pub mod pyramid;
pub mod series;
