//! What brokers say, folded by the order state machine: each execution counts once, whatever is told how often.

use brokers::{Broker, ClientOrderId, Doubt, Execution, Heard, Placed, StreamKind, What};
use execution::blotter::{Blotter, Taken};
use model::{
    currency::Currency,
    money::Money,
    order::{
        Order,
        event::{OrderEvent, OrderEventData as E, OrderStatus},
    },
};

use crate::{
    samples::Samples,
    support::{answered, desk, executions, limit, now, order_id, told},
};

struct Books {
    broker: Broker,
    order: Order,
    blotter: Blotter,
}

impl Books {
    fn new(broker: Broker) -> Self {
        let mut blotter = Blotter::default();
        let order = *limit("10", "181.05").get();
        blotter.add(order).unwrap();
        let mut books = Self { broker, order, blotter };
        books.take(E::SubmitRequested);
        books
    }

    fn take(&mut self, data: E) -> Taken {
        self.blotter.take(&OrderEvent { order_id: order_id(), at: now(), data }).unwrap()
    }

    fn book(&mut self, execution: &Execution) -> Taken {
        let symbol = Samples::of(self.broker).symbol;
        let none = Money::zero(Currency::USD);
        // A fee in an asset of its own is not added up here: fees of an order are of one currency.
        let fill = execution.fill(self.broker, &self.order, symbol, none).unwrap();
        self.take(E::Filled { fill })
    }

    fn hear(&mut self, frames: &[&str]) {
        for heard in told(self.broker, frames) {
            let Heard::Order(update) = heard else { continue };
            assert!(update.whose.ours().is_none_or(|id| id.order() == order_id()));
            match update.what {
                What::Event(data) => drop(self.take(data)),
                What::Executed(execution) => drop(self.book(&execution)),
                What::Notice(_) => {}
            }
        }
    }

    fn look_up(&mut self) {
        let (status, text) = Samples::of(self.broker).executions;
        let listed = answered(status, text, |got| desk(self.broker).executions(got)).unwrap();
        for execution in &listed.rows {
            self.book(execution);
        }
    }

    fn stands(&self) -> (OrderStatus, String) {
        let state = self.blotter.get(order_id()).unwrap();
        (state.status(), state.filled().get().normalize().to_string())
    }
}

/// L-IB#249: fills that arrived around a break were lost. Told before it, in it (by the list only) and after it, each is booked once.
#[test]
fn fills_before_inside_and_after_a_break_are_booked_once() {
    for broker in Broker::ALL {
        let samples = Samples::of(broker);
        let [new, first, last] = samples.life else { panic!() };
        let mut books = Books::new(broker);
        books.hear(&[new, first]);
        books.look_up();
        books.look_up();
        assert_eq!(books.stands(), (OrderStatus::Filled, "10".to_owned()), "{broker}");
        books.hear(&[first, last, last]);
        assert_eq!(books.stands(), (OrderStatus::Filled, "10".to_owned()), "{broker}");
    }
}

/// L-TS#101: one fill was never sent on a stream that lived. The list brings it.
#[test]
fn a_fill_that_the_stream_never_sent_comes_by_the_list() {
    for broker in Broker::ALL {
        let [new, _, last] = Samples::of(broker).life else { panic!() };
        let mut books = Books::new(broker);
        let heard = told(broker, &[new, last]);
        assert!(heard.iter().any(|heard| matches!(heard, Heard::Reconcile(_))), "{broker}");
        let by_stream = broker.capabilities().stream.kind == StreamKind::Executions;
        assert_eq!(executions(&heard).len(), usize::from(by_stream), "{broker}");
        books.hear(&[new, last]);
        books.look_up();
        assert_eq!(books.stands(), (OrderStatus::Filled, "10".to_owned()), "{broker}");
    }
}

#[test]
fn an_unknown_order_is_known_again_by_what_the_stream_says() {
    for broker in Broker::ALL {
        let mut books = Books::new(broker);
        let doubt = Doubt { reason: "no answer".to_owned(), status: None, retry_after_s: None };
        for placed in [Placed::Unknown(doubt), Placed::Exists] {
            books.take(placed.event());
            assert_eq!(books.stands().0, OrderStatus::Unknown, "{broker}");
        }
        books.hear(&Samples::of(broker).life[..1]);
        assert_eq!(books.stands().0, OrderStatus::Accepted, "{broker}");
    }
}

/// A cancel and a fill cross: the broker says that it is too late, or that it knows no such order. Nothing is closed by that.
#[test]
fn a_cancel_that_comes_too_late_closes_nothing() {
    for broker in Broker::ALL {
        let samples = Samples::of(broker);
        let mut books = Books::new(broker);
        books.hear(&samples.life[..1]);
        books.take(E::CancelRequested);
        let target = crate::support::target(Some(samples.number), samples.symbol);
        let (status, text) = samples.too_late.or(samples.cancel_not_found).unwrap();
        let canceled = answered(status, text, |got| desk(broker).canceled(&target, got));
        assert!(canceled.must_look_up(), "{broker}: {canceled:?}");
        if let Some(data) = canceled.event() {
            books.take(data);
        }
        assert!(!books.stands().0.is_closed(), "{broker}: {:?}", books.stands());
        books.look_up();
        assert_eq!(books.stands(), (OrderStatus::Filled, "10".to_owned()), "{broker}");
    }
}

/// The client id that goes out is the one by which the order is known when it comes back.
#[test]
fn every_message_about_our_order_finds_it() {
    for broker in Broker::ALL {
        for frame in Samples::of(broker).life {
            for heard in told(broker, &[frame]) {
                if let Heard::Order(update) = heard {
                    let ours = update.whose.ours().map(ClientOrderId::order);
                    assert_eq!(ours, Some(order_id()), "{broker}: {frame}");
                    assert_eq!(update.venue_order_id, Samples::of(broker).number, "{broker}");
                }
            }
        }
    }
}
