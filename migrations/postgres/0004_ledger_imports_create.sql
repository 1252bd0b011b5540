-- Which files came in, and what became of their rows.
CREATE TABLE imports (
    id           uuid PRIMARY KEY,
    kind         text NOT NULL CHECK (kind IN ('prices', 'transactions', 'fx_rates')),
    file_name    text NOT NULL,
    content_hash text NOT NULL CHECK (length(content_hash) = 64),
    at           bigint NOT NULL,
    added        bigint NOT NULL CHECK (added >= 0),
    revised      bigint NOT NULL CHECK (revised >= 0),
    unchanged    bigint NOT NULL CHECK (unchanged >= 0),
    refused      bigint NOT NULL CHECK (refused >= 0),
    report       jsonb
);
CREATE INDEX imports_by_hash ON imports (kind, content_hash, at);
CREATE INDEX imports_by_age ON imports (at, id);
