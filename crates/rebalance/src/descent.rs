//! From the relaxation's trades to a plan: rounded to tradable units, its cash repaired, and improved trade by trade.
//!
//! Improvement looks at one trade, and at two that pay for each other: in one account, or of one instrument in two accounts. It
//! takes what lowers the objective and ends when nothing does, or when its looks are used up. All of it is deterministic.

use crate::DriftPrice;
use crate::greedy::sell_largest;
use crate::household::Household;
use crate::relaxation::{Node, Rule};
use crate::state::State;

/// Slots of an account that are tried in pairs: the readiest to give cash, and the readiest to take it.
const PAIRED: usize = 24;
/// Improvements smaller than this part of the capital are rounding.
pub(crate) const ROUNDING: f64 = 1e-13;
/// A trade this near to a corner, as a part of the position or the grid, goes to it.
const NEAR: f64 = 1e-6;

/// Which side gives way where the relaxation sells an instrument at a loss here and buys it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Yields {
    /// The one that moves less.
    Smaller,
    /// The purchase: the loss saves tax at once, and the cash buys something else.
    Purchase,
}

/// The plan nearest to the relaxed trades of a node; `None` when its cash cannot be repaired.
pub(crate) fn rounded(household: &Household<'_>, node: &Node, z: &[f64], yields: Yields) -> Option<State> {
    let mut z: Vec<f64> = household.slots.iter().zip(z).map(|(slot, z)| nearest(household, slot, *z)).collect();
    separate(household, node, &mut z, yields);
    let mut state = State::new(household, z);
    repair(household, &mut state)?;
    // Sums that were added up step by step differ in the last digits.
    let state = State::new(household, state.z);
    state.is_feasible(household).then_some(state)
}

/// The allowed trade nearest to `z`, with nothing, the corners of the lots and a closed position catching what is near to them.
fn nearest(household: &Household<'_>, slot: &crate::household::Slot, z: f64) -> f64 {
    let price = household.instruments[slot.instrument].price;
    // Of no account in money: a hundred-millionth of the capital.
    if z.abs() * price <= 1e-8 * household.capital {
        return 0.0;
    }
    let corner = slot.full.units.iter().map(|units| -units).find(|corner| (corner - z).abs() <= NEAR * (1.0 + z.abs()));
    household.snapped(slot, corner.unwrap_or(z))
}

/// Where an instrument is sold at a loss in one account and bought in another, one of the two gives way.
fn separate(household: &Household<'_>, node: &Node, z: &mut [f64], yields: Yields) {
    for (i, listing) in household.instruments.iter().enumerate() {
        if household.paid(i, &|s| z[s]).is_finite() {
            continue;
        }
        let sells_loss = |z: &[f64], s: usize| z[s] < 0.0 && -z[s] > household.slots[s].clean.most();
        let bought: f64 = listing.slots.iter().map(|s| z[*s].max(0.0)).sum();
        let lost: f64 = listing.slots.iter().filter(|s| sells_loss(z, **s)).map(|s| -z[*s]).sum();
        let gives_purchase = match node.rule[i] {
            Rule::NoPurchase => true,
            Rule::NoLoss => false,
            Rule::Open => yields == Yields::Purchase || bought <= lost,
        };
        for &s in &listing.slots {
            if gives_purchase {
                z[s] = z[s].min(0.0);
            } else if sells_loss(z, s) {
                let slot = &household.slots[s];
                let step = listing.step_units;
                z[s] = household.snapped(slot, -(slot.clean.most() / step).floor() * step);
                if -z[s] > slot.clean.most() {
                    z[s] = 0.0;
                }
            }
        }
    }
}

/// Buys less, and sells more where that does not suffice, until every account has its least cash.
fn repair(household: &Household<'_>, state: &mut State) -> Option<()> {
    for (a, purse) in household.accounts.iter().enumerate() {
        raise(household, state, &purse.slots, &|state| purse.cash_least - state.cash[a])?;
    }
    let all: Vec<usize> = (0..household.slots.len()).collect();
    raise(household, state, &all, &|state| household.buffer_least - state.all_cash)
}

/// Sells in pieces: all that is missing, a part of it, or up to the next corner, whichever gives up least for the cash that is missing. A
/// step at a time would take as many rounds as there are steps.
fn raise(household: &Household<'_>, state: &mut State, slots: &[usize], short: &dyn Fn(&State) -> f64) -> Option<()> {
    while short(state) > 0.0 {
        let missing = short(state);
        let mut best: Option<(f64, usize, f64)> = None;
        for &s in slots {
            let slot = &household.slots[s];
            if slot.low >= slot.high || state.z[s] <= slot.low {
                continue;
            }
            for to in pieces(household, state, s, missing) {
                let more = household.cash_of(slot, to) - household.cash_of(slot, state.z[s]);
                if to >= state.z[s] || more <= 0.0 {
                    continue;
                }
                // What is given up for each unit of cash that is needed.
                let rate = state.change(household, &[(s, to)]) / more.min(missing);
                if rate.is_finite() && best.is_none_or(|(least, ..)| rate < least) {
                    best = Some((rate, s, to));
                }
            }
        }
        match best {
            Some((_, s, to)) => state.apply(household, &[(s, to)]),
            None if sell_largest(household, state, slots, missing) => {}
            None => return None,
        }
    }
    Some(())
}

