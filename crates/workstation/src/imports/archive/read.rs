//! The text of an archive to entries, one after another: an archive of any size needs the memory of a batch.

use std::{
    cell::{Cell, RefCell},
    fmt,
    io::{self, Read},
    ops::ControlFlow,
    rc::Rc,
};

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor},
};
use store::archive::{Entry, Section};

use super::ArchiveError;
use crate::exports::{ENTRY_MAX_BYTES, FORMAT, VERSION};

/// Takes entries of one section; breaks off to stop reading.
pub(super) type EntrySink<'a> = dyn FnMut(Section, Vec<Entry>) -> ControlFlow<()> + 'a;

/// Reads an archive to its end, or to where the sink has enough, and gives the hash of what was read.
///
/// # Errors
/// What is wrong with the file as a whole. What was handed out before must then be dropped.
pub(super) fn read(
    source: impl Read,
    file: &str,
    batch: usize,
    sink: &mut EntrySink<'_>,
) -> Result<String, ArchiveError> {
    let left = Rc::new(Cell::new(ENTRY_MAX_BYTES));
    let hasher = Rc::new(RefCell::new(blake3::Hasher::new()));
    let metered = Metered { source, left: Rc::clone(&left), hasher: Rc::clone(&hasher) };
    let mut text = serde_json::Deserializer::from_reader(io::BufReader::with_capacity(1 << 16, metered));
    let stop = Stop::default();
    let root = Root { left: &left, batch, sink: RefCell::new(sink), stop: &stop, began: Cell::new(false) };
    let done = text.deserialize_map(&root).and_then(|()| text.end());
    let file = file.to_owned();
    let Err(problem) = done else { return Ok(hasher.borrow().finalize().to_string()) };
    let line = problem.line();
    let why = stop.0.borrow_mut().take();
    Err(match why {
        Some(Stopped::Enough) => return Ok(String::new()),
        Some(Stopped::Foreign) => ArchiveError::Foreign { file },
        Some(Stopped::Version(found)) => ArchiveError::Version { file, found, known: VERSION },
        None if left.get() == 0 => ArchiveError::TooLong { file, line, limit_bytes: ENTRY_MAX_BYTES },
        None if !root.began.get() => ArchiveError::Foreign { file },
        None => match problem.classify() {
            serde_json::error::Category::Eof => ArchiveError::CutOff { file, line },
            serde_json::error::Category::Io => ArchiveError::Read { file, reason: problem.to_string() },
            serde_json::error::Category::Syntax | serde_json::error::Category::Data => {
                ArchiveError::Form { file, line, reason: said(&problem) }
            }
        },
    })
}

/// What is wrong, without the place, which the message names itself.
fn said(problem: &serde_json::Error) -> String {
    let text = problem.to_string();
    let at = text.rfind(" at line ").unwrap_or(text.len());
    text[..at].chars().take(300).collect()
}

/// Why reading ended before the text did.
enum Stopped {
    Enough,
    Foreign,
    Version(u64),
}

#[derive(Default)]
struct Stop(RefCell<Option<Stopped>>);

impl Stop {
    fn because<E: serde::de::Error>(&self, why: Stopped) -> E {
        self.0.replace(Some(why));
        E::custom("stopped")
    }
}

/// Refuses an entry that has no end.
struct Metered<R> {
    source: R,
    left: Rc<Cell<u64>>,
    hasher: Rc<RefCell<blake3::Hasher>>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let most = usize::try_from(self.left.get()).unwrap_or(usize::MAX).min(buffer.len());
        let n = self.source.read(&mut buffer[..most])?;
        self.hasher.borrow_mut().update(&buffer[..n]);
        self.left.set(self.left.get() - n as u64);
        Ok(n)
    }
}

struct Root<'a, 's> {
    left: &'a Cell<u64>,
    batch: usize,
    sink: RefCell<&'a mut EntrySink<'s>>,
    stop: &'a Stop,
    /// The first words were those of an archive.
    began: Cell<bool>,
}

impl<'de> Visitor<'de> for &Root<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an archive")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let version = self.head(&mut map)?;
        for section in Section::ALL.iter().filter(|section| section.since() <= version) {
            let key: Option<String> = map.next_key()?;
            if key.as_deref() != Some(section.as_str()) {
                let found = key.map_or_else(|| "the end".to_owned(), |k| format!("\"{}\"", short(&k)));
                return Err(A::Error::custom(format!("there is {found} where \"{section}\" belongs")));
            }
            map.next_value_seed(Entries { root: self, section: *section })?;
        }
        match map.next_key::<String>()? {
            None => Ok(()),
            Some(key) => Err(A::Error::custom(format!("there is \"{}\", which no archive has", short(&key)))),
        }
    }
}

impl Root<'_, '_> {
    /// The version that the archive says it is of.
    fn head<'de, A: MapAccess<'de>>(&self, map: &mut A) -> Result<u32, A::Error> {
        let foreign = || self.stop.because::<A::Error>(Stopped::Foreign);
        let is =
            |key: Option<String>, wanted: &str| if key.as_deref() == Some(wanted) { Ok(()) } else { Err(foreign()) };
        is(map.next_key()?, "format")?;
        is(map.next_value()?, FORMAT)?;
        self.began.set(true);
        is(map.next_key()?, "version")?;
        let version: u64 = map.next_value()?;
        let known = u32::try_from(version).ok().filter(|version| (1..=VERSION).contains(version));
        let version = known.ok_or_else(|| self.stop.because(Stopped::Version(version)))?;
        is(map.next_key()?, "made_at")?;
        map.next_value::<model::time::Timestamp>()?;
        Ok(version)
    }

    fn hand_over<E: serde::de::Error>(&self, section: Section, entries: Vec<Entry>) -> Result<(), E> {
        if entries.is_empty() {
            return Ok(());
        }
        match (self.sink.borrow_mut())(section, entries) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(self.stop.because(Stopped::Enough)),
        }
    }
}

/// The entries of one section.
struct Entries<'a, 'b, 's> {
    root: &'a Root<'b, 's>,
    section: Section,
}

impl<'de> DeserializeSeed<'de> for Entries<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the entries of {}", self.section)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut entries = Vec::new();
        let mut bars = 0;
        loop {
            self.root.left.set(ENTRY_MAX_BYTES);
            let Some(entry) = seq.next_element_seed(self.section)? else { break };
            bars += if let Entry::Bars(change) = &entry { change.put.len() } else { 0 };
            entries.push(entry);
            // Batches of bars are as long as one full entry.
            if entries.len() >= self.root.batch || bars >= 4096 {
                bars = 0;
                self.root.hand_over(self.section, std::mem::take(&mut entries))?;
            }
        }
        self.root.hand_over(self.section, entries)
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
