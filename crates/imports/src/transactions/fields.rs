//! One row to the fields of a transaction.

use std::io::Read;

use chrono::NaiveDate;
use model::{
    currency::Currency,
    id::{AccountId, InstrumentId},
    transaction::{TransactionFields, TransactionKind as Kind},
};
use rust_decimal::Decimal;

use super::{
    directory::{InstrumentForm, InstrumentName, count},
    reader::TransactionReader,
};
use crate::{
    dates,
    mapping::{AmountMeaning, Column, kind_of},
    numbers,
    refusal::quoted,
    sniff::folded,
};

/// Why a row was refused.
pub(super) struct Refused {
    pub(super) column: Option<Column>,
    pub(super) code: &'static str,
    pub(super) reason: String,
}

fn refused<T>(column: impl Into<Option<Column>>, code: &'static str, reason: impl Into<String>) -> Result<T, Refused> {
    Err(Refused { column: column.into(), code, reason: reason.into() })
}

impl<R: Read> TransactionReader<'_, R> {
    pub(super) fn fields(&mut self) -> Result<TransactionFields, Refused> {
        if let Some((code, reason)) = self.table.misfit() {
            return refused(None, code, reason);
        }
        let date = self.date(Column::Date)?;
        let Some(date) = date else { return refused(Column::Date, "date_missing", "there is no date; fill it in") };
        if self.options.today.is_some_and(|today| date > today) {
            return refused(
                Column::Date,
                "date_in_future",
                format!("the date is {date}, after today; correct it or remove the row"),
            );
        }
        let quantity = self.number(Column::Quantity)?;
        let amount = self.number(Column::Amount)?;
        let kind = self.kind(quantity, amount)?;
        let named_currency = self.currency(Column::Currency)?;
        let fallback = named_currency.or(self.mapping.currency);
        let account_id = self.account(Column::Account, fallback)?.or(self.mapping.account_id);
        let Some(account_id) = account_id else {
            return refused(
                Column::Account,
                "account_missing",
                "there is no account; choose the account for rows without one",
            );
        };
        let Some(currency) = fallback.or_else(|| self.names.account_currency(account_id)) else {
            return refused(
                Column::Currency,
                "currency_missing",
                "there is no currency; choose the currency for rows without one",
            );
        };
        let mut f = TransactionFields::plain(account_id, kind, date, currency);
        f.settlement_date = self.date(Column::SettlementDate)?;
        f.fees = self.number(Column::Fees)?.unwrap_or_default().abs();
        f.taxes = self.number(Column::Taxes)?.unwrap_or_default().abs();
        f.quantity = quantity.filter(|q| !q.is_zero()).map(|q| q.abs());
        f.price = self.number(Column::Price)?;
        f.amount = amount.filter(|a| !a.is_zero());
        f.counter_amount = self.number(Column::CounterAmount)?.map(|a| a.abs());
        f.counter_currency = self.currency(Column::CounterCurrency)?;
        f.ratio_new = self.number(Column::RatioNew)?;
        f.ratio_old = self.number(Column::RatioOld)?;
        f.cost_fraction = self.number(Column::CostFraction)?;
        let text = |column| Some(self.cell(column)).filter(|t| !t.is_empty()).map(str::to_owned);
        f.new_symbol = text(Column::NewSymbol);
        f.external_ref = text(Column::Reference);
        f.note = text(Column::Note);
        if kind == Kind::Transfer {
            f.counter_account_id = self.account(Column::CounterAccount, fallback)?;
        }
        if !matches!(kind, Kind::Deposit | Kind::Withdrawal | Kind::CurrencyConversion) {
            f.instrument_id = self.instrument(currency)?;
            f.other_instrument_id = self.other_instrument(currency)?;
        }
        self.fit(&mut f);
        match f.check().first() {
            None => Ok(f),
            Some(wrong) => refused(column_of(wrong.field()), wrong.code(), wrong.to_string()),
        }
    }

    /// Brings the numbers of a row into the form that the kind has: computed prices, directions, nothing superfluous.
    fn fit(&self, f: &mut TransactionFields) {
        let trade = matches!(f.kind, Kind::Buy | Kind::Sell | Kind::Short | Kind::Cover);
        let multiplier = f.instrument_id.map_or(Decimal::ONE, |i| self.names.multiplier(i));
        if trade {
            if let (None, Some(quantity), Some(amount)) = (f.price, f.quantity, f.amount) {
                let costs = f.fees + f.taxes;
                let gross = match self.mapping.amount_meaning {
                    AmountMeaning::Gross => Some(amount.abs()),
                    AmountMeaning::Net if matches!(f.kind, Kind::Buy | Kind::Cover) => amount.abs().checked_sub(costs),
                    AmountMeaning::Net => amount.abs().checked_add(costs),
                };
                let units = quantity.checked_mul(multiplier);
                f.price = gross.zip(units).and_then(|(g, u)| g.checked_div(u)).map(|p| p.round_dp(12).normalize());
            }
            f.amount = None;
        }
        match f.kind {
            Kind::Interest | Kind::OpeningBalance => {}
            _ => f.amount = f.amount.map(|a| a.abs()),
        }
        match f.kind {
            Kind::OpeningBalance if f.instrument_id.is_some() => f.amount = None,
            Kind::OpeningBalance | Kind::Deposit | Kind::Withdrawal | Kind::CurrencyConversion => {
                (f.quantity, f.price) = (None, None);
            }
            Kind::Transfer if f.instrument_id.is_some() => (f.amount, f.price) = (None, None),
            Kind::Dividend | Kind::Interest | Kind::Fee | Kind::Tax | Kind::ReturnOfCapital | Kind::Transfer => {
                (f.quantity, f.price) = (None, None);
            }
            Kind::Split | Kind::SpinOff | Kind::SymbolChange => (f.quantity, f.price, f.amount) = (None, None, None),
            Kind::Merger => (f.quantity, f.price) = (None, None),
            Kind::StockDividend | Kind::OptionExpiry => (f.price, f.amount) = (None, None),
            Kind::Delisting => (f.quantity, f.amount) = (None, None),
            Kind::OptionExercise | Kind::OptionAssignment => f.amount = None,
            Kind::Buy | Kind::Sell | Kind::Short | Kind::Cover => {}
        }
        if f.counter_amount.is_none() {
            f.counter_currency = None;
        }
    }

    fn kind(&mut self, quantity: Option<Decimal>, amount: Option<Decimal>) -> Result<Kind, Refused> {
        let word = self.cell(Column::Kind).to_owned();
        let below_zero = |n: Option<Decimal>| n.is_some_and(|n| n < Decimal::ZERO);
        let kind = match self.kinds.get(&folded(&word)).copied().or_else(|| kind_of(&word)) {
            Some(kind) => kind,
            None if word.is_empty() && quantity.is_some_and(|q| !q.is_zero()) => Kind::Buy,
            None if word.is_empty() => {
                return refused(Column::Kind, "kind_missing", "it does not say what happened; fill in the kind");
            }
            None => {
                count(&mut self.names.unknown_kinds, &word, self.table.records.line());
                return refused(
                    Column::Kind,
                    "kind_unknown",
                    format!("{} is not a known kind of transaction; say in the mapping what it means", quoted(&word)),
                );
            }
        };
        let amount_only = quantity.is_none_or(|q| q.is_zero());
        Ok(match kind {
            Kind::Buy if word.is_empty() && below_zero(quantity) => Kind::Sell,
            Kind::Deposit if below_zero(amount) => Kind::Withdrawal,
            // Brokers also write a deposit as a transfer from outside, with no account at the other end.
            Kind::Transfer if amount_only && self.cell(Column::CounterAccount).is_empty() => {
                if below_zero(amount) {
                    Kind::Withdrawal
                } else {
                    Kind::Deposit
                }
            }
            other => other,
        })
    }

    fn date(&self, column: Column) -> Result<Option<NaiveDate>, Refused> {
        let cell = self.cell(column);
        if numbers::is_missing(cell) {
            return Ok(None);
        }
        match dates::parse(cell, self.order) {
            Some(date) => Ok(Some(date)),
            None => refused(
                column,
                "date_invalid",
                format!("the date is {}; write it like 2022-12-28, or choose the order of dates", quoted(cell)),
            ),
        }
    }

    fn number(&self, column: Column) -> Result<Option<Decimal>, Refused> {
        let cell = self.cell(column);
        if numbers::is_missing(cell) {
            return Ok(None);
        }
        match numbers::parse(cell, self.mark) {
            Some(number) => Ok(Some(number.normalize())),
            None => refused(
                column,
                "number_invalid",
                format!("{} is not a number; write it like 1234.56, or choose the decimal mark", quoted(cell)),
            ),
        }
    }

    fn currency(&self, column: Column) -> Result<Option<Currency>, Refused> {
        let cell = self.cell(column);
        if numbers::is_missing(cell) {
            return Ok(None);
        }
        let code = match cell {
            "$" => "USD",
            "€" => "EUR",
            "£" => "GBP",
            other => &other.to_uppercase(),
        };
        match code.parse() {
            Ok(currency) => Ok(Some(currency)),
            Err(_) => refused(
                column,
                "currency_invalid",
                format!("{} is not a currency; give a code such as USD", quoted(cell)),
            ),
        }
    }

    fn account(&mut self, column: Column, currency: Option<Currency>) -> Result<Option<AccountId>, Refused> {
        let name = self.cell(column).to_owned();
        if name.is_empty() {
            return Ok(None);
        }
        let known = self.mapping.accounts.get(&name).copied().or_else(|| self.names.account(&name));
        if let Some(id) = known {
            return Ok(Some(id));
        }
        count(&mut self.names.unknown_accounts, &name, self.table.records.line());
        if self.mapping.create_unknown {
            let Some(currency) = currency else {
                return refused(
                    Column::Currency,
                    "currency_missing",
                    "a new account needs a currency; choose the currency for rows without one",
                );
            };
            let id = (self.new_id)();
            if let Some(account) = self.names.make_account(&name, currency, id) {
                return Ok(Some(account));
            }
        }
        refused(
            column,
            "account_unknown",
            format!("there is no account {}; add it, or let the import make it", quoted(&name)),
        )
    }

    fn instrument(&mut self, currency: Currency) -> Result<Option<InstrumentId>, Refused> {
        let cells = [Column::Symbol, Column::Isin, Column::Name].map(|c| self.cell(c).to_owned());
        // A description says what a row is; it names an instrument only beside a symbol, or alone when it is known.
        let name = InstrumentName { symbol: &cells[0], isin: &cells[1], name: &cells[2] };
        if self.names_nothing(name.symbol) && self.names_nothing(name.isin) {
            let by_title = InstrumentName { name: name.name, ..InstrumentName::default() };
            return Ok(if by_title.is_empty() { None } else { self.names.instrument(by_title) });
        }
        self.known_or_new(Column::Symbol, name, currency).map(Some)
    }

    fn other_instrument(&mut self, currency: Currency) -> Result<Option<InstrumentId>, Refused> {
        let symbol = self.cell(Column::OtherSymbol).to_owned();
        if self.names_nothing(&symbol) {
            return Ok(None);
        }
        let name = InstrumentName { symbol: &symbol, ..InstrumentName::default() };
        self.known_or_new(Column::OtherSymbol, name, currency).map(Some)
    }

    /// Whether a cell names no instrument. Others write "NA" for none; in our own files it is a symbol.
    fn names_nothing(&self, cell: &str) -> bool {
        if self.table.records.own { cell.is_empty() } else { numbers::is_missing(cell) }
    }

    fn known_or_new(
        &mut self,
        column: Column,
        name: InstrumentName<'_>,
        currency: Currency,
    ) -> Result<InstrumentId, Refused> {
        if let Some(id) = self.names.instrument(name) {
            return Ok(id);
        }
        count(&mut self.names.unknown_instruments, name.shown(), self.table.records.line());
        if self.mapping.create_unknown {
            let id = (self.new_id)();
            if let Some(instrument) = self.names.make_instrument(name, InstrumentForm::SHARE, currency, id) {
                return Ok(instrument);
            }
        }
        refused(
            column,
            "instrument_unknown",
            format!("there is no instrument {}; add it, or let the import make it", quoted(name.shown())),
        )
    }
}

/// The column in which a field stands.
fn column_of(field: Option<&'static str>) -> Option<Column> {
    Some(match field? {
        "instrument_id" => Column::Symbol,
        "quantity" => Column::Quantity,
        "price" => Column::Price,
        "amount" => Column::Amount,
        "fees" => Column::Fees,
        "taxes" => Column::Taxes,
        "counter_amount" => Column::CounterAmount,
        "counter_currency" => Column::CounterCurrency,
        "counter_account_id" => Column::CounterAccount,
        "other_instrument_id" => Column::OtherSymbol,
        "ratio_new" => Column::RatioNew,
        "ratio_old" => Column::RatioOld,
        "cost_fraction" => Column::CostFraction,
        "new_symbol" => Column::NewSymbol,
        _ => return None,
    })
}
