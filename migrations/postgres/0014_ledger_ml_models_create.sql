-- Trained models: what they were trained on, how well they did, where their bytes are.
CREATE TABLE ml_models (
    id            uuid PRIMARY KEY,
    name          text NOT NULL CHECK (length(trim(name)) BETWEEN 1 AND 200),
    version       bigint NOT NULL CHECK (version > 0),
    model_type    text NOT NULL CHECK (model_type IN ('linear', 'logistic', 'random_forest', 'gradient_boosting', 'neural_network')),
    stage         text NOT NULL CHECK (stage IN ('candidate', 'active', 'retired')),
    created_at    bigint NOT NULL,
    trained_from  date NOT NULL,
    trained_to    date NOT NULL,
    data_hash     text NOT NULL CHECK (length(data_hash) = 64),
    artefact_hash text CHECK (length(artefact_hash) = 64),
    settings      jsonb NOT NULL,
    metrics       jsonb NOT NULL,
    UNIQUE (name, version),
    CHECK (trained_to >= trained_from),
    CHECK (stage <> 'active' OR artefact_hash IS NOT NULL)
);
CREATE INDEX ml_models_by_age ON ml_models (created_at, id);
CREATE UNIQUE INDEX ml_models_one_active ON ml_models (name) WHERE stage = 'active';
