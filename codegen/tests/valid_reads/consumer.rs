//! A receiver of the events of `shapes.rs`, as its author would write it: what each shape reads as, and what becomes of values that are
//! not as documented. It is compiled beside the generated crate.

use console_events::*;
use serde_json::{Value, json};

/// The event with `payload`, which is written as it came, and the pointers of its misfits.
fn read(name: &str, payload: Value) -> (Payload, Vec<String>) {
    let document = json!({"eventName": name, "eventTimestamp": 1, "payload": payload});
    let event = ConsoleEvent::from_str(&document.to_string()).expect("an event");
    assert_eq!(serde_json::to_value(&event).expect("JSON"), document);
    let misfits = event.misfits().iter().map(|misfit| misfit.pointer().to_owned()).collect();
    (event.payload, misfits)
}

/// The property `p` of the payload, and the misfits.
macro_rules! p {
    ($variant:ident, $name:literal, $value:tt) => {
        match read($name, json!({ "p": $value })) {
            (Payload::$variant(payload), misfits) => (payload.p, misfits),
            other => panic!("{other:?}"),
        }
    };
}

fn none() -> Vec<String> {
    Vec::new()
}

fn of_p() -> Vec<String> {
    vec!["/payload/p".to_owned()]
}

fn tags() {
    let (Some(TagsP::A(first)), misfits) = p!(Tags, "tags", {"kind": "a", "v": "s"}) else { panic!("not a") };
    assert_eq!((first.v.as_deref(), misfits), (Some("s"), none()));
    let (Some(TagsP::B(second)), misfits) = p!(Tags, "tags", {"kind": "b", "v": 1, "more": {"x": null}}) else {
        panic!("not b")
    };
    assert_eq!(
        (second.v.and_then(|v| v.as_i64()), &second.extra["more"], misfits),
        (Some(1), &json!({"x": null}), none())
    );
    // A tag that nobody documented: its name and the value are kept, and it is no misfit.
    let (Some(TagsP::Other(other)), misfits) = p!(Tags, "tags", {"kind": "z", "q": [1, null]}) else {
        panic!("not other")
    };
    assert_eq!((other.name(), other.value(), misfits), (Some("z"), &json!({"kind": "z", "q": [1, null]}), none()));
    for odd in [json!({"v": 1}), json!({"kind": 5}), json!({"kind": null})] {
        let (Payload::Tags(payload), misfits) = read("tags", json!({ "p": odd })) else { panic!("not tags") };
        let Some(TagsP::Other(other)) = payload.p else { panic!("not other") };
        assert_eq!((other.name(), other.value(), misfits), (None, &odd, none()));
    }
    // Within the branch that the tag names, a value of another type is a misfit of its own, and the rest is read.
    let (Some(TagsP::A(first)), misfits) = p!(Tags, "tags", {"kind": "a", "v": 5}) else { panic!("not a") };
    assert_eq!((first.v, &first.extra["v"], misfits), (None, &json!(5), vec!["/payload/p/v".to_owned()]));
    assert_eq!(p!(Tags, "tags", 5), (None, of_p()));
}

fn types() {
    let (Some(TypesAndNullP::Number(number)), misfits) = p!(TypesAndNull, "types_and_null", 1.5) else {
        panic!("no number")
    };
    assert_eq!((number.as_f64(), misfits), (Some(1.5), none()));
    let (Some(TypesAndNullP::Array(texts)), _) = p!(TypesAndNull, "types_and_null", ["s"]) else { panic!("no array") };
    assert_eq!(texts, ["s"]);
    assert_eq!(p!(TypesAndNull, "types_and_null", null), (None, none()));
    assert_eq!(p!(TypesAndNull, "types_and_null", true), (None, of_p()));
    assert_eq!(p!(TypesAndNull, "types_and_null", [1]).0, None);
}

fn tuples() {
    let (Some(TupleP(first, second, rest)), misfits) = p!(Tuple, "tuple", ["s", 1, null, {"a": 1}]) else {
        panic!("no tuple")
    };
    assert_eq!((first.as_str(), second.and_then(|second| second.as_u64()), misfits), ("s", Some(1), none()));
    assert_eq!(rest, [json!(null), json!({"a": 1})]);
    let (Some(TupleP(_, second, rest)), _) = p!(Tuple, "tuple", ["s"]) else { panic!("no tuple") };
    assert_eq!((second, rest), (None, vec![]));
    for damaged in [json!([]), json!([1]), json!(["s", "t"]), json!({"0": "s"})] {
        let (Payload::Tuple(payload), misfits) = read("tuple", json!({ "p": damaged })) else { panic!("not tuple") };
        assert!(payload.p.is_none() && payload.extra["p"] == damaged && misfits.len() == 1, "{misfits:?}");
    }
}

fn maps() {
    let (Some(open), misfits) = p!(OpenPatterns, "open_patterns", {"x1": 1, "y": "s"}) else { panic!("no map") };
    assert_eq!((open["x1"].as_i64(), &open.extra["y"], open.len(), misfits), (Some(1), &json!("s"), 1, none()));
    let (Some(closed), misfits) = p!(ClosedPatterns, "closed_patterns", {"x1": 1.0}) else { panic!("no map") };
    assert_eq!((closed["x1"].as_i64(), misfits), (Some(1), none()));
    assert_eq!(p!(ClosedPatterns, "closed_patterns", {"x1": "s"}), (None, vec!["/payload/p/x1".to_owned()]));
    // A value of the map's type, set by its user, is written in the place of the one that came.
    let mut open = open;
    open.insert("y".to_owned(), Integer::from(2_i64));
    assert_eq!(serde_json::to_value(&open).expect("JSON"), json!({"x1": 1, "y": 2}));
}

