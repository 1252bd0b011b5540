//! Budgets that many tasks share.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use super::{Budget, Hint, Short, Window};
use crate::error::MarketError;

/// A budget of one key. Clones share it; whoever waits longest comes first.
#[derive(Clone)]
pub struct SharedBudget(Arc<Inner>);

struct Inner {
    budget: Mutex<Budget>,
    began: Instant,
    /// Held by whose turn it is, so that a heavy request is not overtaken for ever by light ones.
    turn: tokio::sync::Mutex<()>,
}

impl fmt::Debug for SharedBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SharedBudget").field(&*self.budget()).finish()
    }
}

impl SharedBudget {
    /// A full one.
    ///
    /// # Errors
    /// [`MarketError::Window`] when a window makes no sense.
    pub fn new(windows: &[Window]) -> Result<Self, MarketError> {
        let (budget, turn) = (Mutex::new(Budget::new(0, windows)?), tokio::sync::Mutex::new(()));
        Ok(Self(Arc::new(Inner { budget, began: Instant::now(), turn })))
    }

    /// Takes weight, as soon as there is enough.
    ///
    /// # Errors
    /// [`MarketError::TooHeavy`] when there never is.
    pub async fn acquire(&self, weight: u32) -> Result<(), MarketError> {
        let _turn = self.0.turn.lock().await;
        loop {
            match self.take(weight)? {
                None => return Ok(()),
                Some(wait) => tokio::time::sleep(wait).await,
            }
        }
    }

    /// Takes weight, if that is possible within a time. It does not wait in vain: when it is clear that the time is too short, it
    /// says so at once.
    ///
    /// # Errors
    /// [`MarketError::Exhausted`], [`MarketError::TooHeavy`]. Nothing was taken then.
    pub async fn acquire_within(&self, weight: u32, patience: Duration) -> Result<(), MarketError> {
        let Some(deadline) = Instant::now().checked_add(patience) else { return self.acquire(weight).await };
        let exhausted = |wait: Duration| {
            Err(MarketError::Exhausted { wait_ms: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX) })
        };
        let Ok(_turn) = tokio::time::timeout_at(deadline, self.0.turn.lock()).await else {
            return exhausted(patience);
        };
        loop {
            match self.take(weight)? {
                None => return Ok(()),
                Some(wait) if Instant::now() + wait > deadline => return exhausted(wait),
                Some(wait) => tokio::time::sleep(wait).await,
            }
        }
    }

    /// How much weight there is now.
    #[must_use]
    pub fn left(&self) -> u32 {
        let at = self.at();
        self.budget().left(at)
    }

    /// Takes over what the source says.
    pub fn hint(&self, hint: Hint) {
        let at = self.at();
        self.budget().hint(at, hint);
    }

    /// The time to wait, or nothing when it was taken.
    fn take(&self, weight: u32) -> Result<Option<Duration>, MarketError> {
        let at = self.at();
        match self.budget().take(at, weight) {
            Ok(()) => Ok(None),
            Err(Short::Wait { micros }) => Ok(Some(Duration::from_micros(micros.unsigned_abs()))),
            Err(Short::Never { most }) => Err(MarketError::TooHeavy { weight, most }),
        }
    }

    fn at(&self) -> i64 {
        i64::try_from(self.0.began.elapsed().as_micros()).unwrap_or(i64::MAX)
    }

    fn budget(&self) -> MutexGuard<'_, Budget> {
        self.0.budget.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All budgets, by a name for source and key that is no secret, such as `alpaca_data`.
#[derive(Clone, Debug, Default)]
pub struct Budgets(Arc<Mutex<HashMap<String, SharedBudget>>>);

impl Budgets {
    /// The budget of a key, which is made when it is new; the windows of one that exists stay.
    ///
    /// # Errors
    /// [`MarketError::Window`] when a window makes no sense.
    pub fn of(&self, name: &str, windows: &[Window]) -> Result<SharedBudget, MarketError> {
        let mut budgets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(budget) = budgets.get(name) {
            return Ok(budget.clone());
        }
        let budget = SharedBudget::new(windows)?;
        budgets.insert(name.to_owned(), budget.clone());
        Ok(budget)
    }
}
