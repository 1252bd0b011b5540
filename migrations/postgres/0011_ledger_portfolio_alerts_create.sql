-- Alert rules and where each stands.
CREATE TABLE portfolio_alerts (
    id            uuid PRIMARY KEY,
    name          text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    severity      text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    state         text NOT NULL CHECK (state IN ('armed', 'firing', 'acknowledged', 'resolved', 'snoozed')),
    account_id    uuid REFERENCES accounts (id),
    instrument_id uuid REFERENCES instruments (id),
    condition     jsonb NOT NULL,
    created_at    bigint NOT NULL,
    updated_at    bigint NOT NULL,
    fired_at      bigint,
    snoozed_until bigint,
    CHECK ((state = 'snoozed') = (snoozed_until IS NOT NULL)),
    CHECK (state <> 'firing' OR fired_at IS NOT NULL)
);
CREATE INDEX portfolio_alerts_by_age ON portfolio_alerts (created_at, id);
CREATE INDEX portfolio_alerts_by_account ON portfolio_alerts (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX portfolio_alerts_by_instrument ON portfolio_alerts (instrument_id) WHERE instrument_id IS NOT NULL;
