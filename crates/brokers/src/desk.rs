//! An account at a broker: what can be asked there.

use execution::gate::Approved;
use model::{
    id::AccountId,
    instrument::AssetClass,
    order::{Order, OrderTerms, OrderType, TimeInForce, Trail, event::Replacement},
    time::Timestamp,
};
use rust_decimal::Decimal;
use venues::{Key, Secret, sample};

use crate::{
    Broker, Canceled, Capabilities, Cash, Changed, ClientOrderId, Execution, Got, Holding, Looked, OrderReport, Page,
    Placed, Request, Talk, TimeKind, capabilities, error::BrokerError, site::Site,
};

/// What a signature is made of besides the key: the time, and a number that rises with every request of the key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signing {
    /// Now.
    pub now: Timestamp,
    /// Greater than every one before, also after a restart: microseconds since the epoch do.
    pub nonce: u64,
}

/// Outside regular hours or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hours {
    /// The regular session only.
    Regular,
    /// Before and after it too.
    Extended,
}

/// What is to be placed. Groups and exits of the order are kept by this program; the broker sees one plain order.
#[derive(Clone, Copy, Debug)]
pub struct Placement<'a> {
    /// The order, which the gate let pass.
    pub order: &'a Approved<Order>,
    /// How the broker writes its instrument.
    pub symbol: &'a str,
    /// What its instrument is.
    pub class: AssetClass,
    /// When it may trade.
    pub hours: Hours,
}

/// An order that is at a broker, or may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Target {
    /// Its client id.
    pub id: ClientOrderId,
    /// The broker's number, once it is known.
    pub venue_order_id: Option<String>,
    /// How the broker writes its instrument.
    pub symbol: String,
}

impl Target {
    /// The broker's number, as a part of a path. A text that would make another path of it, such as `..`, is no number: where a
    /// path names no order, some brokers cancel all.
    ///
    /// # Errors
    /// [`BrokerError::NeedsVenueId`].
    pub(crate) fn number(&self, broker: Broker) -> Result<&str, BrokerError> {
        self.venue_order_id.as_deref().filter(|number| is_number(number)).ok_or(BrokerError::NeedsVenueId { broker })
    }
}

/// What can be asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Every open order.
    OpenOrders {
        /// [`Page::next`] of the answer before.
        page: Option<String>,
    },
    /// One order.
    Order(Target),
    /// Executions since a time.
    Executions {
        /// From when on. It should lie an hour before the last that is known.
        since: Timestamp,
        /// How the broker writes the instrument: some are asked for one at a time.
        symbol: String,
        /// [`Page::next`] of the answer before.
        page: Option<String>,
    },
    /// What is held.
    Holdings {
        /// [`Page::next`] of the answer before.
        page: Option<String>,
    },
    /// Money.
    Cash {
        /// [`Page::next`] of the answer before.
        page: Option<String>,
    },
}

/// An account at a broker.
#[derive(Debug)]
pub struct Desk {
    broker: Broker,
    account_id: AccountId,
    site: Site,
    key: Key,
}

impl Desk {
    /// An account.
    ///
    /// # Errors
    /// [`BrokerError::OtherAccount`] when the permission to trade money is for another one.
    pub fn new(broker: Broker, account_id: AccountId, site: Site, key: Key) -> Result<Self, BrokerError> {
        if !site.is_for(broker, account_id) {
            return Err(BrokerError::OtherAccount);
        }
        Ok(Self { broker, account_id, site, key })
    }

    /// Where.
    #[must_use]
    pub const fn broker(&self) -> Broker {
        self.broker
    }

    /// For whom.
    #[must_use]
    pub const fn account_id(&self) -> AccountId {
        self.account_id
    }

    /// Where its stream is.
    #[must_use]
    pub fn stream_url(&self) -> &str {
        self.site.stream()
    }

    pub(crate) fn rest(&self) -> &str {
        self.site.rest()
    }

