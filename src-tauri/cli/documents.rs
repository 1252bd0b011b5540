//! Documents: the OpenAPI text, shell completions, the manual page, the portfolio's HTML page.

use std::path::Path;

use clap::CommandFactory;
use http::Method;

use super::{Arguments, output, raw};
use crate::{connection::Connection, exit::Failure};

/// Prints the OpenAPI document; needs no workspace.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn openapi(file: Option<&Path>) -> Result<(), Failure> {
    let mut text =
        serde_json::to_string_pretty(&api::openapi()).map_err(|problem| Failure::Bug(problem.to_string()))?;
    text.push('\n');
    output::to(file, text.as_bytes())
}

/// Prints completions for a shell.
///
/// # Errors
/// When stdout is closed.
pub(crate) fn completions(shell: clap_complete::Shell) -> Result<(), Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "quarterdeck", &mut text);
    output::bytes(&text)
}

/// Prints the manual page: the program first, then each command.
///
/// # Errors
/// When stdout is closed.
pub(crate) fn man() -> Result<(), Failure> {
    let mut program = Arguments::command();
    program.build();
    let mut text = Vec::new();
    clap_mangen::Man::new(program.clone()).render(&mut text)?;
    pages(&program, "", &mut text)?;
    output::bytes(&text)
}

/// The pages of all commands under a command, whose name stands before theirs.
fn pages(above: &clap::Command, before: &str, text: &mut Vec<u8>) -> Result<(), Failure> {
    for command in above.get_subcommands().filter(|command| command.get_name() != "help") {
        let page = clap_mangen::Man::new(command.clone());
        let name = format!("{before}{}", command.get_name().to_uppercase());
        text.extend(format!(".SH \"{name}\"\n").as_bytes());
        page.render_synopsis_section(text)?;
        page.render_description_section(text)?;
        page.render_options_section(text)?;
        pages(command, &format!("{name} "), text)?;
    }
    Ok(())
}

/// Writes the portfolio as one HTML page.
///
/// # Errors
/// When the workspace cannot be read or the file not written.
pub(crate) async fn summary(
    connection: &Connection,
    file: Option<&Path>,
    as_of: Option<String>,
) -> Result<(), Failure> {
    let path = raw::with_query("/api/v1/summary", &[("as_of", as_of.as_deref())]);
    let page = connection.call(Method::GET, &path, None).await?;
    output::to(file, &page)
}
