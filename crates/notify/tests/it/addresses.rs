//! Where messages must not go.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use notify::{AddressClass::*, Reason, Way, WebhookWay, address_class};

use crate::{
    sink::{Sink, raw},
    support::{Kept, message, notifier, told},
};

fn webhook(url: &str, allow_private: bool) -> Way {
    Way::Webhook(WebhookWay { url: url.to_owned(), signing_secret: None, allow_private, template: None })
}

#[test]
fn every_address_has_its_class() {
    let table = [
        ("0.0.0.0", Some(Unspecified)),
        ("0.1.2.3", Some(Unspecified)),
        ("10.0.0.1", Some(Private)),
        ("10.255.255.255", Some(Private)),
        ("11.0.0.0", None),
        ("100.63.255.255", None),
        ("100.64.0.0", Some(Shared)),
        ("100.127.255.255", Some(Shared)),
        ("100.128.0.0", None),
        ("100.100.100.200", Some(Metadata)),
        ("127.0.0.1", Some(Loopback)),
        ("127.255.255.254", Some(Loopback)),
        ("168.63.129.16", Some(Metadata)),
        ("169.254.0.1", Some(LinkLocal)),
        ("169.254.169.254", Some(Metadata)),
        ("169.254.170.2", Some(Metadata)),
        ("172.15.255.255", None),
        ("172.16.0.0", Some(Private)),
        ("172.31.255.255", Some(Private)),
        ("172.32.0.0", None),
        ("192.0.0.8", Some(Reserved)),
        ("192.0.0.192", Some(Metadata)),
        ("192.0.2.1", Some(Documentation)),
        ("192.88.99.1", Some(Embedded)),
        ("192.168.1.1", Some(Private)),
        ("192.169.0.0", None),
        ("198.17.255.255", None),
        ("198.18.0.1", Some(Benchmarking)),
        ("198.19.255.255", Some(Benchmarking)),
        ("198.51.100.7", Some(Documentation)),
        ("203.0.113.9", Some(Documentation)),
        ("223.255.255.255", None),
        ("224.0.0.1", Some(Multicast)),
        ("239.255.255.250", Some(Multicast)),
        ("240.0.0.1", Some(Reserved)),
        ("255.255.255.255", Some(Multicast)),
        ("1.1.1.1", None),
        ("8.8.8.8", None),
        ("::", Some(Unspecified)),
        ("::1", Some(Loopback)),
        ("::2", Some(Embedded)),
        ("::127.0.0.1", Some(Embedded)),
        ("::ffff:127.0.0.1", Some(Embedded)),
        ("::ffff:8.8.8.8", Some(Embedded)),
        ("64:ff9b::7f00:1", Some(Embedded)),
        ("64:ff9b:1::a00:1", Some(Embedded)),
        ("100::1", Some(Reserved)),
        ("2001::1", Some(Embedded)),
        ("2001:2::1", Some(Benchmarking)),
        ("2001:20::1", Some(Reserved)),
        ("2001:db8::1", Some(Documentation)),
        ("2001:4860:4860::8888", None),
        ("2002:7f00:1::", Some(Embedded)),
        ("2606:4700:4700::1111", None),
        ("3fff:1::1", Some(Documentation)),
        ("3fff:1000::1", None),
        ("4000::1", Some(Reserved)),
        ("5f00::1", Some(Reserved)),
        ("fc00::1", Some(Private)),
        ("fd00:ec2::254", Some(Metadata)),
        ("fd20:ce::254", Some(Metadata)),
        ("fdff:ffff::1", Some(Private)),
        ("fe80::1", Some(LinkLocal)),
        ("fec0::1", Some(Reserved)),
        ("ff02::1", Some(Multicast)),
    ];
    for (address, expected) in table {
        assert_eq!(address_class(address.parse().unwrap()), expected, "{address}");
    }
}

/// Every way of writing an address that is not public is refused before anything is sent, and for good.
#[tokio::test]
async fn an_address_in_any_spelling_is_refused() {
    let notifier = notifier();
    for host in [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.0.0.1.",
        "0",
        "10.1.2.3",
        "169.254.169.254",
        "0xa9fea9fe",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::a00:1]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "１２７.0.0.1",
    ] {
        let way = webhook(&format!("https://{host}:9/hook"), false);
        let problem = notifier.send(&way, &message("webhook"), &Kept::default()).await.unwrap_err();
        assert!(matches!(problem.reason(), Reason::AddressRefused { .. }), "{host}: {problem:?}");
        assert!(problem.is_final(), "{host}");
    }
}

