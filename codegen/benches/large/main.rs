//! Checks that a page (or a file of decisions) of one megabyte of any text is answered within two seconds of processor time, or refused
//! with an error message. The bench puts every kind of text at every place of a page, in each format, and gives the page to `lint`, and,
//! unless `lint` refuses it, to `sync` and to `diff` (from a small page).
//!
//!     cargo bench -p console-events-codegen --bench large [PART OF A NAME…]
//!
//! `LARGE_BYTES` sets another size, `LARGE_LIMIT` another number of seconds, `LARGE_EVERY` takes each so many-th
//! page alone, and `CODEGEN` is another build of the command. The bench fails if a run takes longer, is ended by a
//! signal, panics, or refuses without a message. It is not a part of the gate, because it takes tens of minutes.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench that cannot set itself up fails")]

mod kinds;
mod pages;

use std::io::Read as _;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use kinds::{DECISIONS, PATTERNS, UNITS, deeper_lists, filled, longer_runs};
use pages::{Form, Place, page};
use wait4::Wait4 as _;

/// A shell that ends a command after 30 seconds of processor time.
const ENDED: &str = "ulimit -t 30; exec \"$@\"";

/// One page, or one file of decisions over a small page.
struct Case {
    name: String,
    form: Form,
    page: String,
    decisions: String,
}

/// The result of one run.
struct Run {
    seconds: f64,
    code: Option<i32>,
    words: String,
}

/// The figures over all runs.
#[derive(Default)]
struct Tally {
    runs: usize,
    quick: usize,
    refused: usize,
    seconds: f64,
    slowest: Vec<(f64, String)>,
    wrong: Vec<String>,
}

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let bytes = number("LARGE_BYTES").unwrap_or(1_000_000);
    let limit = number("LARGE_LIMIT").unwrap_or(2);
    let every = number("LARGE_EVERY").unwrap_or(1);
    let mut tally = Tally::default();
    let mut cases = 0;
    for (name, make) in names().into_iter().step_by(every) {
        if asked.is_empty() || asked.iter().any(|part| name.contains(part.as_str())) {
            cases += 1;
            let slow = slow(&make(name.clone(), bytes / PART), limit, &mut tally);
            if slow.is_empty() {
                tally.quick += 1;
            } else {
                run_all(&make(name, bytes), &slow, limit, &mut tally);
            }
        }
    }
    tally.slowest.sort_by(|one, other| other.0.total_cmp(&one.0));
    println!(
        "{cases} pages of {bytes} bytes; of {} an eighth is enough to know; {} runs, {} of them refused with words, {:.0} s in all",
        tally.quick, tally.runs, tally.refused, tally.seconds
    );
    println!("the slowest:");
    for (seconds, name) in tally.slowest.iter().take(20) {
        println!("  {seconds:.2} s  {name}");
    }
    for wrong in &tally.wrong {
        println!("WRONG: {wrong}");
    }
    if tally.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

type Make = Box<dyn Fn(String, usize) -> Case>;

/// Every case by name. Its text is made when the case is run.
fn names() -> Vec<(String, Make)> {
    let mut all: Vec<(String, Make)> = Vec::new();
    let mut add = |name: String, make: Make| all.push((name, make));
    for form in Form::ALL {
        for place in Place::ALL {
            let head = format!("{} {place:?}", form.name());
            let make = move |text: String, name: String| Case {
                name,
                form,
                page: page(form, place, &text),
                decisions: String::new(),
            };
            for unit in UNITS {
                add(format!("{head} {unit:?}"), Box::new(move |name, bytes| make(filled(unit, bytes), name)));
            }
            add(
                format!("{head} longer and longer runs of back-ticks"),
                Box::new(move |name, bytes| make(longer_runs(bytes), name)),
            );
            add(
                format!("{head} deeper and deeper lists"),
                Box::new(move |name, bytes| make(deeper_lists(bytes), name)),
            );
        }
    }
    let decided = |name: String, decisions: String| Case {
        name,
        form: Form::Rendered,
        page: page(Form::Rendered, Place::Rows, "x1 | string | words |\nx2 | string | words |"),
        decisions,
    };
    for unit in DECISIONS {
        add(format!("decisions {unit:?}"), Box::new(move |name, bytes| decided(name, filled(unit, bytes))));
    }
    for (key, stanza) in STANZAS {
        for unit in PATTERNS {
            let make = move |name: String, bytes: usize| {
                let text = serde_json::to_string(&filled(unit, bytes)).unwrap().replace("\\u001b", "\\u001B");
                decided(name, stanza.replace("TEXT", &text))
            };
            add(format!("decisions {key} {unit:?}"), Box::new(make));
        }
    }
    all
}

