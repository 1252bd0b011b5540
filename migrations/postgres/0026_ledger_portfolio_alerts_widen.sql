-- An alert watches: what its rule remembers, through when bars were told, when time alone does something.
-- `condition` holds the whole rule.
ALTER TABLE portfolio_alerts ADD COLUMN enabled boolean NOT NULL DEFAULT true;
ALTER TABLE portfolio_alerts ADD COLUMN note text;
ALTER TABLE portfolio_alerts ADD COLUMN escalation jsonb;
ALTER TABLE portfolio_alerts ADD COLUMN machine jsonb; -- NULL: never watched
ALTER TABLE portfolio_alerts ADD COLUMN memory jsonb;
ALTER TABLE portfolio_alerts ADD COLUMN epoch bigint NOT NULL DEFAULT 0 CHECK (epoch >= 0);
ALTER TABLE portfolio_alerts ADD COLUMN seen_through bigint NOT NULL DEFAULT 0;
ALTER TABLE portfolio_alerts ADD COLUMN next_due_at bigint; -- NULL: time alone does nothing

-- What happened to each alert, in its order. A firing has its epoch once.
CREATE TABLE portfolio_alert_events (
    alert_id uuid NOT NULL REFERENCES portfolio_alerts (id) ON DELETE CASCADE,
    number   bigint NOT NULL CHECK (number >= 1),
    epoch    bigint NOT NULL CHECK (epoch >= 0),
    kind     text NOT NULL CHECK (kind IN ('fired', 'moved', 'held_back', 'expired')),
    at       bigint NOT NULL,
    seen_at  bigint NOT NULL,
    event    jsonb NOT NULL,
    PRIMARY KEY (alert_id, number)
);
CREATE UNIQUE INDEX portfolio_alert_events_by_epoch ON portfolio_alert_events (alert_id, epoch) WHERE kind = 'fired';
CREATE INDEX portfolio_alert_events_by_time ON portfolio_alert_events (seen_at, alert_id, number);

-- Whom a firing must reach. A row is made in the transaction of the firing, or of the reminder, and the key keeps it from being made twice.
CREATE TABLE portfolio_alert_deliveries (
    alert_id    uuid NOT NULL REFERENCES portfolio_alerts (id) ON DELETE CASCADE,
    epoch       bigint NOT NULL CHECK (epoch >= 1),
    way         text NOT NULL CHECK (length(trim(way)) BETWEEN 1 AND 120),
    person      text NOT NULL, -- empty: the way has one
    reminder    bigint NOT NULL CHECK (reminder >= 0),
    due_at      bigint NOT NULL,
    state       text NOT NULL CHECK (state IN ('waiting', 'handed_over', 'accepted', 'given_up', 'dropped')),
    attempts    bigint NOT NULL CHECK (attempts >= 0),
    next_try_at bigint,
    settled_at  bigint,
    receipt     text,
    trouble     text,
    PRIMARY KEY (alert_id, epoch, way, person, reminder),
    CHECK ((state = 'waiting') = (next_try_at IS NOT NULL)),
    CHECK ((state = 'waiting') = (settled_at IS NULL))
);
CREATE INDEX portfolio_alert_deliveries_by_try ON portfolio_alert_deliveries (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX portfolio_alert_deliveries_by_due ON portfolio_alert_deliveries (due_at, alert_id, epoch, way, person, reminder);
