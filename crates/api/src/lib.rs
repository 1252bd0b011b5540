//! The one router, its OpenAPI, authentication and the event stream.
