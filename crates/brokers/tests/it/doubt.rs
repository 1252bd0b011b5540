//! What no broker said itself decides nothing: every answer of every broker, lost, late, cut, or in the form of somebody else.

use brokers::{Ask, Broker, Canceled, Changed, ClientOrderId, Desk, Got, Looked, Placed, Target};
use model::order::event::OrderEventData;

use crate::{
    samples::Samples,
    support::{answered, desk, html, limit, order_id, target},
};

const PAGE: &str = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";
/// JSON that brokers' gateways and other programs send.
const FOREIGN: [&str; 10] = [
    "",
    "{}",
    "null",
    "[null]",
    "[[]]",
    "{\"status\":\"ok\"}",
    "{\"message\":\"Service Unavailable\"}",
    "{\"data\":null}",
    "{\"error\":{\"type\":\"gateway\"}}",
    "{\"jsonrpc\":\"2.0\",\"result\":[]}",
];

/// All that can be read of an answer, as what was concluded; `None` where it is unknown.
pub(crate) fn concluded(desk: &Desk, target: &Target, got: &Got<'_>) -> [Option<&'static str>; 8] {
    let speak = desk.broker().language();
    let placed = match speak.placed(ClientOrderId::first(order_id()), got) {
        Placed::Accepted { .. } => Some("accepted"),
        Placed::Rejected { .. } => Some("rejected"),
        Placed::Exists => Some("exists"),
        Placed::Unknown(_) => None,
    };
    let canceled = match desk.canceled(target, got) {
        Canceled::Asked | Canceled::Done => Some("canceled"),
        Canceled::TooLate { .. } => Some("too late"),
        Canceled::NotFound { .. } => Some("not found"),
        Canceled::Refused { .. } => Some("cancel refused"),
        Canceled::Unknown(_) => None,
    };
    let changed = match desk.changed(target, got) {
        Changed::Asked { .. } => Some("changed"),
        Changed::Refused { .. } | Changed::NotFound { .. } => Some("change refused"),
        Changed::Unknown(_) => None,
    };
    let looked = match desk.looked_up(target, got) {
        Ok(Looked::Found(_)) => Some("found"),
        Ok(Looked::Absent) => Some("absent"),
        Err(_) => None,
    };
    [
        placed,
        canceled,
        changed,
        looked,
        desk.open_orders(got).ok().map(|_| "open orders"),
        desk.executions(got).ok().map(|_| "executions"),
        desk.holdings(got).ok().map(|_| "holdings"),
        desk.cash(got).ok().map(|_| "cash"),
    ]
}

fn each(check: impl Fn(Broker, &Desk, &Target)) {
    for broker in Broker::ALL {
        let samples = Samples::of(broker);
        check(broker, &desk(broker), &target(Some(samples.number), samples.symbol));
    }
}

#[test]
fn no_answer_is_unknown_for_every_request() {
    each(|broker, desk, target| {
        for why in ["no answer within 10 s", "the connection broke", "the name of the host was not found"] {
            assert_eq!(concluded(desk, target, &Got::Nothing(why)), [None; 8], "{broker}: {why}");
        }
    });
}

#[test]
fn a_busy_broker_decides_nothing_whatever_it_sends_along() {
    each(|broker, desk, target| {
        for (_, good) in Samples::of(broker).answers() {
            for status in [100, 301, 302, 307, 408, 418, 425, 429, 500, 501, 502, 503, 504, 520, 522, 599] {
                let all = answered(status, good, |got| concluded(desk, target, got));
                assert_eq!(all, [None; 8], "{broker}: status {status}: {good}");
            }
        }
    });
}

#[test]
fn a_429_on_placing_is_unknown_and_says_when_to_look() {
    each(|broker, desk, _| {
        let order = limit("10", "181.05");
        match html(429, "", |got| desk.placed(order.get(), got)) {
            Placed::Unknown(doubt) => {
                assert_eq!((doubt.status, doubt.retry_after_s), (Some(429), Some(7)), "{broker}");
            }
            other => panic!("{broker}: {other:?}"),
        }
    });
}

#[test]
fn a_page_decides_nothing_whatever_its_status() {
    each(|broker, desk, target| {
        for status in [200, 201, 204, 400, 401, 403, 404, 422, 500, 502] {
            let all = html(status, PAGE, |got| concluded(desk, target, got));
            assert_eq!(all, [None; 8], "{broker}: {status}");
            let all = answered(status, PAGE, |got| concluded(desk, target, got));
            assert_eq!(all, [None; 8], "{broker}: {status} without its type");
        }
        // A good answer that is called a page is none either.
        for (status, good) in Samples::of(broker).answers() {
            assert_eq!(html(status, good, |got| concluded(desk, target, got)), [None; 8], "{broker}: {good}");
        }
    });
}

#[test]
fn the_form_of_somebody_else_decides_nothing() {
    each(|broker, desk, target| {
        for text in FOREIGN {
            for status in [200, 201, 400, 401, 403, 404, 409, 422] {
                let all = answered(status, text, |got| concluded(desk, target, got));
                assert_eq!(all, [None; 8], "{broker}: {status} {text}");
            }
        }
    });
}

#[test]
fn an_answer_that_was_cut_anywhere_decides_nothing() {
    each(|broker, desk, target| {
        for (status, good) in Samples::of(broker).answers() {
            for end in (0..good.len()).filter(|end| good.is_char_boundary(*end) && *end > 0) {
                let all = answered(status, &good[..end], |got| concluded(desk, target, got));
                assert_eq!(all, [None; 8], "{broker}: {status} {}", &good[..end]);
            }
        }
    });
}

