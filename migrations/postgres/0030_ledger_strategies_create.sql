-- Strategies that somebody keeps, to test them and to run them. What a strategy was before is in the trail.
CREATE TABLE strategies (
    id            uuid PRIMARY KEY,
    name          text NOT NULL UNIQUE CHECK (length(trim(name)) BETWEEN 1 AND 200),
    kind          text NOT NULL CHECK (kind IN ('built_in', 'rules', 'script', 'targets')),
    specification jsonb NOT NULL,
    created_at    bigint NOT NULL,
    updated_at    bigint NOT NULL
);
CREATE INDEX strategies_by_age ON strategies (created_at, id);
