//! Broker × capability: what is declared is done, and what is not is refused before anything is sent.

use brokers::{Ask, Broker, ClientOrderId, Hours, Placement, ReplaceWay, TimeKind};
use model::{
    instrument::AssetClass,
    order::{OrderTerms as T, OrderType, TimeInForce, Trail, event::Replacement},
    quantity::Quantity,
};

use crate::{
    samples::Samples,
    support::{approved, d, desk, first_class, limit, order_id, placement, price, signing, target},
};

fn terms(kind: OrderType) -> T {
    let (limit, stop) = (price("101"), price("100"));
    match kind {
        OrderType::Market => T::Market,
        OrderType::Limit => T::Limit { limit },
        OrderType::Stop => T::Stop { stop },
        OrderType::StopLimit => T::StopLimit { stop, limit },
        OrderType::TrailingStop => T::TrailingStop { trail: Trail::Percent { percent: d("2") } },
        OrderType::MarketOnOpen => T::MarketOnOpen,
        OrderType::MarketOnClose => T::MarketOnClose,
        OrderType::LimitOnOpen => T::LimitOnOpen { limit },
        OrderType::LimitOnClose => T::LimitOnClose { limit },
    }
}

fn time(kind: TimeKind) -> TimeInForce {
    match kind {
        TimeKind::Day => TimeInForce::Day,
        TimeKind::Gtc => TimeInForce::Gtc,
        TimeKind::Ioc => TimeInForce::Ioc,
        TimeKind::Fok => TimeInForce::Fok,
        TimeKind::Gtd => TimeInForce::Gtd { until: "2024-05-09T20:00:00Z".parse().unwrap() },
    }
}

/// Orders that the model itself allows.
fn sound(kind: OrderType, at: TimeKind) -> bool {
    !matches!(at, TimeKind::Ioc | TimeKind::Fok) || matches!(kind, OrderType::Market | OrderType::Limit)
}

/// What a desk does with one order; the words of its refusal otherwise.
fn place(broker: Broker, kind: OrderType, at: TimeKind, units: &str, hours: Hours) -> Result<(), String> {
    let order = approved(units, terms(kind), time(at));
    let placement = Placement { hours, ..placement(&order, Samples::of(broker)) };
    desk(broker).place(&placement, signing()).map(|_| ()).map_err(|error| {
        assert!(error.to_string().contains("; use ") || error.code() == "broker_decimals", "{error}");
        error.to_string()
    })
}

#[test]
fn every_type_and_time_is_done_or_refused_as_declared() {
    for broker in Broker::ALL {
        let can = broker.capabilities();
        for kind in OrderType::ALL {
            for at in TimeKind::ALL.into_iter().filter(|at| sound(*kind, *at)) {
                let done = place(broker, *kind, at, "10", Hours::Regular);
                assert_eq!(done.is_ok(), can.takes(*kind, at), "{broker} {kind} {at:?}: {done:?}");
            }
        }
    }
}

#[test]
fn finer_units_and_prices_than_declared_are_refused() {
    for broker in Broker::ALL {
        let can = broker.capabilities();
        let units = |decimals: u32| format!("1.{}1", "0".repeat(decimals.saturating_sub(1) as usize));
        let at = |text: &str| {
            let order = limit("10", text);
            desk(broker).place(&placement(&order, Samples::of(broker)), signing()).map(|_| ())
        };
        let fine =
            place(broker, OrderType::Limit, first_time(broker), &units(can.units.decimals_max + 1), Hours::Regular);
        assert!(fine.is_err(), "{broker}");
        if can.units.decimals_max > 0 {
            let order =
                place(broker, OrderType::Limit, first_time(broker), &units(can.units.decimals_max), Hours::Regular);
            assert_eq!(order, Ok(()), "{broker}");
        }
        assert!(at(&units(can.price_decimals_max + 1)).is_err(), "{broker}");
        // Zeros at the end say nothing.
        assert!(at("181.0500000000000000").is_ok(), "{broker}");
    }
}

fn first_time(broker: Broker) -> TimeKind {
    let can = broker.capabilities();
    let only = can.units.only.unwrap_or(can.terms);
    only.iter().find(|(kind, _)| *kind == OrderType::Limit).map_or(TimeKind::Day, |(_, times)| times[0])
}

#[test]
fn classes_and_hours_that_are_not_declared_are_refused() {
    for broker in Broker::ALL {
        let (can, order) = (broker.capabilities(), limit("10", "181.05"));
        for class in AssetClass::ALL {
            let wanted = Placement { class: *class, ..placement(&order, Samples::of(broker)) };
            let placed = desk(broker).place(&wanted, signing());
            assert_eq!(placed.is_ok(), can.asset_classes.contains(class), "{broker} {class}: {placed:?}");
        }
        let after = place(broker, OrderType::Limit, TimeKind::Gtc, "10", Hours::Extended);
        let day = place(broker, OrderType::Limit, TimeKind::Day, "10", Hours::Extended);
        assert_eq!(after.is_ok() || day.is_ok(), can.extended_hours, "{broker}");
    }
}

