//! Streams for tests.

use model::{
    currency::Currency,
    id::InstrumentId,
    market::{Adjustment, Origin, Tick, TickData, Trade, TradeUse},
    time::Timestamp,
};

/// 2024-01-02T00:00:00Z
pub(crate) const START: i64 = 1_704_153_600_000_000;

pub(crate) fn instrument(n: u128) -> InstrumentId {
    InstrumentId::from_uuid(uuid::Uuid::from_u128(n))
}

/// A trade that was received ten milliseconds after it was made.
pub(crate) fn trade(at: i64, sequence: u64, price: f64, size: f64) -> Tick {
    let origin = Origin {
        instrument: instrument(1),
        source: "test".parse().unwrap(),
        at: Some(Timestamp::from_micros(at)),
        received_at: Timestamp::from_micros(at + 10_000),
        sequence: Some(sequence),
        currency: Some(Currency::USD),
        adjustment: Adjustment::Raw,
    };
    let counts = TradeUse::PriceAndVolume;
    Tick { origin, data: TickData::Trade(Trade { price, size: Some(size), aggressor: None, counts }) }
}

/// Chance from a seed (xorshift64*).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// 0 to `n` − 1.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        (self.next() >> 11) % n
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}
