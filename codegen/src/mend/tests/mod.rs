//! What an edit leaves of what stands around it: each place of a page by itself.

mod json;
mod table;
