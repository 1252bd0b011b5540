//! `quarterdeck quotes`, `bars`, `providers` and `replay`: what the market says, whence, and what it said.

use std::io::Read as _;

use http::Method;
use serde_json::{Value, json};

use super::{
    arguments::{BarsCommand, BarsFetch, BarsShow, Format, ProvidersCommand, QuotesOptions, ReplayOf, ReplayOptions},
    figures::{instrument_id, list},
    import::result_of,
    keys,
    output::{self, Align, Table, UNKNOWN, cell, minus},
    raw::{percent_encoded, with_query},
    request_file::document,
};
use crate::{connection::Connection, exit::Failure};

const PROVIDERS: &str = "/api/v1/providers";
/// The chapter that tells the form of requests.
const GUIDE: &str = "Markets";

/// A price or size as it came.
fn number(value: Option<&Value>) -> String {
    value.filter(|value| value.is_number()).map_or_else(|| UNKNOWN.to_owned(), |value| minus(&value.to_string()))
}

/// A number with two digits after the point.
fn rounded(value: Option<&Value>) -> String {
    value.and_then(Value::as_f64).map_or_else(|| UNKNOWN.to_owned(), |value| minus(&format!("{value:.2}")))
}

async fn ids(connection: &Connection, named: &[String]) -> Result<Vec<String>, Failure> {
    let mut found = Vec::with_capacity(named.len());
    for one in named {
        found.push(instrument_id(connection, one).await?);
    }
    Ok(found)
}

/// Prints prices as they are now.
///
/// # Errors
/// When there is no such instrument.
pub(crate) async fn quotes(connection: &Connection, options: &QuotesOptions) -> Result<(), Failure> {
    let ids = ids(connection, &options.instruments).await?;
    if let Some(levels) = options.depth {
        let [id] = ids.as_slice() else {
            return Err(Failure::Usage("name one instrument to see its order book".to_owned()));
        };
        let view = connection.get(&format!("/api/v1/quotes/{id}/depth?levels={levels}")).await?;
        return match options.format {
            Format::Json => output::json(&view),
            Format::Table => print_depth(&view),
        };
    }
    let joined = ids.join(",");
    let wait_ms = (options.wait > 0 && !options.follow).then(|| (options.wait * 1000).to_string());
    let query = [("instrument_ids", (!ids.is_empty()).then_some(joined.as_str())), ("wait_ms", wait_ms.as_deref())];
    let path = with_query("/api/v1/quotes", &query);
    let view = connection.get(&path).await?;
    if options.follow {
        return follow(connection, &view, options.count).await;
    }
    match options.format {
        Format::Json => output::json(&view),
        Format::Table => print_quotes(&view),
    }
}

/// Prints what changes of the instruments of a view, one JSON object a line.
async fn follow(connection: &Connection, view: &Value, count: Option<u64>) -> Result<(), Failure> {
    let wanted: serde_json::Map<String, Value> = list(view, "quotes")
        .map(|quote| (cell(quote.get("instrument_id")), json!(["trade", "quote", "bar"])))
        .collect();
    let mut events = connection.events().await?;
    let mut printed = 0;
    while count.is_none_or(|count| printed < count) {
        let event = tokio::select! {
            event = events.next() => event?,
            () = crate::serve::ended() => None,
        };
        let Some(text) = event else { break };
        let Ok(event) = serde_json::from_str::<Value>(&text) else { continue };
        match event.get("kind").and_then(Value::as_str) {
            Some("hello") => {
                let path = format!("/api/v1/streams/{}/watch", cell(event.get("stream_id")));
                let asked = json!({ "instruments": wanted, "every_ms": 250 });
                connection.json(Method::PUT, &path, Some(&asked)).await?;
            }
            Some("market") => {
                output::line(&text)?;
                printed += 1;
            }
            _ => {}
        }
    }
    Ok(())
}

fn print_quotes(view: &Value) -> Result<(), Failure> {
    let mut table = Table::new(&[
        ("Symbol", Align::Left),
        ("Last", Align::Right),
        ("Change", Align::Right),
        ("%", Align::Right),
        ("Bid", Align::Right),
        ("Ask", Align::Right),
        ("Source", Align::Left),
        ("Age", Align::Right),
    ]);
    for quote in list(view, "quotes") {
        let live = quote.get("trade").filter(|trade| trade.is_object());
        let last = live.and_then(|trade| trade.get("price")).or_else(|| quote.pointer("/last_close/price"));
        let (source, age) = match live {
            Some(trade) => {
                let seconds = trade.get("age_ms").and_then(Value::as_i64).unwrap_or_default() / 1000;
                let fresh = trade.get("freshness").and_then(Value::as_str).unwrap_or_default();
                // What was asked for may have been traded long before.
                let age = match trade.get("is_polled") {
                    Some(Value::Bool(true)) => format!("{seconds} s {fresh}, of {}", cell(trade.get("at"))),
                    _ => format!("{seconds} s {fresh}"),
                };
                (cell(trade.get("source")), age)
            }
            None => ("stored".to_owned(), cell(quote.pointer("/last_close/date"))),
        };
        table.row([
            cell(quote.get("symbol")),
            number(last),
            rounded(quote.get("change")),
            rounded(quote.get("change_percent")),
            number(quote.pointer("/quote/bid")),
            number(quote.pointer("/quote/ask")),
            source,
            age,
        ]);
    }
    table.print()?;
    let notes: std::collections::BTreeSet<&str> = list(view, "quotes").filter_map(reason).collect();
    notes.into_iter().try_for_each(output::line)
}

