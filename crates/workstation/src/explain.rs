//! Where a figure comes from: its formula and inputs, down to lots, prices and rates.

use chrono::NaiveDate;
use model::{id::AccountId, time::Timestamp};
use portfolio::{
    explain::{ExplainError, Inputs, Subject, explain},
    performance::Span,
};
use serde::Deserialize;

pub use portfolio::explain::{Explanation, FigureKind};

use crate::{
    Workstation,
    ctx::{Action, Ctx},
    error::{Error, Result},
    folded::{Folded, folded_as_known},
    performance::series,
    portfolio::valuation,
    taxes::{self, TaxProfile, TaxSubject},
};

/// Which figure.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExplainQuery {
    /// The figure.
    #[param(inline)]
    pub figure: FigureKind,
    /// What it is of: nothing for the portfolio, `position:<account id>:<instrument id>`, `cash:<account id>:<currency>` or
    /// `lot:<lot id>`; of taxes `year:<year>` or `gain:<id of the closing transaction>:<lot id>`.
    #[serde(default)]
    pub id: Option<String>,
    /// Only this account.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub account_id: Option<AccountId>,
    /// At the end of this day; today when nothing is said.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// Returns are measured from the close of this day; from the first transaction when nothing is said.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    /// As it was known at this time; now when nothing is said.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    pub known_at: Option<Timestamp>,
}

impl Workstation {
    /// Explains a figure.
    ///
    /// # Errors
    /// When there is no such figure or object.
    pub async fn explain(&self, ctx: &Ctx, query: &ExplainQuery) -> Result<Explanation> {
        let ws = self.for_use(ctx, Action::Read, "portfolio").await?;
        let state = folded_as_known(&ws, &self.host, query.known_at).await?;
        if is_tax(query.figure) {
            let profile = self.tax_profile(ctx).await?;
            let (figure, id) = (query.figure, query.id.clone());
            let work = move || of_taxes(&state, &profile, figure, id.as_deref());
            return tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken { what: "the explanation" })?;
        }
        let to = query.as_of.unwrap_or(state.today);
        let subject = Subject::parse(query.id.as_deref()).map_err(|e| refused(&e))?;
        let books = state.books_on(to);
        let valuation = valuation(&state, &books, query.account_id);
        let span = Span {
            from: query.from.filter(|from| *from < to),
            to,
            account_id: query.account_id,
            benchmark_id: state.settings.benchmark_id,
        };
        let performance = match query.figure {
            FigureKind::Twr | FigureKind::Xirr | FigureKind::ModifiedDietz | FigureKind::Benchmark => {
                Some(series(&ws, &state, span).await?)
            }
            _ => None,
        };
        let inputs =
            Inputs { ctx: state.context(), books: &books, valuation: &valuation, performance: performance.as_deref() };
        explain(inputs, query.figure, subject).map_err(|e| refused(&e))
    }
}

fn is_tax(figure: FigureKind) -> bool {
    use FigureKind as Kind;
    matches!(figure, Kind::TaxOfYear | Kind::TaxableOfYear | Kind::GainsOfYear | Kind::TaxedGain)
}

/// Taxes are of all taxable accounts, by the books of today.
fn of_taxes(state: &Folded, profile: &TaxProfile, figure: FigureKind, id: Option<&str>) -> Result<Explanation> {
    let subject = TaxSubject::parse(id).map_err(|e| taxes::refused(&e))?;
    let valuation = valuation(state, &state.books, None);
    let inputs = Inputs { ctx: state.context(), books: &state.books, valuation: &valuation, performance: None };
    taxes::explain(state, profile, inputs, figure, subject).map_err(|e| taxes::refused(&e))
}

fn refused(error: &ExplainError) -> Error {
    Error::field("figure", error.code(), error.to_string())
}
