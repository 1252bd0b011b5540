//! Facts about this program and machine, as text that a person may paste into a report.

use std::fmt;

use crate::redact;

/// Named facts, in the order in which they were added. Its text form is masked like a log line.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Diagnostics(Vec<(String, String)>);

impl Diagnostics {
    /// The facts that every report begins with: version, system, memory.
    pub fn of_this_process(version: &str) -> Self {
        let mut facts = Self::default();
        facts.add("version", version);
        facts.add("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH));
        facts.add("cores", std::thread::available_parallelism().map_or_else(|_| unknown(), |n| n.to_string()));
        facts.add("memory", resident_memory_bytes().map_or_else(unknown, |n| format!("{} MB", n / 1_000_000)));
        facts.add("language", std::env::var("LANG").unwrap_or_else(|_| unknown()));
        facts
    }

    /// Adds one fact.
    pub fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// The facts, masked.
    pub fn facts(&self) -> impl Iterator<Item = (&str, String)> {
        self.0.iter().map(|(name, value)| (name.as_str(), redact(value).into_owned()))
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, value) in self.facts() {
            writeln!(f, "{name}: {value}")?;
        }
        Ok(())
    }
}

fn unknown() -> String {
    "unknown".to_owned()
}

/// The resident memory of this process in bytes, where the system tells (Linux); `None` elsewhere.
pub fn resident_memory_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_listed_in_order_and_masked() {
        let mut facts = Diagnostics::of_this_process("0.1.0");
        facts.add("server", "https://ada:hunter2@desk.example");
        let text = facts.to_string();
        assert!(text.starts_with("version: 0.1.0\nsystem: "), "{text}");
        assert!(text.ends_with("server: https://ada:***@desk.example\n"), "{text}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn memory_is_known_on_linux() {
        assert!(resident_memory_bytes().unwrap() > 100_000);
    }
}
