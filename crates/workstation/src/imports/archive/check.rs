//! Whether entries pass and fit each other: each comes after what it refers to, none twice, revisions without gaps.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet},
};

use chrono::Duration;
use model::{
    bar::BarSize,
    error::ValueError,
    fx::FxRateFields,
    id::{AccountId, AlertId, FxRateId, ImportId, InstrumentId, OptimizationId, ScheduleId, TransactionId},
    settings::Settings,
    time::Timestamp,
};
use store::{archive::Entry, bars::BarChange, fx_rates::FxRateRevision, transactions::TransactionRevision};

use crate::{
    schedules::ScheduleAction,
    workspace::{META, Meta},
};

/// So far a clock of another machine may be ahead of this one's.
const AHEAD_HOURS: i64 = 24;

/// What was seen so far.
pub(super) struct Check {
    latest: Timestamp,
    last: Option<Entry>,
    accounts: BTreeSet<AccountId>,
    names: BTreeSet<String>,
    instruments: BTreeSet<InstrumentId>,
    symbols: BTreeSet<String>,
    underlyings: BTreeSet<(InstrumentId, InstrumentId)>,
    imports: BTreeSet<ImportId>,
    optimizations: BTreeSet<OptimizationId>,
    strategies: BTreeSet<String>,
    alerts: BTreeSet<AlertId>,
    schedules: BTreeSet<ScheduleId>,
    sources: BTreeSet<(AccountId, String)>,
    rates: BTreeSet<FxRateId>,
    series: BTreeMap<(InstrumentId, BarSize, String), Timestamp>,
    at_series: Option<(InstrumentId, BarSize, String)>,
}

type Verdict = Result<(), String>;

