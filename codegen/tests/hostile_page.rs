//! A page, decisions and arguments with hostile text at every place, through every command, format and script. In every output and every
//! written file they are only words.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up fails")]

mod checkout;
#[path = "hostile/page.rs"]
mod hostile;
#[path = "hostile/seen.rs"]
mod seen;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use checkout::{Checkout, text};
use hostile::{ATTACKS, all};
use seen::{Kind, wrong};
use serde_json::Value;

/// The outputs that were checked, and their faults.
#[derive(Default)]
struct Seen {
    outputs: BTreeMap<&'static str, usize>,
    wrong: Vec<String>,
}

impl Seen {
    fn look(&mut self, what: &'static str, from: &str, kind: Kind, output: &str) {
        *self.outputs.entry(what).or_default() += usize::from(!output.is_empty());
        self.wrong.extend(wrong(kind, output).into_iter().map(|wrong| format!("{from}: {wrong}")));
    }

    fn both(&mut self, from: &str, kind: Kind, output: &Output) {
        assert!(matches!(output.status.code(), Some(0..=2)), "{from}: {:?} {}", output.status, text(&output.stderr));
        self.look("standard output", from, kind, &String::from_utf8(output.stdout.clone()).unwrap());
        self.look("standard error", from, Kind::Plain, &String::from_utf8(output.stderr.clone()).unwrap());
    }

    fn end(self) {
        println!("{:?}", self.outputs);
        let first: Vec<&String> = self.wrong.iter().take(40).collect();
        assert!(self.wrong.is_empty(), "{} are wrong: {first:#?}", self.wrong.len());
    }
}

/// A checkout in git with the scripts and the hostile pages.
fn prepared(hostile: &str) -> Checkout {
    let checkout = Checkout::with_git();
    for name in ["comment", "docs-sync", "preview"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci").join(name);
        checkout.write(&format!(".ci/{name}"), "");
        std::fs::copy(from, checkout.path(&format!(".ci/{name}"))).unwrap();
    }
    for word in ["evil", "worse"] {
        hostile::write(&checkout.path("."), word, hostile);
    }
    checkout
}

fn script(checkout: &Checkout, name: &str, arguments: &[&str]) -> Output {
    Command::new(checkout.path(name))
        .current_dir(checkout.path("."))
        .args(arguments)
        .env("CODEGEN", env!("CARGO_BIN_EXE_console-events-codegen"))
        .env("RESULT", checkout.path("result"))
        .env_remove("GITHUB_STEP_SUMMARY")
        .output()
        .unwrap()
}

/// Writes decisions that accept each finding. Their ids and reasons are hostile, too.
fn decide(checkout: &Checkout, page: &str, hostile: &str) {
    let output = checkout.run(&["lint", page, "--format", "json"]);
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let quoted = |words: &str| serde_json::to_string(words).unwrap().replace('\u{7f}', "\\u007F");
    let findings = told["findings"].as_array().unwrap().iter().enumerate();
    let stanzas = findings.map(|(at, finding)| {
        format!(
            "[[decision]]\nid = {}\nanswers = {{ rule = {}, fingerprint = {} }}\nverdict = \"accepted\"\nreason = {}\n\n",
            quoted(&format!("{at} {hostile}")),
            finding["rule"],
            finding["fingerprint"],
            quoted(&format!("evil {hostile}"))
        )
    });
    checkout.write("schemas/decisions/evil.toml", &stanzas.collect::<String>());
}

/// Every file below the folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found
}

fn look_at_files(checkout: &Checkout, seen: &mut Seen) -> usize {
    let mut looked = 0;
    let mut all = vec![checkout.path("RECONCILIATION.md")];
    for folder in ["generated", "schemas/documented", "schemas/reconciled", "schemas/export", "schemas/reconciliation"]
    {
        all.extend(files(&checkout.path(folder)));
    }
    for path in all {
        let Ok(content) = std::fs::read_to_string(&path) else { continue };
        looked += 1;
        let name = path.strip_prefix(checkout.path(".")).unwrap_or(&path).to_string_lossy().into_owned();
        assert!(!name.chars().any(|c| !(c.is_ascii_alphanumeric() || "_-./()~%".contains(c))), "{name:?}");
        let kind = if path.extension().is_some_and(|it| it == "md") { Kind::Markdown } else { Kind::Plain };
        seen.look("files", &name, kind, &content);
    }
    looked
}