    pub(crate) const fn key(&self) -> &Key {
        &self.key
    }

    /// The request that places an order.
    ///
    /// # Errors
    /// What the broker cannot do, or that the order is for another account. Nothing is to be sent then.
    pub fn place(&self, placement: &Placement<'_>, signing: Signing) -> Result<Request, BrokerError> {
        let order = placement.order.get();
        if order.account_id != self.account_id {
            return Err(BrokerError::OtherAccount);
        }
        self.check(placement)?;
        self.broker.language().place(self, placement, signing)
    }

    /// What became of it.
    #[must_use]
    pub fn placed(&self, order: &Order, got: &Got<'_>) -> Placed {
        self.broker.language().placed(ClientOrderId::first(order.id()), got)
    }

    /// The request that cancels an order.
    ///
    /// # Errors
    /// [`BrokerError::NeedsVenueId`] where the broker must be told its own number first.
    pub fn cancel(&self, target: &Target, signing: Signing) -> Result<Request, BrokerError> {
        self.broker.language().cancel(self, target, signing)
    }

    /// What became of it.
    #[must_use]
    pub fn canceled(&self, target: &Target, got: &Got<'_>) -> Canceled {
        self.broker.language().canceled(target, got)
    }

    /// The request that changes a resting order.
    ///
    /// # Errors
    /// What the broker cannot do. Nothing is to be sent then.
    pub fn change(
        &self,
        target: &Target,
        order: &Order,
        to: &Replacement,
        signing: Signing,
    ) -> Result<Request, BrokerError> {
        let broker = self.broker;
        if order.account_id != self.account_id || order.id() != target.id.order() {
            return Err(BrokerError::OtherAccount);
        }
        if order.terms.order_type() != to.terms.order_type() {
            let what = "change of an order's type".to_owned();
            return Err(BrokerError::unsupported(broker, what, "a new order after canceling this one"));
        }
        check_numbers(broker, broker.capabilities(), to.quantity.get(), &to.terms, order.time_in_force)?;
        broker.language().change(self, target, order, to, signing)
    }

    /// What became of it.
    #[must_use]
    pub fn changed(&self, target: &Target, got: &Got<'_>) -> Changed {
        self.broker.language().changed(target, got)
    }

    /// The request for a list or a look-up.
    ///
    /// # Errors
    /// What the broker cannot be asked.
    pub fn ask(&self, ask: &Ask, signing: Signing) -> Result<Request, BrokerError> {
        self.broker.language().ask(self, ask, signing)
    }

    /// The open orders.
    ///
    /// # Errors
    /// When they are not known: that is not the same as none.
    pub fn open_orders(&self, got: &Got<'_>) -> Result<Page<OrderReport>, BrokerError> {
        self.broker.language().open_orders(got)
    }

    /// An order that was looked up.
    ///
    /// # Errors
    /// When it is not known whether it is there.
    pub fn looked_up(&self, target: &Target, got: &Got<'_>) -> Result<Looked, BrokerError> {
        self.broker.language().looked_up(target, got)
    }

    /// The executions.
    ///
    /// # Errors
    /// When they are not known.
    pub fn executions(&self, got: &Got<'_>) -> Result<Page<Execution>, BrokerError> {
        self.broker.language().executions(got)
    }

    /// What is held.
    ///
    /// # Errors
    /// When it is not known: that is not the same as nothing.
    pub fn holdings(&self, got: &Got<'_>) -> Result<Page<Holding>, BrokerError> {
        self.broker.language().holdings(got)
    }

    /// Money by currency.
    ///
    /// # Errors
    /// When it is not known.
    pub fn cash(&self, got: &Got<'_>) -> Result<Page<Cash>, BrokerError> {
        self.broker.language().cash(got)
    }