/// NT#4228: a positions request that failed was read as "no positions".
#[test]
fn positions_and_open_orders_that_fail_are_not_an_empty_list() {
    each(|broker, desk, _| {
        let (status, refused) = Samples::of(broker).list_refused;
        answered(status, refused, |got| {
            assert_eq!(desk.holdings(got).unwrap_err().code(), "broker_refused", "{broker}");
            assert_eq!(desk.open_orders(got).unwrap_err().code(), "broker_refused", "{broker}");
            assert_eq!(desk.executions(got).unwrap_err().code(), "broker_refused", "{broker}");
            assert_eq!(desk.cash(got).unwrap_err().code(), "broker_refused", "{broker}");
        });
        let gone = Got::Nothing("the connection broke");
        assert_eq!(desk.holdings(&gone).unwrap_err().code(), "broker_no_answer", "{broker}");
        assert_eq!(desk.open_orders(&gone).unwrap_err().code(), "broker_no_answer", "{broker}");
    });
}

#[test]
fn good_answers_are_read() {
    each(|broker, desk, target| {
        let samples = Samples::of(broker);
        let read = |(status, text): (u16, &str)| answered(status, text, |got| concluded(desk, target, got));
        assert_eq!(read(samples.accepted)[0], Some("accepted"), "{broker}");
        for rejected in samples.rejected {
            assert_eq!(read(*rejected)[0], Some("rejected"), "{broker} {rejected:?}");
        }
        if let Some(exists) = samples.exists {
            assert_eq!(read(exists)[0], Some("exists"), "{broker}");
        }
        assert_eq!(read(samples.canceled)[1], Some("canceled"), "{broker}");
        if let Some(answer) = samples.too_late {
            assert_eq!(read(answer)[1], Some("too late"), "{broker}");
        }
        assert!(samples.too_late.or(samples.cancel_not_found).is_some(), "{broker}");
        if let Some(answer) = samples.cancel_not_found {
            assert_eq!(read(answer)[1], Some("not found"), "{broker}");
        }
        if let Some(answer) = samples.changed {
            assert_eq!(read(answer)[2], Some("changed"), "{broker}");
        }
        if let Some(answer) = samples.change_refused {
            assert_eq!(read(answer)[2], Some("change refused"), "{broker}");
        }
        assert_eq!(read(samples.found)[3], Some("found"), "{broker}");
        if let Some(answer) = samples.absent {
            assert_eq!(read(answer)[3], Some("absent"), "{broker}");
        }
        answered(samples.open_orders.0, samples.open_orders.1, |got| {
            let page = desk.open_orders(got).unwrap();
            assert_eq!(page.rows.len(), 2, "{broker}");
            assert_eq!(page.rows[0].whose.ours(), Some(ClientOrderId::first(order_id())), "{broker}");
            // FT#9670: orders that somebody placed by hand are shown, and are not ours.
            assert_eq!(page.rows[1].whose.ours(), None, "{broker}");
            assert_eq!(page.rows[0].venue_order_id, samples.number, "{broker}");
        });
        answered(samples.executions.0, samples.executions.1, |got| {
            let units: Vec<String> =
                desk.executions(got).unwrap().rows.iter().map(|e| e.quantity.get().normalize().to_string()).collect();
            assert_eq!(units, ["3", "7"], "{broker}");
        });
        answered(samples.holdings.0, samples.holdings.1, |got| {
            assert!(!desk.holdings(got).unwrap().rows.is_empty(), "{broker}");
        });
        answered(samples.cash.0, samples.cash.1, |got| {
            assert!(!desk.cash(got).unwrap().rows.is_empty(), "{broker}");
        });
    });
}

/// A client id that was there before is no rejection: the order has arrived, and is looked up.
#[test]
fn a_repeated_client_id_means_that_the_order_is_there() {
    each(|broker, desk, _| {
        let Some((status, text)) = Samples::of(broker).exists else {
            assert_ne!(broker.capabilities().client_id.dedupe, brokers::Dedupe::WhileOpen, "{broker} must say so");
            return;
        };
        let order = limit("10", "181.05");
        let placed = answered(status, text, |got| desk.placed(order.get(), got));
        assert_eq!((&placed, placed.event()), (&Placed::Exists, OrderEventData::Unanswered), "{broker}");
    });
}

/// An answer about another order is not ours, whatever it says.
#[test]
fn an_answer_about_another_order_is_unknown() {
    each(|broker, desk, target| {
        let (status, text) = Samples::of(broker).accepted;
        let other = text.replace(crate::support::CLIENT_ID, "0195d6c07c3b7f0a8a2b5e4d3c2b1aff");
        if other != text {
            let all = answered(status, &other, |got| concluded(desk, target, got));
            assert_eq!((all[0], all[3]), (None, None), "{broker}");
        }
    });
}

/// Only questions may be repeated by who sends them. A redirect is an unknown answer (tested above), never followed.
#[test]
fn requests_that_change_something_are_never_repeated() {
    each(|broker, desk, target| {
        let order = limit("10", "181.05");
        let samples = Samples::of(broker);
        let place = desk.place(&crate::support::placement(&order, samples), crate::support::signing()).unwrap();
        let cancel = desk.cancel(target, crate::support::signing()).unwrap();
        assert!(!place.may_repeat() && !cancel.may_repeat(), "{broker}");
        let list = desk.ask(&Ask::OpenOrders { page: None }, crate::support::signing());
        assert!(list.is_ok(), "{broker}");
    });
}
