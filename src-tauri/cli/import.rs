//! `quarterdeck import`: a file sent in chunks, looked at, and taken in by a job.

use std::{fs::File, io::Read, path::Path, time::Duration};

use bytes::Bytes;
use http::{Method, Request, header};
use serde_json::{Value, json};

use super::{
    arguments::{Format, ImportKind, ImportOptions},
    output::{self, Align, Table, cell},
    raw::{data, with_query},
};
use crate::{
    connection::{Connection, succeeded},
    exit::Failure,
};

/// Bytes of one chunk, below the API's limit.
const CHUNK_BYTES: usize = 1024 * 1024;
/// Pause between two looks at a job.
const JOB_PAUSE: Duration = Duration::from_millis(100);
/// Refused rows shown in the table; all are in the JSON.
const REFUSALS_SHOWN: usize = 20;

/// Imports a file, or says what it would bring.
///
/// # Errors
/// When the file cannot be read, is refused as a whole, or every row of it is refused.
pub(crate) async fn run(connection: &Connection, options: &ImportOptions) -> Result<(), Failure> {
    let request = prepare(options)?;
    let upload_id = upload(connection, options.kind, &options.file).await?;
    let outcome = imported(connection, options, request, &upload_id).await;
    // The workspace clears forgotten uploads by itself; this only frees the space earlier.
    let _ = connection.call(Method::DELETE, &format!("/api/v1/uploads/{upload_id}"), None).await;
    outcome
}

/// The request without its upload, so that wrong options are found before anything is sent.
fn prepare(options: &ImportOptions) -> Result<Value, Failure> {
    let parsed = |what: &str, given: &Option<String>| {
        given.as_deref().map(|text| as_json(what, text)).transpose().map(Option::unwrap_or_default)
    };
    let mapping = parsed("--mapping", &options.mapping)?;
    let mut reading = parsed("--options", &options.options)?;
    if options.file_format.is_some() && options.kind != ImportKind::Transactions {
        return Err(Failure::Usage("--file-format is for transactions; leave it out".to_owned()));
    }
    let said = [
        ("create_unknown", options.create_unknown.then_some(Value::Bool(true))),
        ("format", options.file_format.map(|format| Value::String(format.name()))),
    ];
    for (name, value) in said.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        match &mut reading {
            Value::Null => reading = json!({ name: value }),
            Value::Object(fields) => _ = fields.insert(name.to_owned(), value),
            _ => return Err(Failure::Usage("--options must be a JSON object".to_owned())),
        }
    }
    let mut request = json!({ "kind": name_of(options.kind) });
    for (name, value) in [("mapping", mapping), ("options", reading)] {
        if !value.is_null() {
            request[name] = value;
        }
    }
    Ok(request)
}

/// The name of a kind in the API.
const fn name_of(kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Prices => "prices",
        ImportKind::Transactions => "transactions",
        ImportKind::FxRates => "fx_rates",
        ImportKind::Archive => "archive",
    }
}

fn as_json(what: &str, text: &str) -> Result<Value, Failure> {
    serde_json::from_slice(&data(text)?)
        .map_err(|problem| Failure::Usage(format!("{what} is not JSON: {problem}; quote it with ' in a shell")))
}

async fn imported(
    connection: &Connection,
    options: &ImportOptions,
    mut request: Value,
    upload_id: &str,
) -> Result<(), Failure> {
    request["upload_id"] = json!(upload_id);
    if options.dry_run {
        let preview = connection.json(Method::POST, "/api/v1/imports/preview", Some(&request)).await?;
        return match options.format {
            Format::Json => output::json(&preview),
            Format::Table => print_preview(&preview),
        };
    }
    let job = connection.json(Method::POST, "/api/v1/imports", Some(&request)).await?;
    let report = match result_of(connection, job).await {
        Ok(report) => report,
        Err(failure) => {
            // A second look tells a file that is refused as a whole from everything else that can end a job.
            connection.json(Method::POST, "/api/v1/imports/preview", Some(&request)).await?;
            return Err(failure);
        }
    };
    match options.format {
        Format::Json => output::json(&report)?,
        Format::Table => print_report(&report)?,
    }
    let count = |name: &str| report.get(name).and_then(Value::as_u64).unwrap_or(0);
    if count("refused") > 0 && count("added") + count("revised") + count("unchanged") == 0 {
        let refused = count("refused");
        return Err(Failure::file(&options.file, format!("all {refused} rows were refused; nothing was imported")));
    }
    Ok(())
}

/// Sends the file chunk by chunk, so that one of any size needs little memory.
async fn upload(connection: &Connection, kind: ImportKind, path: &Path) -> Result<String, Failure> {
    let failed = |problem: std::io::Error| Failure::file(path, format!("it cannot be read: {problem}; check the name"));
    let mut file = File::open(path).map_err(failed)?;
    let about = file.metadata().map_err(failed)?;
    if about.is_dir() {
        return Err(Failure::file(path, "it is a folder; give a file"));
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let bytes = about.len().to_string();
    let query = [("name", name.as_deref()), ("kind", Some(name_of(kind))), ("bytes", Some(&bytes))];
    let path = with_query("/api/v1/uploads", &query);
    let upload = connection.json(Method::POST, &path, None).await?;
    let id = cell(upload.get("id"));
    let mut offset = 0_usize;
    loop {
        let mut chunk = Vec::with_capacity(CHUNK_BYTES);
        file.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut chunk).map_err(failed)?;
        if chunk.is_empty() {
            return Ok(id);
        }
        let length = chunk.len();
        let request = Request::put(format!("/api/v1/uploads/{id}?offset={offset}"))
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .body(Bytes::from(chunk))
            .map_err(|problem| Failure::Bug(problem.to_string()))?;
        let answer = connection.send(request).await?;
        succeeded(answer.status(), answer.into_body())?;
        offset += length;
    }
}

