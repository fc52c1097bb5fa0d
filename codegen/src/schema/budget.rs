//! How much work a schema may ask for; every limit of the reading stands here.

use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

/// More applications of a schema to a value are not worth waiting for.
pub(super) const MOST_APPLICATIONS: u64 = 300_000;

/// How much stack a thread gets that reads schemas: the libraries go down by recursion.
const STACK: usize = 64 << 20;

/// Works on a thread of its own; none where the answer does not come in time, or never.
pub(crate) fn in_time<T: Send + 'static>(most: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (send, receive) = mpsc::channel();
    let work = move || drop(send.send(work()));
    std::thread::Builder::new().stack_size(STACK).spawn(work).ok()?;
    receive.recv_timeout(most).ok()
}

/// Schemas that nest deeper are not read: the libraries go down by recursion.
pub(crate) const DEEPEST: usize = 256;

/// Whether a value nests deeper than that. Without recursion.
pub(crate) fn deeper_than(value: &Value, most: usize) -> bool {
    let mut open = vec![(value, 0)];
    while let Some((value, depth)) = open.pop() {
        if depth > most {
            return true;
        }
        match value {
            Value::Array(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(members) => open.extend(members.values().map(|member| (member, depth + 1))),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    false
}