#[test]
fn changes_are_done_as_declared() {
    for broker in Broker::ALL {
        let (samples, desk, order) = (Samples::of(broker), desk(broker), limit("10", "181.05"));
        let target = target(Some(samples.number), samples.symbol);
        let to = Replacement { quantity: Quantity::new(d("11")), terms: T::Limit { limit: price("181.1") } };
        let change = |to: &Replacement| desk.change(&target, order.get(), to, signing());
        let can_be = broker.capabilities().replace != ReplaceWay::CancelAndNew;
        assert_eq!(change(&to).is_ok(), can_be, "{broker}: {:?}", change(&to));
        let other_type = Replacement { terms: T::Market, ..to };
        assert_eq!(change(&other_type).unwrap_err().code(), "broker_unsupported", "{broker}");
        assert_eq!(samples.changed.is_some(), can_be, "{broker}");
    }
}

#[test]
fn an_order_of_another_account_is_refused() {
    for broker in Broker::ALL {
        let samples = Samples::of(broker);
        let (other, order) = (model::id::AccountId::from_uuid(uuid::Uuid::from_u128(8)), limit("10", "181.05"));
        let site = brokers::site::Site::Paper(brokers::site::Paper::loopback(broker, 1));
        let desk = brokers::Desk::new(broker, other, site, samples.key()).unwrap();
        let error = desk.place(&placement(&order, samples), signing()).unwrap_err();
        assert_eq!(error.code(), "broker_other_account", "{broker}");
    }
}

#[test]
fn look_ups_by_client_id_are_done_as_declared() {
    for broker in Broker::ALL {
        let ask = Ask::Order(target(None, Samples::of(broker).symbol));
        let asked = desk(broker).ask(&ask, signing());
        assert_eq!(asked.is_ok(), broker.capabilities().client_id.lookup, "{broker}: {asked:?}");
        if let Ok(request) = asked {
            let sent = format!("{} {}", request.url().expose(), request.body_text().unwrap_or_default());
            assert!(sent.contains(&ClientOrderId::first(order_id()).to_string()), "{broker}: {sent}");
        }
    }
}

#[test]
fn the_table_of_brokers_and_capabilities() {
    let yes = |is: bool| if is { "yes" } else { "—" }.to_owned();
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    let mut row = |name: &str, cell: &dyn Fn(Broker) -> String| {
        rows.push((name.to_owned(), Broker::ALL.into_iter().map(cell).collect()));
    };
    for kind in OrderType::ALL {
        row(kind.as_str(), &|broker| {
            let times = broker.capabilities().times(*kind).into_iter();
            let done = times.filter(|at| place(broker, *kind, *at, "10", Hours::Regular).is_ok());
            let names: Vec<&str> = done.map(TimeKind::name).collect();
            if names.is_empty() { "—".to_owned() } else { names.join(" ") }
        });
    }
    row("decimals of units", &|broker| broker.capabilities().units.decimals_max.to_string());
    row("decimals of prices", &|broker| broker.capabilities().price_decimals_max.to_string());
    row("notional (offered)", &|broker| yes(broker.capabilities().notional));
    row("change", &|broker| format!("{:?}", broker.capabilities().replace));
    row("client id, characters", &|broker| broker.capabilities().client_id.chars_max.to_string());
    row("dedupe", &|broker| format!("{:?}", broker.capabilities().client_id.dedupe));
    row("look-up by client id", &|broker| yes(broker.capabilities().client_id.lookup));
    row("groups", &|broker| format!("{:?}", broker.capabilities().groups));
    row("stream", &|broker| format!("{:?}", broker.capabilities().stream.kind));
    row("stream numbered", &|broker| yes(broker.capabilities().stream.numbered));
    row("stream begins with what is open", &|broker| yes(broker.capabilities().stream.snapshot));
    row("stream on paper", &|broker| yes(broker.capabilities().stream.on_paper));
    row("extended hours", &|broker| yes(broker.capabilities().extended_hours));
    row("paper", &|broker| format!("{:?}", broker.capabilities().paper));
    row("classes", &|broker| {
        let classes = broker.capabilities().asset_classes.iter();
        classes.map(|class| class.as_str()).collect::<Vec<_>>().join(" ")
    });
    row("requests", &|broker| {
        let budgets = broker.capabilities().budgets.iter();
        budgets.map(|b| format!("{}/{} s", b.requests, b.per_seconds)).collect::<Vec<_>>().join(", ")
    });
    let head: Vec<String> = Broker::ALL.iter().map(ToString::to_string).collect();
    println!("| capability | {} |", head.join(" | "));
    for (name, cells) in &rows {
        println!("| {name} | {} |", cells.join(" | "));
        assert_eq!(cells.len(), Broker::ALL.len());
    }
    for broker in Broker::ALL {
        assert!(!broker.capabilities().budgets.is_empty(), "{broker} must not be asked without end");
        // Where nothing keeps a second order away, a look-up must be possible somehow: by the list of open orders.
        let ask = Ask::OpenOrders { page: None };
        assert!(desk(broker).ask(&ask, signing()).is_ok() && first_class(broker) == Samples::of(broker).class);
    }
}