#[tokio::test]
async fn allow_private_opens_a_home_and_nothing_more() {
    let notifier = notifier();
    for host in
        ["169.254.169.254", "100.100.100.200", "0.0.0.0", "224.0.0.1", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]"]
    {
        let way = webhook(&format!("https://{host}:9/hook"), true);
        let problem = notifier.send(&way, &message("webhook"), &Kept::default()).await.unwrap_err();
        assert!(matches!(problem.reason(), Reason::AddressRefused { .. }), "{host}: {problem:?}");
        assert!(problem.to_string().contains("give another address"), "{problem}");
    }
    let way = webhook("http://8.8.8.8:9/hook", true);
    let problem = notifier.send(&way, &message("webhook"), &Kept::default()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::Unencrypted { .. }), "{problem:?}");
}

/// Names that lead to a forbidden address, alone or among good ones. Such a name is tried again: it may be a network's lie.
#[tokio::test]
async fn a_name_is_refused_when_any_of_its_addresses_is() {
    let refused: [&[&str]; 9] = [
        &["127.0.0.1"],
        &["93.184.216.34", "127.0.0.1"],
        &["2606:4700:4700::1111", "::1"],
        &["10.0.0.7", "93.184.216.34"],
        &["169.254.169.254"],
        &["::ffff:10.0.0.1"],
        &["64:ff9b::7f00:1"],
        &["fd00:ec2::254"],
        &["100.64.3.4"],
    ];
    for addresses in refused {
        let notifier = told(|_| addresses.iter().map(|address| address.parse::<IpAddr>().unwrap()).collect());
        for name in ["hook.example", "localhost", "metadata.google.internal"] {
            let way = webhook(&format!("https://{name}:9/hook"), false);
            let problem = notifier.send(&way, &message("webhook"), &Kept::default()).await.unwrap_err();
            assert!(matches!(problem.reason(), Reason::AddressRefused { .. }), "{name} {addresses:?}: {problem:?}");
            assert!(!problem.is_final());
        }
    }
}

#[tokio::test]
async fn the_systems_own_localhost_is_refused() {
    let way = webhook("https://localhost:9/hook", false);
    let problem = notifier().send(&way, &message("webhook"), &Kept::default()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::AddressRefused { .. }), "{problem:?}");
}

#[tokio::test]
async fn a_name_without_addresses_says_so() {
    let problem = told(|_| Vec::new())
        .send(&webhook("https://hook.example/", false), &message("webhook"), &Kept::default())
        .await;
    assert!(matches!(problem.unwrap_err().reason(), Reason::Unresolved { .. }));
}

/// A name that answers differently each time is asked once, and what was checked is what is connected to.
#[tokio::test]
async fn a_rebinding_name_gains_nothing() {
    let sink = Sink::answering([]).await;
    let port = sink.address.port();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    // First this machine, which is allowed here; then a cloud's keys.
    let notifier = told(move |_| match count.fetch_add(1, Ordering::SeqCst) {
        0 => vec!["127.0.0.1".parse().unwrap()],
        _ => vec!["169.254.169.254".parse().unwrap()],
    });
    let way = webhook(&format!("http://rebind.example:{port}/hook"), true);
    notifier.send(&way, &message("webhook"), &Kept::default()).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    assert_eq!(sink.only().header("host"), format!("rebind.example:{port}"));
    // Nothing is kept: the next message asks again, and is refused.
    let problem = notifier.send(&way, &message("webhook"), &Kept::default()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::AddressRefused { .. }), "{problem:?}");
    assert_eq!(sink.seen().len(), 1);
}

/// The other way round: the first answer is public, so a connection to this machine must not be made whatever the second is.
#[tokio::test]
async fn nothing_reaches_this_machine_without_leave() {
    let (address, connections) = raw(|_| async {}).await;
    let notifier = told(|_| vec!["127.0.0.1".parse().unwrap()]);
    let way = webhook(&format!("https://hook.example:{}/", address.port()), false);
    notifier.send(&way, &message("webhook"), &Kept::default()).await.unwrap_err();
    assert_eq!(connections.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_unencrypted_request_does_not_leave_the_users_own_network() {
    let notifier = told(|_| vec!["93.184.216.34".parse().unwrap()]);
    let way = webhook("http://hook.example/", true);
    let problem = notifier.send(&way, &message("webhook"), &Kept::default()).await.unwrap_err();
    assert!(matches!(problem.reason(), Reason::Unencrypted { .. }), "{problem:?}");
}
