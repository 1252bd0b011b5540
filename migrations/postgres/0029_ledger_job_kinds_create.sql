-- The kinds of jobs are rows: a later kind is one INSERT here, in a migration of both databases. The one for SQLite says
-- why.
CREATE TABLE job_kinds (
    kind text PRIMARY KEY
);
INSERT INTO job_kinds (kind)
VALUES ('optimization'), ('import'), ('backup'), ('restore_drill'), ('walk_forward'), ('stability'), ('resampling'),
       ('rebalancing'), ('history'), ('backtest'), ('sweep');
ALTER TABLE jobs
    DROP CONSTRAINT jobs_kind_check,
    ADD CONSTRAINT jobs_kind_fkey FOREIGN KEY (kind) REFERENCES job_kinds (kind);
