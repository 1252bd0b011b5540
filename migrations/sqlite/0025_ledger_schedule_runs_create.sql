-- The job that each taken occurrence began, and the jobs that a person began by hand.
CREATE TABLE schedule_runs (
    job_id      TEXT PRIMARY KEY REFERENCES jobs (id),
    schedule_id TEXT NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
    occurrence  TEXT CHECK (length(occurrence) = 16), -- NULL: by hand
    begun_at    INTEGER NOT NULL
) STRICT;
-- An occurrence begins one job.
CREATE UNIQUE INDEX schedule_runs_by_occurrence ON schedule_runs (schedule_id, occurrence);
