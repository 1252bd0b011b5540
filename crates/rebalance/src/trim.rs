//! What a plan can do without: trades that bring nothing, and crumbs of solvers.

use crate::Shares;
use crate::descent::{ROUNDING, candidates};
use crate::household::Household;
use crate::state::State;

/// A trade of less than this part of the capital is a crumb, which may go when that costs at most a tenth of it.
const CRUMB: f64 = 1e-7;

/// Takes back what is traded for nothing: where trades cost nothing, many plans are equally good, and the one that trades less is
/// meant.
pub(crate) fn trim(household: &Household<'_>, state: &mut State) {
    let costs_nothing = |s: &usize| {
        let slot = &household.slots[*s];
        household.instruments[slot.instrument].spread == 0.0 && household.accounts[slot.account].commission == 0.0
    };
    for purse in &household.accounts {
        let free: Vec<usize> = purse.slots.iter().copied().filter(costs_nothing).collect();
        let sold: Vec<usize> = free.iter().copied().filter(|s| state.z[*s] < 0.0).collect();
        let bought: Vec<usize> = free.iter().copied().filter(|s| state.z[*s] > 0.0).collect();
        let mut slopes: Vec<f64> = sold.iter().map(|s| slope_back(household, state, *s)).collect();
        for &t in &bought {
            let mut slope = slope_back(household, state, t);
            for (k, &s) in sold.iter().enumerate() {
                // Most pairs cost something from the first unit on.
                if slopes[k] + slope <= 1e-5 && take_back(household, state, s, t) {
                    slopes[k] = slope_back(household, state, s);
                    slope = slope_back(household, state, t);
                }
            }
        }
    }
    for listing in &household.instruments {
        let free: Vec<usize> = listing.slots.iter().copied().filter(costs_nothing).collect();
        for &s in &free {
            for &t in &free {
                if state.z[s] < 0.0 && state.z[t] > 0.0 {
                    stay(household, state, s, t);
                }
            }
        }
    }
    *state = State::new(household, std::mem::take(&mut state.z));
}

/// What a unit of money less traded of a slot changes, cash apart; infinite where nothing is left to take back.
fn slope_back(household: &Household<'_>, state: &State, s: usize) -> f64 {
    let slot = &household.slots[s];
    let [down, up] = household.neighbours(slot, state.z[s]);
    let to = if state.z[s] < 0.0 { up } else { down };
    let i = slot.instrument;
    let more = (to - state.z[s]) * household.instruments[i].price;
    if state.z[s] == 0.0 || more == 0.0 {
        return f64::INFINITY;
    }
    let paid = household.paid(i, &|k| if k == s { to } else { state.z[k] }) - state.paid[i];
    (paid + state.drift_toward(household, i, more)) / more.abs()
}

/// Leaves units of an instrument in the account of `s` in place of selling them there and buying them in the account of `t`: paid for with the
/// cash that is free, or with an exchange of something else the other way.
fn stay(household: &Household<'_>, state: &mut State, s: usize, t: usize) {
    let price = household.instruments[household.slots[s].instrument].price;
    let (a, b) = (household.slots[s].account, household.slots[t].account);
    let less = |slot: usize, z: f64| household.snapped(&household.slots[slot], z);
    let is_less = |now: f64, z: f64| z.abs() < now.abs() && z * now >= 0.0;
    let both = |state: &State, [from, to]: [f64; 2]| [(s, less(s, state.z[s] + from)), (t, less(t, state.z[t] - to))];
    let step = household.instruments[household.slots[s].instrument].step_units;
    let below = |units: f64| (units / step + 1e-6).floor() * step;
    // Of fractions a step more or less is no matter.
    let above = |units: f64| match household.request.shares {
        Shares::Whole => below(units),
        Shares::Fractional { .. } => (units / step - 1e-6).ceil() * step,
    };
    let bought: Vec<usize> = household.accounts[a].slots.iter().copied().filter(|x| state.z[*x] > 0.0).collect();
    for x in std::iter::once(None).chain(bought.into_iter().map(Some)) {
        if state.z[s] >= 0.0 || state.z[t] <= 0.0 {
            return;
        }
        let units = (-state.z[s]).min(state.z[t]);
        let mut changes: Vec<(usize, f64)> = Vec::new();
        let mut instead = None;
        match x {
            None => {
                let free = (state.cash[a] - household.accounts[a].cash_least).max(0.0) / price;
                changes.extend(both(state, [if free < units { below(free) } else { units }; 2]));
            }
            Some(x) => {
                let other = &household.instruments[household.slots[x].instrument];
                // What is bought here is sold less there, or bought there in place of here.
                let Some(y) = other.slots.iter().copied().find(|y| household.slots[*y].account == b) else { continue };
                let most = if state.z[y] < 0.0 { state.z[x].min(-state.z[y]) } else { state.z[x] };
                let money = (units * price).min(most * other.price);
                let others = (money / other.price / other.step_units).floor() * other.step_units;
                let same = others * other.price / price;
                changes.extend(both(state, [below(same), above(same)]));
                changes.push((x, less(x, state.z[x] - others)));
                instead = Some((y, less(y, state.z[y] + others)));
            }
        }
        if !changes.iter().all(|&(slot, z)| is_less(state.z[slot], z)) {
            continue;
        }
        changes.extend(instead);
        let mut z = state.z.clone();
        changes.iter().for_each(|&(slot, to)| z[slot] = to);
        let after = State::new(household, z);
        let allowed = match household.request.shares {
            Shares::Whole => ROUNDING * household.capital,
            Shares::Fractional { .. } => 2.0 * step * price,
        };
        if after.is_feasible(household) && after.objective() <= state.objective() + allowed {
            *state = after;
        }
    }
}