impl Check {
    /// Nothing seen yet; `now` is the time of the import.
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            latest: (now.to_chrono() + Duration::hours(AHEAD_HOURS)).into(),
            last: None,
            accounts: BTreeSet::new(),
            names: BTreeSet::new(),
            instruments: BTreeSet::new(),
            symbols: BTreeSet::new(),
            underlyings: BTreeSet::new(),
            imports: BTreeSet::new(),
            optimizations: BTreeSet::new(),
            strategies: BTreeSet::new(),
            alerts: BTreeSet::new(),
            schedules: BTreeSet::new(),
            sources: BTreeSet::new(),
            rates: BTreeSet::new(),
            series: BTreeMap::new(),
            at_series: None,
        }
    }

    /// Whether an entry passes after those before it.
    pub(super) fn entry(&mut self, entry: &Entry) -> Verdict {
        if self.last.as_ref().is_some_and(|last| last.section() != entry.section()) {
            self.left_behind()?;
        }
        let before = self.last.take().filter(|last| last.section() == entry.section());
        match before.as_ref().map(|last| last.order(entry)) {
            Some(Some(Ordering::Equal)) => return Err("it stands twice; leave one out".to_owned()),
            Some(Some(Ordering::Greater)) => return Err("it stands out of order; export the archive again".to_owned()),
            _ => {}
        }
        match entry {
            Entry::Settings(e) => setting(&e.key, &e.value)?,
            Entry::Instruments(e) => {
                passed(&e.fields.check())?;
                self.instruments.insert(e.id);
                self.underlyings.extend(e.fields.underlying_id.map(|under| (e.id, under)));
                unique(self.symbols.insert(e.fields.symbol.clone()), "symbol", &e.fields.symbol)?;
            }
            Entry::Accounts(e) => {
                passed(&e.fields.check())?;
                self.accounts.insert(e.id);
                unique(self.names.insert(e.fields.name.clone()), "name", &e.fields.name)?;
            }
            Entry::Imports(e) => _ = self.imports.insert(e.id),
            Entry::Transactions(e) => self.transaction(e, before.as_ref())?,
            Entry::FxRates(e) => self.rate(e, before.as_ref())?,
            Entry::Optimizations(e) => _ = self.optimizations.insert(e.id),
            Entry::Targets(e) => {
                passed(&e.fields.check())?;
                for id in e.fields.weights.keys() {
                    self.instrument(*id)?;
                }
                self.optimization(e.fields.source_optimization_id)?;
            }
            Entry::Alerts(e) => {
                for id in e.instruments() {
                    self.instrument(id)?;
                }
                self.alerts.insert(e.id);
            }
            Entry::AlertEvents(e) => self.alert(e.alert_id)?,
            Entry::AlertDeliveries(e) => self.alert(e.key.alert)?,
            Entry::Attributions(e) => {
                self.account(e.account_id)?;
                e.benchmark_id.map_or(Ok(()), |id| self.instrument(id))?;
            }
            Entry::Rebalancings(e) => {
                self.account(e.account_id)?;
                self.optimization(e.optimization_id)?;
            }
            Entry::Strategies(e) => {
                passed(&e.check())?;
                unique(self.strategies.insert(e.name.clone()), "name", &e.name)?;
            }
            // The strategy that it was a trial of may be gone.
            Entry::Backtests(e) => passed(&e.check())?,
            Entry::Models(_) => {}
            Entry::Schedules(e) => {
                serde_json::from_value::<ScheduleAction>(e.fields.action.clone()).map_err(|e| e.to_string())?;
                self.schedules.insert(e.id);
            }
            Entry::Occurrences(e) => {
                if !self.schedules.contains(&e.schedule_id) {
                    return Err(gone("schedule", e.schedule_id));
                }
            }
            Entry::Bars(e) => self.bars(e)?,
        }
        self.last = Some(entry.clone());
        Ok(())
    }

    /// Whether all fits at the end.
    pub(super) fn end(&self) -> Verdict {
        self.left_behind()
    }

    /// What only the end of a section tells.
    fn left_behind(&self) -> Verdict {
        let ends = match &self.last {
            Some(Entry::Transactions(e)) => e.known_until.is_some(),
            Some(Entry::FxRates(e)) => e.known_until.is_some(),
            _ => false,
        };
        if ends {
            return Err("the last revision ends, and none follows".to_owned());
        }
        for (id, under) in &self.underlyings {
            if !self.instruments.contains(under) {
                return Err(format!("instrument {id}: {}", gone("instrument", under)));
            }
        }
        Ok(())
    }

    fn transaction(&mut self, e: &TransactionRevision, before: Option<&Entry>) -> Verdict {
        passed(&e.fields.check())?;
        let f = &e.fields;
        self.account(Some(f.account_id))?;
        self.account(f.counter_account_id)?;
        for id in [f.instrument_id, f.other_instrument_id].into_iter().flatten() {
            self.instrument(id)?;
        }
        if let Some(id) = e.import_id.filter(|id| !self.imports.contains(id)) {
            return Err(gone("import", id));
        }
        if let (Some(key), None) = (&e.source_key, e.known_until) {
            unique(self.sources.insert((f.account_id, key.clone())), "source key", key)?;
        }
        let before = match before {
            Some(Entry::Transactions(b)) => Some(Step::<TransactionId>::new(b.id, b.revision, b.known_until)),
            _ => None,
        };
        self.revision(before.as_ref(), &Step::new(e.id, e.revision, e.known_until), e.known_at)
    }

    fn rate(&mut self, e: &FxRateRevision, before: Option<&Entry>) -> Verdict {
        passed(&e.fields.check())?;
        let day = |f: &FxRateFields| (f.base, f.quote, f.date);
        let before = match before {
            Some(Entry::FxRates(b)) => Some((day(&b.fields), Step::<FxRateId>::new(b.id, b.revision, b.known_until))),
            _ => None,
        };
        let same_day = before.as_ref().is_some_and(|(d, _)| *d == day(&e.fields));
        let same_id = before.as_ref().is_some_and(|(_, b)| b.id == e.id);
        if same_day != same_id || (!same_id && !self.rates.insert(e.id)) {
            return Err("the rates of a pair's day have one identity, and no other day has it".to_owned());
        }
        self.revision(before.as_ref().map(|b| &b.1), &Step::new(e.id, e.revision, e.known_until), e.known_at)
    }

    /// Revisions count from 1 without gaps; each begins when the one before it ends, and none but the last ends.
    fn revision<I: PartialEq>(&self, before: Option<&Step<I>>, now: &Step<I>, known_at: Timestamp) -> Verdict {
        if known_at > self.latest || now.until > Some(self.latest) {
            return Err("it is known later than now; set this machine's clock, or wait".to_owned());
        }
        if now.until.is_some_and(|until| until < known_at) {
            return Err("it ends before it begins".to_owned());
        }
        let goes_on = before.filter(|b| b.id == now.id);
        match (goes_on, before) {
            (Some(b), _) if b.revision + 1 != now.revision => Err("a revision before it is missing".to_owned()),
            (Some(b), _) if b.until != Some(known_at) => {
                Err("it does not begin when the revision before it ends".to_owned())
            }
            (None, Some(b)) if b.until.is_some() => Err("the revision before it ends, and none follows".to_owned()),
            (None, _) if now.revision != 1 => Err("its first revision is missing".to_owned()),
            _ => Ok(()),
        }
    }

    fn bars(&mut self, e: &BarChange) -> Verdict {
        self.instrument(e.instrument_id)?;
        let key = (e.instrument_id, e.size, e.source.clone());
        let goes_on = self.at_series.as_ref() == Some(&key);
        match self.series.insert(key.clone(), e.known_at) {
            Some(_) if !goes_on => return Err("its series stands twice".to_owned()),
            Some(earlier) if earlier > e.known_at => return Err("its series is out of order".to_owned()),
            _ => {}
        }
        if e.known_at > self.latest {
            return Err("it is known later than now; set this machine's clock, or wait".to_owned());
        }
        self.at_series = Some(key);
        if e.gone.windows(2).any(|w| w[0] >= w[1]) || e.put.windows(2).any(|w| w[0].0 >= w[1].0) {
            return Err("its bars are out of order".to_owned());
        }
        Ok(())
    }

    fn account(&self, id: Option<AccountId>) -> Verdict {
        id.filter(|id| !self.accounts.contains(id)).map_or(Ok(()), |id| Err(gone("account", id)))
    }

    fn instrument(&self, id: InstrumentId) -> Verdict {
        if self.instruments.contains(&id) { Ok(()) } else { Err(gone("instrument", id)) }
    }

    fn alert(&self, id: AlertId) -> Verdict {
        if self.alerts.contains(&id) { Ok(()) } else { Err(gone("alert", id)) }
    }

    fn optimization(&self, id: Option<OptimizationId>) -> Verdict {
        id.filter(|id| !self.optimizations.contains(id)).map_or(Ok(()), |id| Err(gone("optimization", id)))
    }
}

