//! Estimators against the golden figures, properties, and wrong settings.

mod golden;
mod properties;
mod settings;
