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

/// What a venue has and allows, as its documentation says. Free plans where plans differ.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Capabilities {
    /// What it streams.
    pub streams: Vec<DataKind>,
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
}
