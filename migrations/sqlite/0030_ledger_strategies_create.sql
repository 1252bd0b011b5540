-- Strategies that somebody keeps, to test them and to run them. What a strategy was before is in the trail.
CREATE TABLE strategies (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL UNIQUE CHECK (length(trim(name)) BETWEEN 1 AND 200),
    kind          TEXT NOT NULL CHECK (kind IN ('built_in', 'rules', 'script', 'targets')),
    specification TEXT NOT NULL CHECK (json_valid(specification)),
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX strategies_by_age ON strategies (created_at, id);
