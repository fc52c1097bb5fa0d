//! Moves over JSON text without building values: the fast half of `audit`.
//!
//! The scanner accepts less than JSON. Where it gives up (`None`), the caller reads the line with the crate instead. It
//! gives up on text that is not JSON, and on JSON that takes more than a scan: an escape in a name, surrogate pairs,
//! exponents, long numbers, deep nesting, a name twice in one object.

/// How deeply arrays and objects may be nested.
const DEPTH: usize = 64;
/// How many undeclared names of one object are compared with each other.
const NAMES: usize = 64;
/// More digits than these may not fit into 64 bits.
const DIGITS: usize = 18;

/// The type of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl Type {
    /// The type as the crate names it in misfits.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        }
    }
}

/// A position in a line.
pub(super) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Where the name read last begins.
    name_start: usize,
    /// The names met so far in each open object whose names must be compared.
    names: Vec<&'a [u8]>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, name_start: 0, names: Vec::new() }
    }

    /// The type of the value that begins here.
    pub(super) fn next_type(&mut self) -> Option<Type> {
        match self.peek()? {
            b'"' => Some(Type::String),
            b'{' => Some(Type::Object),
            b'[' => Some(Type::Array),
            b't' | b'f' => Some(Type::Boolean),
            b'n' => Some(Type::Null),
            b'-' | b'0'..=b'9' => Some(Type::Number),
            _ => None,
        }
    }

    /// Skips the value that begins here.
    pub(super) fn skip(&mut self, depth: usize) -> Option<Type> {
        let found = self.next_type()?;
        match found {
            Type::String => drop(self.string()?),
            Type::Number => drop(self.number()?),
            Type::Boolean | Type::Null => self.literal()?,
            Type::Array => {
                let mut more = self.open(b']', depth)?;
                while more {
                    self.skip(depth + 1)?;
                    more = self.next(b']')?;
                }
            }
            Type::Object => {
                let known = self.names.len();
                let mut more = self.open(b'}', depth)?;
                while more {
                    let name = self.name()?;
                    self.remember(name, known)?;
                    self.skip(depth + 1)?;
                    more = self.next(b'}')?;
                }
                self.names.truncate(known);
            }
        }
        Some(found)
    }

    /// Enters an array or object. Whether it has a first item.
    pub(super) fn open(&mut self, close: u8, depth: usize) -> Option<bool> {
        if depth >= DEPTH {
            return None;
        }
        self.at += 1;
        let empty = self.peek()? == close;
        self.at += usize::from(empty);
        Some(!empty)
    }

    /// Moves behind an item. Whether another one follows.
    pub(super) fn next(&mut self, close: u8) -> Option<bool> {
        let found = self.peek()?;
        self.at += 1;
        match found {
            b',' => Some(true),
            other => (other == close).then_some(false),
        }
    }

    /// Reads the name of a member and the colon behind it.
    pub(super) fn name(&mut self) -> Option<&'a [u8]> {
        if self.peek()? != b'"' {
            return None;
        }
        self.name_start = self.at + 1;
        let (name, escaped) = self.string()?;
        if escaped || self.peek()? != b':' {
            return None;
        }
        self.at += 1;
        Some(name)
    }

    /// Where the name that [`Self::name`] read last begins in the text.
    pub(super) fn name_start(&self) -> usize {
        self.name_start
    }

    /// How many names are remembered; [`Self::forget`] goes back to it.
    pub(super) fn remembered(&self) -> usize {
        self.names.len()
    }

    /// Remembers a name of the object whose first name is number `first`; gives up where it is not new.
    pub(super) fn remember(&mut self, name: &'a [u8], first: usize) -> Option<()> {
        let known = self.names.get(first..)?;
        if known.len() >= NAMES || known.contains(&name) {
            return None;
        }
        self.names.push(name);
        Some(())
    }

    pub(super) fn forget(&mut self, first: usize) {
        self.names.truncate(first);
    }

    /// Reads a string: its text between the quotes, and whether that has escapes.
    pub(super) fn string(&mut self) -> Option<(&'a [u8], bool)> {
        let start = self.at + 1;
        let mut at = start;
        let mut escaped = false;
        loop {
            while let Some(eight) = self.bytes.get(at..at + 8) {
                let special = special(u64::from_le_bytes(eight.try_into().ok()?));
                if special != 0 {
                    at += special.trailing_zeros() as usize / 8;
                    break;
                }
                at += 8;
            }
            match *self.bytes.get(at)? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    at += self.escape(at + 1)?;
                }
                0..0x20 => return None,
                _ => at += 1,
            }
        }
        self.at = at + 1;
        Some((self.bytes.get(start..at)?, escaped))
    }

    /// The length of an escape sequence; its backslash is before `at`.
    fn escape(&self, at: usize) -> Option<usize> {
        match self.bytes.get(at)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
            b'u' => {
                let digits = std::str::from_utf8(self.bytes.get(at + 1..at + 5)?).ok()?;
                let digits = digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(digits)?;
                // Surrogates come in pairs, which the crate checks.
                let code = u16::from_str_radix(digits, 16).ok()?;
                (!(0xd800..0xe000).contains(&code)).then_some(6)
            }
            _ => None,
        }
    }

    /// Reads a number: its text, and whether that is a plain whole number without a sign.
    pub(super) fn number(&mut self) -> Option<(&'a [u8], bool)> {
        let start = self.at;
        let negative = self.bytes.get(self.at) == Some(&b'-');
        self.at += usize::from(negative);
        let whole = self.digits()?;
        let leading_zero = self.bytes.get(self.at - whole) == Some(&b'0') && whole > 1;
        let mut digits = whole;
        let fraction = self.bytes.get(self.at) == Some(&b'.');
        if fraction {
            self.at += 1;
            digits += self.digits()?;
        }
        let exponent = matches!(self.bytes.get(self.at), Some(b'e' | b'E'));
        if leading_zero || exponent || digits > DIGITS {
            return None;
        }
        Some((self.bytes.get(start..self.at)?, !negative && !fraction))
    }

    /// Moves over at least one digit; how many there are.
    fn digits(&mut self) -> Option<usize> {
        let rest = self.bytes.get(self.at..)?;
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        (count > 0).then_some(count)
    }

    /// Moves over `true`, `false` or `null`.
    pub(super) fn literal(&mut self) -> Option<()> {
        let rest = self.bytes.get(self.at..)?;
        let literal = [&b"true"[..], b"false", b"null"].into_iter().find(|literal| rest.starts_with(literal))?;
        self.at += literal.len();
        Some(())
    }

    /// Whether nothing but blanks follows.
    pub(super) fn at_end(&mut self) -> bool {
        self.peek().is_none()
    }

    /// The next byte that is not a blank; it is not consumed.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match *self.bytes.get(self.at)? {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                other => return Some(other),
            }
        }
    }
}

