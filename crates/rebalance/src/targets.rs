//! Targets: nested groups of instruments with weights and bands, and how far what is held lies from them.

mod drift;
mod tree;

pub use drift::{Band, DriftRow, RowKind, Verdict, drift};
pub use model::target::{TargetModel, TargetNode, TargetSource, Tolerance};
pub use tree::{FlatTarget, Flattened, flatten};
