//! The books: transactions folded to open lots, realized gains, cash, income, costs and flows.
//!
//! # Order
//! By trade date; within a day by kind (see `order`); within a kind by the identity, which is in order of entry.
//! The order in which transactions are given does not matter.
//!
//! # Rules
//! - A sale takes the lots that it names, else those that the account's lot method of its day gives: the oldest, the newest,
//!   the dearest, or units at the average cost of a pool ([`model::account::LotMethod`]).
//! - Fees and taxes of a trade are part of its cost, or lower its proceeds, unless the account expenses them; they are
//!   listed beside in either case.
//! - The base-currency cost is taken at the rate of the opening day, proceeds at the rate of the closing day.
//! - Splits, stock dividends, spin-offs, mergers and returns of capital act on the lots of the transaction's account.
//! - Cash of a merger and of a return of capital first lowers the cost; what exceeds it is a realized gain.
//! - An option's premium becomes part of the cost or proceeds of the underlying when it is exercised or assigned.
//! - A transaction that cannot be right is a [`BookProblem`]; it changes nothing, and all others still count.

mod cash;
mod events;
mod holding;
mod matching;
mod options;
mod order;
mod pool;
mod problem;
mod records;
mod refold;
mod state;
mod trades;

use std::{borrow::Borrow, collections::BTreeMap};

use chrono::NaiveDate;
use model::{
    account::Account,
    currency::Currency,
    id::{AccountId, InstrumentId},
    instrument::Instrument,
    money::Money,
    position::Position,
    transaction::Transaction,
};
use rust_decimal::Decimal;

pub(crate) use problem::words;
pub use problem::{BookError, BookProblem};
pub use records::{
    BookedAmount, CashBalance, CashEntry, Exchange, ExternalFlow, FlowUnits, OpenLot, RealizedGain, UnitChange,
};
use state::State;

use crate::fx::FxTable;

/// What the books are read with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// All instruments of the workspace.
    pub instruments: &'a [Instrument],
    /// All accounts of the workspace.
    pub accounts: &'a [Account],
    /// The exchange rates.
    pub fx: &'a FxTable,
    /// The currency of totals.
    pub base: Currency,
}

/// What the transactions up to a day amount to. Derived; never edited.
#[derive(Clone, PartialEq, Debug)]
pub struct Books {
    /// The last day that counts.
    pub as_of: NaiveDate,
    /// The base currency.
    pub base: Currency,
    /// Open lots by account, instrument and opening day.
    pub lots: Vec<OpenLot>,
    /// Gains of closed lots, in order of closing.
    pub realized: Vec<RealizedGain>,
    /// Every movement of cash, in order.
    pub cash: Vec<CashEntry>,
    /// Dividends and interest, gross; negative when paid.
    pub income: Vec<BookedAmount>,
    /// Fees, those within trades too.
    pub fees: Vec<BookedAmount>,
    /// Taxes, those withheld too.
    pub taxes: Vec<BookedAmount>,
    /// Money and units that came from outside or left, and movements between accounts.
    pub flows: Vec<ExternalFlow>,
    /// Every change of held units, in order.
    pub units: Vec<UnitChange>,
    /// Units that came out of other instruments, in order.
    pub exchanges: Vec<Exchange>,
    /// Transactions that were refused, in order.
    pub problems: Vec<BookProblem>,
    /// How many transactions were read, refused ones included.
    pub n_transactions: usize,
}

impl Books {
    /// Folds the transactions of up to and including `as_of`. Those after it are left out; refused ones are listed.
    pub fn fold<T: Borrow<Transaction>>(ctx: Context<'_>, transactions: &[T], as_of: NaiveDate) -> Self {
        let mut counted: Vec<&Transaction> =
            transactions.iter().map(Borrow::borrow).filter(|t| t.trade_date <= as_of).collect();
        Self::fold_sorted(ctx, refold::sorted(&mut counted), as_of)
    }

    fn fold_sorted(ctx: Context<'_>, sorted: &[&Transaction], as_of: NaiveDate) -> Self {
        let mut state = State::new(ctx, sorted);
        let mut problems = Vec::new();
        for transaction in sorted {
            if let Err(error) = state.book(transaction) {
                problems.push(BookProblem::new(transaction, &error));
            }
        }
        let (lots, records) = state.into_parts(as_of);
        Self {
            as_of,
            base: ctx.base,
            lots,
            realized: records.realized,
            cash: records.cash,
            income: records.income,
            fees: records.fees,
            taxes: records.taxes,
            flows: records.flows,
            units: records.units,
            exchanges: records.exchanges,
            problems,
            n_transactions: sorted.len(),
        }
    }

    /// Cash by account and currency, those that are zero left out.
    pub fn cash_balances(&self, account: Option<AccountId>) -> Vec<CashBalance> {
        let mut sums: BTreeMap<(AccountId, Currency), Decimal> = BTreeMap::new();
        for e in self.cash.iter().filter(|e| account.is_none_or(|a| a == e.account_id)) {
            *sums.entry((e.account_id, e.amount.currency)).or_default() += e.amount.amount;
        }
        sums.into_iter()
            .filter(|(_, amount)| !amount.is_zero())
            .map(|((account_id, currency), amount)| CashBalance { account_id, currency, amount: amount.normalize() })
            .collect()
    }

    /// Units and cost by account and instrument. The cost is in the currency of the lots where they agree, else in the
    /// instrument's, of which lots without a rate at their opening are left out.
    pub fn positions(&self, ctx: Context<'_>, account: Option<AccountId>) -> Vec<Position> {
        let mut by_key: BTreeMap<(AccountId, InstrumentId), Vec<&OpenLot>> = BTreeMap::new();
        for lot in self.lots.iter().filter(|l| account.is_none_or(|a| a == l.lot.account_id)) {
            by_key.entry((lot.lot.account_id, lot.lot.instrument_id)).or_default().push(lot);
        }
        let position = |((account_id, instrument_id), lots): ((AccountId, InstrumentId), Vec<&OpenLot>)| {
            let currency = lots[0].lot.cost.currency;
            let cost = if lots.iter().all(|l| l.lot.cost.currency == currency) {
                Money::new(lots.iter().map(|l| l.signed(l.lot.cost.amount)).sum(), currency)
            } else {
                let own =
                    ctx.instruments.iter().find(|i| i.id == instrument_id).map_or(currency, |i| i.fields.currency);
                Money::new(lots.iter().filter_map(|l| l.cost_local.map(|c| l.signed(c))).sum(), own)
            };
            let quantity = lots.iter().map(|l| l.lot.quantity).sum();
            Position { account_id, instrument_id, quantity, cost, n_lots: lots.len() }
        };
        by_key.into_iter().map(position).collect()
    }
}
