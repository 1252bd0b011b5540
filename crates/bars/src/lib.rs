//! Column codec of bar blocks and the min/max pyramid that charts draw from.