/// Waits for a job's end and gives its result.
///
/// # Errors
/// [`Failure::Job`] with the job's own words when it failed or was cancelled.
pub(crate) async fn result_of(connection: &Connection, mut job: Value) -> Result<Value, Failure> {
    loop {
        let message = cell(job.get("message"));
        match job.get("state").and_then(Value::as_str) {
            Some("done") => return Ok(job.get("result").cloned().unwrap_or_default()),
            Some("failed") => return Err(Failure::Job(message)),
            Some("cancelled") => {
                return Err(Failure::Job("the job was cancelled; start it again if that was not meant".to_owned()));
            }
            _ => {}
        }
        tokio::time::sleep(JOB_PAUSE).await;
        job = connection.get(&format!("/api/v1/jobs/{}", cell(job.get("id")))).await?;
    }
}

fn print_preview(preview: &Value) -> Result<(), Failure> {
    let counts = preview.get("counts").unwrap_or(&Value::Null);
    output::line("Nothing was written; the import would bring:")?;
    print_counts(counts, &["lines", "accepted", "added", "unchanged", "missing", "duplicates", "refused"])?;
    print_form(preview)?;
    print_sections(preview)?;
    let is_mapped = preview.get("format").and_then(Value::as_str).is_none_or(|format| format == "columns");
    if let Some(mapping) = preview.get("mapping").filter(|mapping| !mapping.is_null() && is_mapped) {
        output::line(&format!("\nMapping (change it with --mapping):\n{mapping:#}"))?;
    }
    for (label, name) in [
        ("Instruments that are not known", "unknown_instruments"),
        ("Accounts that are not known", "unknown_accounts"),
        ("Kinds that are not understood", "unknown_kinds"),
    ] {
        let names: Vec<String> = preview
            .get(name)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|item| cell(item.get("name")))
            .collect();
        if !names.is_empty() {
            output::line(&format!("\n{label}: {}", names.join(", ")))?;
        }
    }
    print_refusals(preview)
}

/// In which form a file of transactions was read, and how surely that is its form.
fn print_form(preview: &Value) -> Result<(), Failure> {
    let Some(format) = preview.get("format").and_then(Value::as_str) else { return Ok(()) };
    let detection = preview.get("detection").unwrap_or(&Value::Null);
    let found = detection.get("format").and_then(Value::as_str).unwrap_or_default();
    let percent = cell(detection.get("confidence_percent"));
    let how = if found == format {
        format!("found out, {percent} %")
    } else {
        format!("as asked; it looks like {}", found.replace('_', "-"))
    };
    output::line(&format!("\nFormat: {} ({how}; change it with --file-format)", format.replace('_', "-")))?;
    let notices = preview.get("facts").and_then(|facts| facts.get("notices")).and_then(Value::as_array);
    for notice in notices.into_iter().flatten() {
        output::line(&format!("Note: {}", cell(Some(notice))))?;
    }
    Ok(())
}

fn print_report(report: &Value) -> Result<(), Failure> {
    print_counts(report, &["added", "revised", "unchanged", "missing", "refused"])?;
    print_sections(report)?;
    for notice in report.get("notices").and_then(Value::as_array).into_iter().flatten() {
        output::line(&format!("\nNote: {}", cell(Some(notice))))?;
    }
    print_refusals(report)
}

fn print_counts(counts: &Value, names: &[&'static str]) -> Result<(), Failure> {
    let mut table = Table::new(&[("Rows", Align::Left), ("Count", Align::Right)]);
    for name in names {
        table.row([(*name).to_owned(), cell(counts.get(name))]);
    }
    table.print()
}

/// What an archive holds.
fn print_sections(report: &Value) -> Result<(), Failure> {
    let sections = report.get("sections").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if sections.is_empty() {
        return Ok(());
    }
    output::line("")?;
    let mut table = Table::new(&[("Section", Align::Left), ("Entries", Align::Right)]);
    for section in sections {
        table.row([cell(section.get("section")), cell(section.get("entries"))]);
    }
    table.print()
}

fn print_refusals(report: &Value) -> Result<(), Failure> {
    let refusals = report.get("refusals").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if refusals.is_empty() {
        return Ok(());
    }
    output::line("")?;
    let mut table = Table::new(&[("Line", Align::Right), ("Refused because", Align::Left)]);
    for refusal in refusals.iter().take(REFUSALS_SHOWN) {
        table.row([cell(refusal.get("line")), cell(refusal.get("reason"))]);
    }
    table.print()?;
    if refusals.len() > REFUSALS_SHOWN {
        output::line(&format!("… and {} more; --format json lists them", refusals.len() - REFUSALS_SHOWN))?;
    }
    Ok(())
}
