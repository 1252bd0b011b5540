//! What alerts want to be told of as it streams: which data of which instruments.

use std::collections::{BTreeMap, BTreeSet};

use ::alerts::{AlertRule, Need, condition::Streamed, depends};
use ::bars::interval::Interval;
use model::{id::InstrumentId, market::DataKind};

/// Data of one instrument.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct WantedData {
    /// What must stream.
    pub kinds: BTreeSet<DataKind>,
    /// Which bars must be made of it.
    pub intervals: BTreeSet<Interval>,
}

/// What all alerts together want.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wanted {
    /// By instrument.
    pub instruments: BTreeMap<InstrumentId, WantedData>,
    /// Whether some alert watches news of whatever instrument.
    pub all_news: bool,
}

impl Wanted {
    /// What rules want.
    #[must_use]
    pub fn of<'a>(rules: impl IntoIterator<Item = &'a AlertRule>) -> Self {
        let mut wanted = Self::default();
        rules.into_iter().flat_map(depends).for_each(|need| wanted.add(&need));
        wanted
    }

    fn add(&mut self, need: &Need) {
        match need {
            Need::Ticks { instrument, streamed } => {
                let kind = match streamed {
                    Streamed::Trades => DataKind::Trade,
                    Streamed::Quotes => DataKind::Quote,
                };
                self.kinds(*instrument).insert(kind);
            }
            Need::Bars { instrument, interval } => {
                // Bars are made of trades, by the clock of their exchange.
                self.kinds(*instrument).extend([DataKind::Trade, DataKind::Bar]);
                self.instruments.entry(*instrument).or_default().intervals.insert(*interval);
            }
            Need::News { instrument: Some(instrument) } => {
                self.kinds(*instrument).insert(DataKind::News);
            }
            Need::News { instrument: None } => self.all_news = true,
            Need::Fact { .. } | Need::Orders { .. } | Need::Clock => {}
        }
    }

    fn kinds(&mut self, instrument: InstrumentId) -> &mut BTreeSet<DataKind> {
        &mut self.instruments.entry(instrument).or_default().kinds
    }
}

#[cfg(test)]
mod tests {
    use ::alerts::{Names, parse_words};

    use super::*;

    #[test]
    fn rules_want_what_they_must_be_told_each_once() {
        let (acme, beta) = (testkit::build::share("ACME").id, testkit::build::share("BETA").id);
        let names: Names = [("ACME", acme), ("BETA", beta)].into_iter().collect();
        let rules = [
            "ACME crosses above 100",
            "ACME rises 5% in 2 days",
            "RSI(14) of BETA on 15m is below 30 and ACME is above 90",
            "portfolio value is below 1000",
        ];
        let rules: Vec<AlertRule> = rules.iter().map(|words| parse_words(words, &names).unwrap()).collect();
        let wanted = Wanted::of(&rules);
        let of_acme = WantedData { kinds: [DataKind::Trade].into(), intervals: BTreeSet::new() };
        let kinds = [DataKind::Trade, DataKind::Bar].into();
        let of_beta = WantedData { kinds, intervals: [Interval::Minute15].into() };
        assert_eq!(wanted.instruments, [(acme, of_acme), (beta, of_beta)].into());
        assert!(!wanted.all_news);
    }
}
