//! A plan in numbers: what is traded of each slot, what that costs, and what a change would.

use crate::DriftPrice;
use crate::household::{Household, Slot};

/// Units traded of each slot, with everything that follows.
#[derive(Debug, Clone)]
pub(crate) struct State {
    /// Traded units, below zero when sold.
    pub(crate) z: Vec<f64>,
    /// Value of each instrument afterwards.
    pub(crate) value: Vec<f64>,
    /// Cash of each account afterwards.
    pub(crate) cash: Vec<f64>,
    /// Cash of all accounts.
    pub(crate) all_cash: f64,
    /// `Σ (w − aim)` with the squared price, else empty.
    pub(crate) pull: Vec<f64>,
    /// Priced tax, costs and drag of each instrument.
    pub(crate) paid: Vec<f64>,
    /// Price of the drift.
    pub(crate) drift: f64,
}

/// New traded units of a slot.
pub(crate) type Change = (usize, f64);

impl State {
    /// The plan that trades `z`.
    pub(crate) fn new(household: &Household<'_>, z: Vec<f64>) -> Self {
        let mut value: Vec<f64> = household.instruments.iter().map(|listing| listing.held).collect();
        let mut cash: Vec<f64> = household.accounts.iter().map(|purse| purse.cash_now).collect();
        for (slot, &z) in household.slots.iter().zip(&z) {
            value[slot.instrument] += household.instruments[slot.instrument].price * z;
            cash[slot.account] += household.cash_of(slot, z);
        }
        let paid = (0..household.instruments.len()).map(|i| household.paid(i, &|s| z[s])).collect();
        let off: Vec<f64> = household.off(&value);
        let (pull, drift) = match (household.request.drift_price, &household.risk) {
            (DriftPrice::Squared { risk_aversion }, Some(risk)) => {
                let pull = risk.times(&off);
                let square: f64 = pull.iter().zip(&off).map(|(a, b)| a * b).sum();
                (pull, 0.5 * risk_aversion * household.capital * square)
            }
            (DriftPrice::Squared { .. }, None) => (Vec::new(), 0.0),
            (DriftPrice::Absolute { per_unit }, _) => {
                (Vec::new(), per_unit * household.capital * off.iter().map(|part| part.abs()).sum::<f64>())
            }
        };
        let all_cash = cash.iter().sum();
        Self { z, value, cash, all_cash, pull, paid, drift }
    }

    /// What is made small.
    pub(crate) fn objective(&self) -> f64 {
        self.paid.iter().sum::<f64>() + self.drift
    }

    /// Every account and the household keep their least cash, to a rounding of the sums, and no sale is of a loss that a
    /// purchase cancels.
    pub(crate) fn is_feasible(&self, household: &Household<'_>) -> bool {
        let rounding = 1e-11 * household.capital;
        let purses =
            household.accounts.iter().zip(&self.cash).all(|(purse, cash)| *cash >= purse.cash_least - rounding);
        let slots = household.slots.iter().zip(&self.z);
        purses
            && self.all_cash >= household.buffer_least - rounding
            && self.paid.iter().all(|paid| paid.is_finite())
            && slots.into_iter().all(|(slot, z)| household.is_allowed(slot, *z))
    }