/// Decisions in which one value is the text.
const STANZAS: [(&str, &str); 7] = [
    (
        "id",
        "[[decision]]\nid = TEXT\nanswers = { rule = \"table-undeclared-property\" }\nverdict = \"accepted\"\nreason = \"Seen.\"\n",
    ),
    (
        "reason",
        "[[decision]]\nid = \"d\"\nanswers = { rule = \"table-undeclared-property\" }\nverdict = \"accepted\"\nreason = TEXT\n",
    ),
    ("rule", "[[decision]]\nid = \"d\"\nanswers = { rule = TEXT }\nverdict = \"accepted\"\nreason = \"Seen.\"\n"),
    (
        "event",
        "[[decision]]\nid = \"d\"\nanswers = { rule = \"table-undeclared-property\", event = TEXT }\nverdict = \"accepted\"\nreason = \"Seen.\"\n",
    ),
    (
        "pointer",
        "[[decision]]\nid = \"d\"\nanswers = { rule = \"table-undeclared-property\", pointer = TEXT }\nverdict = \"accepted\"\nreason = \"Seen.\"\n",
    ),
    (
        "at",
        "[[decision]]\nid = \"d\"\nat = TEXT\nverdict = \"policy\"\npatch = [{ op = \"add\", path = \"/x-a\", value = \"a\" }]\nreason = \"Seen.\"\n",
    ),
    (
        "path",
        "[[decision]]\nid = \"d\"\nat = \"$.*.schema.properties.payload.properties.*\"\nverdict = \"policy\"\npatch = [{ op = \"add\", path = TEXT, value = \"a\" }]\nreason = \"Seen.\"\n",
    ),
];

/// An eighth of the page is tried first.
const PART: usize = 8;

const COMMANDS: [&str; 3] = ["lint", "sync", "diff"];

/// The commands that must be tried on the whole page. The others are so fast on a part of it that the whole page stays within the limit
/// even if the time grows quadratically.
fn slow(case: &Case, limit: usize, tally: &mut Tally) -> Vec<&'static str> {
    #[allow(clippy::cast_precision_loss, reason = "seconds")]
    let enough = limit as f64 / (PART * PART) as f64;
    let mut part = Tally::default();
    run_all(case, &COMMANDS, limit, &mut part);
    tally.runs += part.runs;
    tally.refused += part.refused;
    tally.seconds += part.seconds;
    tally.wrong.extend(part.wrong);
    let slow = part.slowest.iter().filter(|(seconds, _)| *seconds >= enough);
    slow.filter_map(|(_, name)| COMMANDS.into_iter().find(|command| name.starts_with(command))).collect()
}

fn run_all(case: &Case, commands: &[&str], limit: usize, tally: &mut Tally) {
    let root = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = root.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
    write("schemas/decisions/decisions.toml", &case.decisions);
    write("small.txt", &page(Form::Rendered, Place::Rows, ""));
    let file = format!("large.{}", case.form.ending());
    write(&file, &case.page);
    let new = format!("path:{file}");
    for command in [vec!["lint", &file], vec!["sync", &file], vec!["diff", "path:small.txt", &new]] {
        if !commands.contains(&command[0]) {
            continue;
        }
        let run = run(root.path(), case.form, &command);
        tally.runs += 1;
        tally.seconds += run.seconds;
        let name = format!("{} of {}", command[0], case.name);
        tally.slowest.push((run.seconds, name.clone()));
        let refused = run.code == Some(2);
        tally.refused += usize::from(refused);
        #[allow(clippy::cast_precision_loss, reason = "seconds")]
        let late = run.seconds > limit as f64;
        let spoken = !refused || (run.words.starts_with("error") && run.words.len() > 20);
        if late || !spoken || !matches!(run.code, Some(0..=2)) {
            let words: String = run.words.chars().take(200).collect();
            let wrong = format!("{name}: {:.2} s, exit code {:?}: {words}", run.seconds, run.code);
            println!("{wrong}");
            tally.wrong.push(wrong);
        }
        // The other commands would refuse it as well.
        if refused {
            break;
        }
    }
}

fn run(root: &Path, form: Form, words: &[&str]) -> Run {
    let binary = std::env::var("CODEGEN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_console-events-codegen").to_owned());
    let mut command = Command::new("sh");
    command.args(["-c", ENDED, "sh", &binary, "--root", "."]).args(words);
    // The two pages of a `diff` may have different formats: each is recognised.
    if words[0] != "diff" {
        command.args(["--page-format", form.name()]);
    }
    command.current_dir(root).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut errors = Vec::new();
    child.stderr.take().unwrap().take(100_000).read_to_end(&mut errors).unwrap();
    let ended = child.wait4().unwrap();
    Run {
        seconds: ended.rusage.utime.as_secs_f64() + ended.rusage.stime.as_secs_f64(),
        code: ended.status.code(),
        words: String::from_utf8_lossy(&errors).into_owned(),
    }
}
