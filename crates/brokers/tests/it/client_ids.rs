//! Our identity of an order at brokers, both ways.

use brokers::{Broker, ClientOrderId, Dedupe};
use model::id::OrderId;
use proptest::prelude::*;
use uuid::Uuid;

use crate::{
    samples::Samples,
    support::{CLIENT_ID, desk, limit, order_id, placement, signing},
};

proptest! {
    #[test]
    fn it_returns_and_fits_every_broker(id: u128, revision in 0_u8..=99) {
        let order = OrderId::from_uuid(Uuid::from_u128(id));
        let ours = ClientOrderId::revised(order, revision).unwrap();
        let text = ours.to_string();
        prop_assert_eq!(ClientOrderId::read(&text), Some(ours));
        prop_assert_eq!((ours.order(), ours.revision()), (order, revision));
        for broker in Broker::ALL {
            let rule = broker.capabilities().client_id;
            let fits = |text: &str| {
                text.len() <= rule.chars_max && text.chars().all(|c| c.is_ascii_alphanumeric() || rule.signs.contains(c))
            };
            // Only where each change makes a new order does the number of the change go out.
            let sent = if broker.capabilities().replace == brokers::ReplaceWay::NewOrder { ours } else { ClientOrderId::first(order) };
            prop_assert!(fits(&sent.to_string()), "{}", broker);
        }
    }

    #[test]
    fn two_orders_never_have_the_same(a: u128, b: u128, r in 0_u8..=99, s in 0_u8..=99) {
        let id = |n, revision| ClientOrderId::revised(OrderId::from_uuid(Uuid::from_u128(n)), revision).unwrap();
        prop_assert_eq!(id(a, r) == id(b, s), id(a, r).to_string() == id(b, s).to_string());
    }

    #[test]
    fn any_text_can_be_read(text in "\\PC{0,60}|[0-9a-f]{30,34}(-[0-9]{0,4})?") {
        if let Some(id) = ClientOrderId::read(&text) {
            prop_assert_eq!(id.to_string(), text);
        }
    }
}

#[test]
fn what_others_wrote_is_not_ours() {
    for text in [
        "",
        "my-order",
        "eb9e2aaa-f71a-4f51-b5b4-52a6c565dad4",
        "0195D6C07C3B7F0A8A2B5E4D3C2B1A09",
        "0195d6c07c3b7f0a8a2b5e4d3c2b1a0",
        "0195d6c07c3b7f0a8a2b5e4d3c2b1a09-",
        "0195d6c07c3b7f0a8a2b5e4d3c2b1a09-0",
        "0195d6c07c3b7f0a8a2b5e4d3c2b1a09-01",
        "0195d6c07c3b7f0a8a2b5e4d3c2b1a09-100",
        "0195d6c07c3b7f0a8a2b5e4d3c2b1a09-1-1",
        " 0195d6c07c3b7f0a8a2b5e4d3c2b1a09",
    ] {
        assert_eq!(ClientOrderId::read(text), None, "{text}");
        assert_eq!(text.parse::<ClientOrderId>().unwrap_err().code(), "broker_client_id_foreign");
    }
    assert_eq!(ClientOrderId::revised(order_id(), 100).unwrap_err().code(), "broker_order_changed_too_often");
    assert_eq!(
        ClientOrderId::revised(order_id(), 99).unwrap().next().unwrap_err().code(),
        "broker_order_changed_too_often"
    );
}

/// Sending the same order again cannot be told from the first time, so a broker that looks at client ids keeps one order.
#[test]
fn the_same_order_is_the_same_request_for_every_broker() {
    for broker in Broker::ALL {
        let (samples, desk, order) = (Samples::of(broker), desk(broker), limit("10", "181.05"));
        let place = || desk.place(&placement(&order, samples), signing()).unwrap();
        let (first, second) = (place(), place());
        assert_eq!(first.url().expose(), second.url().expose(), "{broker}");
        assert_eq!(first.body_text(), second.body_text(), "{broker}");
        let sent = format!("{} {}", first.url().expose(), first.body_text().unwrap_or_default());
        assert!(sent.contains(CLIENT_ID), "{broker}: {sent}");
    }
    // Nobody resends blindly where a repetition would be a second order: that is declared.
    assert!(Broker::ALL.iter().any(|broker| broker.capabilities().client_id.dedupe == Dedupe::Enforced));
}
