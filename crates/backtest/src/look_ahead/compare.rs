//! The first thing in which two runs differ up to a moment.

use execution::strategy::{Ask, OrderRequest, Request, Size};
use model::{order::fill::Fill, time::Timestamp};

use super::trace::Trace;

/// Where two runs part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    pub(super) at: Timestamp,
    pub(super) expected: Option<String>,
    pub(super) found: Option<String>,
}

/// The first request, fill or failure up to a moment that is not the same in both; `None` when all are.
pub(super) fn difference(expected: &Trace, found: &Trace, until: Timestamp) -> Option<Difference> {
    let requests = first(&expected.requests, &found.requests, |request| request.made_at, until, say_request);
    let fills = first(&expected.fills, &found.fills, |fill| fill.at, until, say_fill);
    let failure = found.failure.as_ref().filter(|_| found.failed_at.is_none_or(|at| at <= until)).map(|failure| {
        Difference { at: found.failed_at.unwrap_or(until), expected: None, found: Some(failure.to_string()) }
    });
    // A failure ends the run, so that whatever is missing afterwards is missing because of it.
    [failure, requests, fills].into_iter().flatten().min_by_key(|difference| difference.at)
}

fn first<T: PartialEq>(
    expected: &[T],
    found: &[T],
    at: impl Fn(&T) -> Timestamp,
    until: Timestamp,
    say: impl Fn(&T) -> String,
) -> Option<Difference> {
    let known = |list: &[T]| list.iter().take_while(|item| at(item) <= until).count();
    let (expected, found) = (&expected[..known(expected)], &found[..known(found)]);
    let same = expected.iter().zip(found).take_while(|(a, b)| a == b).count();
    let (a, b) = (expected.get(same), found.get(same));
    let when = a.map(&at).into_iter().chain(b.map(&at)).min()?;
    Some(Difference { at: when, expected: a.map(&say), found: b.map(&say) })
}

fn say_request(request: &Request) -> String {
    let what = match request.ask {
        Ask::Place(order) => say_order(&order),
        Ask::Cancel => "cancel".to_owned(),
        Ask::Replace(to) => format!("change to {} units, {}", to.quantity.get(), to.terms.order_type()),
        Ask::Sent => "sent".to_owned(),
    };
    format!("{} of instrument {}: {what}", request.made_at, request.instrument)
}

fn say_order(order: &OrderRequest) -> String {
    let size = match order.size {
        Size::Units(units) => format!("{units} units"),
        Size::Money(money) => format!("for {money}"),
        Size::FundsShare(share) => format!("{share} of the funds"),
        Size::Position => "the position".to_owned(),
        Size::Parent => "as its parent".to_owned(),
    };
    format!("{} {size}, {}", order.side, order.terms.order_type())
}

fn say_fill(fill: &Fill) -> String {
    format!("{}: {} {} at {} traded", fill.at, fill.side, fill.quantity.get(), fill.price.get())
}
