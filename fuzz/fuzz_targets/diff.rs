//! Any two schemas, separated by a NUL, are compared or refused. A schema compared with itself has no changes.
#![no_main]

use console_events_codegen::diff::{self, Side, Tolerance};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (old, new) = text.split_once('\0').unwrap_or((text, text));
    let side = |name: &str, text: &str| Side::schema(name, serde_json::from_str(text).ok()?).ok();
    let (Some(old), Some(new)) = (side("old", old), side("new", new)) else { return };
    for reader in [Tolerance::Tolerant, Tolerance::Strict] {
        if let Ok(found) = diff::diff(&old, &new, reader) {
            let _ = (diff::human(&found, true).finish(), diff::markdown(&found).finish(), diff::json(&found).finish());
        }
        if let Ok(found) = diff::diff(&old, &old, reader) {
            assert!(found.changes.is_empty(), "{:?}", found.changes);
        }
    }
});