    /// What the objective changes by; infinite when the change breaks a limit.
    pub(crate) fn change(&self, household: &Household<'_>, changes: &[Change]) -> f64 {
        let margin = 1e-12 * household.capital;
        let z = |s: usize| changes.iter().find(|(slot, _)| *slot == s).map_or(self.z[s], |(_, z)| *z);
        let mut total = 0.0;
        let mut all_cash = self.all_cash;
        for (k, &(s, to)) in changes.iter().enumerate() {
            let slot = &household.slots[s];
            let more = household.cash_of(slot, to) - household.cash_of(slot, self.z[s]);
            all_cash += more;
            // Two changes in one account are weighed together.
            let other: f64 = changes
                .iter()
                .enumerate()
                .filter(|(j, (other, _))| *j != k && household.slots[*other].account == slot.account)
                .map(|(_, &(other, to))| {
                    let slot = &household.slots[other];
                    household.cash_of(slot, to) - household.cash_of(slot, self.z[other])
                })
                .sum();
            let after = self.cash[slot.account] + more + other;
            let least = household.accounts[slot.account].cash_least + margin;
            if more + other < 0.0 && after < least {
                return f64::INFINITY;
            }
        }
        if all_cash < self.all_cash && all_cash < household.buffer_least + margin {
            return f64::INFINITY;
        }
        let mut seen: [Option<usize>; 2] = [None; 2];
        for (k, &(s, _)) in changes.iter().enumerate() {
            let i = household.slots[s].instrument;
            if seen.contains(&Some(i)) {
                continue;
            }
            seen[k] = Some(i);
            let paid = household.paid(i, &z);
            if !paid.is_finite() {
                return f64::INFINITY;
            }
            total += paid - self.paid[i];
        }
        total + self.drift_change(household, changes)
    }

    fn drift_change(&self, household: &Household<'_>, changes: &[Change]) -> f64 {
        let step = |&(s, to): &Change| {
            let slot = &household.slots[s];
            (slot.instrument, household.instruments[slot.instrument].price * (to - self.z[s]))
        };
        let capital = household.capital;
        match (household.request.drift_price, &household.risk) {
            (DriftPrice::Absolute { per_unit }, _) => {
                let distance = |i: usize, more: f64| (self.value[i] + more - household.instruments[i].aim).abs();
                let steps: Vec<(usize, f64)> = changes.iter().map(step).collect();
                match steps[..] {
                    [(i, a), (j, b)] if i == j => per_unit * (distance(i, a + b) - distance(i, 0.0)),
                    _ => steps.iter().map(|&(i, more)| per_unit * (distance(i, more) - distance(i, 0.0))).sum(),
                }
            }
            (DriftPrice::Squared { risk_aversion }, Some(risk)) => {
                let mut change = 0.0;
                for one in changes {
                    let (i, a) = step(one);
                    change += self.pull[i] * a / capital;
                    for other in changes {
                        let (j, b) = step(other);
                        change += 0.5 * risk.entry(i, j) * a * b / (capital * capital);
                    }
                }
                risk_aversion * capital * change
            }
            (DriftPrice::Squared { .. }, None) => 0.0,
        }
    }

    /// What the drift changes by when an instrument's value grows by `more`.
    pub(crate) fn drift_toward(&self, household: &Household<'_>, i: usize, more: f64) -> f64 {
        match (household.request.drift_price, &household.risk) {
            (DriftPrice::Absolute { per_unit }, _) => {
                let aim = household.instruments[i].aim;
                per_unit * ((self.value[i] + more - aim).abs() - (self.value[i] - aim).abs())
            }
            (DriftPrice::Squared { risk_aversion }, Some(risk)) => {
                let part = more / household.capital;
                risk_aversion * household.capital * (self.pull[i] * part + 0.5 * risk.entry(i, i) * part * part)
            }
            (DriftPrice::Squared { .. }, None) => 0.0,
        }
    }

    /// Makes changes.
    pub(crate) fn apply(&mut self, household: &Household<'_>, changes: &[Change]) {
        self.drift += self.drift_change(household, changes);
        for &(s, to) in changes {
            let slot = &household.slots[s];
            let more = household.cash_of(slot, to) - household.cash_of(slot, self.z[s]);
            let i = slot.instrument;
            let worth = household.instruments[i].price * (to - self.z[s]);
            self.cash[slot.account] += more;
            self.all_cash += more;
            self.value[i] += worth;
            self.z[s] = to;
            if let (false, Some(risk)) = (self.pull.is_empty(), &household.risk) {
                for (j, pull) in self.pull.iter_mut().enumerate() {
                    *pull += risk.entry(j, i) * worth / household.capital;
                }
            }
        }
        for &(s, _) in changes {
            let i = household.slots[s].instrument;
            self.paid[i] = household.paid(i, &|s| self.z[s]);
        }
    }
}

