//! Edits of a page, as people, programs and accidents make them.
// Each test binary uses a part of this.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::missing_panics_doc)]

use proptest::prelude::*;
use proptest::sample::Index;

/// What is done to a page; places are parts of it, whatever its length.
#[derive(Clone, Debug)]
pub enum Edit {
    DropLines(Index, u8),
    DoubleLine(Index),
    SwapLines(Index, Index),
    MoveBlock(Index, u8, Index),
    Truncate(Index),
    CutStart(Index),
    FlipByte(Index, u8),
    DropByte(Index),
    Insert(Index, &'static str),
    ReplaceWord(Index, &'static str),
    CarriageReturns,
}

/// What is put into a page where it does not belong.
const INSERTS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "{...}",
    "...",
    "//",
    "/*",
    "*/",
    "|",
    "\n",
    "\r",
    "\u{a0}",
    "\u{feff}",
    "é",
    "#",
    "```",
    "<",
    "\\",
    "null",
    "1e400",
    "\"$ref\": \"#\",",
    "\"required\": [\"x\"],",
    "\"additionalProperties\": false,",
    "\"allOf\": [{}],",
    "\"const\": null,",
    "\"enum\": [],",
    "\"pattern\": \"(\",",
    "\"type\": [\"null\", \"string\"],",
    "\u{0}",
];

impl Arbitrary for Edit {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        let at = any::<Index>;
        let text = || prop::sample::select(INSERTS);
        prop_oneof![
            (at(), 1..20_u8).prop_map(|(at, lines)| Self::DropLines(at, lines)),
            at().prop_map(Self::DoubleLine),
            (at(), at()).prop_map(|(one, other)| Self::SwapLines(one, other)),
            (at(), 1..60_u8, at()).prop_map(|(at, lines, to)| Self::MoveBlock(at, lines, to)),
            at().prop_map(Self::Truncate),
            at().prop_map(Self::CutStart),
            (at(), 1..=255_u8).prop_map(|(at, bits)| Self::FlipByte(at, bits)),
            at().prop_map(Self::DropByte),
            (at(), text()).prop_map(|(at, text)| Self::Insert(at, text)),
            (at(), text()).prop_map(|(at, text)| Self::ReplaceWord(at, text)),
            Just(Self::CarriageReturns),
        ]
        .boxed()
    }
}

impl Edit {
    /// The page after the edit; an empty page stays as it is.
    pub fn apply(&self, page: &[u8]) -> Vec<u8> {
        if page.is_empty() {
            return Vec::new();
        }
        let lines = || page.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
        let byte = |at: &Index| at.index(page.len());
        match self {
            Self::DropLines(at, count) => {
                let mut lines = lines();
                let from = at.index(lines.len());
                let to = (from + usize::from(*count)).min(lines.len());
                lines.drain(from..to);
                lines.concat()
            }
            Self::DoubleLine(at) => {
                let mut lines = lines();
                let at = at.index(lines.len());
                lines.insert(at, lines[at].clone());
                lines.concat()
            }
            Self::SwapLines(one, other) => {
                let mut lines = lines();
                let (one, other) = (one.index(lines.len()), other.index(lines.len()));
                lines.swap(one, other);
                lines.concat()
            }
            Self::MoveBlock(at, count, to) => {
                let mut lines = lines();
                let from = at.index(lines.len());
                let end = (from + usize::from(*count)).min(lines.len());
                let block: Vec<_> = lines.drain(from..end).collect();
                let to = to.index(lines.len() + 1);
                lines.splice(to..to, block);
                lines.concat()
            }
            Self::Truncate(at) => page[..byte(at)].to_vec(),
            Self::CutStart(at) => page[byte(at)..].to_vec(),
            Self::FlipByte(at, bits) => {
                let mut page = page.to_vec();
                let at = at.index(page.len());
                page[at] ^= bits;
                page
            }
            Self::DropByte(at) => {
                let mut page = page.to_vec();
                page.remove(at.index(page.len()));
                page
            }
            Self::Insert(at, text) => [&page[..byte(at)], text.as_bytes(), &page[byte(at)..]].concat(),
            Self::ReplaceWord(at, text) => {
                let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
                let at = byte(at);
                let start = page[..at].iter().rposition(|byte| !word(byte)).map_or(0, |before| before + 1);
                let end = page[at..].iter().position(|byte| !word(byte)).map_or(page.len(), |length| at + length);
                [&page[..start], text.as_bytes(), &page[end.max(start)..]].concat()
            }
            Self::CarriageReturns => {
                let with = page.iter().flat_map(|&byte| if byte == b'\n' { vec![b'\r', b'\n'] } else { vec![byte] });
                with.collect()
            }
        }
    }
}
