//! `quarterdeck chart`: one instrument in a native window, or as a picture.

use http::Method;
use serde_json::Value;

use super::{
    arguments::{ChartOptions, Place, Theme},
    output,
    output::cell,
    raw::with_query,
    runtime,
    workspaces::items,
};
use crate::{connection::Connection, exit::Failure};

/// What is shown: loaded first, drawn when the connection is closed again.
struct Loaded {
    title: String,
    subtitle: String,
    bars: bytes::Bytes,
}

/// Opens the window and returns when it is closed, or writes the picture.
///
/// # Errors
/// When there is no such symbol, it has no prices, or the system gives no window.
pub(crate) fn run(place: &Place, options: &ChartOptions) -> Result<(), Failure> {
    let loaded = runtime()?.block_on(Box::pin(load(place, options)))?;
    match loaded {
        None => Ok(()),
        Some(loaded) => show(&loaded, options.theme),
    }
}

async fn load(place: &Place, options: &ChartOptions) -> Result<Option<Loaded>, Failure> {
    let connection = place.connect().await?;
    let loaded = load_from(&connection, options).await;
    connection.close().await;
    loaded
}

async fn load_from(connection: &Connection, options: &ChartOptions) -> Result<Option<Loaded>, Failure> {
    let instrument = instrument(connection, &options.symbol).await?;
    let id = cell(instrument.get("id"));
    if let Some(file) = &options.png {
        let (width, height) = (options.width.to_string(), options.height.to_string());
        let theme = if options.theme == Theme::Dark { "dark" } else { "light" };
        let query = [("width", Some(width.as_str())), ("height", Some(height.as_str())), ("theme", Some(theme))];
        let picture =
            connection.call(Method::GET, &with_query(&format!("/api/v1/charts/{id}.png"), &query), None).await?;
        output::to(Some(file), &picture)?;
        return Ok(None);
    }
    let bars = connection.call(Method::GET, &format!("/api/v1/bars/{id}?format=binary"), None).await?;
    let is_adjusted = instrument.get("adjusted").and_then(Value::as_bool);
    let subtitle = match is_adjusted {
        Some(true) => format!("{} · daily · adjusted", cell(instrument.get("currency"))),
        _ => format!("{} · daily", cell(instrument.get("currency"))),
    };
    let title = format!("{} · {}", cell(instrument.get("symbol")), cell(instrument.get("name")));
    Ok(Some(Loaded { title, subtitle, bars }))
}

/// The instrument with this symbol, whatever its case.
async fn instrument(connection: &Connection, symbol: &str) -> Result<Value, Failure> {
    let found =
        connection.get(&with_query("/api/v1/instruments", &[("q", Some(symbol)), ("limit", Some("1000"))])).await?;
    let is_meant = |instrument: &&Value| {
        ["symbol", "id"].iter().any(|field| {
            instrument.get(field).and_then(Value::as_str).is_some_and(|text| text.eq_ignore_ascii_case(symbol))
        })
    };
    items(&found).iter().find(is_meant).cloned().ok_or_else(|| {
        Failure::Usage(format!("there is no instrument \"{symbol}\"; `quarterdeck api GET /instruments` lists them"))
    })
}

#[cfg(feature = "chart-window")]
fn show(loaded: &Loaded, theme: Theme) -> Result<(), Failure> {
    use charts::{picture::View, series::Series, theme::Theme as Colours, window};
    let series = Series::new(&loaded.title, &loaded.subtitle, super::columns::read(&loaded.bars)?)?;
    let theme = if theme == Theme::Light { Colours::Light } else { Colours::Dark };
    window::run(series, View { theme, ..View::default() })?;
    Ok(())
}

#[cfg(not(feature = "chart-window"))]
fn show(loaded: &Loaded, _: Theme) -> Result<(), Failure> {
    tracing::debug!(title = loaded.title, subtitle = loaded.subtitle, bytes = loaded.bars.len(), "loaded");
    Err(Failure::NotBuiltIn("this build has no chart window; write a picture with --png FILE"))
}
