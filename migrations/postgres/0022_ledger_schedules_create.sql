-- What comes again, what it does, and through when it is settled. `state` holds what the scheduler knows; two of its times
-- stand beside it, to find what is due.
CREATE TABLE schedules (
    id              uuid PRIMARY KEY,
    name            text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 120),
    schedule        jsonb NOT NULL,
    action          jsonb NOT NULL,
    enabled         boolean NOT NULL,
    state           jsonb NOT NULL,
    settled_through bigint NOT NULL,
    next_due_at     bigint, -- NULL: the calendar knows no later one
    created_at      bigint NOT NULL,
    updated_at      bigint NOT NULL
);
CREATE INDEX schedules_by_age ON schedules (created_at, id);
CREATE INDEX schedules_by_next ON schedules (enabled, next_due_at);

-- Each occurrence that was taken, by its nominal local time. The key is what makes it run at most once.
CREATE TABLE schedule_occurrences (
    schedule_id uuid NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
    occurrence  text NOT NULL CHECK (length(occurrence) = 16), -- 2026-03-08T02:30
    due_at      bigint NOT NULL,
    taken_at    bigint NOT NULL,
    covers      bigint NOT NULL CHECK (covers >= 1), -- itself and missed ones before it
    PRIMARY KEY (schedule_id, occurrence)
);
