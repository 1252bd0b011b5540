//! Average price weighted by volume, with bands, from the beginning of a session or from a chosen bar on.

use crate::live::{Live, Place};
use crate::outputs::Values;

/// Σ price × volume ÷ Σ volume, and the volume-weighted standard deviation around it: West, *Updating mean and variance
/// estimates: an improved method*, Communications of the ACM 22 (1979), with volumes as weights. Unknown until something was traded.
#[derive(Debug, Clone)]
pub(crate) struct Vwap {
    from: From,
    deviations: f64,
    /// Σ price × volume and Σ volume.
    turnover: f64,
    volume: f64,
    /// West's running mean and sum of squared deviations.
    mean: f64,
    squares: f64,
}

#[derive(Debug, Clone, Copy)]
enum From {
    Session(Option<i64>),
    Bar(usize),
}

impl Vwap {
    /// Anew with each session; bands at so many standard deviations.
    pub(crate) fn of_sessions(deviations: f64) -> Self {
        Self::new(From::Session(None), deviations)
    }

    /// From the bar of an index on.
    pub(crate) fn anchored(anchor: usize, deviations: f64) -> Self {
        Self::new(From::Bar(anchor), deviations)
    }

    fn new(from: From, deviations: f64) -> Self {
        Self { from, deviations, turnover: 0.0, volume: 0.0, mean: 0.0, squares: 0.0 }
    }

    fn add(&mut self, price: f64, volume: f64) {
        if volume <= 0.0 {
            return;
        }
        self.turnover += price * volume;
        self.volume += volume;
        let away = price - self.mean;
        let step = away * (volume / self.volume);
        self.mean += step;
        self.squares += volume * away * (price - self.mean);
    }

    fn values(&self) -> Values {
        if self.volume <= 0.0 {
            return Values::unknown(3);
        }
        let vwap = self.turnover / self.volume;
        let band = self.deviations * (self.squares / self.volume).max(0.0).sqrt();
        Values::from([vwap, vwap + band, vwap - band])
    }
}

impl Live for Vwap {
    fn update(&mut self, row: &[f64], place: Place) -> Values {
        match self.from {
            From::Bar(anchor) if place.idx < anchor => return Values::unknown(3),
            From::Session(before) if before != Some(place.session) => {
                *self = Self::new(From::Session(Some(place.session)), self.deviations);
            }
            From::Bar(_) | From::Session(_) => {}
        }
        if let &[price, volume] = row {
            self.add(price, volume);
        }
        self.values()
    }

    fn peek(&self, row: &[f64], place: Place) -> Values {
        self.clone().update(row, place)
    }

    fn copy(&self) -> Box<dyn Live> {
        Box::new(self.clone())
    }
}
