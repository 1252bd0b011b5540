-- Getting history from a source is work too. A CHECK cannot be changed in place: the table is made anew.
CREATE TABLE jobs_widened (
    id               TEXT PRIMARY KEY,
    kind             TEXT NOT NULL CHECK (kind IN ('optimization', 'import', 'backup', 'restore_drill', 'walk_forward', 'stability', 'resampling', 'rebalancing', 'history')),
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
INSERT INTO jobs_widened
SELECT id, kind, title, input, input_hash, state, progress, message, created_at, started_at, finished_at, lease_owner,
       lease_until, fence, attempts, cancel_requested, result
FROM jobs;
-- Rows that point at the table would forbid to drop it.
CREATE TEMP TABLE pointing AS
SELECT id, job_id FROM portfolio_optimizations WHERE job_id IS NOT NULL;
UPDATE portfolio_optimizations SET job_id = NULL WHERE job_id IS NOT NULL;
CREATE TEMP TABLE begun AS
SELECT job_id, schedule_id, occurrence, begun_at FROM schedule_runs;
DELETE FROM schedule_runs;
DROP TABLE jobs;
ALTER TABLE jobs_widened RENAME TO jobs;
UPDATE portfolio_optimizations SET job_id = (SELECT job_id FROM pointing WHERE pointing.id = portfolio_optimizations.id)
WHERE id IN (SELECT id FROM pointing);
DROP TABLE pointing;
INSERT INTO schedule_runs (job_id, schedule_id, occurrence, begun_at)
SELECT job_id, schedule_id, occurrence, begun_at FROM begun;
DROP TABLE begun;
CREATE INDEX jobs_by_state ON jobs (state, kind, created_at, id);
CREATE INDEX jobs_by_kind ON jobs (kind, created_at, id);
CREATE INDEX jobs_by_age ON jobs (created_at, id);
