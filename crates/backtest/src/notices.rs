//! What looks wrong about the bars, though a run is possible: splits that nobody told of, gaps, prices of zero.

use bars::series::BarSeries;
use execution::account::{CorporateAction, DatedAction};
use model::{id::InstrumentId, time::Timestamp};
use serde::{Deserialize, Serialize};

/// Ratios of splits that occur.
const RATIOS: [f64; 12] = [1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 15.0, 20.0, 50.0];
/// How near the jump of a price must be to a ratio.
const NEAR: f64 = 0.03;
/// Longer than any holiday of an exchange.
const GAP_DAYS: i64 = 7;
/// Notices of one kind beyond this are not listed.
const LISTED: usize = 20;
const DAY_MICROS: i64 = 86_400_000_000;

/// Something about the bars that one should look at before believing the result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Notice {
    /// A close jumps as in a split, and no action says so.
    SplitMissing {
        /// Of what.
        instrument_id: InstrumentId,
        /// The first bar after it.
        at: Timestamp,
        /// Close before ÷ close after.
        ratio: f64,
    },
    /// No bar for more than a week.
    Gap {
        /// Of what.
        instrument_id: InstrumentId,
        /// The last bar before it.
        from: Timestamp,
        /// The first one after it.
        to: Timestamp,
    },
    /// Closes of zero: nothing trades there, and positions count with their last price.
    ZeroPrices {
        /// Of what.
        instrument_id: InstrumentId,
        /// How many.
        bars: usize,
        /// The first of them.
        first: Timestamp,
    },
    /// Bars without any volume, as on days on which trading was halted.
    NoVolume {
        /// Of what.
        instrument_id: InstrumentId,
        /// How many.
        bars: usize,
        /// The first of them.
        first: Timestamp,
    },
    /// Bars of different lengths in one run. A bar is told at its beginning, so the longer ones tell what is not over yet.
    MixedIntervals {
        /// The instrument with the longer bars.
        instrument_id: InstrumentId,
    },
}

/// Looks at the bars of a run.
pub(crate) fn notices(ids: &[InstrumentId], series: &[&BarSeries], actions: &[DatedAction]) -> Vec<Notice> {
    let mut found = Vec::new();
    let usual: Vec<Option<i64>> = series.iter().map(|series| usual_interval(series)).collect();
    let shortest = usual.iter().flatten().min().copied();
    for ((instrument_id, series), usual) in ids.iter().copied().zip(series).zip(&usual) {
        found.extend(jumps(instrument_id, series, actions).take(LISTED));
        found.extend(gaps(instrument_id, series).take(LISTED));
        let at = |n: usize| Timestamp::from_micros(series.at[n]);
        if let Some((bars, first)) = count(series.close.iter().map(|close| *close <= 0.0)) {
            found.push(Notice::ZeroPrices { instrument_id, bars, first: at(first) });
        }
        let still = (0..series.len()).map(|n| series.volume.as_ref().and_then(|v| v.get(n)) == Some(0.0));
        if let Some((bars, first)) = count(still) {
            found.push(Notice::NoVolume { instrument_id, bars, first: at(first) });
        }
        if usual.zip(shortest).is_some_and(|(usual, shortest)| usual >= 2 * shortest) {
            found.push(Notice::MixedIntervals { instrument_id });
        }
    }
    found
}

/// The least interval between two bars of the first thousand.
fn usual_interval(series: &BarSeries) -> Option<i64> {
    series.at.windows(2).take(1000).map(|pair| pair[1] - pair[0]).min()
}

fn count(flags: impl Iterator<Item = bool>) -> Option<(usize, usize)> {
    let mut found: Option<(usize, usize)> = None;
    for (n, _) in flags.enumerate().filter(|(_, flag)| *flag) {
        found = Some(found.map_or((1, n), |(bars, first)| (bars + 1, first)));
    }
    found
}

fn gaps(instrument_id: InstrumentId, series: &BarSeries) -> impl Iterator<Item = Notice> {
    let long = series.at.windows(2).filter(|pair| pair[1] - pair[0] > GAP_DAYS * DAY_MICROS);
    long.map(move |pair| Notice::Gap {
        instrument_id,
        from: Timestamp::from_micros(pair[0]),
        to: Timestamp::from_micros(pair[1]),
    })
}

fn jumps<'a>(
    instrument_id: InstrumentId,
    series: &'a BarSeries,
    actions: &'a [DatedAction],
) -> impl Iterator<Item = Notice> + 'a {
    let told = move |from: i64, to: i64| {
        let split = |action: &DatedAction| matches!(action.action, CorporateAction::Split { .. });
        let within = |action: &DatedAction| action.at.micros() > from && action.at.micros() <= to;
        actions.iter().any(|a| a.instrument_id == instrument_id && split(a) && within(a))
    };
    let like_split =
        |ratio: f64| RATIOS.iter().any(|of| (ratio / of - 1.0).abs() < NEAR || (ratio * of - 1.0).abs() < NEAR);
    let pairs = series.close.windows(2).enumerate().filter(|(_, pair)| pair[0] > 0.0 && pair[1] > 0.0);
    pairs.filter_map(move |(n, pair)| {
        let ratio = pair[0] / pair[1];
        // A move of a quarter within a bar is rare enough to be looked at.
        let jumped = !(0.75..=1.0 / 0.75).contains(&ratio);
        (jumped && like_split(ratio) && !told(series.at[n], series.at[n + 1])).then(|| Notice::SplitMissing {
            instrument_id,
            at: Timestamp::from_micros(series.at[n + 1]),
            ratio,
        })
    })
}
