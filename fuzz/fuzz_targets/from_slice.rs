//! Any body is an event or an error. An event that is written and read again is equal, and no value of the body is lost.
#![no_main]

use console_events::ConsoleEvent;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|body: &[u8]| {
    let event = match ConsoleEvent::from_slice(body) {
        Ok(event) => event,
        Err(error) => {
            let _ = (error.to_string(), format!("{error:?}"));
            return;
        }
    };
    let _ = format!("{event:?}");
    match event.clone().strictly() {
        Ok(strict) => assert!(strict == event && event.misfits().is_empty()),
        Err(error) => {
            assert!(!event.misfits().is_empty());
            // A log gets names of the body in shortened form only.
            assert!(error.to_string().len() < 8_000, "{error}");
        }
    }
    let written = serde_json::to_vec(&event).expect("an event is written");
    let again = ConsoleEvent::from_slice(&written).expect("what was written is read");
    assert_eq!(again, event);
    for misfit in event.misfits() {
        assert!(!misfit.to_string().is_empty() && misfit.line().is_some(), "{misfit:?}");
    }
    // `serde_json` reads its own private names as a `Value` as something else; this crate does not.
    if String::from_utf8_lossy(body).contains("private::") || String::from_utf8_lossy(body).contains("\\u") {
        return;
    }
    let came: Value = serde_json::from_slice(body).expect("an event is JSON");
    assert_eq!(serde_json::from_slice::<Value>(&written).expect("an event is JSON"), came);
    assert_eq!(serde_json::from_value::<ConsoleEvent>(came.clone()).expect("the other way"), event);
    for pointer in event.undeclared() {
        assert!(came.pointer(&pointer).is_some(), "{pointer}");
    }
});
