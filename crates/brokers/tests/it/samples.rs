//! Good messages of each broker, made by hand in the form of its documentation. All of them speak of the same order of ours.

mod alpaca;
mod binance;
mod coinbase;
mod kraken;

use brokers::Broker;
use model::instrument::AssetClass;
use venues::{Key, Secret};

/// An answer: its status and its body.
pub(crate) type Answer = (u16, &'static str);

/// The messages of one broker.
pub(crate) struct Samples {
    pub(crate) key: (&'static str, &'static str),
    /// What opens the stream, where it needs something.
    pub(crate) token: Option<&'static str>,
    pub(crate) symbol: &'static str,
    pub(crate) class: AssetClass,
    /// The broker's number of the order.
    pub(crate) number: &'static str,
    pub(crate) accepted: Answer,
    pub(crate) rejected: &'static [Answer],
    /// The client id was there before, where the broker says so.
    pub(crate) exists: Option<Answer>,
    pub(crate) canceled: Answer,
    pub(crate) too_late: Option<Answer>,
    pub(crate) cancel_not_found: Option<Answer>,
    pub(crate) changed: Option<Answer>,
    pub(crate) change_refused: Option<Answer>,
    /// One open order of ours and one of somebody else.
    pub(crate) open_orders: Answer,
    pub(crate) found: Answer,
    pub(crate) absent: Option<Answer>,
    /// A refusal of any list.
    pub(crate) list_refused: Answer,
    /// Two executions of 3 and 7 units.
    pub(crate) executions: Answer,
    pub(crate) holdings: Answer,
    pub(crate) cash: Answer,
    /// What the broker says when a stream opens.
    pub(crate) hello: &'static [&'static str],
    /// A life of an order on the stream: there, 3 units, 7 units.
    pub(crate) life: &'static [&'static str],
    /// Other frames that are understood.
    pub(crate) others: &'static [&'static str],
}

impl Samples {
    pub(crate) fn of(broker: Broker) -> &'static Self {
        match broker {
            Broker::Alpaca => &alpaca::SAMPLES,
            Broker::Binance => &binance::SAMPLES,
            Broker::Coinbase => &coinbase::SAMPLES,
            Broker::Kraken => &kraken::SAMPLES,
        }
    }

    pub(crate) fn key(&self) -> Key {
        let (id, secret) = self.key;
        Key { id: Secret::new(id).unwrap(), secret: Secret::holding(secret.to_owned()) }
    }

    /// Every answer, for those who make it bad.
    pub(crate) fn answers(&self) -> Vec<Answer> {
        let mut all = vec![
            self.accepted,
            self.canceled,
            self.open_orders,
            self.found,
            self.list_refused,
            self.executions,
            self.holdings,
            self.cash,
        ];
        all.extend(self.rejected);
        let some = [self.too_late, self.exists, self.cancel_not_found, self.changed, self.change_refused, self.absent];
        all.extend(some.into_iter().flatten());
        all
    }

    /// Every frame.
    pub(crate) fn frames(&self) -> Vec<&'static str> {
        [self.hello, self.life, self.others].concat()
    }
}
