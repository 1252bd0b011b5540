//! Tokens in the OS keychain, in types that never print.
