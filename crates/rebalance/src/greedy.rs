//! The plan that portfolio trackers make: sell what is over its aim, then buy what lies furthest below, account by account.
//!
//! It looks at neither tax nor cost but for the order of the lots, keeps every limit, and is the measure that the planner must not fall behind.

use crate::household::Household;
use crate::state::State;

/// The greedy plan; `None` when it cannot raise the cash that is asked for.
pub(crate) fn greedy(household: &Household<'_>) -> Option<State> {
    let mut state = State::new(household, vec![0.0; household.slots.len()]);
    sell_over(household, &mut state);
    if !raise_cash(household, &mut state) {
        return None;
    }
    buy_under(household, &mut state);
    state.is_feasible(household).then_some(state)
}

/// Sells what is over its aim: out of sheltered accounts first, where nothing is taxed.
fn sell_over(household: &Household<'_>, state: &mut State) {
    for (i, listing) in household.instruments.iter().enumerate() {
        let mut slots = listing.slots.clone();
        slots.sort_by_key(|s| household.slots[*s].parcels.iter().any(|parcel| parcel.is_taxed));
        for s in slots {
            let over = (state.value[i] - listing.aim) / listing.price;
            if over > 0.0 {
                set(household, state, s, -over);
            }
        }
    }
}

/// Sells more where an account lacks cash, the largest positions first. `false` when it does not suffice.
fn raise_cash(household: &Household<'_>, state: &mut State) -> bool {
    for (a, purse) in household.accounts.iter().enumerate() {
        while state.cash[a] < purse.cash_least {
            let short = purse.cash_least - state.cash[a];
            if !sell_largest(household, state, &purse.slots, short) {
                return false;
            }
        }
    }
    let all: Vec<usize> = (0..household.slots.len()).collect();
    while state.all_cash < household.buffer_least {
        let short = household.buffer_least - state.all_cash;
        if !sell_largest(household, state, &all, short) {
            return false;
        }
    }
    true
}

/// Sells `short` of the slot that has the most left to sell; `false` when none can be sold any further.
pub(crate) fn sell_largest(household: &Household<'_>, state: &mut State, slots: &[usize], short: f64) -> bool {
    let price = |s: usize| household.instruments[household.slots[s].instrument].price;
    let mut order: Vec<usize> = slots.to_vec();
    order.sort_by(|&s, &t| {
        let left = |s: usize| (state.z[s] - household.slots[s].low) * price(s);
        left(t).total_cmp(&left(s)).then(s.cmp(&t))
    });
    for s in order {
        let slot = &household.slots[s];
        let listing = &household.instruments[slot.instrument];
        let commission = household.accounts[slot.account].commission;
        let units = (short + commission) / (listing.price - listing.spread);
        let step = listing.step_units;
        let wanted = state.z[s] - (units / step - 1e-9).ceil().max(1.0) * step;
        for to in [household.snapped(slot, wanted), household.snapped(slot, slot.low)] {
            let more = household.cash_of(slot, to) - household.cash_of(slot, state.z[s]);
            if to < state.z[s] && more > 0.0 && state.change(household, &[(s, to)]).is_finite() {
                state.apply(household, &[(s, to)]);
                return true;
            }
        }
    }
    false
}

/// Buys what lies furthest below its aim, as a part of it, from the accounts that have cash.
fn buy_under(household: &Household<'_>, state: &mut State) {
    let mut order: Vec<usize> =
        (0..household.instruments.len()).filter(|i| household.instruments[*i].aim > 0.0).collect();
    let missing = |state: &State, i: usize| 1.0 - state.value[i] / household.instruments[i].aim;
    order.sort_by(|&i, &j| missing(state, j).total_cmp(&missing(state, i)).then(i.cmp(&j)));
    for i in order {
        let listing = &household.instruments[i];
        for &s in &listing.slots {
            let slot = &household.slots[s];
            let purse = &household.accounts[slot.account];
            let cash = (state.cash[slot.account] - purse.cash_least).min(state.all_cash - household.buffer_least);
            let payable = (cash - purse.commission) / (listing.price + listing.spread);
            let under = ((listing.aim - state.value[i]) / listing.price).min(payable);
            // Of what is sold in this plan nothing is bought.
            if under > 0.0 && state.z[s] >= 0.0 && slot.high > 0.0 {
                set(household, state, s, state.z[s] + (under / listing.step_units).floor() * listing.step_units);
            }
        }
    }
}

/// Makes the allowed trade nearest to `wanted` if the limits let it, or the one a step nearer to nothing.
fn set(household: &Household<'_>, state: &mut State, s: usize, wanted: f64) {
    let slot = &household.slots[s];
    let to = household.snapped(slot, wanted);
    let [down, up] = household.neighbours(slot, to);
    let nearer = if to > 0.0 { down } else { up };
    for to in [to, nearer] {
        if to != state.z[s] && state.change(household, &[(s, to)]).is_finite() {
            state.apply(household, &[(s, to)]);
            return;
        }
    }
}
