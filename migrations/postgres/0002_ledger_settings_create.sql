-- Settings of the workspace: one JSON document per key.
CREATE TABLE settings (
    key        text PRIMARY KEY,
    value      jsonb NOT NULL,
    updated_at bigint NOT NULL
);
