//! Scripts to begin with, in the program itself.

use serde::Serialize;

/// A script to begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct StrategySample {
    /// Its name.
    #[schema(value_type = String)]
    pub name: &'static str,
    /// What it does, in a sentence.
    pub words: String,
    /// Its text.
    #[schema(value_type = String)]
    pub source: &'static str,
}

const SAMPLES: [(&str, &str); 4] = [
    ("sma_cross", include_str!("../../../strategies/samples/sma_cross.luau")),
    ("rsi_reversion", include_str!("../../../strategies/samples/rsi_reversion.luau")),
    ("breakout_atr", include_str!("../../../strategies/samples/breakout_atr.luau")),
    ("rotation", include_str!("../../../strategies/samples/rotation.luau")),
];

/// All of them. The first line of each is a comment that says what it does.
pub(super) fn all() -> Vec<StrategySample> {
    let sample = |(name, source): (&'static str, &'static str)| {
        let words = source.lines().next().and_then(|line| line.strip_prefix("--")).unwrap_or_default().trim();
        StrategySample { name, words: words.to_owned(), source }
    };
    SAMPLES.into_iter().map(sample).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_sample_says_what_it_does() {
        for sample in super::all() {
            assert!(sample.words.len() > 20 && sample.words.ends_with('.'), "{}: {}", sample.name, sample.words);
        }
    }
}
