//! Strategies: what there is, whether a description makes one, and those that are kept.

mod check;
mod samples;

use ::bars::interval::Interval;
use ::strategies::{ParameterForm, StrategyForm, StrategySpecification, catalogue};
use model::{
    id::{InstrumentId, StrategyId},
    strategy::StrategyKind,
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

use crate::{
    Workstation,
    apart::worked_out,
    ctx::{Action, Ctx, authorize},
    error::{Error, Result},
    ledger::{Changed, Deleted},
    page::{Page, PageQuery, paging},
    workspace::last_event,
};
pub use samples::StrategySample;

/// What there is.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StrategyCatalogue {
    /// Every kind of strategy with its parameters.
    pub strategies: Vec<StrategyForm>,
    /// Scripts to begin with.
    pub samples: Vec<StrategySample>,
}

/// A strategy to keep.
#[derive(Clone, Debug, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStrategy {
    /// A name for people, unlike any other: 1 to 200 characters.
    pub name: String,
    /// What it does.
    pub specification: StrategySpecification,
}

/// A strategy that is kept.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StrategyView {
    /// Its identity.
    pub id: StrategyId,
    /// Its name.
    pub name: String,
    /// What it is made of.
    pub kind: StrategyKind,
    /// What it does.
    pub specification: StrategySpecification,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// A description that may or may not make a strategy.
#[derive(Clone, Debug, PartialEq, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StrategyQuestion {
    /// What it does.
    pub specification: StrategySpecification,
    /// The instruments that it shall run over; any when nothing is said.
    #[serde(default)]
    pub instrument_ids: Vec<InstrumentId>,
    /// What a bar covers; left to the conditions when nothing is said.
    #[serde(default)]
    pub interval: Option<Interval>,
}

/// What is wrong with a description.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StrategyFault {
    /// The field at fault, where it is one.
    pub field: Option<String>,
    /// A stable name for programs.
    #[schema(value_type = String)]
    pub code: &'static str,
    /// The line of a script, from 1, where it is known.
    pub line: Option<u32>,
    /// The character of the line, from 1, where it is known.
    pub column: Option<u32>,
    /// What is wrong and what to do.
    pub message: String,
}

/// Whether a description makes a strategy.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct StrategyCheck {
    /// The first thing that is wrong; null when it makes one.
    pub problem: Option<StrategyFault>,
    /// What it can be asked for: of a script what the script declares, empty while it does not compile.
    pub parameters: Vec<ParameterForm>,
}

/// A strategy as the store keeps it.
pub(crate) type Saved = store::strategies::Strategy<StrategySpecification>;

impl Workstation {
    /// Every strategy with its words and parameters, and scripts to begin with.
    ///
    /// # Errors
    /// When nothing may be read.
    pub fn strategy_catalogue(&self, ctx: &Ctx) -> Result<StrategyCatalogue> {
        authorize(&ctx.actor, Action::Read, "strategies")?;
        Ok(StrategyCatalogue { strategies: catalogue(), samples: samples::all() })
    }

    /// Whether a description makes a strategy, and what it can be asked for. A description that makes none is an answer, no error.
    ///
    /// # Errors
    /// When nothing may be read.
    pub async fn check_strategy(&self, ctx: &Ctx, question: StrategyQuestion) -> Result<StrategyCheck> {
        authorize(&ctx.actor, Action::Read, "strategies")?;
        worked_out("checking the strategy", move || Ok::<_, Error>(check::checked(&question))).await
    }

    /// Strategies, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn strategies(&self, ctx: &Ctx, query: &PageQuery) -> Result<Page<StrategyView>> {
        let ws = self.for_use(ctx, Action::Read, "strategies").await?;
        let paging = paging(query.limit, query.cursor.clone())?;
        let page: Page<Saved> = store::strategies::list(&ws.store, &paging).await?.into();
        Ok(page.map(view))
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none.
    pub async fn strategy(&self, ctx: &Ctx, id: StrategyId) -> Result<StrategyView> {
        let ws = self.for_use(ctx, Action::Read, "strategies").await?;
        Ok(view(store::strategies::get(&ws.store, id).await?))
    }

    /// Keeps a strategy. A script that does not compile is kept too: it may be half written.
    ///
    /// # Errors
    /// When its name is taken, empty or too long.
    pub async fn create_strategy(&self, ctx: &Ctx, new: NewStrategy) -> Result<Changed<StrategyView>> {
        let ws = self.for_use(ctx, Action::Write, "strategies").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let NewStrategy { name, specification } = new;
        let (kind, at) = (kind_of(&specification), w.at());
        let saved = Saved { id: StrategyId::new(), name, kind, specification, created_at: at, updated_at: at };
        store::strategies::insert(&mut w, &saved).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value: view(saved), change_id })
    }

    /// Puts another description in the place of the one that is kept. Back-tests keep the one that they ran.
    ///
    /// # Errors
    /// When there is none, or as [`Workstation::create_strategy`].
    pub async fn replace_strategy(&self, ctx: &Ctx, id: StrategyId, new: NewStrategy) -> Result<Changed<StrategyView>> {
        let ws = self.for_use(ctx, Action::Write, "strategies").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let before: Saved = store::strategies::get(&mut w, id).await?;
        let NewStrategy { name, specification } = new;
        let saved = Saved { name, kind: kind_of(&specification), specification, updated_at: w.at(), ..before };
        store::strategies::update(&mut w, &saved).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Changed { value: view(saved), change_id })
    }

    /// Deletes one. Its back-tests stay.
    ///
    /// # Errors
    /// When there is none.
    pub async fn delete_strategy(&self, ctx: &Ctx, id: StrategyId) -> Result<Deleted> {
        let ws = self.for_use(ctx, Action::Write, "strategies").await?;
        let mut w = ws.begin(ctx, &self.host).await?;
        let _: Saved = store::strategies::delete(&mut w, id).await?;
        let change_id = last_event(&mut w).await?;
        ws.commit(w, &self.host).await?;
        Ok(Deleted { change_id })
    }
}

/// What a strategy is made of.
pub(crate) const fn kind_of(specification: &StrategySpecification) -> StrategyKind {
    match specification {
        StrategySpecification::Rules(_) => StrategyKind::Rules,
        StrategySpecification::Script(_) => StrategyKind::Script,
        StrategySpecification::SavedOptimization(_) | StrategySpecification::Rebalancer(_) => StrategyKind::Targets,
        StrategySpecification::BuyAndHold(_)
        | StrategySpecification::MovingAverageCross(_)
        | StrategySpecification::RsiReversion(_)
        | StrategySpecification::Breakout(_)
        | StrategySpecification::MomentumRotation(_)
        | StrategySpecification::Pairs(_)
        | StrategySpecification::VolatilityTarget(_)
        | StrategySpecification::FixedWeights(_) => StrategyKind::BuiltIn,
    }
}

/// Its title in the catalogue.
pub(crate) fn title_of(specification: &StrategySpecification) -> &'static str {
    catalogue().iter().find(|form| form.kind == specification.kind()).map_or("Strategy", |form| form.title)
}

fn view(saved: Saved) -> StrategyView {
    let Saved { id, name, kind, specification, created_at, updated_at } = saved;
    StrategyView { id, name, kind, specification, created_at, updated_at }
}
