-- Alert rules and where each stands.
CREATE TABLE portfolio_alerts (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    severity      TEXT NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    state         TEXT NOT NULL CHECK (state IN ('armed', 'firing', 'acknowledged', 'resolved', 'snoozed')),
    account_id    TEXT REFERENCES accounts (id),
    instrument_id TEXT REFERENCES instruments (id),
    condition     TEXT NOT NULL CHECK (json_valid(condition)),
    created_at    INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    fired_at      INTEGER,
    snoozed_until INTEGER,
    CHECK ((state = 'snoozed') = (snoozed_until IS NOT NULL)),
    CHECK (state <> 'firing' OR fired_at IS NOT NULL)
) STRICT;
CREATE INDEX portfolio_alerts_by_age ON portfolio_alerts (created_at, id);
CREATE INDEX portfolio_alerts_by_account ON portfolio_alerts (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX portfolio_alerts_by_instrument ON portfolio_alerts (instrument_id) WHERE instrument_id IS NOT NULL;