/// Runs every command that reads a page, in every format.
fn commands(checkout: &Checkout, ending: &str, seen: &mut Seen) {
    let (evil, worse) = (format!("evil.{ending}"), format!("worse.{ending}"));
    let (old, new) = (format!("path:{evil}"), format!("path:{worse}"));
    let kind = |format: &str| match format {
        "github" => Kind::Commands,
        "markdown" => Kind::Markdown,
        _ => Kind::Plain,
    };
    for format in ["human", "json", "github", "sarif"] {
        seen.both("lint", kind(format), &checkout.run(&["lint", &evil, "--all", "--format", format]));
    }
    for format in ["human", "json", "github", "markdown", "sarif"] {
        for old in [old.as_str(), "path:schemas/page/console-events.txt"] {
            seen.both(
                &format!("diff --format {format}"),
                kind(format),
                &checkout.run(&["diff", old, &new, "--format", format]),
            );
        }
    }
    for form in ["json-schema", "openapi", "html"] {
        let kind = if form == "html" { Kind::Html } else { Kind::Plain };
        seen.both(&format!("export {form}"), kind, &checkout.run(&["export", form, &evil]));
    }
    seen.both("export html --since", Kind::Html, &checkout.run(&["export", "html", &evil, "--since", &new]));
    for format in ["json", "markdown"] {
        seen.both(
            &format!("mend --format {format}"),
            kind(format),
            &checkout.run(&["mend", &evil, "--format", format]),
        );
    }
    // The patch and the mended page are exact on purpose. Standard error is not.
    for format in ["diff", "page"] {
        let output = checkout.run(&["mend", &evil, "--format", format]);
        seen.look("standard error", "mend", Kind::Plain, &text(&output.stderr));
    }
}

#[test]
fn a_hostile_page_is_words_in_every_output() {
    let mut seen = Seen::default();
    let hostile = all();
    let mut looked = 0;
    for ending in ["txt", "mdx", "html"] {
        let checkout = prepared(&hostile);
        commands(&checkout, ending, &mut seen);
        let evil = format!("evil.{ending}");
        let undecided = script(&checkout, ".ci/docs-sync", &[&evil]);
        seen.both(".ci/docs-sync", Kind::Markdown, &undecided);
        seen.both("sync", Kind::Plain, &checkout.run(&["sync", &evil]));
        seen.both("sync --format json", Kind::Plain, &checkout.run(&["sync", &evil, "--format", "json"]));
        // When every finding is decided, `sync` takes the page in and writes files.
        decide(&checkout, &evil, &hostile);
        commands(&checkout, ending, &mut seen);
        let synced = checkout.run(&["sync", &evil, "--all"]);
        seen.both("sync", Kind::Plain, &synced);
        if synced.status.code() == Some(0) {
            looked += look_at_files(&checkout, &mut seen);
        }
        println!("{ending}: {}", text(&synced.stdout).lines().last().unwrap_or_default());
        for format in ["human", "json", "github", "sarif"] {
            let kind = if format == "github" { Kind::Commands } else { Kind::Plain };
            seen.both("check", kind, &checkout.run(&["check", "--format", format]));
        }
        seen.both(".ci/comment", Kind::Markdown, &script(&checkout, ".ci/comment", &["main"]));
        let taken = script(&checkout, ".ci/docs-sync", &[&evil]);
        seen.both(".ci/docs-sync", Kind::Markdown, &taken);
        for name in ["text", "correction/description.md"] {
            let content = std::fs::read_to_string(checkout.path("result").join(name)).unwrap_or_default();
            seen.look("results of scripts", name, Kind::Markdown, &content);
        }
        seen.both(".ci/preview", Kind::Plain, &script(&checkout, ".ci/preview", &["main", "result.html"]));
        let shown = std::fs::read_to_string(checkout.path("result.html")).unwrap_or_default();
        seen.look("results of scripts", ".ci/preview", Kind::Html, &shown);
    }
    assert!(looked > 20, "{looked} files: the page was not taken in");
    seen.end();
}

