//! What a scripted day must have told, in rows of numbers.

use fakes::{
    alpaca::{FakeAlpaca, Settings},
    day::{Candle, Day, Offer, Print},
};

pub(crate) const KEY: &str = "PKFAKE0000IDENTITY01";
pub(crate) const SECRET: &str = "fake-secret-0123456789";

pub(crate) async fn alpaca() -> FakeAlpaca {
    FakeAlpaca::open(Day::scripted(), Settings::of(KEY, SECRET), 0).await.unwrap()
}

/// How exactly a client tells times: the units of a second.
#[derive(Clone, Copy)]
pub(crate) enum Exact {
    Micros,
    Millis,
}

impl Exact {
    pub(crate) fn of(self, at: chrono::DateTime<chrono::Utc>) -> f64 {
        let time = match self {
            Self::Micros => at.timestamp_micros(),
            Self::Millis => at.timestamp_millis(),
        };
        time as f64
    }

    pub(crate) fn bars<'a>(self, bars: impl IntoIterator<Item = &'a Candle>) -> Vec<Vec<f64>> {
        bars.into_iter().map(|b| vec![self.of(b.at), b.open, b.high, b.low, b.close, b.volume]).collect()
    }

    pub(crate) fn trades(self, prints: &[Print]) -> Vec<Vec<f64>> {
        prints.iter().map(|p| vec![self.of(p.at), p.id as f64, p.price, p.size]).collect()
    }

    pub(crate) fn quotes(self, offers: &[Offer]) -> Vec<Vec<f64>> {
        offers.iter().map(|o| vec![self.of(o.at), o.bid, o.bid_size, o.ask, o.ask_size]).collect()
    }
}
