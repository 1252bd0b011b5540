//! Instruments: symbols are unique in a workspace.

use std::collections::BTreeMap;

use model::{
    id::InstrumentId,
    instrument::{AssetClass, Instrument, InstrumentFields},
};
use uuid::Uuid;

use crate::{
    errors::{Result, RowError, RowReason, StoreError},
    page::{Page, Paging},
    record::{self, Record},
    sql::{Cells, Source, Value},
    write::Write,
};

const NOUN: &str = "instruments";

/// Which instruments are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstrumentFilter {
    /// Text in the symbol or the name, in any case.
    pub q: Option<String>,
    /// Of this class only.
    pub asset_class: Option<AssetClass>,
}

impl Record for Instrument {
    const TABLE: &'static str = NOUN;
    const ONE: &'static str = "instrument";
    const COLUMNS: &'static str = "id, symbol, name, asset_class, currency, sector, country, exchange_mic, isin, cusip, figi, \
         symbol_history, tick_size, lot_size, multiplier, expiry, strike, option_right, underlying_id, prices_adjusted, note";

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn title(&self) -> String {
        self.fields.symbol.clone()
    }

    fn values(&self) -> Result<Vec<Value>> {
        let f = &self.fields;
        Ok(vec![
            Value::uuid(self.id.uuid()),
            Value::text(&f.symbol),
            Value::text(&f.name),
            Value::text(f.asset_class.as_str()),
            Value::text(f.currency.code()),
            Value::opt_text(f.sector.as_deref()),
            Value::opt_text(f.country.as_deref()),
            Value::opt_text(f.exchange_mic.as_deref()),
            Value::opt_text(f.isin.as_deref()),
            Value::opt_text(f.cusip.as_deref()),
            Value::opt_text(f.figi.as_deref()),
            Value::json(NOUN, &f.symbol_history)?,
            Value::Decimal(f.tick_size),
            Value::Decimal(f.lot_size),
            Value::decimal(f.multiplier),
            Value::Date(f.expiry),
            Value::Decimal(f.strike),
            Value::opt_text(f.option_right.map(model::instrument::OptionRight::as_str)),
            Value::Uuid(f.underlying_id.map(InstrumentId::uuid)),
            Value::Bool(f.prices_adjusted),
            Value::opt_text(f.note.as_deref()),
        ])
    }

    fn read(c: &mut Cells<'_>) -> Result<Self> {
        let id = InstrumentId::from_uuid(c.uuid()?);
        let fields = InstrumentFields {
            symbol: c.text()?,
            name: c.text()?,
            asset_class: c.parsed()?,
            currency: c.parsed()?,
            sector: c.opt_text()?,
            country: c.opt_text()?,
            exchange_mic: c.opt_text()?,
            isin: c.opt_text()?,
            cusip: c.opt_text()?,
            figi: c.opt_text()?,
            symbol_history: c.json()?,
            tick_size: c.opt_decimal()?,
            lot_size: c.opt_decimal()?,
            multiplier: c.decimal()?,
            expiry: c.opt_date()?,
            strike: c.opt_decimal()?,
            option_right: c.opt_parsed()?,
            underlying_id: c.opt_uuid()?.map(InstrumentId::from_uuid),
            prices_adjusted: c.bool()?,
            note: c.opt_text()?,
        };
        Ok(Self { id, fields })
    }
}

/// A page of instruments by symbol.
///
/// # Errors
/// When the database cannot be read, or the cursor is foreign.
pub async fn list(on: impl Into<Source<'_>>, filter: &InstrumentFilter, paging: &Paging) -> Result<Page<Instrument>> {
    let after: String = paging.key()?.unwrap_or_default();
    let q = filter.q.as_deref().unwrap_or_default().to_lowercase();
    let class = filter.asset_class.map_or("", AssetClass::as_str);
    let tail = "WHERE symbol > $1 AND ($2 = '' OR lower(symbol) LIKE $3 OR lower(name) LIKE $3) \
                AND ($4 = '' OR asset_class = $4) ORDER BY symbol LIMIT $5";
    let values = vec![Value::text(after), Value::text(&q), like(&q), Value::text(class), Value::int(paging.rows())];
    let items = record::select(&mut on.into(), tail, values).await?;
    Ok(paging.page(items, |i: &Instrument| i.fields.symbol.clone()))
}

/// Text that may stand anywhere.
pub(crate) fn like(q: &str) -> Value {
    let plain: String = q.chars().filter(|c| !matches!(c, '%' | '_' | '\\')).collect();
    Value::text(format!("%{plain}%"))
}

