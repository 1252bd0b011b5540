-- The trail of changes, and the log from which other devices learn of them. `change_head` is the one row that every
-- write takes first: it numbers events without gaps in commit order, and keeps time from running backwards.
CREATE TABLE change_head (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    audit_seq  INTEGER NOT NULL CHECK (audit_seq >= 0),
    audit_at   INTEGER NOT NULL,
    outbox_seq INTEGER NOT NULL CHECK (outbox_seq >= 0),
    hlc        INTEGER NOT NULL CHECK (hlc >= 0), -- milliseconds × 65536 + counter
    acked_seq  INTEGER NOT NULL CHECK (acked_seq >= 0 AND acked_seq <= outbox_seq)
) STRICT;
INSERT INTO change_head (only_row, audit_seq, audit_at, outbox_seq, hlc, acked_seq) VALUES (1, 0, 0, 0, 0, 0);

CREATE TABLE audit_events (
    seq            INTEGER PRIMARY KEY CHECK (seq > 0),
    id             TEXT NOT NULL UNIQUE,
    at             INTEGER NOT NULL,
    clock_at       INTEGER NOT NULL, -- what the clock said, when it had gone back behind `at`
    actor          TEXT NOT NULL CHECK (json_valid(actor)),
    action         TEXT NOT NULL CHECK (action IN ('create', 'update', 'delete', 'import', 'undo', 'restore', 'backup', 'run')),
    noun           TEXT NOT NULL,
    object_id      TEXT NOT NULL,
    summary        TEXT NOT NULL,
    before         TEXT CHECK (json_valid(before)),
    after          TEXT CHECK (json_valid(after)),
    before_hash    TEXT CHECK (length(before_hash) = 64),
    after_hash     TEXT CHECK (length(after_hash) = 64),
    correlation_id TEXT NOT NULL,
    can_undo       INTEGER NOT NULL CHECK (can_undo IN (0, 1)),
    undoes         TEXT REFERENCES audit_events (id),
    CHECK ((before IS NULL) = (before_hash IS NULL) AND (after IS NULL) = (after_hash IS NULL))
) STRICT;
CREATE INDEX audit_events_by_object ON audit_events (noun, object_id, seq);
CREATE INDEX audit_events_by_correlation ON audit_events (correlation_id, seq);
CREATE INDEX audit_events_by_undone ON audit_events (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE outbox (
    seq            INTEGER PRIMARY KEY CHECK (seq > 0),
    hlc            INTEGER NOT NULL,
    at             INTEGER NOT NULL,
    noun           TEXT NOT NULL,
    object_id      TEXT NOT NULL,
    op             TEXT NOT NULL CHECK (op IN ('insert', 'update', 'delete', 'bulk')),
    correlation_id TEXT NOT NULL,
    payload        TEXT NOT NULL CHECK (json_valid(payload))
) STRICT;

CREATE TRIGGER audit_events_never_updated BEFORE UPDATE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit_events is append-only');
END;
CREATE TRIGGER audit_events_never_deleted BEFORE DELETE ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'audit_events is append-only');
END;

CREATE TRIGGER audit_events_without_gaps BEFORE INSERT ON audit_events
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_events)
BEGIN
    SELECT RAISE(ABORT, 'audit_events has no gaps');
END;
