-- What comes again, what it does, and through when it is settled. `state` holds what the scheduler knows; two of its times
-- stand beside it, to find what is due.
CREATE TABLE schedules (
    id              TEXT PRIMARY KEY,
    name            TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 120),
    schedule        TEXT NOT NULL CHECK (json_valid(schedule)),
    action          TEXT NOT NULL CHECK (json_valid(action)),
    enabled         INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    state           TEXT NOT NULL CHECK (json_valid(state)),
    settled_through INTEGER NOT NULL,
    next_due_at     INTEGER, -- NULL: the calendar knows no later one
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX schedules_by_age ON schedules (created_at, id);
CREATE INDEX schedules_by_next ON schedules (enabled, next_due_at);

-- Each occurrence that was taken, by its nominal local time. The key is what makes it run at most once.
CREATE TABLE schedule_occurrences (
    schedule_id TEXT NOT NULL REFERENCES schedules (id) ON DELETE CASCADE,
    occurrence  TEXT NOT NULL CHECK (length(occurrence) = 16), -- 2026-03-08T02:30
    due_at      INTEGER NOT NULL,
    taken_at    INTEGER NOT NULL,
    covers      INTEGER NOT NULL CHECK (covers >= 1), -- itself and missed ones before it
    PRIMARY KEY (schedule_id, occurrence)
) STRICT;
