//! Builders, fixtures and a throw-away Postgres for the tests.
