//! Who is given what follows from an event.

use feed::{hub::Input, incidents::IncidentChange};
use model::market::{
    DataKind, MarketEvent, SourceBar, Tick,
    incident::{DataIncident, IncidentKind},
};
use venues::NewsItem;

use super::{sinks::SinkLane, task::Core};

impl Core {
    pub(super) fn event(&mut self, event: MarketEvent) {
        self.advance(event.received_at());
        let now = self.now.unwrap_or_else(|| event.received_at());
        match &event {
            MarketEvent::Tick(tick) => {
                if !self.echo.is_repeated(tick) {
                    self.hub.step(now, Input::Tick(tick), &mut self.effects);
                }
            }
            MarketEvent::Book(update) => self.hub.step(now, Input::Book(update), &mut self.effects),
            MarketEvent::Bar(bar) => self.source_bar(bar),
            MarketEvent::News(item) => {
                let item = item.clone();
                let news = NewsItem { item, summary: None, author: None, symbols: Vec::new(), sentiment: None };
                self.spread_news(news);
            }
        }
        self.spread();
        if self.sinks.iter().any(SinkLane::wants_received) {
            self.batch.received.push(event);
        }
    }

    /// A trade or quote that was asked for. It is the last of others that are not known, so alerts and the recording do not get it.
    pub(super) fn polled(&mut self, tick: &Tick, every_micros: i64) {
        self.advance(tick.origin.received_at);
        let now = self.now.unwrap_or(tick.origin.received_at);
        self.hub.step(now, Input::Polled { tick, every_micros }, &mut self.effects);
        let good = std::mem::take(&mut self.effects.ticks);
        for tick in &good {
            if let Some(lane) = self.demands.lane(tick.origin.instrument) {
                lane.consumers(tick.kind()).iter().for_each(|slot| slot.tick(tick));
            }
        }
        self.spread();
    }

    /// News with what the event of the model has no place for. The recording holds the event.
    pub(super) fn news(&mut self, news: NewsItem) {
        self.advance(news.item.received_at);
        // What was asked for after a break may have been told before it, or come again with the stream.
        if !self.told_news.is_new(&news.item) {
            return;
        }
        if self.sinks.iter().any(SinkLane::wants_received) {
            self.batch.received.push(MarketEvent::News(news.item.clone()));
        }
        self.spread_news(news);
    }

    pub(super) fn spread_news(&mut self, news: NewsItem) {
        for instrument in &news.item.instruments {
            if let Some(lane) = self.demands.lane(*instrument) {
                lane.consumers(DataKind::News).iter().for_each(|slot| slot.news(&news));
            }
        }
        self.batch.news.push(news);
    }

    pub(super) fn source_bar(&mut self, bar: &SourceBar) {
        let Some(lane) = self.demands.lane(bar.origin.instrument) else { return };
        if bar.bar.check().is_err() {
            self.refused_bars += 1;
            return;
        }
        lane.consumers(DataKind::Bar).iter().for_each(|slot| slot.source_bar(*bar));
        self.batch.source_bars.push(*bar);
    }

    /// Hands on what followed from an input.
    pub(super) fn spread(&mut self) {
        let mut effects = std::mem::take(&mut self.effects);
        let has_consumers = self.demands.has_consumers();
        for tick in &effects.ticks {
            if has_consumers && let Some(lane) = self.demands.lane(tick.origin.instrument) {
                lane.consumers(tick.kind()).iter().for_each(|slot| slot.tick(tick));
            }
        }
        self.batch.ticks.extend_from_slice(&effects.ticks);
        for bar in &effects.bars {
            if has_consumers && let Some(lane) = self.demands.lane(bar.instrument) {
                lane.consumers(DataKind::Bar).iter().for_each(|slot| slot.bar(*bar));
            }
        }
        self.batch.bars.extend_from_slice(&effects.bars);
        for change in &effects.incidents {
            self.incident(*change);
        }
        for book in effects.books.iter().chain(&effects.resync) {
            self.changed.insert((book.instrument, book.source));
        }
        for book in &effects.resync {
            let links = self.links.iter().filter(|link| link.source() == book.source);
            links.for_each(|link| link.resync(book.instrument));
        }
        effects.clear();
        self.effects = effects;
    }

    pub(super) fn incident(&mut self, change: IncidentChange) {
        let (IncidentChange::Began(incident) | IncidentChange::Ended(incident)) = change;
        let DataIncident { kind, instrument, source, data, .. } = incident;
        // That nothing comes of what nobody wants any more is no trouble; and what did not begin for anybody does not end.
        if kind == IncidentKind::Stale {
            let key = (instrument, source, data);
            let is_told = match change {
                IncidentChange::Began(_) => self.demands.is_wanted(instrument, data) && self.stale.insert(key),
                IncidentChange::Ended(_) => self.stale.remove(&key),
            };
            if !is_told {
                return;
            }
        }
        if let Some(lane) = self.demands.lane(instrument) {
            lane.consumers(data).iter().for_each(|slot| slot.incident(change));
        }
        self.batch.incidents.push(change);
    }

    pub(super) fn give_depths(&mut self) {
        for (instrument, source) in std::mem::take(&mut self.changed) {
            let Some(lane) = self.demands.lane(instrument) else { continue };
            let slots = lane.consumers(DataKind::Book);
            if slots.is_empty() {
                continue;
            }
            let depth = self.hub.book(instrument, source).map(|book| book.depth(self.settings.depth_levels));
            slots.iter().for_each(|slot| slot.depth(instrument, source, depth.clone()));
        }
    }
}
