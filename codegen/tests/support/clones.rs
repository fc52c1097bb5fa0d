//! Pages of any length: the captured page with its events again and again, each time with names of their own, and the decisions on
//! them. What is a name is read from the page, so no name stands here.
// Each test binary and bench uses a part of this.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used, clippy::missing_panics_doc)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use console_events_codegen::catalog::DocumentedEvent;
use console_events_codegen::extract;
use console_events_codegen::page::Page;
use heck::{ToPascalCase as _, ToSnakeCase as _};
use serde_json::Value;

/// A page and the files of the decisions on it, by name.
pub struct Documents {
    pub page: String,
    pub decisions: BTreeMap<String, String>,
}

/// The folder of the checkout's page and decisions.
pub fn schemas() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captured/schemas")
}

impl Documents {
    /// Those of the checkout.
    pub fn captured() -> Self {
        let page = std::fs::read_to_string(schemas().join("page/console-events.txt")).unwrap();
        let files = std::fs::read_dir(schemas().join("decisions")).unwrap().map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
        let named = files.map(|path| {
            (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap())
        });
        Self { page, decisions: named.collect() }
    }

    /// The captured page followed by `times` copies of all its events.
    pub fn cloned(times: usize) -> Self {
        let mut all = Self::captured();
        let page = Page::new("page.txt", all.page.clone().into_bytes(), None).unwrap();
        let catalog = extract::extract(&page).unwrap();
        let end = all.page.len();
        let starts: Vec<usize> = catalog.events.iter().map(|event| event.title.span.start).collect();
        let titles: Vec<&str> = catalog.events.iter().map(|event| event.title.text.as_str()).collect();
        let names = names(&catalog.events);
        let originals = all.decisions.clone();
        if !all.page.ends_with('\n') {
            all.page.push('\n');
        }
        for time in 0..times {
            let prefix = syllables(time);
            let renamed = renamed(&names, &prefix);
            let ends = starts.iter().copied().skip(1).chain([end]);
            for (start, end) in starts.iter().copied().zip(ends) {
                let (title, rest) = page.text()[start..end].split_once('\n').unwrap();
                let title = format!("{} {title}", prefix.to_pascal_case());
                all.page.extend([&title, "\n", reworded(rest, &renamed).trim_end(), "\n"]);
            }
            for (file, text) in &originals {
                let text = on_events(text, &names);
                let text = titles.iter().fold(text, |text, title| {
                    text.replace(&format!("\"{title}\""), &format!("\"{} {title}\"", prefix.to_pascal_case()))
                });
                let text = reworded(&text, &renamed).replace("\nid = \"", &format!("\nid = \"{prefix}-"));
                all.decisions.insert(format!("{prefix}_{file}"), text);
            }
        }
        all
    }

    /// Writes a checkout that holds nothing derived.
    pub fn write(&self, root: &Path) {
        for folder in ["page", "decisions"] {
            std::fs::create_dir_all(root.join("schemas").join(folder)).unwrap();
        }
        std::fs::write(root.join("schemas/page/console-events.txt"), &self.page).unwrap();
        for (file, text) in &self.decisions {
            std::fs::write(root.join("schemas/decisions").join(file), text).unwrap();
        }
    }
}

/// The decisions of a file that speak of an event: those on the page as a whole hold for the copies as well.
fn on_events(text: &str, names: &BTreeSet<(Kind, String)>) -> String {
    let events: Vec<&str> = names.iter().filter(|(kind, _)| *kind == Kind::Event).map(|(_, name)| &**name).collect();
    let decisions = text.split("[[decision]]").skip(1);
    let kept = decisions.filter(|text| events.iter().any(|event| text.contains(&format!("/{event}/"))));
    kept.flat_map(|text| ["[[decision]]", text]).collect()
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Event,
    Property,
    Resource,
}

/// The names that the copies have to themselves. A plain word may be more than a name, so of properties only those in camel
/// case count, and those at which a resource stands.
fn names(events: &[DocumentedEvent]) -> BTreeSet<(Kind, String)> {
    let mut names = BTreeSet::new();
    for event in events {
        for name in [event.schema_name(), event.example_name()].into_iter().flatten() {
            names.insert((Kind::Event, name.to_owned()));
        }
        for resource in &event.resources {
            names.insert((Kind::Resource, resource.name.clone()));
            names.insert((Kind::Property, resource.name.to_snake_case()));
        }
        let of_resources = event.resources.iter().filter_map(|resource| resource.schema.as_ref()?.value());
        for schema in
            of_resources.chain(event.schema.iter().filter_map(|block| block.value()?.pointer("/properties/payload")))
        {
            properties(schema, &mut names);
        }
    }
    names
}

fn properties(schema: &Value, names: &mut BTreeSet<(Kind, String)>) {
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        let camel = |name: &&String| name.chars().any(char::is_uppercase);
        if let (Some(members), "properties") = (value.as_object(), keyword.as_str()) {
            names.extend(members.keys().filter(camel).map(|name| (Kind::Property, name.clone())));
            members.values().for_each(|schema| properties(schema, names));
        } else {
            properties(value, names);
        }
    }
}

fn renamed(names: &BTreeSet<(Kind, String)>, prefix: &str) -> BTreeMap<String, String> {
    let new = |(kind, name): &(Kind, String)| match kind {
        Kind::Event => format!("{prefix}_{name}"),
        Kind::Property => {
            let (first, rest) = name.split_at(1);
            format!("{prefix}{}{rest}", first.to_uppercase())
        }
        Kind::Resource => format!("{}{name}", prefix.to_pascal_case()),
    };
    names.iter().map(|name| (name.1.clone(), new(name))).collect()
}

/// The text with whole words replaced.
fn reworded(text: &str, renamed: &BTreeMap<String, String>) -> String {
    let mut new = String::with_capacity(text.len() * 5 / 4);
    for piece in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        new.push_str(renamed.get(word).map_or(word, String::as_str));
        new.push_str(&piece[word.len()..]);
    }
    new
}

/// A word of its own for each number: `baba`, `babe`, …
fn syllables(number: usize) -> String {
    let syllable = |number: usize| {
        let consonants = b"bdfgklmnprtvz";
        let vowels = b"aeiou";
        [consonants[number / vowels.len() % consonants.len()], vowels[number % vowels.len()]].map(char::from)
    };
    [syllable(number / 65), syllable(number % 65)].concat().into_iter().collect()
}
