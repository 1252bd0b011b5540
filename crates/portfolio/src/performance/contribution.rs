//! What each part of the books contributed to the return of the whole.

use std::collections::{BTreeMap, BTreeSet};

use model::id::InstrumentId;
use serde::Serialize;

use super::{Measured, Returns, Span, performance_of};
use crate::{
    books::{Books, Context},
    history::History,
    unknown::{Ratio, Unknown},
};

/// The returns of one group of instruments.
#[derive(Clone, PartialEq, Debug, Serialize, utoipa::ToSchema)]
pub struct GroupReturns {
    /// What the caller calls the group.
    pub group: String,
    /// Its returns, cash left out.
    pub returns: Returns,
    /// Its gain ÷ the average capital of the whole: with the rest of the whole these add up to the whole's modified Dietz return.
    pub contribution: Ratio,
}

impl GroupReturns {
    /// A part of the whole with its contribution.
    pub fn of(group: String, returns: Returns, whole: &Returns) -> Self {
        let contribution = share(&returns.gain, &whole.average_capital);
        Self { group, returns, contribution }
    }
}

/// Returns and contributions of groups of instruments that were ever held, by name. `group_of` gives the group of an
/// instrument, none to leave it out. `whole` are the returns of everything over the same span.
pub fn contributions(
    ctx: Context<'_>,
    books: &Books,
    history: &History,
    span: Span,
    whole: &Returns,
    group_of: impl Fn(InstrumentId) -> Option<String>,
) -> Vec<GroupReturns> {
    let mut groups: BTreeMap<String, BTreeSet<InstrumentId>> = BTreeMap::new();
    let counts = |account| span.account_id.is_none_or(|a| a == account);
    let held: BTreeSet<InstrumentId> =
        books.units.iter().filter(|u| counts(u.account_id)).map(|u| u.instrument_id).collect();
    for id in held {
        if let Some(group) = group_of(id) {
            groups.entry(group).or_default().insert(id);
        }
    }
    let measured = |(group, ids): (String, BTreeSet<InstrumentId>)| {
        let returns = performance_of(ctx, books, history, span, Measured::Instruments(&ids)).summary;
        GroupReturns::of(group, returns, whole)
    };
    groups.into_iter().map(measured).collect()
}

fn share(gain: &Ratio, capital: &Ratio) -> Ratio {
    match (gain.value, capital.value) {
        (None, _) => gain.clone(),
        (_, None) => capital.clone(),
        (Some(gain), Some(capital)) if capital > 0.0 => Ratio::known(gain / capital),
        _ => Ratio::unknown(Unknown::undefined("the average capital of the whole is zero or below")),
    }
}
