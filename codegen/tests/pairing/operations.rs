//! Operations and RPCs.
