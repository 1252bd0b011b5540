//! Recurrences, and a scheduler's decision as a pure function.
