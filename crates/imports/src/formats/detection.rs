//! Which form a file has, by what it begins with.

use std::io::Read;

use serde::{Deserialize, Serialize};

use super::{
    FileFormat, ibkr,
    sheet::{Sample, samples},
    templates,
};
use crate::{
    error::ImportError,
    options::Options,
    source::{Beginning, Source},
};

/// A form that fits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Candidate {
    /// The form.
    pub format: FileFormat,
    /// How much of what such files usually have is there, in percent. 100: everything.
    pub confidence_percent: u8,
}

/// What form a file has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Detection {
    /// The form that fits best; [`FileFormat::Columns`] when none does.
    pub format: FileFormat,
    /// How well, in percent; 0 for a table of no known form.
    pub confidence_percent: u8,
    /// All forms that fit, the best first.
    pub candidates: Vec<Candidate>,
}

/// Looks at the first 256 KiB of a file.
///
/// # Errors
/// When it is empty, not text, or cannot be read.
pub fn detect(source: impl Read, options: &Options) -> Result<Detection, ImportError> {
    let (_, beginning) = Source::open_any(source, options)?;
    Ok(of(&beginning, options))
}

pub(super) fn of(beginning: &Beginning, options: &Options) -> Detection {
    let candidates = match markup(&beginning.text) {
        Some(format) => vec![Candidate { format, confidence_percent: 100 }],
        None => tables(&samples(beginning, options)),
    };
    let best = candidates.first().copied();
    let best = best.unwrap_or(Candidate { format: FileFormat::Columns, confidence_percent: 0 });
    Detection { format: best.format, confidence_percent: best.confidence_percent, candidates }
}

/// Forms that are not tables, by their first words.
fn markup(text: &str) -> Option<FileFormat> {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let upper = start.chars().take(4_000).collect::<String>().to_ascii_uppercase();
    if upper.starts_with("OFXHEADER") || upper.starts_with("<OFX>") {
        return Some(FileFormat::Ofx);
    }
    if upper.starts_with('<') {
        let forms = [("<FLEXQUERYRESPONSE", FileFormat::IbkrFlex), ("<OFX>", FileFormat::Ofx)];
        return forms.into_iter().find(|(tag, _)| upper.contains(tag)).map(|(_, format)| format);
    }
    let qif = ["!TYPE:", "!ACCOUNT", "!OPTION:", "!CLEAR:"];
    qif.iter().any(|mark| upper.starts_with(mark)).then_some(FileFormat::Qif)
}

fn tables(samples: &[Sample]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for sample in samples {
        if let Some(confidence_percent) = ibkr::confidence(&sample.rows) {
            found.push(Candidate { format: FileFormat::IbkrActivity, confidence_percent });
        }
        found.extend(templates::ALL.iter().filter_map(|template| {
            let confidence_percent = sample.header(template)?.confidence_percent;
            Some(Candidate { format: template.format, confidence_percent })
        }));
    }
    found.sort_by_key(|c| (std::cmp::Reverse(c.confidence_percent), c.format));
    found.dedup_by_key(|c| c.format);
    found
}

/// The refusal of a file that has another form than the one asked for: what is missing, and what it looks like.
pub(super) fn wrong_format(beginning: &Beginning, options: &Options, asked: FileFormat) -> ImportError {
    let lacking = templates::of(asked).and_then(|template| {
        let missing = samples(beginning, options).iter().map(|s| s.lacking(template)).min_by_key(Vec::len)?;
        Some(format!("it has no column {}", missing.join(", ").replace('*', "…"))).filter(|_| !missing.is_empty())
    });
    let why = lacking.unwrap_or_else(|| "it does not begin like one".to_owned());
    let found = of(beginning, options).format;
    let like = if found == FileFormat::Columns || found == asked {
        "It looks like no form that is known; choose \"a table with columns to be assigned\"".to_owned()
    } else {
        format!("It looks like {}; choose that", found.title())
    };
    ImportError::WrongFormat { file: options.name().to_owned(), asked: asked.title(), why, like }
}