/// What tells how revisions follow each other.
struct Step<I> {
    id: I,
    revision: u32,
    until: Option<Timestamp>,
}

impl<I> Step<I> {
    fn new(id: I, revision: u32, until: Option<Timestamp>) -> Self {
        Self { id, revision, until }
    }
}

/// Whether a document of the settings is one.
fn setting(key: &str, value: &serde_json::Value) -> Verdict {
    if key == META {
        let mut named = value.clone();
        if let serde_json::Value::Object(fields) = &mut named {
            fields.insert("name".to_owned(), "archive".into());
        }
        return serde_json::from_value::<Meta>(named).map(drop).map_err(|e| e.to_string());
    }
    if key == "settings" {
        let settings: Settings = serde_json::from_value(value.clone()).map_err(|e| e.to_string())?;
        return passed(&settings.check());
    }
    if key.is_empty() || key.chars().count() > 100 { Err("a key has 1 to 100 characters".to_owned()) } else { Ok(()) }
}

fn passed(wrong: &[ValueError]) -> Verdict {
    if wrong.is_empty() {
        return Ok(());
    }
    Err(wrong.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
}

fn unique(is_new: bool, what: &str, value: &str) -> Verdict {
    if is_new { Ok(()) } else { Err(format!("the {what} \"{value}\" stands twice")) }
}

fn gone(what: &str, id: impl std::fmt::Display) -> String {
    format!("there is no {what} {id} in the archive")
}
