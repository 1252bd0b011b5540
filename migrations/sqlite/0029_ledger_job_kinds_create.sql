-- The kinds of jobs are rows.
--
-- Context: `jobs.kind` had a CHECK that lists every kind. SQLite cannot change a CHECK in place, so each new kind made the
-- whole table anew (0018, 0024, 0027), and each time more tables that point at it had to let go and take hold again.
-- Decision: a job refers to its kind in this table. A later kind is one INSERT here, in a migration of both databases. The
-- program's own list stays the typed one (`JobKind`); what it does not know it neither writes nor reads.
-- Consequences: nothing that points at a job is touched any more, today either: the old column goes, and its CHECK with
-- it. A column that is added with a reference may not be NOT NULL (its rows would need a value at once), so two triggers
-- say that; Postgres has NOT NULL. The column now stands last.
CREATE TABLE job_kinds (
    kind TEXT PRIMARY KEY
) STRICT;
INSERT INTO job_kinds (kind)
VALUES ('optimization'), ('import'), ('backup'), ('restore_drill'), ('walk_forward'), ('stability'), ('resampling'),
       ('rebalancing'), ('history'), ('backtest'), ('sweep');

DROP INDEX jobs_by_state;
DROP INDEX jobs_by_kind;
ALTER TABLE jobs RENAME COLUMN kind TO listed_kind;
ALTER TABLE jobs ADD COLUMN kind TEXT REFERENCES job_kinds (kind);
UPDATE jobs SET kind = listed_kind;
ALTER TABLE jobs DROP COLUMN listed_kind;
CREATE INDEX jobs_by_state ON jobs (state, kind, created_at, id);
CREATE INDEX jobs_by_kind ON jobs (kind, created_at, id);

CREATE TRIGGER jobs_begin_with_a_kind BEFORE INSERT ON jobs
WHEN NEW.kind IS NULL
BEGIN
    SELECT RAISE(ABORT, 'a job has a kind');
END;
CREATE TRIGGER jobs_keep_a_kind BEFORE UPDATE OF kind ON jobs
WHEN NEW.kind IS NULL
BEGIN
    SELECT RAISE(ABORT, 'a job has a kind');
END;
