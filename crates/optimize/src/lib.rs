//! Portfolio optimization: objectives, constraints, solvers and the efficient frontier.
