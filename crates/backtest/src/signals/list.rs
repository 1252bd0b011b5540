//! Signals: at which bars a strategy changes its mind.

use serde::{Deserialize, Serialize};

use crate::BacktestError;

/// What is to be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// Nothing.
    #[default]
    Flat,
    /// Units.
    Long,
    /// Borrowed units that are sold.
    Short,
}

/// What is to be held from the close of a bar on. Lists of them ascend; one that repeats the target before it changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Signal {
    /// The bar at whose close it is known, from 0.
    pub index: usize,
    /// What is to be held.
    pub target: Target,
}

/// Signals of what is to be held at each bar.
#[must_use]
pub fn from_targets(targets: &[Target]) -> Vec<Signal> {
    let mut last = Target::Flat;
    let changes = targets.iter().enumerate().filter_map(|(index, target)| {
        let changed = *target != last;
        last = *target;
        changed.then_some(Signal { index, target: last })
    });
    changes.collect()
}

/// Signals of a strategy that is long from an entry to an exit. An entry while it is long, and an exit while it is not, change nothing; where a bar has
/// both, what it does not have counts.
///
/// # Errors
/// [`BacktestError::SignalCount`] when one list is longer.
pub fn from_entries(entries: &[bool], exits: &[bool]) -> Result<Vec<Signal>, BacktestError> {
    if entries.len() != exits.len() {
        return Err(BacktestError::SignalCount { found: exits.len(), bars: entries.len() });
    }
    let mut long = false;
    let mut found = Vec::new();
    for (index, (entry, exit)) in entries.iter().zip(exits).enumerate() {
        if if long { *exit } else { *entry } {
            long = !long;
            found.push(Signal { index, target: if long { Target::Long } else { Target::Flat } });
        }
    }
    Ok(found)
}

/// Signals of two lines that cross: long when the fast one, below the slow one a bar before, is above it; `below` when it is the other way round. Lines
/// that touch do not cross, and what is not a number is neither above nor below.
#[must_use]
pub fn crossings(fast: &[f64], slow: &[f64], below: Target) -> Vec<Signal> {
    let mut found = Vec::new();
    crossings_into(fast, slow, below, &mut found);
    found
}

/// The same into a list whose memory is used again.
pub(super) fn crossings_into(fast: &[f64], slow: &[f64], below: Target, found: &mut Vec<Signal>) {
    found.clear();
    let mut last = Target::Flat;
    // 64 bars at a time as bits; the bit of the bar before comes in from below.
    let (mut above_before, mut under_before) = (0_u64, 0_u64);
    for (block, (fast, slow)) in fast.chunks(64).zip(slow.chunks(64)).enumerate() {
        let (mut above, mut under) = (0_u64, 0_u64);
        for (bit, (fast, slow)) in fast.iter().zip(slow).enumerate() {
            above |= u64::from(fast > slow) << bit;
            under |= u64::from(fast < slow) << bit;
        }
        let up = above & (under << 1 | under_before);
        let mut changes = up | under & (above << 1 | above_before);
        while changes != 0 {
            let bit = changes.trailing_zeros();
            let target = if up >> bit & 1 == 1 { Target::Long } else { below };
            if target != last {
                found.push(Signal { index: block * 64 + bit as usize, target });
                last = target;
            }
            changes &= changes - 1;
        }
        (above_before, under_before) = (above >> 63, under >> 63);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_cross_only_from_one_side_to_the_other() {
        let fast = [f64::NAN, 1.0, 3.0, 2.0, 3.0, 1.0, 3.0];
        let slow = [2.0; 7];
        let at = |below| crossings(&fast, &slow, below).iter().map(|s| (s.index, s.target)).collect::<Vec<_>>();
        // 3 → 2 touches, so the next 3 is no crossing; 3 → 1 is one.
        assert_eq!(at(Target::Flat), [(2, Target::Long), (5, Target::Flat), (6, Target::Long)]);
        assert_eq!(at(Target::Short)[1], (5, Target::Short));
        let long = |n: usize| if n < 64 { 1.0 } else { 3.0 };
        let far: Vec<f64> = (0..130).map(long).collect();
        assert_eq!(crossings(&far, &[2.0; 130], Target::Flat), [Signal { index: 64, target: Target::Long }]);
    }

    #[test]
    fn entries_and_exits_take_turns() {
        let found = from_entries(&[true, true, false, true, true], &[true, false, true, false, true]).unwrap();
        let at: Vec<_> = found.iter().map(|signal| (signal.index, signal.target)).collect();
        assert_eq!(at, [(0, Target::Long), (2, Target::Flat), (3, Target::Long), (4, Target::Flat)]);
        assert!(from_entries(&[true], &[]).is_err());
        use Target::{Flat, Long, Short};
        let found = from_targets(&[Flat, Long, Long, Short, Flat]);
        assert_eq!(found.iter().map(|s| s.index).collect::<Vec<_>>(), [1, 3, 4]);
    }
}