/// Why there is no price, or no newer one.
fn reason(quote: &Value) -> Option<&str> {
    let note = quote.get("note").and_then(Value::as_str);
    note.or_else(|| quote.pointer("/polled/problem")?.as_str())
}

fn print_depth(view: &Value) -> Result<(), Failure> {
    let Some(depth) = view.get("depth").filter(|depth| depth.is_object()) else {
        return output::line(&cell(view.get("note")));
    };
    let mut table = Table::new(&[
        ("Bid size", Align::Right),
        ("Bid", Align::Right),
        ("Ask", Align::Right),
        ("Ask size", Align::Right),
    ]);
    let (bids, asks): (Vec<&Value>, Vec<&Value>) = (list(depth, "bids").collect(), list(depth, "asks").collect());
    for level in 0..bids.len().max(asks.len()) {
        let part = |side: &[&Value], name| side.get(level).map_or_else(String::new, |one| number(one.get(name)));
        table.row([part(&bids, "size"), part(&bids, "price"), part(&asks, "price"), part(&asks, "size")]);
    }
    table.print()
}

/// Prints, gets, compares or mends bars.
///
/// # Errors
/// When there is no such instrument, or a provider does not give them.
pub(crate) async fn bars(connection: &Connection, command: BarsCommand) -> Result<(), Failure> {
    match command {
        BarsCommand::Show(options) => show(connection, &options).await,
        BarsCommand::Coverage { format } => {
            let view = connection.get("/api/v1/histories/coverage").await?;
            match format {
                Format::Json => output::json(&view),
                Format::Table => print_coverage(&view),
            }
        }
        BarsCommand::Download(options) => fetch(connection, "download", &options).await,
        BarsCommand::Verify(options) => fetch(connection, "verify", &options).await,
        BarsCommand::Repair(options) => fetch(connection, "repair", &options).await,
    }
}

async fn show(connection: &Connection, options: &BarsShow) -> Result<(), Failure> {
    let id = instrument_id(connection, &options.instrument).await?;
    let query =
        [("size", Some(options.size.as_str())), ("from", options.from.as_deref()), ("to", options.to.as_deref())];
    let view = connection.get(&with_query(&format!("/api/v1/bars/{id}"), &query)).await?;
    match options.format {
        Format::Json => output::json(&view),
        Format::Table => print_bars(list(&view, "bars")),
    }
}

fn print_bars<'a>(bars: impl Iterator<Item = &'a Value>) -> Result<(), Failure> {
    let mut table = Table::new(&[
        ("At", Align::Left),
        ("Open", Align::Right),
        ("High", Align::Right),
        ("Low", Align::Right),
        ("Close", Align::Right),
        ("Volume", Align::Right),
    ]);
    for bar in bars {
        let figures = ["open", "high", "low", "close", "volume"].map(|name| number(bar.get(name)));
        table.row(std::iter::once(cell(bar.get("at"))).chain(figures));
    }
    table.print()
}

fn print_coverage(view: &Value) -> Result<(), Failure> {
    let mut table = Table::new(&[
        ("Symbol", Align::Left),
        ("Size", Align::Left),
        ("Source", Align::Left),
        ("First", Align::Left),
        ("Last", Align::Left),
        ("Bars", Align::Right),
    ]);
    for series in list(view, "series") {
        table.row(["symbol", "size", "source", "first", "last", "n_bars"].map(|name| cell(series.get(name))));
    }
    table.print()
}