/// Trades of a slot below the present one that bring a part of what is missing, or all of it.
fn pieces(household: &Household<'_>, state: &State, s: usize, missing: f64) -> [f64; 4] {
    let slot = &household.slots[s];
    let listing = &household.instruments[slot.instrument];
    let now = state.z[s];
    let steps = missing / (listing.price - listing.spread) / listing.step_units - 1e-9;
    let by = |part: f64| household.snapped(slot, now - (part * steps).ceil().max(1.0) * listing.step_units);
    // The next corner down: nothing traded, the end of a lot, the aim.
    let corner = if now > 0.0 {
        0.0
    } else {
        let next = slot.full.units.iter().find(|units| **units > -now + 1e-9 * (1.0 - now));
        -next.copied().unwrap_or(-slot.low)
    };
    let to_aim = now - ((state.value[slot.instrument] - listing.aim) / listing.price).max(0.0);
    let nearer = |to: f64| household.snapped(slot, to.max(now - steps.ceil() * listing.step_units));
    [by(1.0), by(0.125), nearer(corner), nearer(to_aim)]
}

/// Lowers the objective until nothing that is looked at does, with at most `looks` looks.
pub(crate) fn improve(household: &Household<'_>, state: &mut State, looks: &mut usize) {
    loop {
        let singles = improve_singles(household, state, looks);
        let pairs = improve_pairs(household, state, looks);
        if (!singles && !pairs) || *looks == 0 {
            break;
        }
    }
    let fresh = State::new(household, std::mem::take(&mut state.z));
    *state = fresh;
}

fn improve_singles(household: &Household<'_>, state: &mut State, looks: &mut usize) -> bool {
    let mut improved = false;
    for s in 0..household.slots.len() {
        if household.slots[s].low == household.slots[s].high {
            continue;
        }
        let mut best = (-ROUNDING * household.capital, None);
        for to in candidates(household, state, s) {
            if *looks == 0 {
                return improved;
            }
            *looks -= 1;
            let change = state.change(household, &[(s, to)]);
            if change < best.0 {
                best = (change, Some(to));
            }
        }
        if let Some(to) = best.1 {
            state.apply(household, &[(s, to)]);
            improved = true;
        }
    }
    improved
}

/// Trades of a slot that could be better than the present one.
pub(crate) fn candidates(household: &Household<'_>, state: &State, s: usize) -> Vec<f64> {
    let slot = &household.slots[s];
    let listing = &household.instruments[slot.instrument];
    let now = state.z[s];
    let mut wanted = vec![0.0, slot.low, slot.high];
    wanted.extend(household.neighbours(slot, now));
    let to_aim = now + (listing.aim - state.value[slot.instrument]) / listing.price;
    wanted.extend([to_aim, to_aim - listing.step_units, to_aim + listing.step_units]);
    let corners = slot.full.units.iter().chain(&slot.clean.units);
    wanted.extend(corners.map(|units| -units));
    let purse = &household.accounts[slot.account];
    let free = (state.cash[slot.account] - purse.cash_least).min(state.all_cash - household.buffer_least);
    wanted.push(now + (free / (listing.price + listing.spread) / listing.step_units).floor() * listing.step_units);
    if let (DriftPrice::Squared { risk_aversion }, Some(risk)) = (household.request.drift_price, &household.risk) {
        let curvature =
            risk_aversion * risk.entry(slot.instrument, slot.instrument) * listing.price / household.capital;
        if curvature > 0.0 {
            let pull = risk_aversion * state.pull[slot.instrument];
            let rate = listing.spread / listing.price;
            let slope = (slot.full.at(-now + 1e-6) - slot.full.at(-now)) / 1e-6 / listing.price;
            wanted.extend([-pull, -pull - rate, -pull + rate + slope].map(|force| now + force / curvature));
        }
    }
    let mut trades: Vec<f64> = wanted.into_iter().map(|z| household.snapped(slot, z)).filter(|z| *z != now).collect();
    trades.sort_by(f64::total_cmp);
    trades.dedup();
    trades
}

