-- Trained models: what they were trained on, how well they did, where their bytes are.
CREATE TABLE ml_models (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    version       INTEGER NOT NULL CHECK (version > 0),
    model_type    TEXT NOT NULL CHECK (model_type IN ('linear', 'logistic', 'random_forest', 'gradient_boosting', 'neural_network')),
    stage         TEXT NOT NULL CHECK (stage IN ('candidate', 'active', 'retired')),
    created_at    INTEGER NOT NULL,
    trained_from  TEXT NOT NULL CHECK (date(trained_from) IS trained_from),
    trained_to    TEXT NOT NULL CHECK (date(trained_to) IS trained_to),
    data_hash     TEXT NOT NULL CHECK (length(data_hash) = 64),
    artefact_hash TEXT CHECK (length(artefact_hash) = 64),
    settings      TEXT NOT NULL CHECK (json_valid(settings)),
    metrics       TEXT NOT NULL CHECK (json_valid(metrics)),
    UNIQUE (name, version),
    CHECK (trained_to >= trained_from),
    CHECK (stage <> 'active' OR artefact_hash IS NOT NULL)
) STRICT;
CREATE INDEX ml_models_by_age ON ml_models (created_at, id);
CREATE UNIQUE INDEX ml_models_one_active ON ml_models (name) WHERE stage = 'active';