async fn fetch(connection: &Connection, act: &str, options: &BarsFetch) -> Result<(), Failure> {
    let request = json!({
        "act": act,
        "instrument_ids": ids(connection, &options.instruments).await?,
        "size": options.size,
        "from": options.from,
        "to": options.to,
        "source": options.source,
    });
    let job = connection.json(Method::POST, "/api/v1/histories", Some(&request)).await?;
    let report = result_of(connection, job).await?;
    if options.format == Format::Json {
        return output::json(&report);
    }
    let mut table = Table::new(&[
        ("Symbol", Align::Left),
        ("Source", Align::Left),
        ("New", Align::Right),
        ("Revised", Align::Right),
        ("Same", Align::Right),
        ("Differ", Align::Right),
        ("Only here", Align::Right),
        ("Remarks", Align::Left),
    ]);
    for of in list(&report, "instruments") {
        let remarks: Vec<&str> = ["problem", "note"].iter().filter_map(|name| of.get(name)?.as_str()).collect();
        let figures = ["added", "revised", "unchanged", "differing_count", "only_here"].map(|name| cell(of.get(name)));
        let [added, revised, same, differ, only] = figures;
        table.row([
            cell(of.get("symbol")),
            cell(of.get("source")),
            added,
            revised,
            same,
            differ,
            only,
            remarks.join(" "),
        ]);
    }
    table.print()
}

/// Lists, sets up and tries providers.
///
/// # Errors
/// When there is no such provider, or its settings cannot be.
pub(crate) async fn providers(connection: &Connection, command: ProvidersCommand) -> Result<(), Failure> {
    match command {
        ProvidersCommand::List { format } => {
            print_providers(&connection.get(PROVIDERS).await?, format)?;
            if format == Format::Json { Ok(()) } else { keys::notice(connection).await }
        }
        ProvidersCommand::Set { request, format } => {
            let asked = document(&request, GUIDE)?;
            print_providers(&connection.json(Method::PUT, PROVIDERS, Some(&asked)).await?, format)
        }
        ProvidersCommand::On(of) => switch(connection, &of.provider, true, of.format).await,
        ProvidersCommand::Off(of) => switch(connection, &of.provider, false, of.format).await,
        ProvidersCommand::Key { name, forget } => key(connection, &name, forget).await,
        ProvidersCommand::Test(of) => {
            let path = format!("{PROVIDERS}/{}/test", percent_encoded(&of.provider));
            let tested = connection.json(Method::POST, &path, None).await?;
            if of.format == Format::Json {
                return output::json(&tested);
            }
            let said = if tested.get("is_ok") == Some(&Value::Bool(true)) { "answer" } else { "problem" };
            let took = cell(tested.get("took_ms"));
            output::line(&format!("{}: {} ({took} ms)", cell(tested.get("asked")), cell(tested.get(said))))
        }
        ProvidersCommand::Retry(of) => {
            let path = format!("{PROVIDERS}/{}/retry", percent_encoded(&of.provider));
            connection.json(Method::POST, &path, None).await?;
            print_providers(&connection.get(PROVIDERS).await?, of.format)
        }
        ProvidersCommand::Incidents { format } => {
            let view = connection.get("/api/v1/quotes/incidents").await?;
            match format {
                Format::Json => output::json(&view),
                Format::Table => print_incidents(&view),
            }
        }
    }
}

async fn switch(connection: &Connection, provider: &str, is_on: bool, format: Format) -> Result<(), Failure> {
    let view = connection.get(PROVIDERS).await?;
    let mut settings = view.get("settings").cloned().unwrap_or_default();
    let mut on: Vec<Value> = list(&settings, "on").filter(|one| one.as_str() != Some(provider)).cloned().collect();
    if is_on {
        on.push(json!(provider));
    }
    settings["on"] = Value::Array(on);
    print_providers(&connection.json(Method::PUT, PROVIDERS, Some(&settings)).await?, format)
}

async fn key(connection: &Connection, name: &str, forget: bool) -> Result<(), Failure> {
    let mut text = String::new();
    if !forget {
        std::io::stdin().read_to_string(&mut text)?;
    }
    let view = connection.get(PROVIDERS).await?;
    let has_pair = list(&view, "providers")
        .any(|of| of.pointer("/key/name") == Some(&json!(name)) && of.pointer("/key/needs") == Some(&json!("pair")));
    let text = text.trim();
    let asked = match text.split_once(':').filter(|_| has_pair) {
        _ if forget => json!({ "secret": null }),
        Some((id, secret)) => json!({ "id": id, "secret": secret }),
        None => json!({ "secret": text }),
    };
    let path = format!("{PROVIDERS}/keys/{}", percent_encoded(name));
    let kept = connection.json(Method::PUT, &path, Some(&asked)).await?;
    let place = keys::place(kept.get("place"));
    output::line(&if forget { format!("Forgot {name}") } else { format!("Kept {name} {place}") })
}

