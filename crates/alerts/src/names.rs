//! Symbols of instruments, as sentences call them.

use std::collections::BTreeMap;

use model::id::InstrumentId;

/// Which symbol is which instrument.
#[derive(Clone, Debug, Default)]
pub struct Names {
    by_symbol: BTreeMap<String, InstrumentId>,
    by_id: BTreeMap<InstrumentId, String>,
}

impl Names {
    /// The id of a symbol; written in capital letters it is found too. What is no symbol may be an id.
    #[must_use]
    pub fn instrument(&self, symbol: &str) -> Option<InstrumentId> {
        let found = self.by_symbol.get(symbol).or_else(|| self.by_symbol.get(&symbol.to_uppercase()));
        found.copied().or_else(|| symbol.parse().ok())
    }

    /// The symbol of an instrument, or its id where it has none.
    #[must_use]
    pub fn symbol(&self, instrument: InstrumentId) -> String {
        self.by_id.get(&instrument).cloned().unwrap_or_else(|| instrument.to_string())
    }
}

/// A symbol that comes again, or an instrument that comes again, is passed over.
impl<S: Into<String>> FromIterator<(S, InstrumentId)> for Names {
    fn from_iter<I: IntoIterator<Item = (S, InstrumentId)>>(pairs: I) -> Self {
        let mut names = Self::default();
        for (symbol, id) in pairs {
            let symbol = symbol.into();
            if !names.by_symbol.contains_key(&symbol) && !names.by_id.contains_key(&id) {
                names.by_symbol.insert(symbol.clone(), id);
                names.by_id.insert(id, symbol);
            }
        }
        names
    }
}
