//! Whether a transaction's row has words in it. What rows share (symbols, names, kinds) is looked at once a search.

use std::{collections::HashSet, fmt::Write as _};

use model::{
    id::{AccountId, InstrumentId},
    transaction::{Transaction, TransactionKind},
};

use super::order::gross;
use crate::folded::Ledger;

/// The words of a search.
pub(super) struct Words(Vec<Word>);

struct Word {
    text: String,
    instruments: HashSet<InstrumentId>,
    accounts: HashSet<AccountId>,
    kinds: Vec<TransactionKind>,
    /// It could stand in a figure or a date.
    is_figure: bool,
}

impl Words {
    /// Of a text in small letters.
    pub(super) fn new(text: &str, state: &Ledger) -> Self {
        Self(text.split_whitespace().map(|word| Word::new(word, state)).collect())
    }

    /// Whether each of them occurs.
    pub(super) fn match_all(&self, t: &Transaction) -> bool {
        self.0.iter().all(|word| word.is_in(t))
    }
}

impl Word {
    fn new(word: &str, state: &Ledger) -> Self {
        let has = |text: &str| text.to_lowercase().contains(word);
        let instruments = state.instruments.iter().filter(|i| has(&i.fields.symbol)).map(|i| i.id);
        let accounts = state.accounts.iter().filter(|a| has(&a.fields.name)).map(|a| a.id);
        let kinds = TransactionKind::ALL.iter().filter(|k| k.as_str().replace('_', " ").contains(word));
        Self {
            text: word.to_owned(),
            instruments: instruments.collect(),
            accounts: accounts.collect(),
            kinds: kinds.copied().collect(),
            is_figure: word.chars().all(|c| c.is_ascii_digit() || ".-".contains(c)),
        }
    }

    fn is_in(&self, t: &Transaction) -> bool {
        let text = |text: &Option<String>| text.as_ref().is_some_and(|t| t.to_lowercase().contains(&self.text));
        t.instrument_id.is_some_and(|id| self.instruments.contains(&id))
            || self.accounts.contains(&t.account_id)
            || self.kinds.contains(&t.kind)
            || t.currency.code().to_lowercase().contains(&self.text)
            || text(&t.note)
            || text(&t.external_ref)
            || self.is_figure && self.is_in_a_figure(t)
    }

    fn is_in_a_figure(&self, t: &Transaction) -> bool {
        let mut shown = String::with_capacity(96);
        let _ = write!(shown, "{}", t.trade_date);
        for figure in [t.quantity, t.price, gross(t), Some(t.fees), Some(t.taxes)].into_iter().flatten() {
            let _ = write!(shown, " {figure}");
        }
        shown.contains(&self.text)
    }
}