fn print_providers(view: &Value, format: Format) -> Result<(), Failure> {
    if format == Format::Json {
        return output::json(view);
    }
    let mut table = Table::new(&[
        ("Provider", Align::Left),
        ("On", Align::Left),
        ("Streams", Align::Left),
        ("Asked", Align::Left),
        ("History", Align::Left),
        ("Key", Align::Left),
        ("Connection", Align::Left),
    ]);
    for of in list(view, "providers") {
        let join = |name| list(of, name).filter_map(Value::as_str).collect::<Vec<_>>().join(" ");
        let key = match (of.pointer("/key/needs").and_then(Value::as_str), of.pointer("/key/is_kept")) {
            (Some("none"), _) => "none needed".to_owned(),
            (_, Some(Value::Bool(true))) => keys::place(of.pointer("/key/place")).to_owned(),
            (_, Some(Value::Bool(false))) => format!("missing: {}", cell(of.pointer("/key/name"))),
            _ => cell(of.pointer("/key/problem")),
        };
        let connection = match of.get("trouble").and_then(Value::as_str) {
            Some(trouble) => trouble.to_owned(),
            None => of.pointer("/connection/state").map_or_else(|| UNKNOWN.to_owned(), state),
        };
        let is_on = if of.get("is_on") == Some(&Value::Bool(true)) { "on" } else { "off" };
        let source = cell(of.get("source"));
        table.row([source, is_on.to_owned(), join("streams"), asked(of), join("history"), key, connection]);
    }
    table.print()
}

/// How often last prices are asked for where nothing streams, in a line.
fn asked(of: &Value) -> String {
    let Some(polling) = of.get("polling").filter(|polling| polling.is_object()) else { return String::new() };
    let every = format!("every {} s", cell(polling.get("every_seconds")));
    match polling.get("problem").and_then(Value::as_str) {
        Some(problem) => format!("{every}; {problem}"),
        None => every,
    }
}

/// How a connection stands, in a line.
fn state(state: &Value) -> String {
    let name = cell(state.get("state"));
    match state.get("reason").and_then(Value::as_str) {
        Some(reason) => format!("{name}: {reason}"),
        None => name,
    }
}

fn print_incidents(view: &Value) -> Result<(), Failure> {
    let mut table = Table::new(&[
        ("Since", Align::Left),
        ("Until", Align::Left),
        ("What", Align::Left),
        ("Source", Align::Left),
        ("Instrument", Align::Left),
        ("Times", Align::Right),
    ]);
    for incident in list(view, "open").chain(list(view, "recent")) {
        table.row(["since", "until", "kind", "source", "instrument", "count"].map(|name| cell(incident.get(name))));
    }
    table.print()?;
    let refused = view.get("refused").map(|refused| list(refused, "counts").collect::<Vec<_>>()).unwrap_or_default();
    refused.into_iter().try_for_each(|counted| {
        output::line(&format!("Refused as {}: {}", cell(counted.get("kind")), cell(counted.get("count"))))
    })
}

/// What is replayed, as the API calls it.
pub(crate) const fn replay_word(of: ReplayOf) -> &'static str {
    match of {
        ReplayOf::Recording => "recording",
        ReplayOf::Bars => "bars",
        ReplayOf::Practice => "practice",
    }
}

/// A time that was typed. A day stands for its beginning.
pub(crate) fn time_of(given: Option<&str>) -> Option<String> {
    given.map(|text| match text.len() {
        10 => format!("{text}T00:00:00Z"),
        _ => text.to_owned(),
    })
}

/// Runs a replay to its end and prints the bars that were made of it; without instruments, lists what was recorded.
///
/// # Errors
/// When there is nothing to be replayed.
pub(crate) async fn replay(connection: &Connection, options: &ReplayOptions) -> Result<(), Failure> {
    if options.instruments.is_empty() {
        let view = connection.get("/api/v1/replays").await?;
        if options.format == Format::Json {
            return output::json(&view);
        }
        let names = ["symbol", "source", "from", "to", "events"];
        let mut table = Table::new(&[
            ("Symbol", Align::Left),
            ("Source", Align::Left),
            ("From", Align::Left),
            ("To", Align::Left),
            ("Events", Align::Right),
        ]);
        for recording in list(&view, "recordings") {
            table.row(names.map(|name| cell(recording.get(name))));
        }
        return table.print();
    }
    let request = json!({
        "of": replay_word(options.of),
        "instrument_ids": ids(connection, &options.instruments).await?,
        "from": time_of(options.from.as_deref()),
        "to": time_of(options.to.as_deref()),
        "size": options.size,
        "speed": null,
    });
    let path = with_query("/api/v1/replays/bars", &[("interval", Some(&options.bars))]);
    let made = connection.json(Method::POST, &path, Some(&request)).await?;
    if options.format == Format::Json {
        return output::json(&made);
    }
    for of in made.as_array().into_iter().flatten() {
        output::line(&format!("{} (refused: {})", cell(of.get("instrument_id")), cell(of.get("refused"))))?;
        print_bars(list(of, "bars"))?;
    }
    Ok(())
}
