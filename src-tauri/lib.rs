//! Composition of the workstation: window, server and command line.
