//! The structure of the generator: no module imports from itself, directly or through others.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Imports = BTreeMap<String, BTreeSet<String>>;

/// All Rust files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}

/// Which module of the crate names which others, tests aside.
fn imports(source: &Path) -> Imports {
    let mut imports = Imports::new();
    for path in files(source) {
        let below = path.strip_prefix(source).unwrap().with_extension("");
        let module = below.components().next().unwrap().as_os_str().to_str().unwrap().to_owned();
        let of_tests =
            ["tests", "testing", "invariants"].iter().any(|name| below.components().any(|it| it.as_os_str() == *name));
        if of_tests || ["lib", "main", "command"].contains(&module.as_str()) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let named = lines
            .flat_map(|line| line.split("crate::").skip(1))
            .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>());
        let others = named
            .filter(|name| *name != module)
            .filter(|name| source.join(name).is_dir() || source.join(format!("{name}.rs")).is_file());
        imports.entry(module.clone()).or_default().extend(others);
    }
    imports
}

/// What is left when modules that import nothing are taken away, again and again.
fn in_circles(mut imports: Imports) -> Imports {
    loop {
        let done: BTreeSet<String> =
            imports.iter().filter(|(_, others)| others.is_empty()).map(|(module, _)| module.clone()).collect();
        if done.is_empty() {
            return imports;
        }
        imports.retain(|module, _| !done.contains(module));
        for others in imports.values_mut() {
            others.retain(|other| !done.contains(other));
        }
    }
}

#[test]
fn no_module_imports_in_a_circle() {
    let all = imports(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(all.len() > 15 && all["diff"].contains("schema"), "the imports are not found: {all:?}");
    let left = in_circles(all);
    assert!(left.is_empty(), "these import in a circle, or from such as do: {left:#?}");
}

#[test]
fn a_circle_is_found() {
    let graph = [("a", vec!["b"]), ("b", vec!["c"]), ("c", vec!["a"]), ("d", vec![]), ("e", vec!["d"])];
    let graph: Imports = graph
        .into_iter()
        .map(|(module, others)| (module.to_owned(), others.into_iter().map(str::to_owned).collect()))
        .collect();
    assert_eq!(in_circles(graph).into_keys().collect::<Vec<_>>(), ["a", "b", "c"]);
}

/// The type that a line defines, wherever it stands; a `type` within an `impl` is the trait's name, not ours.
fn defined(line: &str) -> Option<&str> {
    let item = line.trim_start();
    let item = match item.strip_prefix("pub") {
        Some(rest) if rest.starts_with('(') => rest.split_once(')')?.1,
        Some(rest) => rest,
        None => item,
    };
    let (keyword, rest) = item.trim_start().split_once(' ')?;
    let defines = match keyword {
        "struct" | "enum" | "trait" | "union" => true,
        "type" => !line.starts_with(' '),
        _ => false,
    };
    let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
    (defines && name.starts_with(char::is_uppercase)).then_some(name)
}

#[test]
fn no_two_types_have_one_name() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files(&source) {
        let text = std::fs::read_to_string(&path).unwrap();
        for (index, line) in text.lines().enumerate() {
            if let Some(name) = defined(line) {
                let place = format!("{}:{}", path.strip_prefix(&source).unwrap().display(), index + 1);
                owners.entry(name.to_owned()).or_default().insert(place);
            }
        }
    }
    assert!(owners.len() > 300 && owners.contains_key("SchemaDocument"), "the types are not found: {owners:?}");
    owners.retain(|_, places| places.len() > 1);
    assert!(
        owners.is_empty(),
        "rename all but one, so that a reader needs no path to know which is meant: {owners:#?}"
    );
}

#[test]
fn a_type_is_seen_in_its_line() {
    for (line, name) in [
        ("pub(in crate::lower) struct TypeForm<'a> {", Some("TypeForm")),
        ("        pub enum ChangeKind { $($variant,)* }", Some("ChangeKind")),
        ("struct Marker;", Some("Marker")),
        ("type Rows<'r> = Vec<Row<'r>>;", Some("Rows")),
        ("    type Output = Self;", None),
        ("// struct Nothing", None),
        ("    structure: Value,", None),
    ] {
        assert_eq!(defined(line), name, "{line}");
    }
}

#[test]
fn every_file_that_the_architecture_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let folders = ["codegen/src", "codegen/tests", "src", "tests", "cli", "build", "examples"];
    let known: Vec<PathBuf> = folders.iter().flat_map(|folder| files(&root.join(folder))).collect();
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let named: BTreeSet<&str> =
        text.split('`').skip(1).step_by(2).filter(|name| Path::new(name).extension() == Some("rs".as_ref())).collect();
    assert!(named.len() > 40, "the names are not found: {named:?}");
    let lost: Vec<&str> = named
        .into_iter()
        .filter(|name| !known.iter().any(|path| path.ends_with(name)) && !root.join(name).is_file())
        .collect();
    assert!(lost.is_empty(), "ARCHITECTURE.md names files that are not there: {lost:?}");
}