/// Every instrument by symbol.
///
/// # Errors
/// When the database cannot be read.
pub async fn all(on: impl Into<Source<'_>>) -> Result<Vec<Instrument>> {
    record::select(&mut on.into(), "ORDER BY symbol", vec![]).await
}

/// One instrument.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn get(on: impl Into<Source<'_>>, id: InstrumentId) -> Result<Instrument> {
    record::get(&mut on.into(), id.uuid()).await
}

/// The instrument that has a symbol now.
///
/// # Errors
/// When the database cannot be read.
pub async fn by_symbol(on: impl Into<Source<'_>>, symbol: &str) -> Result<Option<Instrument>> {
    Ok(record::select(&mut on.into(), "WHERE symbol = $1", vec![Value::text(symbol)]).await?.into_iter().next())
}

/// Adds an instrument.
///
/// # Errors
/// When it is not valid, or its symbol or identity is taken.
pub async fn insert(w: &mut Write, instrument: &Instrument) -> Result<()> {
    if record::find::<Instrument>(&mut Source::from(&mut *w), instrument.id.uuid()).await?.is_some() {
        let value = instrument.id.to_string();
        return Err(StoreError::Duplicate { noun: NOUN, field: "id", value });
    }
    acceptable(w, instrument).await?;
    record::insert(w, instrument).await
}

/// Changes an instrument.
///
/// # Errors
/// As [`insert`], and [`StoreError::NotFound`].
pub async fn update(w: &mut Write, instrument: &Instrument) -> Result<()> {
    acceptable(w, instrument).await?;
    record::update(w, instrument).await.map(drop)
}

/// Deletes an instrument that nothing refers to; its bars are deleted apart (`bars::delete_instrument`).
///
/// # Errors
/// [`StoreError::InUse`] and [`StoreError::NotFound`].
pub async fn delete(w: &mut Write, id: InstrumentId) -> Result<Instrument> {
    record::refuse_used(w, NOUN, id.uuid(), &USES).await?;
    let count = crate::targets::naming(&mut *w, id).await?;
    if count > 0 {
        return Err(StoreError::InUse { noun: NOUN, id: id.to_string(), by: "targets", count });
    }
    record::delete(w, id.uuid()).await
}

const USES: [(&str, &str); 5] = [
    ("transactions", "SELECT count(*) FROM transactions WHERE instrument_id = $1 OR other_instrument_id = $1"),
    ("instruments", "SELECT count(*) FROM instruments WHERE underlying_id = $1"),
    ("portfolio_alerts", "SELECT count(*) FROM portfolio_alerts WHERE instrument_id = $1"),
    ("performance_attribution", "SELECT count(*) FROM performance_attribution WHERE benchmark_id = $1"),
    ("lots", "SELECT count(*) FROM lots WHERE instrument_id = $1"),
];

/// What is wrong with instruments that are to be added together.
///
/// # Errors
/// When the database cannot be read.
pub async fn check(on: impl Into<Source<'_>>, rows: &[Instrument]) -> Result<Vec<RowError>> {
    let known: BTreeMap<String, InstrumentId> = all(on).await?.into_iter().map(|i| (i.fields.symbol, i.id)).collect();
    let mut seen = BTreeMap::new();
    let mut wrong = Vec::new();
    for (row, instrument) in rows.iter().enumerate() {
        let symbol = &instrument.fields.symbol;
        let taken = known.get(symbol).is_some_and(|id| *id != instrument.id) || seen.insert(symbol, row).is_some();
        let reasons = instrument.fields.check().into_iter().map(RowReason::Value);
        let reasons = reasons.chain(taken.then(|| RowReason::DuplicateSymbol(symbol.clone())));
        wrong.extend(reasons.map(|reason| RowError { row: row + 1, reason }));
    }
    Ok(wrong)
}

async fn acceptable(w: &mut Write, instrument: &Instrument) -> Result<()> {
    let errors = instrument.fields.check();
    if !errors.is_empty() {
        return Err(StoreError::Invalid { noun: NOUN, errors });
    }
    if let Some(id) = instrument.fields.underlying_id {
        get(&mut *w, id).await?;
    }
    match by_symbol(&mut *w, &instrument.fields.symbol).await? {
        Some(other) if other.id != instrument.id => {
            Err(StoreError::Duplicate { noun: NOUN, field: "symbol", value: other.fields.symbol })
        }
        _ => Ok(()),
    }
}
