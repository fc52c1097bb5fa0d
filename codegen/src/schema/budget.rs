//! The limits on time, stack and size for reading and comparing schemas. `cost` has the one on the work of a validator.

use std::sync::mpsc;
use std::time::Duration;

use serde_json::Value;

/// More applications of a schema to a value are not worth waiting for.
pub(super) const MOST_APPLICATIONS: u64 = 300_000;

/// When to stop working on one question.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timing {
    /// After this time the library is asked nothing more.
    pub(crate) asked: Duration,
    /// After this time nobody waits for an answer any more.
    pub(crate) waited: Duration,
}

/// For the comparison of two schemas.
pub(crate) const COMPARISON: Timing = Timing { asked: Duration::from_secs(1), waited: Duration::from_millis(1_700) };

/// For the search for contradictions in one schema.
pub(super) const CONTRADICTIONS: Timing =
    Timing { asked: Duration::from_millis(800), waited: Duration::from_millis(1_500) };

/// The stack of a thread that reads schemas, because the libraries read them by recursion.
pub(crate) const STACK: usize = 64 << 20;

/// Works on a separate thread. `None` if the work takes too long or panics. The thread ends before its answer is used.
pub(crate) fn in_time<T: Send + 'static>(most: Duration, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (send, receive) = mpsc::channel();
    let work = move || drop(send.send(work()));
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work).ok()?;
    let answer = receive.recv_timeout(most).ok()?;
    let _ = thread.join();
    Some(answer)
}

/// Schemas that nest deeper are not read, because the libraries read them by recursion.
pub(crate) const DEEPEST: usize = 256;

/// Whether a value consists of more values than that, each member and item counted.
pub(crate) fn larger_than(value: &Value, most: usize) -> bool {
    let mut open = vec![value];
    let mut count = 0;
    while let Some(value) = open.pop() {
        count += 1;
        if count + open.len() > most {
            return true;
        }
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    false
}

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
