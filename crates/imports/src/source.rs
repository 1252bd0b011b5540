//! Bytes to text: encoding, and files that are not text at all.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{error::ImportError, options::Options};

/// How much of a file is looked at before it is read.
pub(crate) const SAMPLE_BYTES: usize = 256 * 1024;
const CHUNK: usize = 64 * 1024;

/// The text of a file, decoded piece by piece; the bytes are hashed on the way.
pub(crate) struct Source<R> {
    head: Vec<u8>,
    inner: R,
    decoder: Decoder,
    hasher: blake3::Hasher,
    chunk: Vec<u8>,
    ended: bool,
    /// Characters that were not valid in the encoding.
    pub(crate) damaged: bool,
}

/// What was learned from the beginning.
pub(crate) struct Beginning {
    pub(crate) encoding: &'static str,
    /// The decoded beginning.
    pub(crate) text: String,
    /// The beginning is the whole file.
    pub(crate) whole: bool,
    pub(crate) notices: Vec<String>,
}

impl<R: Read> Source<R> {
    /// Reads the beginning of a table and decides how to read the rest; markup is refused.
    pub(crate) fn open(inner: R, options: &Options) -> Result<(Self, Beginning), ImportError> {
        let (source, beginning) = Self::open_any(inner, options)?;
        refuse_markup(&beginning.text, options.name())?;
        Ok((source, beginning))
    }

    /// Reads the beginning of a file of whatever form and decides how to read the rest.
    pub(crate) fn open_any(mut inner: R, options: &Options) -> Result<(Self, Beginning), ImportError> {
        let file = options.name();
        let mut head = Vec::new();
        let read = (&mut inner).take(SAMPLE_BYTES as u64).read_to_end(&mut head);
        read.map_err(|source| ImportError::Read { file: file.to_owned(), source })?;
        let whole = head.len() < SAMPLE_BYTES;
        if head.iter().all(u8::is_ascii_whitespace) && whole {
            return Err(ImportError::Empty { file: file.to_owned() });
        }
        let mut notices = Vec::new();
        let encoding = match &options.encoding {
            Some(name) => Encoding::for_label(name.trim().as_bytes())
                .ok_or_else(|| ImportError::Encoding { name: name.clone() })?,
            None => match declared(&head) {
                Some(encoding) if head.is_ascii() => encoding,
                _ => detect(&head, whole, file, &mut notices)?,
            },
        };
        let (text, ..) = encoding.decode(&head);
        let text = text.into_owned();
        if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() && whole {
            return Err(ImportError::Empty { file: file.to_owned() });
        }
        refuse_pages(&text, file)?;
        let source = Self {
            head,
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            hasher: blake3::Hasher::new(),
            chunk: vec![0; CHUNK],
            ended: false,
            damaged: false,
        };
        Ok((source, Beginning { encoding: encoding.name(), text, whole, notices }))
    }

    /// Appends the next piece of text. False at the end of the file.
    pub(crate) fn fill(&mut self, out: &mut Vec<u8>) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let n = if self.head.is_empty() {
            loop {
                match self.inner.read(&mut self.chunk) {
                    Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                    other => break other?,
                }
            }
        } else {
            let n = self.head.len().min(CHUNK);
            self.chunk[..n].copy_from_slice(&self.head[..n]);
            self.head.drain(..n);
            n
        };
        self.hasher.update(&self.chunk[..n]);
        self.ended = n == 0;
        let (mut src, start) = (&self.chunk[..n], out.len());
        out.resize(start + n * 3 + 16, 0);
        let mut written = start;
        loop {
            let (result, read, wrote, bad) = self.decoder.decode_to_utf8(src, &mut out[written..], self.ended);
            self.damaged |= bad;
            written += wrote;
            src = &src[read..];
            match result {
                encoding_rs::CoderResult::InputEmpty => break,
                encoding_rs::CoderResult::OutputFull => out.resize(out.len() + CHUNK, 0),
            }
        }
        out.truncate(written);
        Ok(true)
    }

    /// The hash of all bytes read so far, in hexadecimal.
    pub(crate) fn content_hash(&self) -> String {
        self.hasher.finalize().to_hex().to_string()
    }
}

fn detect(head: &[u8], whole: bool, file: &str, notices: &mut Vec<String>) -> Result<&'static Encoding, ImportError> {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Ok(encoding);
    }
    let not_text = |what, next| Err(ImportError::NotText { file: file.to_owned(), what, next });
    if head.starts_with(b"PK\x03\x04") {
        return not_text("an Excel workbook or another archive", "open it and save the sheet as CSV (UTF-8)");
    }
    if head.starts_with(&[0x1f, 0x8b]) || head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return not_text("compressed", "unpack it first");
    }
    if head.starts_with(b"%PDF") {
        return not_text("a PDF document", "export the data as CSV");
    }
    if head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return not_text("an old Excel workbook", "open it and save the sheet as CSV (UTF-8)");
    }
    if head.contains(&0) {
        let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
        let (even, odd) = (zeros(0), zeros(1));
        let half = head.len() / 2;
        if odd * 10 > half * 7 && even * 10 < half {
            return Ok(UTF_16LE);
        }
        if even * 10 > half * 7 && odd * 10 < half {
            return Ok(UTF_16BE);
        }
        return not_text("binary data", "choose a text file with rows and columns");
    }
    match std::str::from_utf8(head) {
        Ok(_) => Ok(UTF_8),
        Err(e) if e.error_len().is_none() && !whole => Ok(UTF_8),
        Err(_) => {
            let control = head.iter().filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r')).count();
            if control * 50 > head.len() {
                return not_text("binary data", "choose a text file with rows and columns");
            }
            notices.push("The file is not UTF-8; it was read as Windows-1252 (Western European). If letters look wrong, choose its encoding.".to_owned());
            Ok(WINDOWS_1252)
        }
    }
}

/// The encoding that a statement's own header names (`CHARSET:1252` of OFX, `encoding="…"` of XML). It is heeded only
/// where the bytes themselves say nothing yet: such headers are often wrong.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&head[..head.len().min(400)]).to_ascii_lowercase();
    let behind = |mark: &str| start.split_once(mark).map(|(_, rest)| rest.trim_start_matches(['"', '\'', ' ']));
    let word = |rest: &str| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
    if let Some(rest) = behind("charset:").filter(|_| start.contains("ofxheader")) {
        let name = word(rest);
        return Encoding::for_label(name.as_bytes())
            .or_else(|| Encoding::for_label(format!("windows-{name}").as_bytes()));
    }
    let rest = behind("encoding=").filter(|_| start.trim_start().starts_with("<?xml"))?;
    Encoding::for_label(word(rest).as_bytes())
}

/// The beginning in small letters, behind blanks and a byte order mark.
fn opening(text: &str) -> String {
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    start.chars().take(400).collect::<String>().to_ascii_lowercase()
}

fn refuse_pages(text: &str, file: &str) -> Result<(), ImportError> {
    let lower = opening(text);
    if lower.starts_with("<!doctype html")
        || lower.starts_with("<html")
        || (lower.starts_with('<') && lower.contains("<html"))
    {
        return Err(ImportError::WebPage { file: file.to_owned() });
    }
    Ok(())
}

fn refuse_markup(text: &str, file: &str) -> Result<(), ImportError> {
    let lower = opening(text);
    let (what, next) = if lower.starts_with('<') {
        ("XML", "export the data as CSV")
    } else if lower.starts_with('{') || lower.starts_with("[{") {
        ("JSON", "export the data as CSV")
    } else {
        return Ok(());
    };
    Err(ImportError::NotText { file: file.to_owned(), what, next })
}
