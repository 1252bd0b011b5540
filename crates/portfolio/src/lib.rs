//! Transactions folded to lots, positions, cash, profit and returns.
