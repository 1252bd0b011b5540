//! Watchlists: instruments that somebody looks at, in lists with sections.

use std::collections::BTreeSet;

use model::id::InstrumentId;
use serde::{Deserialize, Serialize};

use crate::{
    Host, Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    folded::folded,
    ledger::Changed,
    workspace::{Workspace, last_event},
};

/// The key of the lists among the settings.
pub(crate) const WATCHLISTS: &str = "watchlists";
/// The most lists, and sections of one.
const LISTS_MAX: usize = 50;
/// The most rows of a list.
const ROWS_MAX: usize = 1000;
/// The longest name or note, in characters.
const TEXT_MAX: usize = 200;

/// What somebody looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Watchlists {
    /// The lists, each with a name of its own.
    pub lists: Vec<Watchlist>,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Watchlist {
    /// Its name.
    pub name: String,
    /// Its sections.
    pub sections: Vec<WatchSection>,
}

/// A section of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WatchSection {
    /// Its name; empty for one without.
    pub name: String,
    /// Its rows.
    pub rows: Vec<WatchRow>,
}

/// An instrument in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WatchRow {
    /// Which.
    pub instrument_id: InstrumentId,
    /// A flag.
    #[serde(default)]
    pub flag: Option<WatchFlag>,
    /// What is to be known.
    #[serde(default)]
    pub note: Option<String>,
}

/// The colour of a flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WatchFlag {
    /// Red.
    Red,
    /// Orange.
    Orange,
    /// Yellow.
    Yellow,
    /// Green.
    Green,
    /// Blue.
    Blue,
    /// Purple.
    Purple,
}

impl Workstation {
    /// The watchlists. Before anybody made one there is a list of what is held and one of everything else.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn watchlists(&self, ctx: &Ctx) -> Result<Watchlists> {
        let ws = self.for_use(ctx, Action::Read, "watchlists").await?;
        kept(&ws, &self.host).await
    }

    /// Replaces the watchlists.
    ///
    /// # Errors
    /// When a name is missing or there twice, a list names an instrument twice, or there is too much.
    pub async fn set_watchlists(&self, ctx: &Ctx, asked: Watchlists) -> Result<Changed<Watchlists>> {
        let ws = self.for_use(ctx, Action::Write, "watchlists").await?;
        let known = store::instruments::all(&ws.store).await?.into_iter().map(|found| found.id).collect();
        check(&asked, &known)?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::settings::put_key(&mut w, WATCHLISTS, &asked).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value: asked, change_id })
    }
}

/// The lists as they are kept, without instruments that are gone; those to begin with where there are none.
async fn kept(ws: &Workspace, host: &Host) -> Result<Watchlists> {
    let all = store::instruments::all(&ws.store).await?;
    let known: BTreeSet<InstrumentId> = all.iter().map(|found| found.id).collect();
    if let Some(mut kept) = store::settings::get_key::<Watchlists>(&ws.store, WATCHLISTS).await? {
        for section in kept.lists.iter_mut().flat_map(|list| &mut list.sections) {
            section.rows.retain(|row| known.contains(&row.instrument_id));
        }
        return Ok(kept);
    }
    let held = folded(ws, host).await?.held();
    let row = |id: InstrumentId| WatchRow { instrument_id: id, flag: None, note: None };
    let list = |name: &str, ids: Vec<InstrumentId>| Watchlist {
        name: name.to_owned(),
        sections: vec![WatchSection { name: String::new(), rows: ids.into_iter().take(ROWS_MAX).map(row).collect() }],
    };
    let (mine, others): (Vec<InstrumentId>, Vec<InstrumentId>) =
        all.iter().map(|found| found.id).partition(|id| held.contains(id));
    Ok(Watchlists { lists: vec![list("Holdings", mine), list("Watched", others)] })
}

/// Every instrument of the lists, once.
pub(crate) async fn instruments(ws: &Workspace, host: &Host) -> Result<Vec<InstrumentId>> {
    let kept = kept(ws, host).await?;
    let rows = kept.lists.iter().flat_map(|list| &list.sections).flat_map(|section| &section.rows);
    let mut seen = BTreeSet::new();
    Ok(rows.map(|row| row.instrument_id).filter(|id| seen.insert(*id)).collect())
}

fn check(asked: &Watchlists, known: &BTreeSet<InstrumentId>) -> Result<()> {
    if asked.lists.len() > LISTS_MAX {
        return Err(Error::field("lists", "too_many", format!("keep at most {LISTS_MAX} lists")));
    }
    let long = |text: &str| text.chars().count() > TEXT_MAX || text.chars().any(char::is_control);
    for (n, list) in asked.lists.iter().enumerate() {
        let field = format!("lists[{n}]");
        if list.name.trim().is_empty() || long(&list.name) {
            let problem = format!("give a name of 1 to {TEXT_MAX} characters");
            return Err(Error::field(&format!("{field}.name"), "name_invalid", problem));
        }
        if asked.lists[..n].iter().any(|earlier| earlier.name == list.name) {
            let problem = format!("\"{}\" is there twice; give each list a name of its own", list.name);
            return Err(Error::field(&format!("{field}.name"), "name_taken", problem));
        }
        let rows: Vec<&WatchRow> = list.sections.iter().flat_map(|section| &section.rows).collect();
        if rows.len() > ROWS_MAX || list.sections.len() > LISTS_MAX {
            let problem = format!("keep at most {ROWS_MAX} rows and {LISTS_MAX} sections in a list");
            return Err(Error::field(&field, "too_many", problem));
        }
        let mut seen = BTreeSet::new();
        for row in rows {
            if !known.contains(&row.instrument_id) {
                let problem = format!("instrument {} does not exist", row.instrument_id);
                return Err(Error::field(&field, "instrument_unknown", problem));
            }
            if !seen.insert(row.instrument_id) {
                let problem = format!("instrument {} is in \"{}\" twice", row.instrument_id, list.name);
                return Err(Error::field(&field, "instrument_twice", problem));
            }
            if row.note.as_deref().is_some_and(long) {
                return Err(Error::field(&field, "note_invalid", format!("a note has at most {TEXT_MAX} characters")));
            }
        }
        if list.sections.iter().any(|section| long(&section.name)) {
            let problem = format!("a section's name has at most {TEXT_MAX} characters");
            return Err(Error::field(&field, "name_invalid", problem));
        }
    }
    Ok(())
}
