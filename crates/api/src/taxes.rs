//! `/taxes`: the tax profile, tax years, losses worth taking.

use axum::{extract::State, response::IntoResponse};
use tax::{Jurisdiction, TaxYearRules};
use utoipa_axum::router::OpenApiRouter;
use workstation::taxes::{HarvestView, TaxLotsView, TaxProfile, TaxYearView, TaxYears};

use crate::{
    Problem, Ws,
    extract::{Ctx, Json, Path, Reply, reply, updated},
};

pub(crate) fn routes() -> OpenApiRouter<Ws> {
    OpenApiRouter::new()
        .routes(routes!(profile, set_profile))
        .routes(routes!(years))
        .routes(routes!(harvest))
        .routes(routes!(lots))
        .routes(routes!(rules))
        .routes(routes!(year))
}

/// Who is taxed and how.
#[utoipa::path(get, path = "/taxes/profile", tag = "taxes", operation_id = "get_tax_profile",
    responses((status = 200, body = TaxProfile)))]
async fn profile(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<TaxProfile> {
    reply(ws.tax_profile(&ctx).await)
}

/// Changes who is taxed and how: the whole profile.
#[utoipa::path(put, path = "/taxes/profile", tag = "taxes", operation_id = "put_tax_profile", request_body = TaxProfile,
    responses((status = 200, body = TaxProfile, headers(("x-change-id" = String)))))]
async fn set_profile(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Json(profile): Json<TaxProfile>,
) -> Result<impl IntoResponse, Problem> {
    updated(ws.set_tax_profile(&ctx, profile).await)
}

/// The tax years whose rules are known, and those in which something was realized.
#[utoipa::path(get, path = "/taxes/years", tag = "taxes", operation_id = "tax_years",
    responses((status = 200, body = TaxYears)))]
async fn years(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<TaxYears> {
    reply(ws.tax_years(&ctx).await)
}

/// A tax year: gains by lot with what wash sales change, losses carried on, the tax.
#[utoipa::path(get, path = "/taxes/years/{year}", tag = "taxes", operation_id = "tax_year", params(("year" = i32, Path)),
    responses((status = 200, body = TaxYearView)))]
async fn year(Ctx(ctx): Ctx, State(ws): State<Ws>, Path(year): Path<i32>) -> Reply<TaxYearView> {
    reply(ws.tax_year(&ctx, year).await)
}

/// Losses that are worth taking today, what stands against each, and what to hold instead.
#[utoipa::path(get, path = "/taxes/harvest", tag = "taxes", operation_id = "harvest",
    responses((status = 200, body = HarvestView)))]
async fn harvest(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<HarvestView> {
    reply(ws.harvest(&ctx).await)
}

/// Open lots of taxable accounts with what earlier losses added to their cost, and since when they count as held.
#[utoipa::path(get, path = "/taxes/lots", tag = "taxes", operation_id = "tax_lots",
    responses((status = 200, body = TaxLotsView)))]
async fn lots(Ctx(ctx): Ctx, State(ws): State<Ws>) -> Reply<TaxLotsView> {
    reply(ws.tax_lots(&ctx).await)
}

/// The law of a place and tax year as it is built in: to read, or to start rules of one's own from.
#[utoipa::path(get, path = "/taxes/rules/{jurisdiction}/{year}", tag = "taxes", operation_id = "tax_rules",
    params(("jurisdiction" = Jurisdiction, Path), ("year" = i32, Path)), responses((status = 200, body = TaxYearRules)))]
async fn rules(
    Ctx(ctx): Ctx,
    State(ws): State<Ws>,
    Path((jurisdiction, year)): Path<(Jurisdiction, i32)>,
) -> Reply<TaxYearRules> {
    reply(ws.tax_rules(&ctx, jurisdiction, year).await)
}
