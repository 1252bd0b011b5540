//! Links the returns of days to an index.

use chrono::NaiveDate;

use super::daily::{Daily, Flow};
use crate::unknown::Unknown;

/// A link of the time-weighted return: one day with flows, or a run of days without.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Period {
    /// The day whose end it starts from; none for the very beginning.
    pub from: Option<NaiveDate>,
    /// Its last day.
    pub to: NaiveDate,
    /// Value at its start.
    pub value_start: f64,
    /// Cash paid in.
    pub cash_in: f64,
    /// Cash paid out.
    pub cash_out: f64,
    /// Units that came in, at the day's price.
    pub units_in: f64,
    /// Units that left, at the day's price.
    pub units_out: f64,
    /// Value at its end.
    pub value_end: f64,
    /// One plus its return.
    pub factor: f64,
}

impl Period {
    /// Whether money or units crossed the border in it.
    pub fn has_flows(&self) -> bool {
        self.cash_in + self.cash_out + self.units_in + self.units_out != 0.0
    }
}

pub(super) struct Linked {
    pub(super) index: Vec<Option<f64>>,
    pub(super) periods: Vec<Period>,
    /// Why the index ends early.
    pub(super) broken: Option<Unknown>,
}

pub(super) fn link(daily: &Daily) -> Linked {
    let mut linked = Linked { index: Vec::with_capacity(daily.days.len()), periods: Vec::new(), broken: None };
    // The last known value with its day, and whether something flowed since without a value.
    let (mut before, mut since, mut gap_flow) = (Some(0.0), None, false);
    let mut index = 1.0;
    for (i, day) in daily.days.iter().enumerate() {
        if i == 0 && daily.starts_at_close {
            before = daily.value[0];
            since = Some(*day);
            linked.index.push(before.map(|_| 1.0));
            continue;
        }
        let flow = daily.flows[i];
        match (before, daily.value[i], flow) {
            (_, None, _) | (_, _, None) => {
                gap_flow |= flow.is_none_or(|f| f.any());
                linked.index.push(None);
                continue;
            }
            (None, Some(_), Some(_)) => {
                // Nothing was known so far: the measure can only break, not start in the middle.
                linked.broken.get_or_insert_with(|| {
                    Unknown::undefined("the value at the start is unknown, so there is no return since then")
                });
            }
            (Some(_), Some(_), Some(_)) if gap_flow => {
                linked.broken.get_or_insert_with(|| {
                    Unknown::undefined(format!(
                        "money moved before {day} while the value was unknown; enter the missing price or rate"
                    ))
                });
            }
            (Some(start), Some(end), Some(flow)) if linked.broken.is_none() => {
                match period(since, *day, start, flow, end) {
                    Ok(p) => {
                        index *= p.factor;
                        append(&mut linked.periods, p);
                    }
                    Err(unknown) => linked.broken = Some(unknown),
                }
            }
            _ => {}
        }
        linked.index.push(linked.broken.is_none().then_some(index));
        before = daily.value[i];
        since = Some(*day);
        gap_flow = false;
    }
    linked
}

fn period(from: Option<NaiveDate>, to: NaiveDate, start: f64, flow: Flow, end: f64) -> Result<Period, Unknown> {
    let Flow { cash_in, cash_out, units_in, units_out } = flow;
    let size = start.abs() + end.abs() + cash_in + cash_out + units_in + units_out;
    let tiny = |x: f64| x.abs() <= size * 1e-12;
    let mut put_in = start + cash_in;
    let mut came_out = end + cash_out + units_out - units_in;
    if tiny(put_in) && units_in > 0.0 {
        // Units are all there is: they count from the morning.
        put_in += units_in;
        came_out += units_in;
    }
    let factor = match (tiny(put_in), tiny(came_out)) {
        (true, true) => 1.0,
        (false, true) if put_in > 0.0 => 0.0,
        (false, false) if put_in > 0.0 && came_out > 0.0 => came_out / put_in,
        _ => {
            return Err(Unknown::undefined(format!(
                "the value is zero or below on {to}, so the day has no return; enter missing deposits or look at the money-weighted return"
            )));
        }
    };
    Ok(Period { from, to, value_start: start, cash_in, cash_out, units_in, units_out, value_end: end, factor })
}

/// Joins runs of days without flows.
fn append(periods: &mut Vec<Period>, p: Period) {
    match periods.last_mut() {
        Some(last) if !last.has_flows() && !p.has_flows() => {
            last.to = p.to;
            last.value_end = p.value_end;
            last.factor *= p.factor;
        }
        _ => periods.push(p),
    }
}
