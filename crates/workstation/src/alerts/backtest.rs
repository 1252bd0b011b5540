//! Alert rules tried out on the past: what a rule says in words, what it watches, and when it would have fired.

use ::alerts::{AlertRule, BarSeries, Need, PastFiring, backtest, depends, words as sentence};
use ::bars::interval::Interval;
use chrono::NaiveDate;
use model::{bar::BarSize, id::InstrumentId, time::Timestamp};
use serde::{Deserialize, Serialize};
use store::{alerts::instruments_of, bars::BarQuery};

use super::{known, names_of, refused, rule_of};
use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
};

/// A rule to try out, as a sentence or as JSON.
#[derive(Clone, Debug, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertBacktestQuestion {
    /// Its sentence, such as `AAPL crosses above 150`; then without `rule`.
    #[serde(default)]
    pub words: Option<String>,
    /// The rule itself; then without `words`.
    #[serde(default)]
    pub rule: Option<AlertRule>,
    /// Firings from this day on; from the first bar when nothing is said. Earlier bars warm indicators up.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// Firings to this day, included; to the last bar when nothing is said.
    #[serde(default)]
    pub to: Option<NaiveDate>,
}

/// What a rule would have done.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct AlertBacktest {
    /// The rule.
    pub rule: AlertRule,
    /// Its sentence.
    pub words: String,
    /// What it must be told to be decided.
    pub needs: Vec<Need>,
    /// The bars that it was tried on, of each instrument.
    pub tried_on: Vec<TriedOn>,
    /// When it would have fired, oldest first, taken as armed again after each firing.
    pub firings: Vec<AlertFiring>,
    /// What daily bars do not tell, in sentences.
    pub cannot_tell: Vec<String>,
}

/// A firing of the past.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct AlertFiring {
    /// The day of the bar that tells of it.
    pub day: NaiveDate,
    /// When.
    #[serde(flatten)]
    pub firing: PastFiring,
}

/// The daily bars of an instrument that a rule was tried on.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TriedOn {
    /// Which.
    pub instrument_id: InstrumentId,
    /// Its symbol.
    pub symbol: String,
    /// The first day; null where there are no bars.
    pub first: Option<NaiveDate>,
    /// The last day.
    pub last: Option<NaiveDate>,
    /// How many.
    pub n_bars: usize,
}

impl Workstation {
    /// Tries a rule out on the daily bars of the instruments that it watches.
    ///
    /// # Errors
    /// When the sentence is not understood, the rule makes no sense or watches an unknown instrument, or the store cannot be read.
    pub async fn alert_backtest(&self, ctx: &Ctx, asked: AlertBacktestQuestion) -> Result<AlertBacktest> {
        let ws = self.for_use(ctx, Action::Read, "alerts").await?;
        let instruments = store::instruments::all(&ws.store).await?;
        let names = names_of(&instruments);
        let rule = rule_of(asked.words.as_deref(), asked.rule, &names)?;
        known(&rule, &instruments)?;
        let needs = depends(&rule);
        let ids = instruments_of(&rule);
        let mut found = store::bars::read_many(&ws.store, &ids, BarSize::Day1, &BarQuery::default()).await?;
        let watched: Vec<_> = ids.into_iter().map(|id| (id, found.remove(&id).unwrap_or_default())).collect();
        let work = move || {
            let read: Vec<(InstrumentId, Vec<model::bar::Bar>, Vec<i64>)> = watched
                .into_iter()
                // A day's session is the day itself.
                .map(|(id, series)| (id, series.iter().collect(), series.at))
                .collect();
            let series: Vec<BarSeries<'_>> = read
                .iter()
                .map(|(instrument, bars, sessions)| BarSeries {
                    instrument: *instrument,
                    interval: Interval::Day1,
                    bars,
                    sessions: Some(sessions),
                })
                .collect();
            let found = backtest(&rule, &series, &names).map_err(|e| refused("rule", &e))?;
            // What closed bars alone decide is known at a bar's end, which is the next day's first moment.
            let by_bars = needs.iter().all(|need| !matches!(need, Need::Ticks { .. }));
            let told_by = |firing: PastFiring| {
                let at = firing.from.micros() - i64::from(by_bars);
                AlertFiring { day: Timestamp::from_micros(at).date(), firing }
            };
            let within =
                |f: &AlertFiring| asked.from.is_none_or(|from| f.day >= from) && asked.to.is_none_or(|to| f.day <= to);
            let tried_on = read
                .iter()
                .map(|(id, bars, _)| TriedOn {
                    instrument_id: *id,
                    symbol: names.symbol(*id),
                    first: bars.first().map(|bar| bar.at.date()),
                    last: bars.last().map(|bar| bar.at.date()),
                    n_bars: bars.len(),
                })
                .collect();
            Ok(AlertBacktest {
                words: sentence(&rule, &names),
                needs,
                tried_on,
                firings: found.firings.into_iter().map(told_by).filter(within).collect(),
                cannot_tell: found.cannot_tell,
                rule,
            })
        };
        tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the alert's back-test" })?
    }
}
