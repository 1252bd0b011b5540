//! The OpenAPI document: what the routes say of themselves, and what holds for all of them.

use std::sync::OnceLock;

use axum::{
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use utoipa::{
    OpenApi, PartialSchema, ToSchema,
    openapi::{
        self, Content, RefOr, ResponseBuilder,
        path::{HttpMethod, OperationBuilder, PathItem},
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};
use utoipa_axum::router::UtoipaMethodRouter;
use workstation::quotes::{MarketPush, Pushed};

use crate::{Problem, Ws, routes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Quarterdeck",
        description = "Everything that the workstation does. Amounts and quantities are decimal strings, ratios are fractions, \
            dates are ISO 8601, times RFC 3339 in UTC. Lists are `{items, next_cursor}`. Every GET answers with an ETag. \
            A change answers with its identity in `x-change-id`, which `POST /changes/{id}/undo` takes.",
        license(name = "MIT OR Apache-2.0")
    ),
    // Themes and formats stand in query parameters only, and comparisons are results of jobs: neither registers by itself.
    components(schemas(
        Problem, Pushed, workstation::event::Event, MarketPush, workstation::histories::HistoryReport, workstation::charts::ChartTheme, workstation::performance::SeriesFormat,
        workstation::backtests::BacktestDone, workstation::sweeps::SweepDone, workstation::backtests::SimulationMethod, backtest::OverOthers,
        backtest::RefusedRequest, backtest::SweepVerdict,
        optimize::WalkForwardResult, optimize::StabilityResult, optimize::ResamplingResult,
    ))
)]
struct Head;

/// The document before the routes are in it.
pub(crate) fn head() -> openapi::OpenApi {
    Head::openapi()
}

/// Lets a test see the schemas of routes before they are put together: of two of one name only one is left then.
pub(crate) fn noted(routes: UtoipaMethodRouter<Ws>) -> UtoipaMethodRouter<Ws> {
    #[cfg(test)]
    tests::note(&routes.0);
    routes
}

/// The whole document, OpenAPI 3.1.
pub fn openapi() -> openapi::OpenApi {
    let mut document = routes().split_for_parts().1;
    let event = Content::new(Some(Pushed::schema()));
    let stream = ResponseBuilder::new()
        .description("Switching to a WebSocket; each text frame is one thing that is pushed.")
        .content("application/json", event);
    let own = [
        ("/api/v1/openapi.json", "openapi", "This document.", ResponseBuilder::new().description("The document.")),
        ("/api/v1/stream", "stream", "Events and market data, one JSON text a frame, as a WebSocket.", stream),
    ];
    for (path, id, summary, response) in own {
        let status = if id == "stream" { "101" } else { "200" };
        let operation = OperationBuilder::new()
            .operation_id(Some(id))
            .tag("workspace")
            .summary(Some(summary))
            .response(status, response.build());
        document.paths.paths.insert(path.to_owned(), PathItem::new(HttpMethod::Get, operation));
    }
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The token that `serve` prints at start. Not needed in process."))
        .build();
    document.components.get_or_insert_default().add_security_scheme("token", SecurityScheme::Http(bearer));
    document.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>("token", [])]);
    let problem = ResponseBuilder::new()
        .description("A problem: what happened, to what, and what to do next.")
        .content(
            "application/problem+json",
            Content::new(Some(RefOr::Ref(openapi::Ref::from_schema_name(Problem::name())))),
        )
        .build();
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            operation.responses.responses.insert("default".to_owned(), RefOr::T(problem.clone()));
        }
    }
    document
}

/// `GET /openapi.json`.
pub(crate) async fn serve() -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| openapi().to_json().unwrap_or_default());
    ([(CONTENT_TYPE, "application/json")], text.as_str()).into_response()
}

#[cfg(test)]
mod tests {
    use std::{
        cell::RefCell,
        collections::{BTreeMap, BTreeSet},
    };

    use utoipa::openapi::Schema;

    use super::*;

    thread_local! {
        static NOTED: RefCell<Vec<(String, String)>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn note(schemas: &[(String, RefOr<Schema>)]) {
        let text = |(name, schema): &(String, RefOr<Schema>)| (name.clone(), serde_json::to_string(schema).unwrap());
        NOTED.with_borrow_mut(|noted| noted.extend(schemas.iter().map(text)));
    }

    /// Names under which there are different schemas.
    fn clashing(schemas: &[(String, String)]) -> Vec<&str> {
        let mut by_name: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (name, schema) in schemas {
            by_name.entry(name).or_default().insert(schema);
        }
        by_name.into_iter().filter(|(_, of)| of.len() > 1).map(|(name, _)| name).collect()
    }

    #[test]
    fn no_two_types_share_a_name_in_the_document() {
        NOTED.take();
        routes();
        let mut schemas = NOTED.take();
        let head = Head::openapi().components.unwrap();
        schemas
            .extend(head.schemas.iter().map(|(name, schema)| (name.clone(), serde_json::to_string(schema).unwrap())));
        let names: BTreeSet<&str> = schemas.iter().map(|(name, _)| name.as_str()).collect();
        let document = openapi().components.unwrap();
        let missing: Vec<&String> = document.schemas.keys().filter(|name| !names.contains(name.as_str())).collect();
        assert_eq!(missing, [] as [&String; 0], "all that the document has was looked at");
        assert_eq!(clashing(&schemas), [] as [&str; 0], "give one of the two another name with #[schema(as = …)]");
    }

    #[test]
    fn two_types_of_one_name_are_found() {
        let of = |name: &str, schema: &str| (name.to_owned(), schema.to_owned());
        let schemas = [of("Gap", "days"), of("Gap", "days"), of("Lot", "units"), of("Gap", "times")];
        assert_eq!(clashing(&schemas), ["Gap"]);
    }
}
