//! Prepares the window's context; a fresh clone builds without Node.
fn main() {}
