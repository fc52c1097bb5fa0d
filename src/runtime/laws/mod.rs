//! Laws that hold for every kind of type, whatever the page documents. The tests use types and documents of their own.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]
#![allow(unreachable_pub, reason = "the tables write items of the public API")]

mod document;
mod types;

use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed};
use serde_json::Value;

use super::{At, Fit, Misfit, Misfits, Seed, tree};
use crate::{Confidential, ErrorKind};
use document::{any_document, robot};
use types::{Arm, Kind, Part, Reading, Robot, RobotRequired, Size};

/// The expected value of a document: the last of several members of one name counts, and no name is interpreted.
fn value(text: &str) -> Value {
    At::root(&tree::grow(&mut serde_json::Deserializer::from_str(text)).unwrap()).to_value()
}

fn fast<T: Fit>(text: &str) -> Option<T> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Seed::<T>(PhantomData).deserialize(&mut deserializer).ok()?;
    deserializer.end().ok().map(|()| read)
}

fn tolerant<T: Fit>(text: &str) -> (Option<T>, Vec<Misfit>) {
    let root = tree::grow(&mut serde_json::Deserializer::from_str(text)).unwrap();
    let mut misfits = Misfits::default();
    let read = T::fit(At::root(&root), &mut misfits);
    (read, misfits.finish(Some(text)))
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Reads a document in every way, and checks the promises of each.
fn check_laws<T: Fit + Clone + Debug + Eq + Hash + Serialize + DeserializeOwned>(
    text: &str,
) -> Result<(), TestCaseError> {
    let came = value(text);
    let (read, misfits) = tolerant::<T>(text);
    // The fast way reads exactly the documents without misfits, and gives the same value as the tolerant way.
    let as_documented = read.clone().filter(|_| misfits.is_empty());
    prop_assert_eq!(fast::<T>(text), as_documented, "{}", text);
    prop_assert!(read.is_some() || !misfits.is_empty(), "what does not fit is listed: {}", text);
    for misfit in &misfits {
        let place = match misfit.kind() {
            ErrorKind::Missing => misfit.pointer().rsplit_once('/').unwrap().0,
            _ => misfit.pointer(),
        };
        prop_assert!(came.pointer(place).is_some(), "{} in {}", misfit, text);
        prop_assert!(misfit.line().is_some() && misfit.column().is_some());
    }
    // serde gives the same value with any deserializer.
    let by_serde: [Option<T>; 3] = [
        serde_json::from_str(text).ok(),
        serde_json::from_reader(text.as_bytes()).ok(),
        serde_json::from_value(came.clone()).ok(),
    ];
    for other in by_serde {
        prop_assert_eq!(&other, &read, "{}", text);
    }
    let Some(read) = read else { return Ok(()) };
    // What is written equals what was read, and reads as the same.
    let written = serde_json::to_string(&read).unwrap();
    prop_assert_eq!(&value(&written), &came, "{} from {}", written, text);
    let (again, misfits_again) = tolerant::<T>(&written);
    // For a confidential value one misfit is listed; which one depends on the order of members.
    let pointers = |misfits: Vec<Misfit>| {
        let once = misfits.into_iter().filter(|misfit| misfit.kind() != ErrorKind::Duplicate);
        once.map(|misfit| misfit.pointer().to_owned()).collect::<BTreeSet<_>>()
    };
    prop_assert_eq!(pointers(misfits_again), pointers(misfits), "{}", text);
    prop_assert_eq!(hash(&again.clone().unwrap()), hash(&read));
    prop_assert_eq!(again.unwrap(), read);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_robots(text in robot()) {
        check_laws::<Robot>(&text)?;
    }

    #[test]
    fn of_any_document_whatever_its_type(text in any_document()) {
        check_laws::<Robot>(&text)?;
        check_laws::<Arm>(&text)?;
        check_laws::<Size>(&text)?;
        check_laws::<Part>(&text)?;
        check_laws::<Reading>(&text)?;
        check_laws::<Kind>(&text)?;
    }
}

/// The name of a member, and a function that sets its field.
type Setter = (&'static str, fn(&mut Robot));

#[test]
fn a_field_that_is_set_is_written_in_place_of_what_was_kept() {
    let wrong = r#"{"name": "R2", "kind": 1, "nickname": 1, "serial": "x", "weight": [], "on": 0, "gone": 0, "arms": [1],
        "labels": {"a": "x"}, "notes": [], "size": [], "part": 1, "reading": {}, "owner": {"length": "x"}, "new": 1}"#;
    let (read, misfits) = tolerant::<Robot>(wrong);
    let mut robot = read.unwrap();
    // `anything` fits every value, and `new` is not declared.
    assert_eq!((misfits.len(), robot.extra.len()), (13, 14));
    let setters: [Setter; 13] = [
        ("kind", |robot| robot.kind = Some(Kind::from("walking"))),
        ("nickname", |robot| robot.nickname = Some("Artoo".to_owned())),
        ("serial", |robot| robot.serial = Some(7_i64.into())),
        ("weight", |robot| robot.weight = Some(7.into())),
        ("on", |robot| robot.on = Some(true)),
        ("gone", |robot| robot.gone = Some(())),
        ("arms", |robot| robot.arms = Some(Vec::new())),
        ("labels", |robot| robot.labels = Some([("a".to_owned(), 1_i64.into())].into())),
        ("notes", |robot| robot.notes = Some([("a".to_owned(), Value::Null)].into())),
        ("size", |robot| robot.size = Some(Size(1_i64.into(), None, Vec::new()))),
        ("part", |robot| robot.part = fast::<Part>(r#"{"sort": "robot", "name": "x"}"#)),
        ("reading", |robot| robot.reading = Some(Reading::Count(1_i64.into()))),
        ("owner", |robot| robot.owner = fast::<Arm>(r#"{"length": 1}"#).map(Into::into)),
    ];
    for (name, set) in setters {
        let before = serde_json::to_value(&robot).unwrap();
        assert_eq!(before[name], value(wrong)[name], "kept as it was sent");
        set(&mut robot);
        let after = serde_json::to_value(&robot).unwrap();
        assert_ne!(after[name], before[name], "`{name}` is written from its field");
        let members = |value: &Value| value.as_object().unwrap().len();
        assert_eq!(members(&after), members(&before), "and once");
        assert!(robot.extra.contains_key(name), "what came is still there");
    }
    // Values that a field replaces do not count.
    let (again, misfits) = tolerant::<Robot>(&serde_json::to_string(&robot).unwrap());
    assert_eq!((again.as_ref(), misfits.len()), (Some(&robot), 0));
    assert_eq!(hash(&again.unwrap()), hash(&robot));
    robot.name = "another".to_owned();
    assert_eq!(serde_json::to_value(&robot).unwrap()["name"], "another");
}

#[test]
fn what_is_confidential_is_one_misfit_without_a_name_within_it() {
    let (read, misfits) = tolerant::<Robot>(r#"{"name": "R2", "owner": {"length": 1, "holds": {"length": "Sybil"}}}"#);
    assert_eq!(misfits.iter().map(Misfit::pointer).collect::<Vec<_>>(), ["/owner"]);
    assert!(!format!("{misfits:?} {read:?}").contains("Sybil"));
}

#[test]
fn a_type_that_is_read_on_its_own_quotes_nothing() {
    for wrong in [r#""Sybil""#, "4711", "-4711", "4711.5", "true", "null", r#"["Sybil"]"#, r#"{"Sybil": 4711}"#] {
        for text in [wrong.to_owned(), format!(r#"{{"name": {wrong}}}"#), format!(r#"{{"owner": {wrong}, "new": 1}}"#)]
        {
            let errors = [
                serde_json::from_str::<Robot>(&text).err(),
                serde_json::from_value::<Robot>(value(&text)).err(),
                serde_json::from_str::<Reading>(&text).err(),
                serde_json::from_str::<Size>(&text).err(),
                serde_json::from_str::<Confidential<Arm>>(&text).err(),
            ];
            for error in errors.into_iter().flatten().map(|error| error.to_string()) {
                assert!(!error.contains("Sybil") && !error.contains("4711"), "{error}");
            }
        }
    }
    let error = serde_json::from_str::<Robot>(r#"{"name": 4711}"#).unwrap_err().to_string();
    assert!(error.starts_with("`/name`: expected a string, found a number"), "{error}");
}

#[test]
fn what_is_built_says_the_same_as_what_is_read() {
    let mut robot = Robot::new(RobotRequired { name: "R2".to_owned() });
    robot.kind = Some(Kind::from("walking"));
    robot.extra.insert("new".to_owned(), 1.into());
    let (read, misfits) = tolerant::<Robot>(r#"{"new": 1, "kind": "walking", "name": "R2"}"#);
    assert_eq!((read.as_ref(), misfits), (Some(&robot), Vec::new()));
    assert_eq!(serde_json::to_string(&robot).unwrap(), r#"{"name":"R2","kind":"walking","new":1}"#);
}
