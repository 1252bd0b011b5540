//! HTML pages from Tera templates.
