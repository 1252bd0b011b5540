-- An alert watches: what its rule remembers, through when bars were told, when time alone does something.
-- `condition` holds the whole rule.
ALTER TABLE portfolio_alerts ADD COLUMN enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1));
ALTER TABLE portfolio_alerts ADD COLUMN note TEXT;
ALTER TABLE portfolio_alerts ADD COLUMN escalation TEXT CHECK (json_valid(escalation));
ALTER TABLE portfolio_alerts ADD COLUMN machine TEXT CHECK (json_valid(machine)); -- NULL: never watched
ALTER TABLE portfolio_alerts ADD COLUMN memory TEXT CHECK (json_valid(memory));
ALTER TABLE portfolio_alerts ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0 CHECK (epoch >= 0);
ALTER TABLE portfolio_alerts ADD COLUMN seen_through INTEGER NOT NULL DEFAULT 0;
ALTER TABLE portfolio_alerts ADD COLUMN next_due_at INTEGER; -- NULL: time alone does nothing

-- What happened to each alert, in its order. A firing has its epoch once.
CREATE TABLE portfolio_alert_events (
    alert_id TEXT NOT NULL REFERENCES portfolio_alerts (id) ON DELETE CASCADE,
    number   INTEGER NOT NULL CHECK (number >= 1),
    epoch    INTEGER NOT NULL CHECK (epoch >= 0),
    kind     TEXT NOT NULL CHECK (kind IN ('fired', 'moved', 'held_back', 'expired')),
    at       INTEGER NOT NULL,
    seen_at  INTEGER NOT NULL,
    event    TEXT NOT NULL CHECK (json_valid(event)),
    PRIMARY KEY (alert_id, number)
) STRICT;
CREATE UNIQUE INDEX portfolio_alert_events_by_epoch ON portfolio_alert_events (alert_id, epoch) WHERE kind = 'fired';
CREATE INDEX portfolio_alert_events_by_time ON portfolio_alert_events (seen_at, alert_id, number);

-- Whom a firing must reach. A row is made in the transaction of the firing, or of the reminder, and the key keeps it from being made twice.
CREATE TABLE portfolio_alert_deliveries (
    alert_id    TEXT NOT NULL REFERENCES portfolio_alerts (id) ON DELETE CASCADE,
    epoch       INTEGER NOT NULL CHECK (epoch >= 1),
    way         TEXT NOT NULL CHECK (length(trim(way)) BETWEEN 1 AND 120),
    person      TEXT NOT NULL, -- empty: the way has one
    reminder    INTEGER NOT NULL CHECK (reminder >= 0),
    due_at      INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'handed_over', 'accepted', 'given_up', 'dropped')),
    attempts    INTEGER NOT NULL CHECK (attempts >= 0),
    next_try_at INTEGER,
    settled_at  INTEGER,
    receipt     TEXT,
    trouble     TEXT,
    PRIMARY KEY (alert_id, epoch, way, person, reminder),
    CHECK ((state = 'waiting') = (next_try_at IS NOT NULL)),
    CHECK ((state = 'waiting') = (settled_at IS NULL))
) STRICT;
CREATE INDEX portfolio_alert_deliveries_by_try ON portfolio_alert_deliveries (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX portfolio_alert_deliveries_by_due ON portfolio_alert_deliveries (due_at, alert_id, epoch, way, person, reminder);
