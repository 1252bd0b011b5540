-- Nested groups that the weights are reckoned from, NULL where the weights were given.
ALTER TABLE targets ADD COLUMN tree TEXT CHECK (json_valid(tree));
