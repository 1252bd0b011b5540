//! Decoded text as a stream of bytes that counts lines and bounds what may be read for one event.

use std::io::{self, BufRead, Read};

use super::TOKEN_MAX;
use crate::source::Source;

/// Decoded text.
pub(super) struct Stream<R> {
    pub(super) source: Source<R>,
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
    /// The line of the next byte, from 1.
    pub(super) line: u64,
    /// Bytes that may still be read for this event.
    budget: usize,
    /// The bound was hit.
    pub(super) exhausted: bool,
}

impl<R: Read> Stream<R> {
    pub(super) fn new(source: Source<R>) -> Self {
        Self { source, buffer: Vec::new(), at: 0, ended: false, line: 1, budget: TOKEN_MAX, exhausted: false }
    }

    /// Begins an event.
    pub(super) fn renew(&mut self) {
        self.budget = TOKEN_MAX;
    }
}

impl<R: Read> Read for Stream<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let piece = self.fill_buf()?;
        let n = piece.len().min(out.len());
        out[..n].copy_from_slice(&piece[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Stream<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.budget == 0 {
            self.exhausted = true;
            return Err(io::Error::other("one tag or text is too long"));
        }
        while self.at == self.buffer.len() && !self.ended {
            self.buffer.clear();
            self.at = 0;
            self.ended = !self.source.fill(&mut self.buffer)?;
        }
        let end = self.buffer.len().min(self.at + self.budget);
        Ok(&self.buffer[self.at..end])
    }

    fn consume(&mut self, n: usize) {
        let used = &self.buffer[self.at..self.at + n];
        self.line += used.iter().filter(|b| **b == b'\n').count() as u64;
        self.at += n;
        self.budget = self.budget.saturating_sub(n);
    }
}
