//! Use cases, one module per noun: load, compute, save, emit. No mathematics here.

pub mod ctx;
pub mod early;
pub mod error;
pub mod event;
pub mod ledger;
pub mod page;

pub mod accounts;
pub mod backups;
pub mod bars;
pub mod changes;
pub mod charts;
pub mod data_health;
pub mod diagnostics;
pub mod explain;
pub mod fx_rates;
pub mod imports;
pub mod instruments;
pub mod jobs;
pub mod optimizations;
pub mod performance;
pub mod portfolio;
pub mod settings;
pub mod summary;
pub mod transactions;
pub mod uploads;
pub mod workspaces;

macro_rules! pending {
    ($($x:ident),*) => {{ $(let _ = &$x;)* Err(crate::error::Error::NoWorkspace) }};
}
pub(crate) use pending;

/// All use cases.
pub struct Workstation {
    events: event::EventBus,
}

impl Workstation {
    /// Subscribes.
    pub fn subscribe(&self) -> event::Events {
        self.events.subscribe()
    }
}
