//! The bar that a callback is given: one object that shows the present bar, so that none is made for each.

use execution::strategy::ClosedBar;
use mlua::{UserData, UserDataFields};

/// Shows a bar. Before the first one there is none, and every field is `nil`.
#[derive(Debug, Default)]
pub(super) struct BarView(pub(super) Option<ClosedBar>);

impl UserData for BarView {
    fn add_fields<F: UserDataFields<Self>>(fields: &mut F) {
        fields.add_field_method_get("close", |_, view| Ok(view.0.map(|closed| closed.bar.close)));
        fields.add_field_method_get("open", |_, view| Ok(view.0.and_then(|closed| closed.bar.open)));
        fields.add_field_method_get("high", |_, view| Ok(view.0.and_then(|closed| closed.bar.high)));
        fields.add_field_method_get("low", |_, view| Ok(view.0.and_then(|closed| closed.bar.low)));
        fields.add_field_method_get("volume", |_, view| Ok(view.0.and_then(|closed| closed.bar.volume)));
        // Seconds since 1970; lists begin with 1 in Luau.
        fields.add_field_method_get("time", |_, view| Ok(view.0.map(|closed| closed.bar.at.micros() as f64 / 1e6)));
        fields.add_field_method_get("instrument", |_, view| Ok(view.0.map(|closed| closed.instrument + 1)));
        fields.add_field_method_get("index", |_, view| Ok(view.0.map(|closed| closed.index + 1)));
    }
}
