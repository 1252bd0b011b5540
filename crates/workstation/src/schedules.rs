//! Schedules: what comes again, what it does, and what came of it.
//!
//! Beside each open workspace a task (`watch`) begins what is due. What an action does is a job (`action`): it is made in the
//! transaction that takes the occurrence, so that it is begun exactly once, and it survives the process. A schedule acts in
//! its own name.

mod action;
mod runs;
mod watch;

use calendar::schedule::{
    occurrence::Occurrence,
    recurrence::Recurrence,
    scheduler::{Schedule, State},
};
use model::{
    id::ScheduleId,
    time::{Clock, Timestamp},
};
use serde::{Deserialize, Serialize};
use store::{Write, schedules::Scheduled};

pub use self::{action::ScheduleAction, runs::ScheduleRun};
pub(crate) use self::{runs::Runs, watch::watch};
use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    ledger::{Changed, Deleted, patched},
    page::{Page, PageQuery, paging},
    workspace::{Workspace, last_event},
};

/// The most occurrences of a preview.
const PREVIEW_MAX: u32 = 100;
/// Occurrences of a preview when nothing is said.
const PREVIEW: u32 = 5;

/// What a person says of a schedule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduleFields {
    /// Its name, 1 to 120 characters.
    pub name: String,
    /// When it comes, and what becomes of missed occurrences.
    pub schedule: Schedule,
    /// What it does.
    pub action: ScheduleAction,
    /// Whether it runs; yes when nothing is said.
    #[serde(default = "switched_on")]
    pub enabled: bool,
}

const fn switched_on() -> bool {
    true
}

/// A schedule of the workspace.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ScheduleView {
    /// Its identity.
    pub id: ScheduleId,
    /// What is said of it.
    #[serde(flatten)]
    pub fields: ScheduleFields,
    /// When it comes, as an English sentence.
    pub sentence: String,
    /// The zone of its nominal times, a name of the IANA database.
    pub zone: String,
    /// What comes next; null when it is switched off, or its calendar ends.
    pub next: Option<Occurrence>,
    /// What it did last; null when it has not come yet.
    pub last_run: Option<ScheduleRun>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A recurrence of which the next occurrences are asked for.
#[derive(Clone, Debug, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewQuestion {
    /// The recurrence.
    pub recurrence: Recurrence,
    /// How many, 1 to 100; 5 when nothing is said.
    #[serde(default)]
    pub count: Option<u32>,
    /// Those after this instant; now when nothing is said.
    #[serde(default)]
    pub after: Option<Timestamp>,
}

/// What a recurrence comes to.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct SchedulePreview {
    /// The recurrence as an English sentence.
    pub sentence: String,
    /// The zone of nominal times, a name of the IANA database.
    pub zone: String,
    /// The next occurrences, in order; fewer than asked for when the calendar ends before.
    pub occurrences: Vec<Occurrence>,
}

impl Workstation {
    /// Schedules, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn schedules(&self, ctx: &Ctx, query: &PageQuery) -> Result<Page<ScheduleView>> {
        let ws = self.for_use(ctx, Action::Read, "schedules").await?;
        let page = store::schedules::list(&ws.store, &paging(query.limit, query.cursor.clone())?).await?;
        let mut items = Vec::with_capacity(page.items.len());
        for kept in page.items {
            items.push(view(&ws, kept).await?);
        }
        Ok(Page { items, next_cursor: page.next_cursor })
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none with that identity.
    pub async fn schedule(&self, ctx: &Ctx, id: ScheduleId) -> Result<ScheduleView> {
        let ws = self.for_use(ctx, Action::Read, "schedules").await?;
        view(&ws, store::schedules::get(&ws.store, id).await?).await
    }

