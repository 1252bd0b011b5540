-- Rebalancings: why they became due, what they propose, what became of them.
CREATE TABLE rebalancing_events (
    id              uuid PRIMARY KEY,
    account_id      uuid REFERENCES accounts (id), -- NULL: the whole workspace
    optimization_id uuid REFERENCES portfolio_optimizations (id),
    trigger_kind    text NOT NULL CHECK (trigger_kind IN ('manual', 'threshold', 'calendar', 'cash_inflow', 'risk_drift')),
    state           text NOT NULL CHECK (state IN ('proposed', 'approved', 'executed', 'dismissed')),
    created_at      bigint NOT NULL,
    updated_at      bigint NOT NULL,
    plan            jsonb NOT NULL
);
CREATE INDEX rebalancing_events_by_age ON rebalancing_events (created_at, id);
CREATE INDEX rebalancing_events_by_account ON rebalancing_events (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX rebalancing_events_by_optimization ON rebalancing_events (optimization_id)
    WHERE optimization_id IS NOT NULL;
