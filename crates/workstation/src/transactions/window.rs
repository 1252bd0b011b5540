//! A stretch of the list of transactions as a table shows it: narrowed and ordered here, over the books in memory, so
//! that a page of a hundred thousand rows never leaves the host.

mod matching;
mod order;

use std::sync::Arc;

use chrono::NaiveDate;
use model::{
    id::{AccountId, ImportId, InstrumentId, TransactionId},
    transaction::{Transaction, TransactionKind},
};
use serde::{Deserialize, Serialize};

use self::{matching::Words, order::Order};
use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    folded::Ledger,
    page::limit,
};

/// Orders kept; a table asks for one after another.
const KEPT_MAX: usize = 8;

/// Which rows of which list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct WindowQuery {
    /// Only rows in which each of these words occurs: date, kind, symbol, figures, currency, account, reference, note.
    #[serde(default)]
    pub text: Option<String>,
    /// Only of this account, transfers into it included.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// Only of this instrument, or ending in it.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub instrument_id: Option<InstrumentId>,
    /// Only of this kind.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub kind: Option<TransactionKind>,
    /// Only of this import.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub import_id: Option<ImportId>,
    /// Traded on or after this day.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Traded on or before this day.
    #[serde(default)]
    pub to: Option<NaiveDate>,
    /// Columns to order by, the first one first, `-` before one that falls: `-trade_date,amount`. Of trade_date, kind,
    /// instrument, quantity, price, amount, fees, taxes, currency, account, external_ref, note. Newest first when nothing
    /// is said; missing values come last.
    #[serde(default)]
    pub sort: Option<String>,
    /// Rows before the stretch.
    #[serde(default)]
    pub offset: Option<u32>,
    /// Rows of the stretch, 1 to 1000; 100 when nothing is said.
    #[serde(default)]
    pub limit: Option<u32>,
    /// Say where this transaction stands.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub find: Option<TransactionId>,
}

/// Rows of an ordered list.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TransactionsWindow {
    /// The rows, in order.
    pub items: Vec<Transaction>,
    /// Rows before them.
    pub offset: usize,
    /// Rows that match.
    pub matching: usize,
    /// Rows there are.
    pub total: usize,
    /// Rows before the one that was to be found; null when it does not match.
    pub place: Option<usize>,
}

/// What makes an order: everything of a query but the stretch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Asked {
    text: String,
    account_id: Option<AccountId>,
    instrument_id: Option<InstrumentId>,
    kind: Option<TransactionKind>,
    import_id: Option<ImportId>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    sort: String,
}

impl From<&WindowQuery> for Asked {
    fn from(query: &WindowQuery) -> Self {
        Self {
            text: query.text.as_deref().unwrap_or_default().trim().to_lowercase(),
            account_id: query.account_id,
            instrument_id: query.instrument_id,
            kind: query.kind,
            import_id: query.import_id,
            from: query.from,
            to: query.to,
            sort: query.sort.clone().unwrap_or_default(),
        }
    }
}

impl Asked {
    fn takes(&self, t: &Transaction) -> bool {
        let of = |wanted: Option<_>, either: [Option<_>; 2]| wanted.is_none() || either.contains(&wanted);
        self.account_id.is_none_or(|id| t.account_id == id || t.counter_account_id == Some(id))
            && of(self.instrument_id, [t.instrument_id, t.other_instrument_id])
            && self.kind.is_none_or(|kind| t.kind == kind)
            && (self.import_id.is_none() || t.import_id == self.import_id)
            && self.from.is_none_or(|day| t.trade_date >= day)
            && self.to.is_none_or(|day| t.trade_date <= day)
    }

    /// The places of the rows that match, in order.
    fn rows(&self, state: &Ledger, order: &Order) -> Vec<u32> {
        let words = Words::new(&self.text, state);
        let matches = |t: &Transaction| self.takes(t) && words.match_all(t);
        let all = state.transactions.iter().zip(0_u32..);
        let mut rows: Vec<u32> = all.filter(|(t, _)| matches(t)).map(|(_, place)| place).collect();
        order.sort(&mut rows, state);
        rows
    }
}

impl Workstation {
    /// A stretch of the transactions that match, in the order asked for.
    ///
    /// # Errors
    /// When the store cannot be read, the limit is out of range or a column has no such name.
    pub async fn transactions_window(&self, ctx: &Ctx, query: &WindowQuery) -> Result<TransactionsWindow> {
        let ws = self.for_use(ctx, Action::Read, "transactions").await?;
        let limit = limit(query.limit)?;
        let order = Order::parse(query.sort.as_deref().unwrap_or_default())?;
        let state = ws.cache.lock().await.ledger(&ws, &self.host).await?;
        let asked = Asked::from(query);
        let known = {
            let cache = ws.cache.lock().await;
            cache.windows.get(&asked).filter(|_| cache.is_current_ledger(&state)).map(Arc::clone)
        };
        let rows = match known {
            Some(rows) => rows,
            None => {
                let (state_, asked_) = (Arc::clone(&state), asked.clone());
                let work = move || Arc::new(asked_.rows(&state_, &order));
                let found = tokio::task::spawn_blocking(work).await;
                let rows = found.map_err(|_| Error::Broken { what: "ordering the transactions" })?;
                let mut cache = ws.cache.lock().await;
                if cache.is_current_ledger(&state) {
                    if cache.windows.len() >= KEPT_MAX {
                        cache.windows.clear();
                    }
                    cache.windows.insert(asked, Arc::clone(&rows));
                }
                rows
            }
        };
        let row = |place: &u32| &state.transactions[*place as usize];
        let offset = (query.offset.unwrap_or(0) as usize).min(rows.len());
        let items = rows[offset..].iter().take(limit).map(|place| Transaction::clone(row(place))).collect();
        let place = query.find.and_then(|id| rows.iter().position(|place| row(place).id == id));
        Ok(TransactionsWindow { items, offset, matching: rows.len(), total: state.transactions.len(), place })
    }
}
