-- Long work as a row. A worker claims a job for a while (lease) under a number (fence); a later claim raises the
-- number, so that what a worker writes after losing its lease is refused.
CREATE TABLE jobs (
    id               TEXT PRIMARY KEY,
    kind             TEXT NOT NULL CHECK (kind IN ('optimization', 'import', 'backup', 'restore_drill')),
    title            TEXT NOT NULL,
    input            TEXT NOT NULL CHECK (json_valid(input)),
    input_hash       TEXT NOT NULL CHECK (length(input_hash) = 64),
    state            TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    progress         REAL NOT NULL CHECK (progress >= 0 AND progress <= 1),
    message          TEXT NOT NULL,
    created_at       INTEGER NOT NULL,
    started_at       INTEGER,
    finished_at      INTEGER,
    lease_owner      TEXT,
    lease_until      INTEGER,
    fence            INTEGER NOT NULL CHECK (fence >= 0),
    attempts         INTEGER NOT NULL CHECK (attempts >= 0),
    cancel_requested INTEGER NOT NULL CHECK (cancel_requested IN (0, 1)),
    result           TEXT CHECK (json_valid(result)),
    CHECK ((state = 'running') = (lease_owner IS NOT NULL AND lease_until IS NOT NULL)),
    CHECK ((state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, kind, created_at, id);
CREATE INDEX jobs_by_kind ON jobs (kind, created_at, id);
CREATE INDEX jobs_by_age ON jobs (created_at, id);
