-- The job that each taken occurrence began, and the jobs that a person began by hand.
CREATE TABLE schedule_runs (
    job_id      uuid PRIMARY KEY REFERENCES jobs (id),
    schedule_id uuid NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
    occurrence  text CHECK (length(occurrence) = 16), -- NULL: by hand
    begun_at    bigint NOT NULL
);
-- An occurrence begins one job.
CREATE UNIQUE INDEX schedule_runs_by_occurrence ON schedule_runs (schedule_id, occurrence);
