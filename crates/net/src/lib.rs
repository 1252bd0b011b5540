//! HTTP and WebSocket client of a Quarterdeck server.
