//! Unions and oneofs.
