//! Names for machine-learning models.

use crate::names::named_enum;

named_enum! {
    /// The family a model is of.
    ModelType ("model type") {
        /// Linear and ridge regression.
        Linear = "linear",
        /// Logistic regression.
        Logistic = "logistic",
        /// Random forest.
        RandomForest = "random_forest",
        /// Gradient-boosted trees.
        GradientBoosting = "gradient_boosting",
        /// Neural network.
        NeuralNetwork = "neural_network",
    }
}

named_enum! {
    /// Where a model stands in its life.
    ModelStage ("model stage") {
        /// Being tried.
        Candidate = "candidate",
        /// In use.
        Active = "active",
        /// Taken out of use.
        Retired = "retired",
    }
}
