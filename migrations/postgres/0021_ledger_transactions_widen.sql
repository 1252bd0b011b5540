-- The lots that a sale names, NULL where the account's lot method chooses; and a way to what changed since a time.
ALTER TABLE transactions ADD COLUMN lots jsonb;
CREATE INDEX transactions_by_knowledge ON transactions (known_at) WHERE known_until IS NULL;
