//! Hosts of money and hosts without.

use std::collections::BTreeSet;

use brokers::{
    Ask, Broker, Heard, Request,
    site::{Live, LivePermission, Paper, Site},
};
use model::{id::AccountId, order::event::Replacement, quantity::Quantity};
use uuid::Uuid;
use venues::Value;

use crate::{
    samples::Samples,
    support::{account_id, d, desk, desk_at, limit, now, placement, signing, stream, target},
};

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

fn live_hosts() -> BTreeSet<&'static str> {
    Broker::ALL
        .into_iter()
        .flat_map(|broker| {
            let hosts = broker.language().live_hosts();
            [host(hosts.rest), host(hosts.stream)]
        })
        .collect()
}

/// Everything that can be asked of a desk.
fn requests(broker: Broker, desk: &brokers::Desk) -> Vec<Request> {
    let samples = Samples::of(broker);
    let (order, target) = (limit("10", "181.05"), target(Some(samples.number), samples.symbol));
    let to = Replacement { quantity: Quantity::new(d("11")), terms: order.get().terms };
    let asks = [
        Ask::OpenOrders { page: None },
        Ask::OpenOrders { page: Some("1".to_owned()) },
        Ask::Order(target.clone()),
        Ask::Order(crate::support::target(None, samples.symbol)),
        Ask::Executions { since: now(), symbol: samples.symbol.to_owned(), page: None },
        Ask::Executions { since: now(), symbol: samples.symbol.to_owned(), page: Some("1".to_owned()) },
        Ask::Holdings { page: None },
        Ask::Cash { page: None },
    ];
    let mut all: Vec<Request> = asks.iter().filter_map(|ask| desk.ask(ask, signing()).ok()).collect();
    all.push(desk.place(&placement(&order, samples), signing()).unwrap());
    all.push(desk.cancel(&target, signing()).unwrap());
    all.extend(desk.change(&target, order.get(), &to, signing()));
    all.extend(desk.stream_token(signing()).unwrap());
    all
}

#[test]
fn no_request_of_a_paper_account_names_a_live_host() {
    let live = live_hosts();
    for broker in Broker::ALL {
        let desk = desk(broker);
        for request in requests(broker, &desk) {
            let url = request.url();
            assert!(!live.contains(host(url.expose())), "{broker}: {request:?}");
            assert_eq!(host(url.expose()), host(&request.base), "{broker}: the path cannot change the host");
            let mut texts = vec![request.body_text().unwrap_or_default().to_owned()];
            texts.extend(request.headers.iter().map(|(_, value)| match value {
                Value::Plain(text) => text.clone(),
                Value::Secret(secret) => secret.expose().to_owned(),
            }));
            for host in &live {
                assert!(texts.iter().all(|text| !text.contains(host)), "{broker}: {request:?}");
            }
        }
        assert!(!live.contains(host(desk.stream_url())), "{broker}");
        let (_, told) = stream(broker);
        for told in told {
            if let Heard::Say(frame) = told {
                let text = frame.text().unwrap().to_owned();
                assert!(live.iter().all(|host| !text.contains(host)), "{broker}: {text}");
            }
        }
    }
}

#[test]
fn a_symbol_or_a_number_cannot_lead_to_another_host() {
    for broker in Broker::ALL {
        let desk = desk(broker);
        let order = limit("10", "181.05");
        for symbol in ["", "A\r\nHost: x", "@evil.example", "A?b=c", "A#b", "A%2e", &"A".repeat(41)] {
            let wrong = brokers::Placement { symbol, ..placement(&order, Samples::of(broker)) };
            assert_eq!(desk.place(&wrong, signing()).unwrap_err().code(), "broker_symbol_invalid", "{symbol}");
        }
        // A path without an order would cancel all of them.
        for number in ["", ".", "..", "../../x?y#z@h", "a/b", "a b", "%2e%2e"] {
            if let Ok(request) = desk.cancel(&target(Some(number), Samples::of(broker).symbol), signing()) {
                assert!(
                    request.path.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_-".contains(&b)),
                    "{broker}: {request:?}"
                );
                assert!(!format!("{request:?} {:?}", request.body_text()).contains(".."), "{broker}: {request:?}");
            }
        }
    }
}

#[test]
fn a_live_host_is_reached_only_with_the_words_for_that_account() {
    for broker in Broker::ALL {
        let words = LivePermission::words(broker, "Family");
        for typed in ["", "yes", "trade real money", &words.to_uppercase(), &words[1..]] {
            let error = LivePermission::typed(broker, account_id(), "Family", typed).unwrap_err();
            assert_eq!(error.code(), "broker_live_not_confirmed", "{typed}");
            assert!(error.to_string().ends_with(&words));
        }
        let unnamed = LivePermission::words(broker, " ");
        assert!(LivePermission::typed(broker, account_id(), " ", &unnamed).is_err(), "an account without a name");
        let permission = LivePermission::typed(broker, account_id(), "Family", &format!(" {words}\n")).unwrap();
        let desk = desk_at(broker, Site::Live(Live::of(permission))).unwrap();
        let hosts = broker.language().live_hosts();
        for request in requests(broker, &desk) {
            assert_eq!(request.base, hosts.rest, "{broker}");
        }
        assert_eq!(desk.stream_url(), hosts.stream);

        let other = AccountId::from_uuid(Uuid::from_u128(8));
        let permission = LivePermission::typed(broker, other, "Family", &words).unwrap();
        let error = desk_at(broker, Site::Live(Live::of(permission))).unwrap_err();
        assert_eq!(error.code(), "broker_other_account", "a permission of one account opens no other");
    }
}

#[test]
fn paper_is_a_host_of_its_own_or_declared_absent() {
    for broker in Broker::ALL {
        let declared = broker.capabilities().paper != brokers::PaperTrading::None;
        assert_eq!(Paper::of(broker).is_ok(), declared, "{broker}");
        assert_eq!(broker.language().paper_hosts().is_some(), declared, "{broker}");
        if let Some(paper) = broker.language().paper_hosts() {
            assert!(!live_hosts().contains(host(paper.rest)) && !live_hosts().contains(host(paper.stream)), "{broker}");
        }
        let loopback = desk_at(broker, Site::Paper(Paper::loopback(broker, 9))).unwrap();
        assert!(loopback.stream_url().starts_with("ws://127.0.0.1:9"), "{}", loopback.stream_url());
    }
}

#[test]
fn keys_never_show() {
    for broker in Broker::ALL {
        let (desk, samples) = (desk(broker), Samples::of(broker));
        let (id, secret) = samples.key;
        let is_shown = |text: &str| text.contains(secret) || text.contains(id);
        assert!(!is_shown(&format!("{desk:?}")), "{broker}");
        for request in requests(broker, &desk) {
            assert!(!is_shown(&format!("{request:?}")) && !is_shown(&request.shown()), "{broker}: {request:?}");
        }
        let (_, told) = stream(broker);
        assert!(!is_shown(&format!("{told:?}")), "{broker}");
    }
}
