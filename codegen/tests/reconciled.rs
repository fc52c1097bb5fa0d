//! The effective schemas and the folders to which they are written. Nothing is lost on the way.

mod support;

use std::collections::BTreeMap;

use console_events_codegen::digest::digest;
use console_events_codegen::document::{document, put_back};
use console_events_codegen::reconcile::{
    DocumentedKind, Reconciled, Stems, documented_files, documented_parts, from_files, stem, to_files,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{NAME, ROW, Writer, example, judged, schema, small};

fn reconciled(page: &Writer, toml: &str) -> Reconciled {
    judged(page, toml).3.reconciled
}

/// Two events with a resource each, of those schemas.
fn pets(first: &Value, second: &Value) -> Writer {
    let mut page = Writer::default();
    for (name, pet) in [("cat_fed", first), ("dog_walked", second)] {
        let payload = json!({"pet": {}});
        page.event(name, &[], &example(name, &json!({"pet": {}})), &schema(name, &payload));
        page.resource("Pet", pet, Some(&json!({"name": name})), &["/properties/payload/properties/pet"]);
    }
    page
}

#[test]
fn patches_reach_the_effective_schemas_and_the_documented_ones_stay() {
    let (_, catalog, _, outcome) = judged(&small(), NAME);
    assert_eq!(outcome.reconciled.events[0].example.as_ref().unwrap()["eventName"], "cat_fed");
    assert_eq!(catalog.events[0].example_name(), Some("dog_walked"));
    assert_eq!(outcome.patched.events[0].example_name(), Some("cat_fed"));
    let change = &outcome.applied[0].changes[0];
    assert_eq!((change.before.clone(), change.after.clone()), (Some(json!("dog_walked")), Some(json!("cat_fed"))));
}

#[test]
fn aliases_come_from_the_enum_of_the_name() {
    let alias = NAME
        .replace("/cat_fed/example/eventName\", value = \"cat_fed\"", "/cat_fed/schema/properties/eventName\", value = { enum = [\"cat_fed\", \"dog_walked\"] }")
        .replace("patch = [", "patch = [\n  { op = \"test\", path = \"/cat_fed/schema/properties/eventName\", value = { const = \"cat_fed\", type = \"string\" } },");
    let (_, _, _, outcome) = judged(&small(), &format!("{alias}{ROW}"));
    assert!(outcome.is_clean(), "{:?} {:?}", outcome.errors, outcome.stale);
    let event = &outcome.reconciled.events[0];
    assert_eq!((event.name.as_str(), event.aliases.as_slice()), ("cat_fed", ["dog_walked".to_owned()].as_slice()));
}

#[test]
fn equal_resources_are_one_whatever_the_order_of_their_keys() {
    let one = json!({"type": "object", "properties": {"a": {}, "b": {}}});
    let two = json!({"properties": {"b": {}, "a": {}}, "type": "object"});
    let all = reconciled(&pets(&one, &two), "");
    assert_eq!(all.resources.len(), 1);
    assert_eq!(all.resources[0].example, Some(json!({"name": "cat_fed"})));
    for event in &all.events {
        assert_eq!(event.schema["properties"]["payload"]["properties"]["pet"], json!({"$ref": "#/definitions/Pet"}));
    }
}

#[test]
fn different_resources_are_kept_apart() {
    let all = reconciled(&pets(&json!({"type": "object"}), &json!({"type": "string"})), "");
    let names: Vec<_> = all.resources.iter().map(|resource| resource.name.as_str()).collect();
    // Neither has the plain name, which would depend on the order of the page.
    assert_eq!(names, ["CatFedPet", "DogWalkedPet"]);
    let second = all.bundled(&all.events[1]);
    assert_eq!(second["properties"]["payload"]["properties"]["pet"], json!({"$ref": "#/definitions/DogWalkedPet"}));
    assert_eq!(second["definitions"], json!({"DogWalkedPet": {"type": "string"}}));
}

#[test]
fn references_within_a_resource_move_with_it() {
    let tree = json!({"properties": {"child": {"$ref": "#"}, "leaf": {"$ref": "#/definitions/leaf"}, "x": {"const": {"$ref": "#"}}}, "definitions": {"leaf": {}}});
    let all = reconciled(&pets(&tree, &tree), "");
    let properties = &all.resources[0].schema["properties"];
    assert_eq!(properties["child"]["$ref"], "#/definitions/Pet");
    assert_eq!(properties["leaf"]["$ref"], "#/definitions/Pet/definitions/leaf");
    assert_eq!(properties["x"]["const"]["$ref"], "#");
}

#[test]
fn definitions_of_an_event_itself_stay() {
    let mut page = Writer::default();
    let mut own = schema("cat_fed", &json!({"pet": {}, "bowl": {"$ref": "#/definitions/Bowl"}}));
    own["definitions"] = json!({"Bowl": {"type": "string"}, "Pet": {"type": "number"}});
    page.event("cat_fed", &[], &example("cat_fed", &json!({})), &own);
    page.resource("Pet", &json!({"type": "object"}), None, &["/properties/payload/properties/pet"]);
    let all = reconciled(&page, "");
    let bundled = all.bundled(&all.events[0]);
    assert_eq!(
        bundled["definitions"],
        json!({"Bowl": {"type": "string"}, "Pet": {"type": "number"}, "CatFedPet": {"type": "object"}})
    );
    assert_eq!(from_files(&to_files(&all)).unwrap(), all);
}

#[test]
fn an_event_without_a_readable_schema_is_left_out_and_named() {
    let mut page = small();
    page.break_schema("expected `,`, found `}`");
    let (_, catalog, _, outcome) = judged(&page, "");
    assert!(outcome.reconciled.events.is_empty());
    assert_eq!(outcome.left_out[0].event, "cat_fed");
    assert_eq!(outcome.left_out[0].why, "its JSON Schema cannot be read");
    assert!(documented_parts(&catalog, &outcome).iter().all(|part| part.left_out.is_some()));
}

#[test]
fn a_patch_may_give_what_cannot_be_read() {
    let mut page = small();
    page.break_schema("expected `,`, found `}`");
    let (_, catalog) = page.finish();
    let mut all = document(&catalog);
    all["cat_fed"]["schema"] = json!({"type": "object"});
    assert_eq!(
        put_back(&catalog, &all).unwrap().events[0].schema.as_ref().unwrap().value(),
        Some(&json!({"type": "object"}))
    );
}

#[test]
fn the_document_put_back_is_the_same_document() {
    for page in [small(), pets(&json!({}), &json!({"a": 1}))] {
        let (_, catalog) = page.finish();
        let all = document(&catalog);
        assert_eq!(document(&put_back(&catalog, &all).unwrap()), all);
    }
}

#[test]
fn files_are_read_back_as_they_were_written() {
    let pages = [small(), pets(&json!({}), &json!({"a": 1})), pets(&json!({}), &json!({}))];
    for page in &pages {
        let all = reconciled(page, "");
        let files = to_files(&all);
        assert_eq!(from_files(&files).unwrap(), all);
        assert_eq!(to_files(&from_files(&files).unwrap()), files);
        assert!(files.values().all(|text| text.ends_with("}\n")));
    }
}

#[test]
fn a_broken_folder_is_an_error_with_the_reason() {
    let mut files = to_files(&reconciled(&small(), ""));
    files.remove("cat_fed.schema.json");
    let missing = from_files(&files).unwrap_err().to_string();
    assert!(missing.starts_with("no `cat_fed.schema.json`") && missing.contains("`index.json`"), "{missing}");
    files.insert("cat_fed.schema.json".into(), "{".into());
    assert!(
        from_files(&files).unwrap_err().to_string().starts_with("`cat_fed.schema.json` of the reconciled schemas: EOF")
    );
    assert!(from_files(&BTreeMap::new()).unwrap_err().to_string().starts_with("no `index.json`"));
}

#[test]
fn documented_files_hold_the_page_and_its_errors() {
    let mut page = pets(&json!({"type": "object"}), &json!({"type": "object"}));
    page.break_schema("expected `,`, found `}`");
    let (text, catalog) = page.finish();
    let files = documented_files(text.text(), &catalog);
    assert_eq!(
        files.keys().collect::<Vec<_>>(),
        [
            "cat_fed/event.json",
            "cat_fed/example.json",
            "cat_fed/resource-Pet.example.json",
            "cat_fed/resource-Pet.schema.json",
            "cat_fed/schema.json",
            "dog_walked/event.json",
            "dog_walked/example.json",
            "dog_walked/resource-Pet.example.json",
            "dog_walked/resource-Pet.schema.json",
            "dog_walked/schema.unreadable.txt",
            "page.json",
        ]
    );
    assert!(files["cat_fed/schema.json"].contains("\"$ref\": \"resource-Pet.schema.json\""));
    assert!(files["dog_walked/event.json"].contains("\"unreadable\": \"expected `,`, found `}`\""));
    assert!(files["dog_walked/schema.unreadable.txt"].starts_with("{\n\"type\": \"object\",\n"));
}

#[test]
fn every_documented_part_is_accounted_for() {
    let (_, catalog, _, outcome) = judged(&small(), &format!("{NAME}{ROW}"));
    let all = documented_parts(&catalog, &outcome);
    let count = |kind: DocumentedKind| all.iter().filter(|part| part.kind == kind).count();
    // Four properties in the schema, four in the example.
    assert_eq!((count(DocumentedKind::Block), count(DocumentedKind::Row), count(DocumentedKind::Property)), (2, 2, 8));
    let lost: Vec<_> = all.iter().filter_map(|part| Some((part.pointer.as_str(), part.left_out.as_deref()?))).collect();
    let why = "no property of the effective schema has its name; `row-undeclared` is accepted by the decision `row`";
    assert_eq!(lost, [("/bowl/size", why)]);
}

#[test]
fn a_part_that_a_decision_removes_is_listed_with_the_decision() {
    let take = r#"
[[decision]]
id = "out"
place = "/cat_fed/schema/properties/payload/properties"
verdict = "policy"
reason = "No cats."
patch = [
  { op = "test", path = "/cat_fed/schema/properties/payload/properties/cat", value = { type = "string" } },
  { op = "remove", path = "/cat_fed/schema/properties/payload/properties/cat" },
]
"#;
    let mut page = Writer::default();
    let payload = json!({"cat": {"type": "string"}, "dog": {}, "cow": {}});
    page.event("cat_fed", &[], &example("cat_fed", &json!({})), &schema("cat_fed", &payload));
    let (_, catalog, _, outcome) = judged(&page, take);
    let all = documented_parts(&catalog, &outcome);
    let lost: Vec<_> = all.iter().filter_map(|part| part.left_out.as_deref()).collect();
    assert_eq!(lost, ["removed by the decision `out`"]);
    let left: Vec<_> = outcome.reconciled.events[0].schema["properties"]["payload"]["properties"]
        .as_object()
        .unwrap()
        .keys()
        .collect();
    assert_eq!(left, ["dog", "cow"], "the order of the page stays");
}

#[test]
fn stems_are_safe_file_names() {
    for (name, expected) in [
        ("project_created", "project_created"),
        ("../x", "%2e%2e%2fx"),
        ("", "%"),
        ("A", "%41"),
        ("con", "%63on"),
        ("lpt1", "%6cpt1"),
        ("console", "console"),
        ("a.b", "a%2eb"),
        ("é", "%c3%a9"),
    ] {
        assert_eq!(stem(name), expected);
    }
    let long = |end: &str| stem(&("x".repeat(5000) + end));
    assert!(long("a").len() <= 100 && long("a") != long("b"));
    assert_eq!(Stems::of_resource("Project"), "Project");
    assert_eq!(Stems::of_resource("Con"), "%43on");
    assert_eq!(Stems::of_resource("../X"), "%2e%2e%2f%58");
}

#[test]
fn names_that_fold_to_one_get_files_of_their_own() {
    let mut page = Writer::default();
    for name in ["pet", "PET", "Pet"] {
        page.event(name, &[], &example(name, &json!({})), &schema(name, &json!({"pet": {}})));
    }
    page.resource("Pet", &json!({}), Some(&json!({})), &["/properties/payload/properties/pet"]);
    let all = reconciled(&page, "");
    let files = to_files(&all);
    let folded: std::collections::HashSet<_> = files.keys().map(|name| name.to_ascii_lowercase()).collect();
    assert_eq!(folded.len(), files.len());
    assert_eq!(files.len(), 8);
    assert_eq!(from_files(&files).unwrap(), all);
}

#[test]
fn the_digest_knows_paths_and_parts_but_not_line_ends_and_order() {
    let of = |files: &[(&str, &str)]| digest(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    let base = of(&[("a", "x\n"), ("b", "y")]);
    assert_eq!(base.len(), 32);
    assert_eq!(base, of(&[("b", "y"), ("a", "x\r\n")]));
    for other in [of(&[("a", "x\n"), ("c", "y")]), of(&[("a", "x\ny"), ("b", "")]), of(&[("a", "x\n")]), of(&[])] {
        assert_ne!(base, other);
    }
    // The published value for the empty input, which no part comes before.
    assert_eq!(of(&[]), "6c62272e07bb014262b821756295c58d");
}

proptest! {
    #[test]
    fn stems_of_different_names_differ(one in ".{0,12}", two in ".{0,12}") {
        let (first, second) = (stem(&one), stem(&two));
        prop_assert_eq!(one == two, first.eq_ignore_ascii_case(&second));
        prop_assert!(first.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_-%~".contains(&b)));
    }
}
