//! Random JSON texts in every spelling: escapes, numbers, repeated names, private names.

use proptest::prelude::*;
use proptest::sample::select;

/// Names from [`types`](super::types), then others; each in a particular spelling.
const NAMES: [&str; 29] = [
    r#""name""#,
    r#""n\u0061me""#,
    r#""kind""#,
    r#""nickname""#,
    r#""serial""#,
    r#""weight""#,
    r#""on""#,
    r#""gone""#,
    r#""arms""#,
    r#""labels""#,
    r#""notes""#,
    r#""size""#,
    r#""part""#,
    r#""sort""#,
    r#""reading""#,
    r#""owner""#,
    r#""anything""#,
    r#""length""#,
    r#""len\u0067th""#,
    r#""holds""#,
    r#""""#,
    r#""a/b~c""#,
    r#""é\ud83d\ude00""#,
    r#""\u0000""#,
    r#""$serde_json::private::Number""#,
    r#""\u0024serde_json::private::Number""#,
    r#""$serde_json::private::RawValue""#,
    r#""$__toml_private_datetime""#,
    r#""extra""#,
];

const VALUES: [&str; 33] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-0.0",
    "1",
    "1.0",
    "1.50",
    "1e2",
    "1E+2",
    "5e-324",
    "1e-400",
    "1.7976931348623157e308",
    "9007199254740993",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "-9223372036854775809",
    "100000000000000000000000000000000000000000000000001",
    r#""""#,
    r#""text""#,
    r#""walking""#,
    r#""fly\u0069ng""#,
    r#""arm""#,
    r#""machine""#,
    r#""12""#,
    r#""[[1]]""#,
    r#""{\"name\": 1}""#,
    r#""\ud83d\ude00\u0000\u007f\/""#,
    r#""  \t\n""#,
    "[]",
    "{}",
];

/// Any document. Its objects often have names from the types, each often with a value of its type.
pub(super) fn any_document() -> BoxedStrategy<String> {
    let leaf = select(&VALUES[..]).prop_map(str::to_owned);
    leaf.prop_recursive(6, 48, 8, |inner| {
        let members = proptest::collection::vec(member(inner.clone()), 0..8);
        let items = proptest::collection::vec(inner, 0..4);
        prop_oneof![
            3 => (members, blank()).prop_map(|(members, blank)| format!("{{{blank}{}}}", members.join(","))),
            1 => (items, blank()).prop_map(|(items, blank)| format!("[{}{blank}]", items.join(","))),
        ]
    })
    .boxed()
}

/// An object with a name, whose members often fit.
pub(super) fn robot() -> BoxedStrategy<String> {
    let members = proptest::collection::vec(prop_oneof![3 => fitting(), 1 => member(any_document())], 0..10);
    (members, any::<proptest::sample::Index>())
        .prop_map(|(mut members, at)| {
            members.insert(at.index(members.len() + 1), r#""name": "R2""#.to_owned());
            format!("{{{}}}", members.join(", "))
        })
        .boxed()
}

/// A member whose value fits.
fn fitting() -> BoxedStrategy<String> {
    let arm = select(vec![
        r#"{"length": 1}"#,
        r#"{"length": 1.0, "holds": {"length": 2, "new": null}}"#,
        r#"{"sort": "arm", "length": 3}"#,
    ]);
    let of = |name: &'static str, values: &[&'static str]| {
        select(values.to_vec()).prop_map(move |value| format!("{name}: {value}")).boxed()
    };
    prop_oneof![
        of(r#""kind""#, &[r#""walking""#, r#""swimming""#]),
        of(r#""nickname""#, &["null", r#""Artoo""#]),
        of(r#""serial""#, &["7", "7.0", "1e30", "18446744073709551616"]),
        of(r#""weight""#, &["7", "7.5", "-0.0", "1e-400"]),
        of(r#""on""#, &["true"]),
        of(r#""gone""#, &["null"]),
        of(r#""labels""#, &["{}", r#"{"$serde_json::private::Number": 1, "a": 2}"#]),
        of(r#""notes""#, &["{}", r#"{"$serde_json::private::RawValue": "[", "a": [null]}"#]),
        of(r#""size""#, &["[1]", r#"[1, "m"]"#, r#"[1, "m", {"a": 1}, null]"#]),
        of(r#""part""#, &[r#"{"sort": "arm", "length": 1}"#, r#"{"sort": "machine", "name": "x"}"#, r#"{"sort": 1}"#]),
        of(r#""reading""#, &[r#""x""#, "1", "[1, 2.0]"]),
        arm.clone().prop_map(|arm| format!(r#""owner": {arm}"#)),
        proptest::collection::vec(arm, 0..3).prop_map(|arms| format!(r#""arms": [{}]"#, arms.join(", "))),
    ]
    .boxed()
}

fn member(value: impl Strategy<Value = String> + Clone + 'static) -> BoxedStrategy<String> {
    let name = select(&NAMES[..]);
    (name, blank(), value).prop_map(|(name, blank, value)| format!("{name}{blank}:{blank}{value}")).boxed()
}

fn blank() -> impl Strategy<Value = &'static str> + Clone {
    select(vec!["", " ", "\n", "\r\n\t"])
}
