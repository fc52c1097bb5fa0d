//! The house: no module of the generator imports, over others, from itself.

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
