//! Finds instruments and accounts by what a file calls them.

use std::collections::HashMap;

use chrono::NaiveDate;
use model::{
    account::{Account, AccountFields, AccountKind},
    currency::Currency,
    id::{AccountId, InstrumentId},
    instrument::{AssetClass, Instrument, InstrumentFields, OptionRight},
};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::UnknownName;

/// What the workspace has.
#[derive(Clone, Copy)]
pub struct Directory<'a> {
    /// All instruments.
    pub instruments: &'a [Instrument],
    /// All accounts.
    pub accounts: &'a [Account],
}

/// How the file names an instrument.
#[derive(Clone, Copy, Default)]
pub(crate) struct InstrumentName<'a> {
    pub(crate) symbol: &'a str,
    pub(crate) isin: &'a str,
    pub(crate) name: &'a str,
}

/// What a file says of the contract of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OptionTerms {
    pub(crate) expiry: NaiveDate,
    pub(crate) strike: Decimal,
    pub(crate) right: OptionRight,
    pub(crate) multiplier: Decimal,
}

/// What a file says of the kind of an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InstrumentForm {
    /// A class of things without further terms.
    Plain(AssetClass),
    /// An option with its contract.
    Option(OptionTerms),
    /// A derivative whose contract is not in the file: it cannot be made from it.
    Unclear,
}

impl InstrumentForm {
    /// A share, until somebody says otherwise.
    pub(crate) const SHARE: Self = Self::Plain(AssetClass::Equity);
}

impl InstrumentName<'_> {
    pub(crate) fn is_empty(&self) -> bool {
        self.symbol.is_empty() && self.isin.is_empty() && self.name.is_empty()
    }

    /// What to call it in messages.
    pub(crate) fn shown(&self) -> &str {
        [self.symbol, self.isin, self.name].into_iter().find(|s| !s.is_empty()).unwrap_or("")
    }
}

#[derive(Default)]
pub(crate) struct Names {
    symbols: HashMap<String, InstrumentId>,
    isins: HashMap<String, InstrumentId>,
    titles: HashMap<String, InstrumentId>,
    multipliers: HashMap<InstrumentId, Decimal>,
    accounts: HashMap<String, AccountId>,
    account_currencies: HashMap<AccountId, Currency>,
    pub(crate) new_instruments: Vec<Instrument>,
    pub(crate) new_accounts: Vec<Account>,
    pub(crate) unknown_instruments: Vec<UnknownName>,
    pub(crate) unknown_accounts: Vec<UnknownName>,
    pub(crate) unknown_kinds: Vec<UnknownName>,
}

impl Names {
    pub(crate) fn new(directory: Directory<'_>) -> Self {
        let mut names = Self::default();
        for i in directory.instruments {
            names.know_instrument(i);
        }
        for a in directory.accounts {
            names.know_account(a);
        }
        names
    }

    fn know_instrument(&mut self, i: &Instrument) {
        for period in &i.fields.symbol_history {
            self.symbols.entry(period.symbol.to_uppercase()).or_insert(i.id);
        }
        self.symbols.insert(i.fields.symbol.to_uppercase(), i.id);
        if let Some(isin) = &i.fields.isin {
            self.isins.insert(isin.clone(), i.id);
        }
        self.titles.entry(i.fields.name.to_lowercase()).or_insert(i.id);
        self.multipliers.insert(i.id, i.fields.multiplier);
    }

    fn know_account(&mut self, a: &Account) {
        self.accounts.insert(a.fields.name.trim().to_lowercase(), a.id);
        if let Some(number) = &a.fields.number {
            self.accounts.entry(number.trim().to_lowercase()).or_insert(a.id);
        }
        self.account_currencies.insert(a.id, a.fields.currency);
    }

    pub(crate) fn instrument(&self, name: InstrumentName<'_>) -> Option<InstrumentId> {
        let by_isin = self.isins.get(&name.isin.to_uppercase()).or_else(|| self.isins.get(&name.symbol.to_uppercase()));
        let by_symbol = || self.symbols.get(&name.symbol.to_uppercase()).filter(|_| !name.symbol.is_empty());
        let by_title =
            || self.titles.get(&name.name.to_lowercase()).filter(|_| name.symbol.is_empty() && name.isin.is_empty());
        by_isin.or_else(by_symbol).or_else(by_title).copied()
    }

    pub(crate) fn account(&self, name: &str) -> Option<AccountId> {
        self.accounts.get(&name.trim().to_lowercase()).copied()
    }

    pub(crate) fn multiplier(&self, id: InstrumentId) -> Decimal {
        self.multipliers.get(&id).copied().unwrap_or(Decimal::ONE)
    }

    pub(crate) fn account_currency(&self, id: AccountId) -> Option<Currency> {
        self.account_currencies.get(&id).copied()
    }

    /// An instrument of that name to be made. None when the name or the form will not do.
    pub(crate) fn make_instrument(
        &mut self,
        name: InstrumentName<'_>,
        form: InstrumentForm,
        currency: Currency,
        id: Uuid,
    ) -> Option<InstrumentId> {
        let title = if name.name.is_empty() { name.shown() } else { name.name };
        let mut fields = match form {
            InstrumentForm::Plain(class) => InstrumentFields::plain(name.shown(), title, class, currency),
            InstrumentForm::Option(terms) => InstrumentFields {
                multiplier: terms.multiplier,
                expiry: Some(terms.expiry),
                strike: Some(terms.strike),
                option_right: Some(terms.right),
                ..InstrumentFields::plain(name.shown(), title, AssetClass::Option, currency)
            },
            InstrumentForm::Unclear => return None,
        };
        if !name.isin.is_empty() {
            fields.isin = Some(name.isin.to_uppercase());
        }
        if !fields.check().is_empty() {
            return None;
        }
        let instrument = Instrument { id: InstrumentId::from_uuid(id), fields };
        self.know_instrument(&instrument);
        self.new_instruments.push(instrument);
        self.new_instruments.last().map(|i| i.id)
    }

    pub(crate) fn make_account(&mut self, name: &str, currency: Currency, id: Uuid) -> Option<AccountId> {
        let fields = AccountFields::plain(name.trim(), AccountKind::Taxable, currency);
        if !fields.check().is_empty() {
            return None;
        }
        let account = Account { id: AccountId::from_uuid(id), fields };
        self.know_account(&account);
        self.new_accounts.push(account);
        self.new_accounts.last().map(|a| a.id)
    }
}

/// Counts an unknown word; the first 1,000 different ones are kept.
pub(crate) fn count(unknown: &mut Vec<UnknownName>, name: &str, line: u64) {
    let name: String = name.chars().take(100).collect();
    if let Some(known) = unknown.iter_mut().find(|u| u.name == name) {
        known.n_rows += 1;
    } else if unknown.len() < 1_000 {
        unknown.push(UnknownName { name, n_rows: 1, first_line: line });
    }
}
