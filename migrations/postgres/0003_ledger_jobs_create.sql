-- Long work as a row. A worker claims a job for a while (lease) under a number (fence); a later claim raises the
-- number, so that what a worker writes after losing its lease is refused.
CREATE TABLE jobs (
    id               uuid PRIMARY KEY,
    kind             text NOT NULL CHECK (kind IN ('optimization', 'import', 'backup', 'restore_drill')),
    title            text NOT NULL,
    input            jsonb NOT NULL,
    input_hash       text NOT NULL CHECK (length(input_hash) = 64),
    state            text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    progress         double precision NOT NULL CHECK (progress >= 0 AND progress <= 1),
    message          text NOT NULL,
    created_at       bigint NOT NULL,
    started_at       bigint,
    finished_at      bigint,
    lease_owner      text,
    lease_until      bigint,
    fence            bigint NOT NULL CHECK (fence >= 0),
    attempts         bigint NOT NULL CHECK (attempts >= 0),
    cancel_requested boolean NOT NULL,
    result           jsonb,
    CHECK ((state = 'running') = (lease_owner IS NOT NULL AND lease_until IS NOT NULL)),
    CHECK ((state IN ('done', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
);
CREATE INDEX jobs_by_state ON jobs (state, kind, created_at, id);
CREATE INDEX jobs_by_kind ON jobs (kind, created_at, id);
CREATE INDEX jobs_by_age ON jobs (created_at, id);