fn improve_pairs(household: &Household<'_>, state: &mut State, looks: &mut usize) -> bool {
    let mut improved = false;
    for a in 0..household.accounts.len() {
        let (givers, takers) = ready(household, state, a);
        let below = |state: &State, s: usize| -> Vec<f64> {
            candidates(household, state, s).into_iter().filter(|z| *z < state.z[s]).collect()
        };
        let above = |state: &State, t: usize| -> Vec<f64> {
            candidates(household, state, t).into_iter().filter(|z| *z > state.z[t]).collect()
        };
        let mut takes: Vec<Vec<f64>> = takers.iter().map(|t| above(state, *t)).collect();
        for &s in &givers {
            let mut gives = below(state, s);
            for (k, &t) in takers.iter().enumerate() {
                if s != t && improve_pair(household, state, (s, &gives), (t, &takes[k]), looks) {
                    improved = true;
                    gives = below(state, s);
                    takes = takers.iter().map(|t| above(state, *t)).collect();
                }
                if *looks == 0 {
                    return improved;
                }
            }
        }
    }
    for listing in &household.instruments {
        for &s in &listing.slots {
            for &t in &listing.slots {
                if s != t && *looks > 0 && improve_move(household, state, s, t, looks) {
                    improved = true;
                }
            }
        }
    }
    improved
}

/// Slots of an account that are the readiest to give cash and to take it, by what a small trade changes.
fn ready(household: &Household<'_>, state: &State, a: usize) -> (Vec<usize>, Vec<usize>) {
    let (mut givers, mut takers) = (Vec::new(), Vec::new());
    for &s in &household.accounts[a].slots {
        let slot = &household.slots[s];
        let listing = &household.instruments[slot.instrument];
        let [down, up] = household.neighbours(slot, state.z[s]);
        if down < state.z[s] {
            let change = state.change(household, &[(s, down)]) / ((state.z[s] - down) * listing.price);
            givers.push((change, s));
        }
        if up > state.z[s] {
            // Cash apart: with the partner's it may suffice.
            let i = slot.instrument;
            let paid = household.paid(i, &|k| if k == s { up } else { state.z[k] }) - state.paid[i];
            let more = (up - state.z[s]) * listing.price;
            let drift = state.drift_toward(household, i, more);
            takers.push(((paid + drift) / more, s));
        }
    }
    let first = |mut list: Vec<(f64, usize)>| -> Vec<usize> {
        list.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
        list.into_iter().take(PAIRED).map(|(_, s)| s).collect()
    };
    (first(givers), first(takers))
}

/// Gives cash with `s` and takes it with `t` in one account.
fn improve_pair(
    household: &Household<'_>,
    state: &mut State,
    (s, gives): (usize, &[f64]),
    (t, takes): (usize, &[f64]),
    looks: &mut usize,
) -> bool {
    let (slot, other) = (&household.slots[s], &household.slots[t]);
    let (giver, taker) = (&household.instruments[slot.instrument], &household.instruments[other.instrument]);
    let purse = &household.accounts[slot.account];
    let free = (state.cash[slot.account] - purse.cash_least).min(state.all_cash - household.buffer_least).max(0.0);
    let mut pairs: Vec<(f64, f64)> = Vec::new();
    for &give in gives {
        // All that it brings, and what was free, goes into the other.
        let brings = household.cash_of(slot, give) - household.cash_of(slot, state.z[s]);
        for cash in [brings, brings + free] {
            let units = (cash / (taker.price + taker.spread) / taker.step_units).floor() * taker.step_units;
            pairs.push((give, household.snapped(other, state.z[t] + units)));
        }
    }
    for &take in takes {
        let needs = household.cash_of(other, state.z[t]) - household.cash_of(other, take) - free;
        let units = (needs.max(0.0) / (giver.price - giver.spread) / giver.step_units).ceil() * giver.step_units;
        pairs.push((household.snapped(slot, state.z[s] - units), take));
    }
    best_of(household, state, (s, t), pairs, looks)
}

/// Sells with `s` and buys the same instrument with `t` in another account.
fn improve_move(household: &Household<'_>, state: &mut State, s: usize, t: usize, looks: &mut usize) -> bool {
    let (slot, other) = (&household.slots[s], &household.slots[t]);
    let mut pairs: Vec<(f64, f64)> = Vec::new();
    for give in candidates(household, state, s).into_iter().filter(|z| *z < state.z[s]) {
        pairs.push((give, household.snapped(other, state.z[t] + state.z[s] - give)));
    }
    for take in candidates(household, state, t).into_iter().filter(|z| *z > state.z[t]) {
        pairs.push((household.snapped(slot, state.z[s] + state.z[t] - take), take));
    }
    best_of(household, state, (s, t), pairs, looks)
}

fn best_of(
    household: &Household<'_>,
    state: &mut State,
    (s, t): (usize, usize),
    pairs: Vec<(f64, f64)>,
    looks: &mut usize,
) -> bool {
    let mut best = (-ROUNDING * household.capital, None);
    for (give, take) in pairs {
        if *looks == 0 {
            break;
        }
        *looks -= 1;
        if give == state.z[s] && take == state.z[t] {
            continue;
        }
        let change = state.change(household, &[(s, give), (t, take)]);
        if change < best.0 {
            best = (change, Some([(s, give), (t, take)]));
        }
    }
    match best.1 {
        Some(changes) => {
            state.apply(household, &changes);
            true
        }
        None => false,
    }
}
