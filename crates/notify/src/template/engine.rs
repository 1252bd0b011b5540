//! Tera with what a message may use of it.

use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
};

use tera::{Context, Error, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::{KNOWN, Part, SOURCE_BYTES_MAX, TemplateError, guard};

/// Filters that are taken away: they multiply a text, or switch escaping off.
const CLOSED: [&str; 4] = ["safe", "split", "indent", "group_by"];
/// The longest text that a filter gives, in bytes.
const FILTERED_BYTES_MAX: usize = 16 * 1024;

/// Whether a source can be used.
pub(super) fn check(part: Part, source: &str) -> Result<(), TemplateError> {
    let tera = parse(part, source)?;
    let variables = tera.get_template_variables(name(part)).map_err(|problem| failure(part, &problem))?;
    let mut unknown: Vec<&str> = variables.into_iter().filter(|word| !KNOWN.contains(word)).collect();
    unknown.sort_unstable();
    match unknown.first() {
        None => Ok(()),
        Some(word) => {
            let line = source.lines().position(|line| line.contains(word)).map(|at| at + 1);
            let problem = format!("`{word}` is not known; there are {}", KNOWN.join(", "));
            Err(TemplateError { part, line, problem })
        }
    }
}

/// What a source makes of a context, at most so many bytes.
pub(super) fn render(part: Part, source: &str, context: &Context, bytes_max: usize) -> Result<String, TemplateError> {
    let tera = parse(part, source)?;
    let mut bounded = Bounded { text: Vec::new(), bytes_max };
    // A fault of the engine must not take the alert with it.
    let done = catch_unwind(AssertUnwindSafe(|| tera.render_to(name(part), context, &mut bounded)));
    match done {
        Ok(Ok(())) => String::from_utf8(bounded.text).map_err(|_| fault(part)),
        Ok(Err(problem)) if matches!(problem.kind(), ErrorKind::Io(_)) => {
            let problem = format!("it makes more than {bytes_max} bytes; shorten it");
            Err(TemplateError { part, line: None, problem })
        }
        Ok(Err(problem)) => Err(failure(part, &problem)),
        Err(_) => Err(fault(part)),
    }
}

fn parse(part: Part, source: &str) -> Result<Tera, TemplateError> {
    let refuse = |line, problem| TemplateError { part, line, problem };
    if source.len() > SOURCE_BYTES_MAX {
        return Err(refuse(None, format!("it is longer than {SOURCE_BYTES_MAX} bytes; shorten it")));
    }
    guard::check(source).map_err(|(line, problem)| refuse(Some(line), problem))?;
    let mut tera = bounded_tera();
    match catch_unwind(AssertUnwindSafe(|| tera.add_raw_template(name(part), source))) {
        Ok(Ok(())) => Ok(tera),
        Ok(Err(problem)) => Err(failure(part, &problem)),
        Err(_) => Err(fault(part)),
    }
}

/// The ending of the name switches escaping on.
fn name(part: Part) -> &'static str {
    match part {
        Part::Subject => "subject.txt",
        Part::Body => "body.txt",
        Part::Html => "page.html",
    }
}

fn fault(part: Part) -> TemplateError {
    TemplateError { part, line: None, problem: "the template engine failed on it; simplify it".to_owned() }
}

fn failure(part: Part, problem: &Error) -> TemplateError {
    match problem.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            TemplateError { part, line: Some(report.span().start_line), problem: report.message().to_owned() }
        }
        other => {
            let text = other.to_string();
            TemplateError { part, line: line_in(&text), problem: first_line(&text) }
        }
    }
}

fn first_line(report: &str) -> String {
    let line = report.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}

/// The line in the picture that Tera draws of an unknown name: ` --> [page.html:3:7]`, or ` 3 | …`.
fn line_in(report: &str) -> Option<usize> {
    report.lines().skip(1).find_map(|line| {
        let (number, _) = line.split_once('|')?;
        number.trim().parse().ok()
    })
}

fn bounded_tera() -> Tera {
    let mut tera = Tera::default();
    for filter in CLOSED {
        tera.register_filter(filter, move |_: Value, _: Kwargs, _: &State<'_>| -> TeraResult<String> {
            Err(Error::message(format!("the filter `{filter}` is not available here")))
        });
    }
    tera.register_filter("replace", replace);
    tera.register_filter("join", join);
    tera.register_function("range", |_: Kwargs, _: &State<'_>| -> TeraResult<String> {
        Err(Error::message("`range` is not available here; loop over a value"))
    });
    tera
}

#[expect(clippy::needless_pass_by_value, reason = "the signature is Tera's")]
fn replace(text: &str, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let (from, to) = (kwargs.must_get::<&str>("from")?, kwargs.must_get::<&str>("to")?);
    let found = text.matches(from).count();
    // Counted before it is made.
    let length = text.len() + found.saturating_mul(to.len());
    if length > FILTERED_BYTES_MAX { Err(too_long("replace")) } else { Ok(text.replace(from, to)) }
}

#[expect(clippy::needless_pass_by_value, reason = "the signature is Tera's")]
fn join(list: Value, kwargs: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let between = kwargs.get::<&str>("sep")?.unwrap_or("");
    let list = list.as_array().ok_or_else(|| Error::message("`join` needs a list"))?;
    let mut joined = String::new();
    for (n, item) in list.iter().enumerate() {
        if n > 0 {
            joined.push_str(between);
        }
        joined.push_str(&item.to_string());
        if joined.len() > FILTERED_BYTES_MAX {
            return Err(too_long("join"));
        }
    }
    Ok(joined)
}

fn too_long(filter: &str) -> Error {
    Error::message(format!("`{filter}` makes more than {FILTERED_BYTES_MAX} bytes; shorten it"))
}

/// Takes no more than it may hold.
struct Bounded {
    text: Vec<u8>,
    bytes_max: usize,
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.text.len() + bytes.len() > self.bytes_max {
            return Err(io::ErrorKind::WriteZero.into());
        }
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
