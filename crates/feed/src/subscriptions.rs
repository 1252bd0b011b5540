//! Who wants what, so that each stream is asked for once and given up when nobody is left.

use std::collections::BTreeMap;

use model::{id::InstrumentId, market::DataKind};
use serde::{Deserialize, Serialize};

/// One who looks at streams: a window, a socket, an alert. The caller numbers them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Consumer(pub u64);

/// What can be subscribed to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Topic {
    /// Of what.
    pub instrument: InstrumentId,
    /// Which kind of data.
    pub kind: DataKind,
}

/// What the sources are to be told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Demand {
    /// Nothing: others want it too.
    Unchanged,
    /// Somebody wants it for the first time.
    Start(Topic),
    /// Nobody wants it any more.
    Stop(Topic),
}

/// Counts of consumers by topic.
#[derive(Clone, Debug, Default)]
pub struct Subscriptions {
    by_topic: BTreeMap<Topic, BTreeMap<Consumer, u32>>,
}

impl Subscriptions {
    /// A consumer wants a topic. It may want it several times, and then gives it up as often.
    pub fn subscribe(&mut self, consumer: Consumer, topic: Topic) -> Demand {
        let consumers = self.by_topic.entry(topic).or_default();
        let first = consumers.is_empty();
        let count = consumers.entry(consumer).or_default();
        *count = count.saturating_add(1);
        if first { Demand::Start(topic) } else { Demand::Unchanged }
    }

    /// A consumer gives a topic up once. What it never wanted changes nothing.
    pub fn unsubscribe(&mut self, consumer: Consumer, topic: Topic) -> Demand {
        let Some(consumers) = self.by_topic.get_mut(&topic) else { return Demand::Unchanged };
        let Some(count) = consumers.get_mut(&consumer) else { return Demand::Unchanged };
        *count -= 1;
        if *count == 0 {
            consumers.remove(&consumer);
        }
        if consumers.is_empty() {
            self.by_topic.remove(&topic);
            return Demand::Stop(topic);
        }
        Demand::Unchanged
    }

    /// A consumer is gone. The topics that nobody wants now, in order.
    pub fn leave(&mut self, consumer: Consumer) -> Vec<Topic> {
        let mut stopped = Vec::new();
        self.by_topic.retain(|topic, consumers| {
            if consumers.remove(&consumer).is_some() && consumers.is_empty() {
                stopped.push(*topic);
            }
            !consumers.is_empty()
        });
        stopped
    }

    /// Who wants a topic, in order.
    pub fn consumers(&self, topic: Topic) -> impl Iterator<Item = Consumer> {
        self.by_topic.get(&topic).into_iter().flat_map(|consumers| consumers.keys().copied())
    }

    /// Everything that somebody wants, in order: what a source is asked for after a new connection.
    pub fn topics(&self) -> impl ExactSizeIterator<Item = Topic> {
        self.by_topic.keys().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn topic(n: u128, kind: DataKind) -> Topic {
        Topic { instrument: InstrumentId::from_uuid(uuid::Uuid::from_u128(n)), kind }
    }

    #[test]
    fn the_first_starts_a_stream_and_the_last_stops_it() {
        let (a, b, quote) = (Consumer(1), Consumer(2), topic(1, DataKind::Quote));
        let mut subs = Subscriptions::default();
        assert_eq!(subs.subscribe(a, quote), Demand::Start(quote));
        assert_eq!(subs.subscribe(a, quote), Demand::Unchanged);
        assert_eq!(subs.subscribe(b, quote), Demand::Unchanged);
        assert_eq!(subs.subscribe(b, topic(1, DataKind::Trade)), Demand::Start(topic(1, DataKind::Trade)));
        assert_eq!(subs.consumers(quote).collect::<Vec<_>>(), [a, b]);
        assert_eq!(subs.unsubscribe(a, quote), Demand::Unchanged);
        assert_eq!(subs.leave(b), [topic(1, DataKind::Trade)]);
        assert_eq!(subs.unsubscribe(b, quote), Demand::Unchanged, "it has left");
        assert_eq!(subs.unsubscribe(a, quote), Demand::Stop(quote));
        assert_eq!(subs.unsubscribe(a, quote), Demand::Unchanged);
        assert_eq!(subs.topics().len(), 0);
    }

    proptest! {
        #[test]
        fn starts_and_stops_alternate(steps in prop::collection::vec((0_u8..3, 0_u64..3, 0_u128..2), 0..200)) {
            let mut subs = Subscriptions::default();
            let mut running = std::collections::BTreeSet::new();
            for (what, consumer, of) in steps {
                let (consumer, topic) = (Consumer(consumer), topic(of, DataKind::Trade));
                let demands = match what {
                    0 => vec![subs.subscribe(consumer, topic)],
                    1 => vec![subs.unsubscribe(consumer, topic)],
                    _ => subs.leave(consumer).into_iter().map(Demand::Stop).collect(),
                };
                for demand in demands {
                    match demand {
                        Demand::Unchanged => {}
                        Demand::Start(topic) => prop_assert!(running.insert(topic)),
                        Demand::Stop(topic) => prop_assert!(running.remove(&topic)),
                    }
                }
                prop_assert_eq!(subs.topics().collect::<Vec<_>>(), running.iter().copied().collect::<Vec<_>>());
            }
        }
    }
}
