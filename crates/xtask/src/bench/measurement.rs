//! What a measured program prints: one JSON object a line.

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::fmt;

/// One case of one program.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Measurement {
    /// The case, as named in [`super::cases::CASES`]
    pub(crate) case: String,
    /// Who ran it
    pub(crate) program: String,
    /// Seconds of every repetition; for `memory`, mebibytes, and for gaps, millionths
    #[serde(alias = "mib", alias = "ppm")]
    pub(crate) seconds: Vec<f64>,
    /// What came out, flat; empty when the case has no numbers
    #[serde(default)]
    pub(crate) result: Vec<f64>,
}

impl Measurement {
    /// The middle repetition.
    pub(crate) fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// The smallest repetition that at least the share `q` of all do not exceed.
    pub(crate) fn quantile(&self, q: f64) -> f64 {
        let mut sorted = self.seconds.clone();
        sorted.sort_by(f64::total_cmp);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "small counts"
        )]
        let rank = (q * sorted.len() as f64).ceil() as usize;
        sorted[rank.clamp(1, sorted.len()) - 1]
    }
}

impl fmt::Display for Measurement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} · {}: median {:.6}, 99 % {:.6}, {} runs",
            self.case,
            self.program,
            self.median(),
            self.quantile(0.99),
            self.seconds.len()
        )
    }
}

/// The lines that are JSON objects; anything else is the program's own talk.
///
/// # Errors
/// When there is none, or one has no time in it.
pub(crate) fn read(text: &str) -> Result<Vec<Measurement>> {
    let mut found = Vec::new();
    for line in text.lines().filter(|line| line.starts_with('{')) {
        let measurement: Measurement = serde_json::from_str(line).with_context(|| format!("`{line}`"))?;
        if measurement.seconds.is_empty() || !measurement.seconds.iter().all(|s| s.is_finite() && *s >= 0.0) {
            bail!("{} · {} has no usable time", measurement.case, measurement.program);
        }
        found.push(measurement);
    }
    if found.is_empty() {
        bail!("no measurement was printed");
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_measured_values() {
        let seconds = (1..=100).rev().map(f64::from).collect();
        let m = Measurement { case: "c".into(), program: "p".into(), seconds, result: vec![] };
        assert_eq!((m.median(), m.quantile(0.95), m.quantile(0.99), m.quantile(1.0)), (50.0, 95.0, 99.0, 100.0));
    }

    #[test]
    fn a_program_that_measured_nothing_is_refused() {
        assert!(read("warming up\n").is_err());
        assert!(read("{\"case\":\"a\",\"program\":\"b\",\"seconds\":[]}\n").is_err());
        assert_eq!(read("hello\n{\"case\":\"a\",\"program\":\"b\",\"seconds\":[1.5]}\n").unwrap()[0].median(), 1.5);
    }
}
