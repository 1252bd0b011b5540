-- Exchange rates are found by pair and day. The key does what two indexes did; the rows of an import are found by its
-- pairs and days; its identity is no foreign key, as in SQLite.
ALTER TABLE fx_rates DROP CONSTRAINT fx_rates_pkey, ADD PRIMARY KEY (base, quote, date, revision);
ALTER TABLE fx_rates DROP CONSTRAINT fx_rates_import_id_fkey;
DROP INDEX fx_rates_by_pair;
DROP INDEX fx_rates_by_import;
DROP INDEX fx_rates_current;
-- The current revision of a rate; there is one at the most.
CREATE UNIQUE INDEX fx_rates_current ON fx_rates (id) WHERE known_until IS NULL;
