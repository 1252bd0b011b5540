//! Which instruments are substantially identical.

use std::collections::BTreeMap;

use model::id::InstrumentId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::HarvestInstrument;

/// What makes instruments substantially identical: any of these that two have in common. The law draws no sharp line; the caller
/// decides what to give.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IdentityKeys {
    /// The company whose shares these are. Not the manager of a fund: its funds are not identical for that.
    pub issuer: Option<String>,
    /// ISO 6166.
    pub isin: Option<String>,
    /// The index that a fund tracks.
    pub index: Option<String>,
}

/// Instruments in groups that are identical, directly or through others.
pub(super) struct Identities {
    group: BTreeMap<InstrumentId, usize>,
}

impl Identities {
    pub(super) fn new(instruments: &[HarvestInstrument]) -> Self {
        let mut groups: Vec<usize> = (0..instruments.len()).collect();
        let mut first: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (i, instrument) in instruments.iter().enumerate() {
            let keys = &instrument.identity;
            for (kind, key) in [("issuer", &keys.issuer), ("isin", &keys.isin), ("index", &keys.index)] {
                let Some(key) = key.as_deref().map(str::trim).filter(|key| !key.is_empty()) else { continue };
                let other = *first.entry((kind, key)).or_insert(i);
                let (from, to) = (groups[i], groups[other]);
                groups.iter_mut().filter(|group| **group == from).for_each(|group| *group = to);
            }
        }
        Self { group: instruments.iter().map(|instrument| instrument.id).zip(groups).collect() }
    }

    /// The group of an instrument.
    pub(super) fn group(&self, id: InstrumentId) -> Option<usize> {
        self.group.get(&id).copied()
    }

    pub(super) fn are_identical(&self, a: InstrumentId, b: InstrumentId) -> bool {
        a == b || self.group(a).is_some_and(|group| self.group(b) == Some(group))
    }
}
