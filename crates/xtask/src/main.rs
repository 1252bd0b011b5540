//! The project's own commands: run, test, ci, build, bench, tidy, codegen, doctor.
fn main() {}
