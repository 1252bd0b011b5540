-- Where it is held.
CREATE TABLE accounts (
    id          uuid PRIMARY KEY,
    name        text NOT NULL UNIQUE CHECK (length(trim(name)) BETWEEN 1 AND 100),
    kind        text NOT NULL CHECK (kind IN ('taxable', 'tax_deferred', 'tax_free', 'paper')),
    currency    text NOT NULL CHECK (length(currency) BETWEEN 3 AND 8),
    institution text,
    number      text,
    opened_on   date,
    closed_on   date,
    note        text,
    CHECK (closed_on IS NULL OR opened_on IS NULL OR closed_on >= opened_on)
);
