//! typify's own types of the same schemas, as `cargo typify` writes them, and a reader of the same examples.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use heck::ToPascalCase as _;
use typify::{TypeSpace, TypeSpaceSettings};

use crate::package::Foreign;

/// Writes the package of typify's types, and of a program that answers for each line whether the example is read and written the same.
pub(crate) fn write(folder: &Path, foreign: &Foreign) -> Command {
    let mut space = TypeSpace::new(&TypeSpaceSettings::default());
    space.add_root_schema(serde_json::from_value(foreign.schema.clone()).unwrap()).unwrap();
    let types = prettyplease::unparse(&syn::parse2(space.to_stream()).unwrap());
    let mut arms = String::new();
    for event in &foreign.events {
        let definition = event["definition"].as_str().unwrap();
        let name = definition.replace('$', "_").to_pascal_case();
        let _ = writeln!(arms, "            {definition:?} => same::<typed::{name}>(payload),");
    }
    let reader = format!(
        "fn same<T: serde::de::DeserializeOwned + serde::Serialize>(payload: &serde_json::Value) -> bool {{\n\
         \x20   serde_json::from_value::<T>(payload.clone()).is_ok_and(|read| serde_json::to_value(read).is_ok_and(|written| written == *payload))\n\
         }}\n\nfn main() {{\n    for line in std::io::stdin().lines() {{\n\
         \x20       let line: serde_json::Value = serde_json::from_str(&line.expect(\"a line\")).expect(\"JSON\");\n\
         \x20       let payload = &line[\"payload\"];\n        let same = match line[\"definition\"].as_str().expect(\"a name\") {{\n{arms}\
         \x20           _ => false,\n        }};\n        println!(\"{{same}}\");\n    }}\n}}\n"
    );
    let manifest = "[workspace]\n\n[package]\nname = \"typed\"\nedition = \"2024\"\n\n[dependencies]\n\
        chrono = { version = \"0.4\", default-features = false, features = [\"serde\", \"std\"] }\nregress = \"*\"\n\
        serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\nuuid = { version = \"1\", features = [\"serde\"] }\n";
    let _ = fs::remove_dir_all(folder.join("src"));
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    fs::write(folder.join("src/lib.rs"), format!("#![allow(warnings)]\n{types}")).unwrap();
    fs::write(folder.join("src/main.rs"), reader).unwrap();
    let mut command = Command::new("cargo");
    command.args(["--offline", "--quiet"]).current_dir(folder).env("CARGO_TARGET_DIR", folder.join("target"));
    command
}