    /// The request for what opens the account's stream, where one is needed first.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn stream_token(&self, signing: Signing) -> Result<Option<Request>, BrokerError> {
        self.broker.language().stream_token(self, signing)
    }

    /// What opens the stream.
    ///
    /// # Errors
    /// When the broker gave none.
    pub fn token(&self, got: &Got<'_>) -> Result<Secret, BrokerError> {
        self.broker.language().token(got)
    }

    /// The account's stream.
    ///
    /// # Errors
    /// When there is none here, or the key or the token is not one.
    pub fn talk(&self, token: Option<Secret>) -> Result<Box<dyn Talk>, BrokerError> {
        if matches!(self.site, Site::Paper(_)) && !self.broker.capabilities().stream.on_paper {
            let what = "stream for paper trading";
            return Err(BrokerError::unsupported(self.broker, what, "requests every few seconds"));
        }
        self.broker.language().talk(self, token)
    }

    fn check(&self, placement: &Placement<'_>) -> Result<(), BrokerError> {
        let (broker, order) = (self.broker, placement.order.get());
        let can = broker.capabilities();
        let is_symbol = |b: u8| b.is_ascii_alphanumeric() || b"/-._: ".contains(&b);
        if !(1..=40).contains(&placement.symbol.len()) || !placement.symbol.bytes().all(is_symbol) {
            return Err(BrokerError::Symbol { symbol: sample(placement.symbol) });
        }
        if !can.asset_classes.contains(&placement.class) {
            let instead = can.asset_classes.iter().map(|class| class.as_str()).collect::<Vec<_>>().join(" or ");
            return Err(BrokerError::unsupported(broker, format!("trading of {}", placement.class), instead));
        }
        let (order_type, time) = (order.terms.order_type(), TimeKind::of(order.time_in_force));
        if !can.takes(order_type, time) {
            return Err(no_terms(broker, can, order_type, time));
        }
        if placement.hours == Hours::Extended && !can.extended_hours {
            let what = "orders outside regular hours";
            return Err(BrokerError::unsupported(broker, what, "an order for regular hours"));
        }
        check_numbers(broker, can, order.quantity.get(), &order.terms, order.time_in_force)
    }
}

/// Letters, digits, `-` and `_`: what brokers number with.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

fn no_terms(broker: Broker, can: &Capabilities, order_type: OrderType, time: TimeKind) -> BrokerError {
    let times = can.times(order_type);
    let names = |list: Vec<&str>| list.join(", ");
    if times.is_empty() {
        let others = OrderType::ALL.iter().filter(|other| !can.times(**other).is_empty());
        let instead = names(others.map(|other| other.as_str()).collect());
        return BrokerError::unsupported(broker, format!("order of the type {order_type}"), instead);
    }
    let instead = names(times.iter().map(|time| time.name()).collect());
    BrokerError::unsupported(broker, format!("{order_type} order for the time {}", time.name()), instead)
}

fn check_numbers(
    broker: Broker,
    can: &Capabilities,
    quantity: Decimal,
    terms: &OrderTerms,
    time: TimeInForce,
) -> Result<(), BrokerError> {
    let check = |field, value: Decimal, decimals_max| {
        let value = value.normalize();
        if value.scale() <= decimals_max {
            return Ok(());
        }
        Err(BrokerError::Decimals { broker, field, value: value.to_string(), decimals_max })
    };
    check("quantity", quantity, can.units.decimals_max)?;
    if let Some(only) = can.units.only
        && !quantity.normalize().scale().eq(&0)
        && !capabilities::has(only, terms.order_type(), TimeKind::of(time))
    {
        let what = format!("{} order of parts of a unit for that time", terms.order_type());
        return Err(BrokerError::unsupported(broker, what, "whole units"));
    }
    let trail = match terms {
        OrderTerms::TrailingStop { trail: Trail::Amount { amount } } => Some(*amount),
        _ => None,
    };
    for (field, price) in [("limit", terms.limit()), ("stop", terms.stop()), ("trail", trail)] {
        if let Some(price) = price {
            check(field, price.get(), can.price_decimals_max)?;
        }
    }
    Ok(())
}
