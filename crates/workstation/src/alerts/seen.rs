//! What is known of alerts and their bars from one look to the next.

use std::{collections::HashMap, sync::atomic::Ordering};

use model::time::Timestamp;
use store::alerts::Alert;

use super::{
    live::{Live, Standing},
    series::{Reach, SeriesOf, by_size, through},
};
use crate::{error::Result, universe, workspace::Workspace};

/// What was known at the last look; read again when something changed.
#[derive(Default)]
pub(super) struct Seen {
    changes: Option<u64>,
    bars: Option<u64>,
    /// The state of the books of which figures were reckoned last.
    pub(super) figures: Option<universe::Seen>,
    pub(super) alerts: Vec<Alert>,
    /// The last bar of each series that a rule watches.
    last: HashMap<SeriesOf, Timestamp>,
}

impl Seen {
    /// Reads the alerts again where they changed, and how far bars reach where these changed.
    pub(super) async fn read(&mut self, ws: &Workspace, live: Option<&Live>) -> Result<()> {
        let moved = ws.watching.take_moved();
        let changes = ws.watching.changes();
        let bars = ws.generations.bars.load(Ordering::Acquire);
        if self.changes == Some(changes) && self.bars == Some(bars) {
            // One that was changed meanwhile is not kept as it is here, and is read again then.
            let fits = |alert: &&mut Alert| moved.contains_key(&alert.id);
            self.alerts.iter_mut().filter(fits).for_each(|alert| *alert = moved[&alert.id].clone());
            return Ok(());
        }
        self.alerts = store::alerts::watching(&ws.store).await?;
        self.last.clear();
        for (size, ids) in by_size(self.alerts.iter().map(|alert| &alert.fields.rule)) {
            let found = store::bars::latest(&ws.store, &ids, size, Timestamp::from_micros(i64::MAX), None).await?;
            self.last.extend(found.into_iter().map(|(id, bar)| ((id, size), bar.at)));
        }
        (self.changes, self.bars) = (Some(changes), Some(bars));
        ws.watching.want(&self.alerts);
        if let Some(live) = live {
            live.keep_only(&self.alerts);
            live.tell_stored(ws, &self.last).await?;
        }
        Ok(())
    }

    /// Through when stored bars tell an alert now.
    pub(super) fn through(&self, alert: &Alert, standing: Standing, now: Timestamp) -> Timestamp {
        let reach = match standing {
            Standing::Live => return alert.seen_through,
            Standing::Ready => Reach::Longest,
            Standing::Broken { .. } | Standing::Apart => Reach::Common,
        };
        through(&alert.fields.rule, &self.last, now, reach).max(alert.seen_through)
    }

    /// Lets alerts be read again.
    pub(super) fn forget_changes(&mut self) {
        self.changes = None;
    }
}
