//! Keeps what streams in: the events as they were received, and bars of a minute that are made of them.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};

use ::bars::interval::Interval;
use market::sink::{Batch, Missed, Sink};
use model::{
    bar::{Bar, BarSize},
    id::InstrumentId,
    market::{MarketEvent, Source},
    time::Timestamp,
};
use store::recordings::RecordingBlock;

use crate::{
    Host,
    error::{Error, Result},
    providers::RecordingSettings,
    workspace::Workspace,
};

/// Events of one instrument that are packed together, at most.
const BLOCK: usize = 4096;
/// What is not full is kept after this time.
const KEEP_EVERY: Duration = Duration::from_secs(10);
/// What is too old is looked for so often.
const PRUNE_EVERY: Duration = Duration::from_secs(3600);
const DAY_MICROS: i64 = 86_400_000_000;

/// How blocks are packed.
const LEVEL: i32 = 3;

/// Keeps what streams in.
pub(crate) struct Recorder {
    ws: Arc<Workspace>,
    host: Host,
    settings: RecordingSettings,
    only: HashSet<InstrumentId>,
    events: BTreeMap<(InstrumentId, Source), Vec<MarketEvent>>,
    waiting: usize,
    bars: BTreeMap<(InstrumentId, Source), BTreeMap<Timestamp, Bar>>,
    kept_at: Instant,
    pruned_at: Option<Instant>,
}

impl Recorder {
    pub(crate) fn new(ws: Arc<Workspace>, host: Host, settings: RecordingSettings) -> Self {
        let only = settings.instrument_ids.iter().copied().collect();
        let (events, bars) = (BTreeMap::new(), BTreeMap::new());
        Self { ws, host, settings, only, events, waiting: 0, bars, kept_at: Instant::now(), pruned_at: None }
    }

    fn is_wanted(&self, instrument: InstrumentId) -> bool {
        self.only.is_empty() || self.only.contains(&instrument)
    }

    fn note(&mut self, batch: &Batch) {
        for event in &batch.received {
            // News are about many instruments, and are read again from their source.
            let (instrument, source) = match event {
                MarketEvent::Tick(tick) => (tick.origin.instrument, tick.origin.source),
                MarketEvent::Bar(bar) => (bar.origin.instrument, bar.origin.source),
                MarketEvent::Book(book) => (book.origin.instrument, book.origin.source),
                MarketEvent::News(_) => continue,
            };
            if self.is_wanted(instrument) {
                self.events.entry((instrument, source)).or_default().push(event.clone());
                self.waiting += 1;
            }
        }
        for bar in &batch.bars {
            if bar.built.interval == Interval::Minute1 && self.is_wanted(bar.instrument) {
                let of = self.bars.entry((bar.instrument, bar.source)).or_default();
                of.insert(bar.built.bar.at, bar.built.bar);
            }
        }
    }

    /// Keeps what waits, in one transaction.
    async fn keep(&mut self) -> Result<()> {
        self.kept_at = Instant::now();
        if self.waiting == 0 && self.bars.is_empty() {
            return Ok(());
        }
        let mut blocks = Vec::new();
        for ((instrument_id, source), events) in &self.events {
            for events in events.chunks(BLOCK) {
                blocks.push(pack(*instrument_id, *source, events)?);
            }
        }
        let now = self.host.clock.now();
        let mut m = self.ws.store.begin_bars(now).await?;
        if !blocks.is_empty() {
            store::recordings::add(&mut m, &blocks).await?;
        }
        for ((instrument, source), bars) in &self.bars {
            crate::bars::merge(&mut m, (*instrument, BarSize::Minute1, *source), bars.values()).await?;
        }
        if self.pruned_at.is_none_or(|at| at.elapsed() >= PRUNE_EVERY) {
            self.pruned_at = Some(Instant::now());
            let oldest = now.micros().saturating_sub(i64::from(self.settings.keep_days) * DAY_MICROS);
            store::recordings::delete_before(&mut m, Timestamp::from_micros(oldest)).await?;
        }
        m.commit().await?;
        if !self.bars.is_empty() {
            self.ws.moved(&["bars"]);
        }
        (self.events, self.bars, self.waiting) = (BTreeMap::new(), BTreeMap::new(), 0);
        Ok(())
    }
}

impl Sink for Recorder {
    fn name(&self) -> &'static str {
        "recording"
    }

    async fn take(&mut self, batch: &Batch, missed: Missed) -> std::result::Result<(), String> {
        if missed != Missed::default() {
            tracing::warn!(?missed, "the recording could not keep up; what it missed is not in it");
        }
        self.note(batch);
        if self.waiting < BLOCK && self.kept_at.elapsed() < KEEP_EVERY {
            return Ok(());
        }
        self.keep().await.map_err(|problem| problem.to_string())
    }

    async fn end(&mut self) -> std::result::Result<(), String> {
        self.keep().await.map_err(|problem| problem.to_string())
    }
}

fn pack(instrument_id: InstrumentId, source: Source, events: &[MarketEvent]) -> Result<RecordingBlock> {
    let broken = || Error::Broken { what: "the recording" };
    let text = serde_json::to_vec(events).map_err(|_| broken())?;
    let payload = zstd::bulk::compress(&text, LEVEL).map_err(|_| broken())?;
    let times = events.iter().map(MarketEvent::received_at);
    Ok(RecordingBlock {
        instrument_id,
        source,
        first_at: times.clone().min().ok_or_else(broken)?,
        last_at: times.max().ok_or_else(broken)?,
        n_events: events.len() as u64,
        payload,
    })
}

/// The events of a block.
///
/// # Errors
/// When it is damaged.
pub(crate) fn unpack(block: &RecordingBlock) -> Result<Vec<MarketEvent>> {
    let damaged = |_| {
        let place = format!("{} of {}", block.instrument_id, block.first_at);
        Error::conflict("recording_damaged", format!("the recording {place} is damaged; restore a backup"))
    };
    let text = zstd::stream::decode_all(block.payload.as_slice()).map_err(damaged)?;
    serde_json::from_slice(&text).map_err(|e| damaged(e.into()))
}