fn conditions() {
    let (Payload::IfUnderscoreThen(payload), misfits) = read("if_then", json!({"kind": "y", "a": 5})) else {
        panic!("not if_then")
    };
    assert_eq!((&payload.a, &payload.extra["a"], misfits), (&None, &json!(5), none()));
    let (Payload::IfUnderscoreThen(payload), _) = read("if_then", json!({"kind": "x", "a": "s"})) else {
        panic!("not if_then")
    };
    assert_eq!((payload.a.as_deref(), payload.extra.len()), (Some("s"), 0));
}

fn several_conditions() {
    let value = json!({"kind": "x", "data": {"v": "s", "w": 1}, "more": "m"});
    let (Payload::SeveralConditions(payload), misfits) = read("several_conditions", value) else { panic!("not read") };
    let Some(data) = &payload.data else { panic!("no data") };
    let Some(SeveralConditionsDataV::String(v)) = &data.v else { panic!("no text") };
    assert_eq!((v.as_str(), data.w.as_ref().and_then(|w| w.as_i64()), misfits), ("s", Some(1), none()));
    assert_eq!(payload.more.as_deref(), Some("m"));
    // Where no condition holds, any value may stand there, and it is no misfit; but one has to be there.
    let (Payload::SeveralConditions(payload), misfits) = read("several_conditions", json!({"kind": "z", "data": [1]}))
    else {
        panic!("not read")
    };
    assert_eq!((&payload.data, &payload.extra["data"], misfits), (&None, &json!([1]), none()));
    assert_eq!(payload.kind, "z");
    let (other, misfits) = read("several_conditions", json!({"kind": "z"}));
    assert!(matches!(other, Payload::Unknown(_)) && misfits == ["/payload/data"], "{misfits:?}");
    let built = SeveralConditions::new(SeveralConditionsRequired {
        kind: "x".to_owned(),
        data: SeveralConditionsData::default(),
    });
    assert_eq!(serde_json::to_value(&built).expect("JSON"), json!({"kind": "x", "data": {}}));
}

fn recursion() {
    let value = json!({"p": {"next": {"next": null, "all": [null, {"all": [], "more": 1}]}}});
    let (Payload::ARecursiveDefinitionThatMayBeNull(payload), misfits) =
        read("a_recursive_definition_that_may_be_null", value)
    else {
        panic!("not read")
    };
    let next = payload.p.and_then(|node| node.next).expect("a node");
    let all = next.all.as_deref().unwrap_or_default();
    assert_eq!((&next.next, all.len(), &all[0], misfits), (&None, 2, &None, none()));
    let deep = (0..60).fold(json!({"next": "no node"}), |node, _| json!({ "next": node }));
    let (_, misfits) = read("a_recursive_definition_that_may_be_null", json!({ "p": deep }));
    assert_eq!(misfits, [format!("/payload/p{}", "/next".repeat(61))]);
}

fn integers() {
    // `1.0` and `1e3` are integers of JSON Schema; each is written as it came.
    for (text, value) in [("1.0", 1), ("1e3", 1000), ("255", 255), ("-0.0", 0)] {
        let body = format!(r#"{{"eventName":"integers","eventTimestamp":1,"payload":{{"p":{text}}}}}"#);
        let event = ConsoleEvent::from_str(&body).expect("an event").strictly().expect("no misfit");
        let Payload::Integers(payload) = event.payload else { panic!("not integers") };
        let came: serde_json::Number = serde_json::from_str(text).expect("a number");
        let read = payload.p.expect("an integer");
        assert_eq!((read.as_i64(), read.as_number()), (Some(value), &came));
    }
    assert_eq!(p!(Integers, "integers", 1.5), (None, of_p()));
    // Out of bounds is not a misfit: the types hold types.
    assert_eq!(p!(Integers, "integers", 256).1, none());
}

fn formats() {
    let id = "5F0F2B4A-1111-4222-8333-444444444444";
    let value = json!({"p": "2020-01-01T00:00:00.50+01:00", "id": id, "link": "https://example.org/a?b#c"});
    let (Payload::Formats(payload), misfits) = read("formats", value) else { panic!("not formats") };
    // Each is the text that came; the types of other crates are asked for.
    assert_eq!((payload.id.as_str(), misfits), (id, none()));
    assert_eq!(payload.id_uuid().expect("a UUID").to_string(), id.to_lowercase());
    assert_eq!(payload.link_url().expect("a link").expect("a URL").host_str(), Some("example.org"));
    let (jiff, chrono) = (payload.p_jiff().expect("a time"), payload.p_chrono().expect("a time"));
    assert_eq!(jiff.expect("a time").as_millisecond(), chrono.expect("a time").timestamp_millis());
    // What is not of its format is a text all the same.
    let (Payload::Formats(payload), misfits) = read("formats", json!({"p": "soon", "id": "", "link": null})) else { panic!("not formats") };
    assert_eq!((payload.p.as_deref(), misfits), (Some("soon"), none()));
    assert!(payload.id_uuid().is_err() && payload.link_url().is_none() && payload.p_jiff().is_some_and(|time| time.is_err()));
}

fn main() {
    formats();
    tags();
    types();
    tuples();
    maps();
    conditions();
    several_conditions();
    recursion();
    integers();
}