    /// Creates one. It begins now: nothing before counts as missed.
    ///
    /// # Errors
    /// When its name is empty or too long.
    pub async fn create_schedule(&self, ctx: &Ctx, fields: ScheduleFields) -> Result<Changed<ScheduleView>> {
        let ws = self.for_use(ctx, Action::Write, "schedules").await?;
        fields.action.checked()?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let made = beginning(&w, ScheduleId::new(), fields, self.host.clock);
        store::schedules::insert(&mut w, &made).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value: view(&ws, made).await?, change_id })
    }

    /// Changes the fields that a merge patch names; `schedule` and `action` are replaced as a whole. Another recurrence, and
    /// one that is switched on again, begins now.
    ///
    /// # Errors
    /// When there is none, or as [`Workstation::create_schedule`].
    pub async fn update_schedule(
        &self,
        ctx: &Ctx,
        id: ScheduleId,
        patch: &serde_json::Value,
    ) -> Result<Changed<ScheduleView>> {
        let ws = self.for_use(ctx, Action::Write, "schedules").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let before: Scheduled<ScheduleAction> = store::schedules::get(&mut w, id).await?;
        let fields: ScheduleFields = patched(&ScheduleFields::from(before.fields), patch)?;
        fields.action.checked()?;
        let fields: store::schedules::ScheduleFields<ScheduleAction> = fields.into();
        let after = store::schedules::update(&mut w, id, &fields, self.host.clock.now()).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value: view(&ws, after).await?, change_id })
    }

    /// Deletes one, with the record of what it did.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_schedule(&self, ctx: &Ctx, id: ScheduleId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "schedules").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        store::schedules::delete::<ScheduleAction>(&mut w, id).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }

    /// The next occurrences of a recurrence, and its sentence. Nothing is read or kept.
    ///
    /// # Errors
    /// When none are asked for, or more than 100.
    pub async fn preview_schedule(&self, ctx: &Ctx, question: PreviewQuestion) -> Result<SchedulePreview> {
        self.for_use(ctx, Action::Read, "schedules").await?;
        let count = question.count.unwrap_or(PREVIEW);
        if !(1..=PREVIEW_MAX).contains(&count) {
            let problem = format!("count is {count}; give 1 to {PREVIEW_MAX}");
            return Err(Error::field("count", "out_of_range", problem));
        }
        let PreviewQuestion { recurrence, after, .. } = question;
        let after = after.unwrap_or_else(|| self.host.clock.now()).to_chrono();
        let first = recurrence.next_after(after).ok();
        let later = |last: &Occurrence| recurrence.next_after(last.due_at).ok();
        let occurrences = std::iter::successors(first, later).take(count as usize).collect();
        Ok(SchedulePreview { sentence: recurrence.to_string(), zone: recurrence.zone().name().to_owned(), occurrences })
    }
}

impl From<ScheduleFields> for store::schedules::ScheduleFields<ScheduleAction> {
    fn from(fields: ScheduleFields) -> Self {
        let ScheduleFields { name, schedule, action, enabled } = fields;
        Self { name, schedule, action, enabled }
    }
}

impl From<store::schedules::ScheduleFields<ScheduleAction>> for ScheduleFields {
    fn from(fields: store::schedules::ScheduleFields<ScheduleAction>) -> Self {
        let store::schedules::ScheduleFields { name, schedule, action, enabled } = fields;
        Self { name, schedule, action, enabled }
    }
}

/// A schedule that begins by the clock. The change may be dated later, where the clock went back: what is due follows the clock.
fn beginning(w: &Write, id: ScheduleId, fields: ScheduleFields, clock: Clock) -> Scheduled<ScheduleAction> {
    let starting = Scheduled::starting(id, fields.into(), clock.now());
    Scheduled { created_at: w.at(), updated_at: w.at(), ..starting }
}

/// Puts a deleted schedule back. What would have come meanwhile was not missed: it goes on with now.
pub(crate) async fn bring_back(w: &mut Write, gone: Scheduled<ScheduleAction>, now: Timestamp) -> Result<()> {
    let now = now.to_chrono();
    // Behind what is settled, the state alone knows what has come: the record of it went with the schedule.
    let is_settled = now <= gone.state.settled_through;
    let state = if is_settled { gone.state } else { State::starting(&gone.fields.schedule, now) };
    Ok(store::schedules::insert(w, &Scheduled { state, ..gone }).await?)
}

async fn view(ws: &Workspace, kept: Scheduled<ScheduleAction>) -> Result<ScheduleView> {
    let latest = store::schedules::runs(&ws.store, kept.id, &store::Paging { limit: 1, cursor: None }).await?;
    let recurrence = kept.fields.schedule.recurrence();
    Ok(ScheduleView {
        id: kept.id,
        sentence: recurrence.to_string(),
        zone: recurrence.zone().name().to_owned(),
        next: kept.state.next.filter(|_| kept.fields.enabled),
        last_run: latest.items.into_iter().next().map(ScheduleRun::from),
        fields: kept.fields.into(),
        created_at: kept.created_at,
        updated_at: kept.updated_at,
    })
}
