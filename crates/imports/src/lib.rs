//! Foreign files to typed rows and refusals, streaming.
