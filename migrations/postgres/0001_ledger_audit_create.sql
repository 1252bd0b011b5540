-- The trail of changes, and the log from which other devices learn of them. `change_head` is the one row that every
-- write takes first: it numbers events without gaps in commit order, and keeps time from running backwards.
CREATE TABLE change_head (
    only_row   bigint PRIMARY KEY CHECK (only_row = 1),
    audit_seq  bigint NOT NULL CHECK (audit_seq >= 0),
    audit_at   bigint NOT NULL,
    outbox_seq bigint NOT NULL CHECK (outbox_seq >= 0),
    hlc        bigint NOT NULL CHECK (hlc >= 0), -- milliseconds × 65536 + counter
    acked_seq  bigint NOT NULL CHECK (acked_seq >= 0 AND acked_seq <= outbox_seq)
);
INSERT INTO change_head (only_row, audit_seq, audit_at, outbox_seq, hlc, acked_seq) VALUES (1, 0, 0, 0, 0, 0);

CREATE TABLE audit_events (
    seq            bigint PRIMARY KEY CHECK (seq > 0),
    id             uuid NOT NULL UNIQUE,
    at             bigint NOT NULL,
    clock_at       bigint NOT NULL, -- what the clock said, when it had gone back behind `at`
    actor          jsonb NOT NULL,
    action         text NOT NULL CHECK (action IN ('create', 'update', 'delete', 'import', 'undo', 'restore', 'backup', 'run')),
    noun           text NOT NULL,
    object_id      text NOT NULL,
    summary        text NOT NULL,
    before         jsonb,
    after          jsonb,
    before_hash    text CHECK (length(before_hash) = 64),
    after_hash     text CHECK (length(after_hash) = 64),
    correlation_id uuid NOT NULL,
    can_undo       boolean NOT NULL,
    undoes         uuid REFERENCES audit_events (id),
    CHECK ((before IS NULL) = (before_hash IS NULL) AND (after IS NULL) = (after_hash IS NULL))
);
CREATE INDEX audit_events_by_object ON audit_events (noun, object_id, seq);
CREATE INDEX audit_events_by_correlation ON audit_events (correlation_id, seq);
CREATE INDEX audit_events_by_undone ON audit_events (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE outbox (
    seq            bigint PRIMARY KEY CHECK (seq > 0),
    hlc            bigint NOT NULL,
    at             bigint NOT NULL,
    noun           text NOT NULL,
    object_id      text NOT NULL,
    op             text NOT NULL CHECK (op IN ('insert', 'update', 'delete', 'bulk')),
    correlation_id uuid NOT NULL,
    payload        jsonb NOT NULL
);

CREATE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit_events is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER audit_events_never_changed BEFORE UPDATE OR DELETE ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_events_refuse();
CREATE TRIGGER audit_events_never_emptied BEFORE TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_events_refuse();

CREATE FUNCTION audit_events_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM audit_events) THEN
        RAISE EXCEPTION 'audit_events has no gaps' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_events_without_gaps BEFORE INSERT ON audit_events
    FOR EACH ROW EXECUTE FUNCTION audit_events_next();
