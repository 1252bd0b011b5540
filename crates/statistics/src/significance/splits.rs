//! Splits of a history into training and test periods that do not tell each other anything (López de Prado 2018, chapters 7 and 12).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::StatisticsError;

/// Splits above which a number of groups is refused.
const SPLITS_MAX: u128 = 100_000;

/// Combinatorial purged cross-validation: which splits to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurgedSplits {
    /// Groups of consecutive periods into which the history is cut.
    pub groups: usize,
    /// Groups of each test.
    pub test_groups: usize,
    /// Periods left out of training on each side of a test, because what they led to reaches into it.
    #[serde(default)]
    pub purged: usize,
    /// Further periods left out after a test, because they still depend on it.
    #[serde(default)]
    pub embargo: usize,
}

/// One split. Numbers are places of periods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PurgedSplit {
    /// Periods to learn on.
    pub train: Vec<usize>,
    /// The groups that are tested, ascending.
    pub test_groups: Vec<usize>,
    /// Their periods.
    pub test: Vec<usize>,
}

impl PurgedSplits {
    /// Every choice of test groups, in lexicographic order. The last group takes the periods that do not divide.
    ///
    /// # Errors
    /// When there are fewer groups than two, no or only test groups, more than 100,000 splits, groups without a period, or nothing
    /// left to learn on.
    pub fn splits(self, n: usize) -> Result<Vec<PurgedSplit>, StatisticsError> {
        let Self { groups, test_groups, purged, embargo } = self;
        let refuse = |setting, value: usize, allowed| {
            Err(StatisticsError::InvalidSetting { setting, value: value as f64, allowed })
        };
        if groups < 2 || groups > n {
            return refuse("groups", groups, "from 2 to the number of periods");
        }
        if test_groups == 0 || test_groups >= groups {
            return refuse("test_groups", test_groups, "at least 1 and fewer than the groups");
        }
        if count(groups, test_groups) > SPLITS_MAX {
            return refuse("groups", groups, "fewer: these give more than 100,000 splits");
        }
        let length = n / groups;
        let group_of = |period: usize| (period / length).min(groups - 1);
        let mut found = Vec::new();
        for chosen in combinations(groups, test_groups) {
            let tested: Vec<bool> = (0..n).map(|period| chosen.contains(&group_of(period))).collect();
            let mut train: Vec<bool> = tested.iter().map(|test| !test).collect();
            for border in 1..n {
                let left_out = match (tested[border - 1], tested[border]) {
                    (false, true) => border.saturating_sub(purged)..border,
                    (true, false) => border..(border + purged + embargo).min(n),
                    _ => continue,
                };
                train[left_out].fill(false);
            }
            let places = |flags: &[bool]| (0..n).filter(|period| flags[*period]).collect::<Vec<usize>>();
            let train = places(&train);
            if train.is_empty() {
                return refuse("purged", purged, "shorter: nothing is left to learn on");
            }
            found.push(PurgedSplit { train, test: places(&tested), test_groups: chosen });
        }
        Ok(found)
    }

    /// Histories that can be put together from the tests, each covering every group once: `splits × test groups ÷ groups` of them.
    #[must_use]
    pub fn n_paths(self) -> usize {
        if self.groups == 0 {
            return 0;
        }
        (count(self.groups, self.test_groups) * self.test_groups as u128 / self.groups as u128) as usize
    }

    /// For each path and group, the split whose test of this group belongs to it: the first split that has the group goes to the first
    /// path, the next to the second.
    ///
    /// # Errors
    /// As for [`PurgedSplits::splits`] of as many periods as groups, but for what is left out.
    pub fn paths(self) -> Result<Vec<Vec<usize>>, StatisticsError> {
        let plain = Self { purged: 0, embargo: 0, ..self };
        let splits = plain.splits(self.groups)?;
        let mut paths = vec![vec![0; self.groups]; self.n_paths()];
        for group in 0..self.groups {
            let with = (0..splits.len()).filter(|split| splits[*split].test_groups.contains(&group));
            for (path, split) in paths.iter_mut().zip(with) {
                path[group] = split;
            }
        }
        Ok(paths)
    }
}

/// How many choices of `k` out of `n` there are; the largest number where it does not fit.
fn count(n: usize, k: usize) -> u128 {
    (0..k.min(n))
        .try_fold(1u128, |product, i| product.checked_mul((n - i) as u128).map(|p| p / (i + 1) as u128))
        .unwrap_or(u128::MAX)
}

/// Every choice of `k` out of the numbers below `n`, in lexicographic order.
pub(super) fn combinations(n: usize, k: usize) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    let mut chosen: Vec<usize> = (0..k).collect();
    loop {
        found.push(chosen.clone());
        let Some(place) = (0..k).rev().find(|place| chosen[*place] < n - k + place) else { return found };
        chosen[place] += 1;
        for next in place + 1..k {
            chosen[next] = chosen[next - 1] + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tested_is_never_learned() {
        let splits = PurgedSplits { groups: 6, test_groups: 2, purged: 2, embargo: 1 };
        let found = splits.splits(61).unwrap();
        assert_eq!((found.len(), splits.n_paths()), (15, 5));
        for split in &found {
            assert!(split.train.iter().all(|period| !split.test.contains(period)));
        }
        // Groups of ten; the first two tested: 20 to 22 are left out behind them.
        assert_eq!(found[0].train, (23..61).collect::<Vec<_>>());
        assert_eq!(found[14].test, (40..61).collect::<Vec<_>>());
        let paths = splits.paths().unwrap();
        assert!((0..6).all(|group| {
            let mut used: Vec<usize> = paths.iter().map(|path| path[group]).collect();
            used.dedup();
            used.len() == 5 && used.iter().all(|split| found[*split].test_groups.contains(&group))
        }));
    }

    #[test]
    fn splits_that_leave_nothing_are_refused() {
        let splits = PurgedSplits { groups: 3, test_groups: 1, purged: 0, embargo: 0 };
        assert!(splits.splits(2).is_err());
        assert!(PurgedSplits { test_groups: 3, ..splits }.splits(30).is_err());
        assert!(PurgedSplits { purged: 40, ..splits }.splits(30).is_err());
        assert!(PurgedSplits { groups: 60, test_groups: 30, ..splits }.splits(600).is_err());
        assert_eq!(count(200, 100), u128::MAX);
    }
}
