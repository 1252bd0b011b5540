-- Rebalancings: why they became due, what they propose, what became of them.
CREATE TABLE rebalancing_events (
    id              TEXT PRIMARY KEY,
    account_id      TEXT REFERENCES accounts (id), -- NULL: the whole workspace
    optimization_id TEXT REFERENCES portfolio_optimizations (id),
    trigger_kind    TEXT NOT NULL CHECK (trigger_kind IN ('manual', 'threshold', 'calendar', 'cash_inflow', 'risk_drift')),
    state           TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'executed', 'dismissed')),
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    plan            TEXT NOT NULL CHECK (json_valid(plan))
) STRICT;
CREATE INDEX rebalancing_events_by_age ON rebalancing_events (created_at, id);
CREATE INDEX rebalancing_events_by_account ON rebalancing_events (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX rebalancing_events_by_optimization ON rebalancing_events (optimization_id)
    WHERE optimization_id IS NOT NULL;