/// The name of the event, at any position in the line.
pub(super) fn event_name(text: &str) -> Option<&str> {
    let mut scanner = Scanner::new(text);
    if scanner.next_type()? != Type::Object {
        return None;
    }
    let mut more = scanner.open(b'}', 0)?;
    while more {
        if scanner.name()? == b"eventName" {
            if scanner.next_type()? != Type::String {
                return None;
            }
            let (name, escaped) = scanner.string()?;
            return std::str::from_utf8(name).ok().filter(|_| !escaped);
        }
        scanner.skip(1)?;
        more = scanner.next(b'}')?;
    }
    None
}

/// Eight bytes at once: the lowest set bit is in the first byte that ends a run of plain text, a quote, a backslash or
/// a control character.
fn special(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & HIGH;
    let equal = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    below(word, 0x20) | equal(b'"') | equal(b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(text: &str) -> bool {
        let mut scanner = Scanner::new(text);
        scanner.skip(0).is_some() && scanner.at_end()
    }

    #[test]
    fn plain_json_is_accepted() {
        for text in [
            "null",
            " true ",
            "-0.25",
            "0",
            r#""""#,
            r#""a\n\u00e9é\"\\, a longer text with ü in it""#,
            "[ ]",
            "[1, [2, {}], \"x\"]",
            r#"{"a": {"a": 1, "b": []}, "b": false}"#,
        ] {
            assert!(accepts(text), "{text}");
            assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_is_accepted_is_json_without_repeated_names() {
        let pieces = [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"b\"",
            "1",
            "-",
            "0",
            ".5",
            "1e3",
            "tru",
            "true",
            "null",
            " ",
            "\"\\u12",
            "\"\\ud800\"",
            "\"\u{1}\"",
            "\"",
            "\\",
            "é",
            "\"012345678\"",
            "\"0123456\\n8\"",
        ];
        let mut state = 1_u64;
        let mut accepted = 0;
        for _ in 0..200_000 {
            let mut text = String::new();
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let mut bits = state >> 8;
            for _ in 0..=(state >> 61) {
                text += pieces[usize::try_from(bits).unwrap() % pieces.len()];
                bits /= pieces.len() as u64;
            }
            if accepts(&text) {
                accepted += 1;
                assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text:?}");
            }
        }
        assert!(accepted > 1_000, "{accepted}");
        for text in [
            r#"{"a": 1, "a": 2}"#,
            r#"{"\u0061": 1}"#,
            "01",
            "1.",
            "1e400",
            "[1,]",
            "{,}",
            "\"\t\"",
            "1 2",
            "123456789012345678901",
        ] {
            assert!(!accepts(text), "{text}");
        }
        assert!(!accepts(&("[".repeat(100) + &"]".repeat(100))));
    }

    #[test]
    fn the_name_is_found_at_any_position() {
        assert_eq!(event_name(r#"{"eventName": "a", "x"#), Some("a"));
        assert_eq!(event_name(r#"{"payload": {"eventName": "b", "c": [1, {}]}, "eventName": "a"}"#), Some("a"));
        for text in ["[]", "{}", r#"{"eventName": 1}"#, r#"{"eventName": "\u0061"}"#, r#"{"event\u004eame": "a"}"#, ""]
        {
            assert_eq!(event_name(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_special_byte_is_found() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                let mut bytes = *b"\xc3\xa9abc\xff!~";
                bytes[at] = byte;
                let stops = byte < 0x20 || byte == b'"' || byte == b'\\';
                let found = special(u64::from_le_bytes(bytes));
                assert_eq!(found != 0, stops, "{byte} at {at}");
                assert!(!stops || found.trailing_zeros() as usize / 8 == at, "{byte} at {at}");
            }
        }
    }
}
