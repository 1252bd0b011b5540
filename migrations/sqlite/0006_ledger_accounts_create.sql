-- Where it is held.
CREATE TABLE accounts (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE CHECK (length(trim(name)) BETWEEN 1 AND 100),
    kind        TEXT NOT NULL CHECK (kind IN ('taxable', 'tax_deferred', 'tax_free', 'paper')),
    currency    TEXT NOT NULL CHECK (length(currency) BETWEEN 3 AND 8),
    institution TEXT,
    number      TEXT,
    opened_on   TEXT CHECK (date(opened_on) IS opened_on),
    closed_on   TEXT CHECK (date(closed_on) IS closed_on),
    note        TEXT,
    CHECK (closed_on IS NULL OR opened_on IS NULL OR closed_on >= opened_on)
) STRICT;
