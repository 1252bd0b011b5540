//! What a venue has and allows.

use feed::{book::follow::BookRule, sequence::Numbering};
use model::{
    bar::BarSize,
    market::{Adjustment, DataKind},
};

/// So many requests in so many seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    /// How many, counted by [`crate::Request::weight`].
    pub requests: u32,
    /// In how many seconds.
    pub per_seconds: u32,
}

/// How last prices are had by request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Polling {
    /// What is told: trades, or quotes too.
    pub kinds: &'static [DataKind],
    /// They are asked for no more often than once in so many seconds.
    pub every_seconds: u32,
    /// Symbols of one request, at most.
    pub symbols_max: usize,
    /// How far they are behind by the venue's own word, in seconds; `None` where it says nothing.
    pub delay_seconds: Option<u32>,
}

/// Trades alone.
pub(crate) const TRADES: &[DataKind] = &[DataKind::Trade];
/// Trades and quotes.
pub(crate) const TRADES_AND_QUOTES: &[DataKind] = &[DataKind::Trade, DataKind::Quote];
/// How often last prices are asked for where nothing says otherwise.
pub(crate) const POLL_EVERY_SECONDS: u32 = 15;

/// What a venue has and allows, as its documentation says. Free plans where plans differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Capabilities {
    /// What it streams.
    pub streams: Vec<DataKind>,
    /// How its last prices are asked for, where they can be: see [`crate::LastPricesQuery`].
    pub polling: Option<Polling>,
    /// The bars that its history has.
    pub history: Vec<BarSize>,
    /// Whether it answers only with a key.
    pub needs_key: bool,
    /// The hosts that are spoken to, with the port where it is not 443.
    pub hosts: Vec<String>,
    /// How much may be asked.
    pub budgets: Vec<Budget>,
    /// How many topics one connection may have; `None` when no limit is told.
    pub max_topics: Option<usize>,
    /// Whether its history is of prices as they were paid. Some give both, see [`crate::BarsQuery::adjustment`].
    pub adjusted: Adjustment,
    /// How its trades are numbered.
    pub trades: Numbering,
    /// How its quotes are numbered.
    pub quotes: Numbering,
    /// By which rule its books are followed, if it has books. Kraken's rule needs the decimals of the pair too, from
    /// [`crate::kraken::PairsQuery`]: see [`crate::kraken::book_rule`].
    pub books: Option<BookRule>,
}

impl Capabilities {
    /// A venue without anything.
    pub(crate) fn none(hosts: &[&str]) -> Self {
        Self {
            streams: Vec::new(),
            polling: None,
            history: Vec::new(),
            needs_key: false,
            hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
            budgets: Vec::new(),
            max_topics: None,
            adjusted: Adjustment::Raw,
            trades: Numbering::Unnumbered,
            quotes: Numbering::Unnumbered,
            books: None,
        }
    }

    /// In how many seconds the last prices of so many symbols are asked for again, so that half of every budget is left for other
    /// requests; `None` where they cannot be asked for.
    #[must_use]
    pub fn polled_every_seconds(&self, n_symbols: usize) -> Option<u32> {
        let Polling { every_seconds, symbols_max, .. } = self.polling?;
        let requests = u64::try_from(n_symbols.div_ceil(symbols_max.max(1)).max(1)).unwrap_or(u64::MAX);
        let of_budget = |budget: &Budget| {
            let seconds = requests.saturating_mul(2).saturating_mul(budget.per_seconds.into());
            seconds.div_ceil(budget.requests.max(1).into())
        };
        let seconds = self.budgets.iter().map(of_budget).max().unwrap_or(0);
        Some(u32::try_from(seconds).unwrap_or(u32::MAX).max(every_seconds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_every_budget_is_left_for_other_requests() {
        let venue = |budgets: &[(u32, u32)], symbols_max| Capabilities {
            polling: Some(Polling { kinds: TRADES, every_seconds: 15, symbols_max, delay_seconds: None }),
            budgets: budgets
                .iter()
                .map(|(requests, per_seconds)| Budget { requests: *requests, per_seconds: *per_seconds })
                .collect(),
            ..Capabilities::none(&[])
        };
        // Half of 200 an hour are 100: one in 36 seconds.
        for (budgets, symbols_max, n_symbols, every) in [
            (&[][..], 1, 40, 15),
            (&[(1, 1), (200, 3600)], 1, 1, 36),
            (&[(1, 1), (200, 3600)], 1, 10, 360),
            (&[(50, 3600)], 100, 100, 144),
            (&[(50, 3600)], 100, 101, 288),
            (&[(200, 60)], 100, 500, 15),
            (&[(25, 86_400), (1, 1)], 1, 1, 6912),
        ] {
            assert_eq!(
                venue(budgets, symbols_max).polled_every_seconds(n_symbols),
                Some(every),
                "{budgets:?} {n_symbols}"
            );
        }
        assert_eq!(Capabilities::none(&[]).polled_every_seconds(1), None);
    }
}
