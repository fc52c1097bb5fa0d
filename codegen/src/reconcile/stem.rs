//! File names for names from the page: safe on every file system, whatever the page says.

use std::collections::HashSet;

use crate::digest::digest;

/// The longest stem. With an extension it stays below the limits of file systems.
const LONGEST: usize = 100;

/// The stem of a file for a name: percent-encoded outside `[a-z0-9_-]`, and shortened if it is very long. Different
/// names have different stems, even on file systems that ignore case.
pub fn stem(name: &str) -> String {
    let mut stem = String::new();
    for (at, byte) in name.bytes().enumerate() {
        let plain = byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_' || byte == b'-';
        if plain && !(at == 0 && is_device(name)) {
            stem.push(char::from(byte));
        } else {
            stem.extend(["%", &hex(byte)]);
        }
    }
    if stem.is_empty() {
        // No encoded byte looks like this.
        stem.push('%');
    }
    if stem.len() > LONGEST {
        // Everything is ASCII here, and no other stem contains `~`.
        stem.truncate(LONGEST - 33);
        stem.push('~');
        stem.push_str(&digest([(name, [].as_slice())]));
    }
    stem
}

fn hex(byte: u8) -> String {
    format!("{byte:02x}")
}

/// Whether Windows treats the name as a device, with any extension.
fn is_device(name: &str) -> bool {
    let numbered =
        |prefix: &str| name.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    matches!(name, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Assigns unique file names within a folder, ignoring case.
#[derive(Debug, Default)]
pub struct Stems {
    given: HashSet<String>,
}

impl Stems {
    /// `stem` and `ending`, with a number between them if the name is taken.
    pub fn file(&mut self, stem: &str, ending: &str) -> String {
        let mut file = format!("{stem}{ending}");
        let mut count = 2;
        while !self.given.insert(file.to_ascii_lowercase()) {
            file = format!("{stem}~{count}{ending}");
            count += 1;
        }
        file
    }

    /// The stem for the file of a resource. It keeps Pascal case where that is a safe name.
    pub fn of_resource(name: &str) -> String {
        let plain = !name.is_empty() && name.len() <= LONGEST && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if plain && !is_device(&name.to_ascii_lowercase()) { name.into() } else { stem(name) }
    }
}
