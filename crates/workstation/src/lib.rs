//! Use cases, one module per noun: load, compute, save, emit.