/// Each kind of attack alone, so that one attack cannot hide another.
#[test]
fn each_kind_of_attack_is_words() {
    let mut seen = Seen::default();
    for (kind, hostile) in ATTACKS {
        let checkout = prepared(hostile);
        for command in [
            &["lint", "evil.txt", "--all"][..],
            &["lint", "evil.mdx", "--format", "github"],
            &["sync", "evil.html"],
            &["diff", "path:evil.txt", "path:worse.txt"],
            &["diff", "path:evil.txt", "path:worse.mdx", "--format", "markdown"],
            &["diff", "path:evil.txt", "path:worse.txt", "--format", "github"],
            &["mend", "evil.txt", "--format", "markdown"],
            &["export", "html", "evil.txt"],
        ] {
            let output_kind = match command {
                [.., "github"] => Kind::Commands,
                [.., "markdown"] => Kind::Markdown,
                ["export", ..] => Kind::Html,
                _ => Kind::Plain,
            };
            seen.both(&format!("{} ({kind})", command.join(" ")), output_kind, &checkout.run(command));
        }
    }
    seen.end();
}

/// Hostile arguments, file names, revisions, decisions and schemas.
#[test]
fn hostile_arguments_and_files_are_words() {
    let mut seen = Seen::default();
    // An argument and a file name cannot contain NUL.
    for hostile in [all(), ATTACKS[0].1.to_owned(), "\n::error::evil".to_owned()].map(|text| text.replace('\0', "")) {
        let checkout = Checkout::with_git();
        let hostile = hostile.as_str();
        for arguments in [
            &["lint", hostile][..],
            &["lint", "--rule", hostile],
            &["lint", "--event", hostile],
            &["lint", "--format", hostile],
            &["sync", hostile],
            &["diff", hostile],
            &["diff", &format!("rev:{hostile}")],
            &["diff", &format!("path:{hostile}"), "HEAD"],
            &["explain", hostile],
            &["decide", hostile, "--accept", "--reason", hostile],
            &["decide", "--rebase", hostile],
            &["mend", "--event", hostile, "--rule", hostile],
            &["--root", hostile, "lint"],
            &["export", hostile],
            &["completions", hostile],
            &[hostile],
            &["lint", &format!("--{hostile}")],
        ] {
            seen.both(&format!("{:?}", arguments[0]), Kind::Plain, &checkout.run(arguments));
        }
        let files: [(&str, String); 5] = [
            ("schemas/decisions/raw.toml", hostile.to_owned()),
            ("schemas/decisions/key.toml", format!("[[decision]]\n{} = 1\n", serde_json::to_string(hostile).unwrap())),
            (
                "schemas/decisions/value.toml",
                format!(
                    "[[decision]]\nid = {0}\nanswers = {{ rule = {0}, event = {0}, pointer = {0} }}\nverdict = {0}\nreason = {0}\nat = {0}\n",
                    serde_json::to_string(hostile).unwrap().replace('\u{7f}', "\\u007F")
                ),
            ),
            ("schemas/judgements.toml", format!("[[judgement]]\nkind = {}\n", serde_json::to_string(hostile).unwrap())),
            ("schemas/page/source.toml", hostile.to_owned()),
        ];
        for (name, content) in &files {
            let before = std::fs::read_to_string(checkout.path(name)).ok();
            checkout.write(name, content);
            for (format, kind) in
                [("human", Kind::Plain), ("json", Kind::Plain), ("github", Kind::Commands), ("sarif", Kind::Plain)]
            {
                seen.both(name, kind, &checkout.run(&["check", "--format", format]));
            }
            seen.both(name, Kind::Markdown, &checkout.run(&["diff", "HEAD", "--format", "markdown"]));
            match before {
                Some(content) => drop(checkout.write(name, &content)),
                None => std::fs::remove_file(checkout.path(name)).unwrap(),
            }
        }
        // Two schemas are compared without a page.
        let schema = |value: &str| {
            serde_json::json!({"type": "object", "title": value, "properties": {value: {"type": value, "enum": [value]}}, "$ref": value}).to_string()
        };
        checkout.write("old.json", &schema(hostile));
        checkout.write("new.json", &schema(&format!("other {hostile}")));
        checkout.write(
            "simple.json",
            &serde_json::json!({"type": "object", "properties": {hostile: {"type": "string"}}}).to_string(),
        );
        for (old, new) in [("old.json", "new.json"), ("simple.json", "old.json"), ("old.json", "simple.json")] {
            for (format, kind) in [
                ("human", Kind::Plain),
                ("markdown", Kind::Markdown),
                ("github", Kind::Commands),
                ("sarif", Kind::Plain),
            ] {
                seen.both("diff of schemas", kind, &checkout.run(&["diff", old, new, "--format", format]));
            }
        }
    }
    seen.end();
}