impl Household<'_> {
    /// Cash that a trade brings: below zero for a purchase.
    pub(crate) fn cash_of(&self, slot: &Slot, z: f64) -> f64 {
        if z == 0.0 {
            return 0.0;
        }
        let listing = &self.instruments[slot.instrument];
        -listing.price * z - listing.spread * z.abs() - self.accounts[slot.account].commission
    }

    /// Priced tax, costs and drag of one instrument when `z` says what is traded; infinite when more is sold than may be.
    pub(crate) fn paid(&self, i: usize, z: &dyn Fn(usize) -> f64) -> f64 {
        let listing = &self.instruments[i];
        let is_bought = listing.slots.iter().any(|s| z(*s) > 0.0);
        let mut total = 0.0;
        for &s in &listing.slots {
            let (slot, z) = (&self.slots[s], z(s));
            total += slot.drag * (slot.held + z);
            if z == 0.0 {
                continue;
            }
            total += listing.spread * z.abs() + self.accounts[slot.account].commission;
            if z < 0.0 {
                let corners = if is_bought { &slot.clean } else { &slot.full };
                if -z > corners.most() * (1.0 + 1e-12) {
                    return f64::INFINITY;
                }
                total += corners.at(-z);
            }
        }
        total
    }

    /// Weights less aims.
    pub(crate) fn off(&self, value: &[f64]) -> Vec<f64> {
        value.iter().zip(&self.instruments).map(|(value, listing)| (value - listing.aim) / self.capital).collect()
    }

    /// The trade is in range, on the grid or a closing one, and not too small.
    pub(crate) fn is_allowed(&self, slot: &Slot, z: f64) -> bool {
        z == 0.0 || self.snapped(slot, z) == z
    }

    /// The allowed trade that is nearest to `z`.
    pub(crate) fn snapped(&self, slot: &Slot, z: f64) -> f64 {
        let step = self.instruments[slot.instrument].step_units;
        let z = z.clamp(slot.low, slot.high);
        if slot.can_close && slot.low < 0.0 && z <= -0.5 * (slot.last_partial + slot.held) {
            return -slot.held;
        }
        let whole = ((z / step).round() * step).max(-slot.last_partial);
        let whole = if whole > slot.high { whole - step } else { whole };
        self.not_too_small(slot, whole, z)
    }

    /// Nothing, or the smallest trade, for a trade that is too small; whichever is nearer to `wanted`.
    fn not_too_small(&self, slot: &Slot, whole: f64, wanted: f64) -> f64 {
        if whole == 0.0 || whole.abs() >= slot.smallest * (1.0 - 1e-12) {
            return whole + 0.0;
        }
        if whole < 0.0 && slot.smallest > slot.last_partial {
            return if slot.can_close && -wanted > 0.5 * slot.held { -slot.held } else { 0.0 };
        }
        let enough = slot.smallest.copysign(wanted);
        if wanted.abs() > 0.5 * slot.smallest && enough <= slot.high { enough } else { 0.0 }
    }

    /// The nearest allowed trades below and above an allowed one.
    pub(crate) fn neighbours(&self, slot: &Slot, z: f64) -> [f64; 2] {
        let step = self.instruments[slot.instrument].step_units;
        let least = step.max(slot.smallest);
        let inside = 0.5 * step;
        let sold = |units: f64| match (units <= slot.last_partial + inside, slot.can_close && slot.low < 0.0) {
            (true, _) => -units,
            (false, true) => -slot.held,
            (false, false) => z,
        };
        let down = if z > least + inside {
            z - step
        } else if z > 0.0 {
            0.0
        } else if z == 0.0 {
            sold(least)
        } else {
            sold(step - z)
        };
        let up = if slot.can_close && z == -slot.held && z < 0.0 {
            if slot.last_partial >= least - inside { -slot.last_partial } else { 0.0 }
        } else if z < -(least + inside) {
            z + step
        } else if z < 0.0 {
            0.0
        } else if z == 0.0 {
            least
        } else {
            z + step
        };
        [self.snapped(slot, down), if up > slot.high { z } else { self.snapped(slot, up) }]
    }
}
