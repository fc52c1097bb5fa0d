//! Placeholder until the first sync.
