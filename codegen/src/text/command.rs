//! Workflow commands. A runner reads a line of any output as a command if the line begins with `::`, or contains `##[` anywhere.

use super::visible::one_line;
use super::{Surface, Text};

/// The message of an annotation. It may have several lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command;

/// The value of a property of an annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkflowProperty;

impl Surface for Command {
    const IS_COMMANDS: bool = true;

    fn words(foreign: &str, out: &mut String) {
        out.push_str(&data(foreign));
    }

    fn code(foreign: &str, out: &mut String) {
        out.push('`');
        Self::words(foreign, out);
        out.push('`');
    }
}

impl Surface for WorkflowProperty {
    fn words(foreign: &str, out: &mut String) {
        out.push_str(&data(foreign).replace(':', "%3A").replace(',', "%2C"));
    }

    fn code(foreign: &str, out: &mut String) {
        Self::words(foreign, out);
    }
}

fn data(foreign: &str) -> String {
    disarmed(one_line(foreign).replace('%', "%25"))
}

/// An annotation: its level (`error`, `warning` or `notice`), its properties and its message.
pub fn annotation(
    level: &'static str,
    properties: &[(&'static str, Text<WorkflowProperty>)],
    message: &[Text<Command>],
) -> Text<Command> {
    let mut all = Text::new();
    all.push("::").push(level);
    for (at, (name, value)) in properties.iter().enumerate() {
        all.push(if at == 0 { " " } else { "," }).push(*name).push("=");
        all.push(Text::trusted(value.as_str().to_owned()));
    }
    all.push("::");
    for (at, line) in message.iter().enumerate() {
        all.push(if at == 0 { "" } else { "%0A" }).push(line);
    }
    all.push("\n");
    all
}

/// The same text, in which no line is a command: a blank is put inside each mark that would make a line a command.
pub fn disarmed(text: String) -> String {
    if !text.contains("::") && !text.contains("##") {
        return text;
    }
    let mut all = String::with_capacity(text.len() + 8);
    for line in text.split_inclusive(['\n', '\r']) {
        let body = line.trim_start();
        let (blanks, body) = line.split_at(line.len() - body.len());
        all.push_str(blanks);
        let body = body.strip_prefix("::").map_or(body, |rest| {
            all.push_str(": :");
            rest
        });
        without_brackets(body, &mut all);
    }
    all
}

/// Puts a blank into `##[`, and into `##vso[` and the like, which other runners know.
fn without_brackets(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(at) = rest.find("##") {
        let marks = rest[at..].bytes().take_while(|&byte| byte == b'#').count();
        let (before, after) = rest.split_at(at + marks);
        out.push_str(before);
        if after.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).starts_with('[') {
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
}
