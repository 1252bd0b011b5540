-- Which files came in, and what became of their rows.
CREATE TABLE imports (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL CHECK (kind IN ('prices', 'transactions', 'fx_rates')),
    file_name    TEXT NOT NULL,
    content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
    at           INTEGER NOT NULL,
    added        INTEGER NOT NULL CHECK (added >= 0),
    revised      INTEGER NOT NULL CHECK (revised >= 0),
    unchanged    INTEGER NOT NULL CHECK (unchanged >= 0),
    refused      INTEGER NOT NULL CHECK (refused >= 0),
    report       TEXT CHECK (json_valid(report))
) STRICT;
CREATE INDEX imports_by_hash ON imports (kind, content_hash, at);
CREATE INDEX imports_by_age ON imports (at, id);
