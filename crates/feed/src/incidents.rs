//! What is wrong at the moment: one incident while something lasts, not one for each tick.
//!
//! An incident begins with the first sign and counts the others. One that has a state (staleness, disagreement, a book without
//! its messages) ends when it is said to; the others end when nothing more was seen for a while.

use model::{
    id::InstrumentId,
    market::{
        DataKind, Source,
        incident::{DataIncident, IncidentKind},
    },
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::{check::Refusal, hash::FastMap};

/// Which incident.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct IncidentKey {
    /// What is wrong.
    pub kind: IncidentKind,
    /// Of what.
    pub instrument: InstrumentId,
    /// Whose stream.
    pub source: Source,
    /// The other source of a disagreement.
    pub other: Option<Source>,
    /// What the stream carries.
    pub data: DataKind,
}

/// That an incident began or ended.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "phase", content = "incident", rename_all = "snake_case")]
pub enum IncidentChange {
    /// It begins.
    Began(DataIncident),
    /// It is over; its `until` says when.
    Ended(DataIncident),
}

/// The incidents that last.
#[derive(Clone, Debug)]
pub struct Incidents {
    quiet_micros: i64,
    open: FastMap<IncidentKey, DataIncident>,
}

/// Whether an incident waits for its end to be told, rather than for quiet.
const fn lasts(kind: IncidentKind) -> bool {
    match kind {
        IncidentKind::Stale | IncidentKind::Disagreement | IncidentKind::Checksum | IncidentKind::BookGap => true,
        IncidentKind::Gap
        | IncidentKind::SequenceJump
        | IncidentKind::Crossed
        | IncidentKind::Spike
        | IncidentKind::Unconfirmed
        | IncidentKind::OutOfOrder
        | IncidentKind::Duplicate
        | IncidentKind::ClockSkew
        | IncidentKind::Currency
        | IncidentKind::Adjustment
        | IncidentKind::Range => false,
    }
}

impl Incidents {
    /// None yet. `quiet_micros` is how long nothing must be seen of one until it is over.
    #[must_use]
    pub fn new(quiet_micros: i64) -> Self {
        Self { quiet_micros: quiet_micros.max(0), open: FastMap::default() }
    }

    /// How many last.
    #[must_use]
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether none lasts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Those that last, in no order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &DataIncident> {
        self.open.values()
    }

    /// A sign of an incident, `count` events strong. The values are those of the first sign.
    pub fn report(
        &mut self,
        now: Timestamp,
        key: IncidentKey,
        count: u64,
        values: &Refusal,
        out: &mut impl FnMut(IncidentChange),
    ) {
        if let Some(incident) = self.open.get_mut(&key) {
            incident.count = incident.count.saturating_add(count);
            incident.last = incident.last.max(now);
            return;
        }
        let IncidentKey { kind, instrument, source, other, data } = key;
        let incident = DataIncident {
            kind,
            instrument,
            source,
            other,
            data,
            since: now,
            last: now,
            until: None,
            count,
            observed: values.observed,
            expected: values.expected,
        };
        self.open.insert(key, incident);
        out(IncidentChange::Began(incident));
    }

    /// Ends an incident, if there is such a one.
    pub fn end(&mut self, now: Timestamp, key: &IncidentKey, out: &mut impl FnMut(IncidentChange)) {
        // Most of the time nothing is wrong, and nothing need be looked up.
        if !self.open.is_empty()
            && let Some(incident) = self.open.remove(key)
        {
            out(IncidentChange::Ended(DataIncident { until: Some(now), ..incident }));
        }
    }

    /// Ends those of which nothing was seen for a while, by their beginning.
    pub fn step(&mut self, now: Timestamp, out: &mut impl FnMut(IncidentChange)) {
        let quiet = |last: Timestamp| now.micros().saturating_sub(last.micros()) >= self.quiet_micros;
        let mut over: Vec<DataIncident> =
            self.open.extract_if(|key, incident| !lasts(key.kind) && quiet(incident.last)).map(|(_, i)| i).collect();
        over.sort_by_key(|incident| (incident.since, incident.instrument, incident.kind, incident.source));
        for incident in over {
            out(IncidentChange::Ended(DataIncident { until: Some(now), ..incident }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(kind: IncidentKind) -> IncidentKey {
        let instrument = InstrumentId::from_uuid(uuid::Uuid::nil());
        IncidentKey { kind, instrument, source: "test".parse().unwrap(), other: None, data: DataKind::Trade }
    }

    #[test]
    fn one_incident_stands_for_all_its_signs() {
        let mut incidents = Incidents::new(100);
        let mut told = Vec::new();
        let at = Timestamp::from_micros;
        for now in [0, 50, 120] {
            let spike = Refusal { kind: IncidentKind::Spike, observed: Some(now as f64), expected: None };
            incidents.report(at(now), key(IncidentKind::Spike), 1, &spike, &mut |change| told.push(change));
        }
        let stale = Refusal::of(IncidentKind::Stale);
        incidents.report(at(120), key(IncidentKind::Stale), 1, &stale, &mut |change| told.push(change));
        incidents.step(at(219), &mut |change| told.push(change));
        assert_eq!(told.len(), 2);
        incidents.step(at(220), &mut |change| told.push(change));
        let IncidentChange::Ended(spike) = told[2] else { panic!("{told:?}") };
        assert_eq!((spike.count, spike.observed, spike.since, spike.until), (3, Some(0.0), at(0), Some(at(220))));
        assert_eq!(incidents.iter().map(|i| i.kind).collect::<Vec<_>>(), [IncidentKind::Stale]);
        incidents.end(at(300), &key(IncidentKind::Stale), &mut |change| told.push(change));
        incidents.end(at(300), &key(IncidentKind::Stale), &mut |change| told.push(change));
        assert_eq!(told.len(), 4);
    }
}