/// Leaves out crumbs, for which no one would make an order.
pub(crate) fn sweep(household: &Household<'_>, state: &mut State) {
    let money = |state: &State, s: usize| state.z[s] * household.instruments[household.slots[s].instrument].price;
    for s in 0..state.z.len() {
        let slot = &household.slots[s];
        let crumb = money(state, s).abs();
        if state.z[s] == 0.0 || crumb > CRUMB * household.capital || state.z[s] == -slot.held {
            continue;
        }
        let allowed = 0.1 * CRUMB * household.capital;
        if state.change(household, &[(s, 0.0)]) <= allowed {
            state.apply(household, &[(s, 0.0)]);
            continue;
        }
        // A sale that something needs: the largest purchase of the account gives way.
        let slots = household.accounts[slot.account].slots.iter().copied();
        let Some(t) = slots.max_by(|t, u| money(state, *t).total_cmp(&money(state, *u))) else { continue };
        let listing = &household.instruments[household.slots[t].instrument];
        let steps = (crumb / listing.price / listing.step_units).ceil();
        let changes = [(s, 0.0), (t, household.snapped(&household.slots[t], state.z[t] - steps * listing.step_units))];
        if t != s && changes[1].1 > 0.0 && changes[1].1 < state.z[t] && state.change(household, &changes) <= allowed {
            state.apply(household, &changes);
        }
    }
    *state = State::new(household, std::mem::take(&mut state.z));
}

/// Sells less of `s` and buys as much less of `t`, as far as that costs nothing; `false` when it does not.
fn take_back(household: &Household<'_>, state: &mut State, s: usize, t: usize) -> bool {
    let (slot, other) = (&household.slots[s], &household.slots[t]);
    let (sold, bought) = (&household.instruments[slot.instrument], &household.instruments[other.instrument]);
    let fewer = |z: f64, now: f64| z.abs() < now.abs();
    let mut pairs: Vec<(f64, f64)> = Vec::new();
    for z in candidates(household, state, s).into_iter().filter(|z| *z <= 0.0 && fewer(*z, state.z[s])) {
        let units = (z - state.z[s]) * sold.price / bought.price;
        pairs.push((z, household.snapped(other, state.z[t] - (units / bought.step_units).ceil() * bought.step_units)));
    }
    for z in candidates(household, state, t).into_iter().filter(|z| *z >= 0.0 && fewer(*z, state.z[t])) {
        let units = (state.z[t] - z) * bought.price / sold.price;
        pairs.push((household.snapped(slot, state.z[s] + (units / sold.step_units).floor() * sold.step_units), z));
    }
    pairs.retain(|(a, b)| *a <= 0.0 && *b >= 0.0 && fewer(*a, state.z[s]) && fewer(*b, state.z[t]));
    // The most is taken back first.
    pairs.sort_by(|x, y| y.0.total_cmp(&x.0));
    for (a, b) in pairs {
        let changes = [(s, a), (t, b)];
        if state.change(household, &changes) <= ROUNDING * household.capital {
            state.apply(household, &changes);
            return true;
        }
    }
    false
}
