//! SQLite and Postgres behind one module per noun.
