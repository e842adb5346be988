//! What goes with what: small documents, one feature each, through model, pairing and ledger.

mod documents;
mod enums;
mod fields;
mod friends;
mod operations;
mod overrides;
mod types;
mod unions;
