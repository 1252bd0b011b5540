//! `quarterdeck export`: everything as one archive, nouns as CSV.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::Path,
};

use clap::ValueEnum;

use super::arguments::{ExportCommand, ExportNoun};
use crate::{connection::Connection, exit::Failure};

/// Writes what was asked for.
///
/// # Errors
/// When the workspace cannot be read or a file not written; then no half of it stays.
pub(crate) async fn run(connection: &Connection, command: ExportCommand) -> Result<(), Failure> {
    match command {
        ExportCommand::Archive { output } => write(connection, "/api/v1/exports/archive", output.as_deref()).await,
        ExportCommand::Csv { noun: Some(noun), output: None, .. } => write(connection, &path_of(noun), None).await,
        ExportCommand::Csv { noun, output, .. } => {
            let folder = output.unwrap_or_else(|| ".".into());
            fs::create_dir_all(&folder).map_err(|source| failed(&folder, source))?;
            let nouns = noun.map_or_else(|| ExportNoun::value_variants().to_vec(), |one| vec![one]);
            for noun in nouns {
                let file = folder.join(format!("{}.csv", name_of(noun)));
                write(connection, &path_of(noun), Some(&file)).await?;
            }
            Ok(())
        }
    }
}

/// The noun as the API calls it.
fn name_of(noun: ExportNoun) -> &'static str {
    match noun {
        ExportNoun::Accounts => "accounts",
        ExportNoun::Instruments => "instruments",
        ExportNoun::Transactions => "transactions",
        ExportNoun::FxRates => "fx_rates",
        ExportNoun::Prices => "prices",
        ExportNoun::Lots => "lots",
        ExportNoun::Targets => "targets",
    }
}

fn path_of(noun: ExportNoun) -> String {
    format!("/api/v1/exports/{}.csv", name_of(noun))
}

/// Writes a download to a file, or to stdout. A file is put in place when it is whole.
async fn write(connection: &Connection, path: &str, file: Option<&Path>) -> Result<(), Failure> {
    let Some(file) = file else {
        let mut out = BufWriter::new(io::stdout());
        connection.download(path, &mut out).await?;
        return Ok(out.flush()?);
    };
    let part = file.with_added_extension("part");
    let done = write_part(connection, path, &part).await;
    let kept = match done {
        Ok(()) => fs::rename(&part, file).map_err(|source| failed(file, source)),
        Err(failure) => Err(failure),
    };
    if kept.is_err() {
        let _ = fs::remove_file(&part); // it may not have been made
    }
    kept
}

async fn write_part(connection: &Connection, path: &str, part: &Path) -> Result<(), Failure> {
    let mut out = BufWriter::new(File::create(part).map_err(|source| failed(part, source))?);
    connection.download(path, &mut out).await?;
    let file = out.into_inner().map_err(|problem| failed(part, problem.into_error()))?;
    file.sync_all().map_err(|source| failed(part, source))
}

fn failed(path: &Path, source: io::Error) -> Failure {
    Failure::Place {
        what: path.display().to_string(),
        doing: "written",
        source,
        next: "check the folder's permissions and free space",
    }
}
