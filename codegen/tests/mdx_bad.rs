//! Text that is not MDX, and damaged MDX: reported with its place, without a panic, in a short time.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test that cannot set itself up fails")]

#[allow(unreachable_pub, missing_docs)]
#[path = "support/render.rs"]
mod render;

use std::path::Path;
use std::sync::LazyLock;

use console_events_codegen::extract::extract;
use console_events_codegen::lint;
use console_events_codegen::page::{Page, PageFormat};
use console_events_codegen::workspace::Workspace;
use proptest::prelude::*;

fn page(text: &str) -> Page {
    Page::new("page.mdx", text.as_bytes().to_vec(), Some(PageFormat::Mdx)).unwrap()
}

/// What the reader says of MDX that is none: the place, and a word of the message.
#[test]
fn text_that_is_not_mdx_is_reported_with_its_place() {
    let event = "### A\n\n```json\n{\"eventName\": \"a\"}\n```\n";
    let cases = [
        ("<Tabs>\n\n", "", (1, 1), "expected `</Tabs>`"),
        ("text <b>bold\n\n", "", (1, 6), "expected `</b>`"),
        ("", "\n<Tabs>\n  <TabItem>\n</Tabs>\n", (9, 1), "expected `</TabItem>`"),
        ("", "\n</Tabs>\n", (7, 1), "an opening tag"),
        ("", "\na {b\n", (7, 3), "expected `}`"),
        ("", "\nArray<string, number>\n", (7, 13), "an attribute, `/>` or `>`"),
        ("", "\n<Tab item=x>\n", (7, 11), "a value in quotes or braces"),
        ("", "\n<Tab item=\"x>\n", (7, 12), "expected `\"`"),
        ("", "\n<br/ >\n<a / b>\n", (8, 6), "`>` after `/`"),
        ("", "\n<!-- comment\n", (7, 1), "expected `-->`"),
        ("", "\n  ~~~~json\n{}\n~~~\n", (7, 3), "a line `~~~~`"),
        ("", "\nimport {\n\na\n", (7, 1), "the closing bracket"),
    ];
    for (before, behind, (line, column), word) in cases {
        let text = format!("{before}{event}{behind}");
        let error = extract(&page(&text)).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains(word) && error.contains(&format!("`page.mdx:{line}:{column}`")), "{text}\n{error}");
    }
    for text in [
        "---\ntitle: a\n---\n",
        "# Title\n",
        "<Tabs>\n</Tabs>\n",
        "<Tabs><TabItem value=\"a\"/></Tabs>\n",
        "```\n```\n",
    ] {
        let error = extract(&page(text)).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("documents no event"), "{text} {error}");
    }
}

#[test]
fn nothing_takes_long() {
    let parts = [
        "[",
        "<",
        "*",
        "_",
        "`",
        "{",
        "}",
        "> ",
        "- ",
        "1. ",
        "<a>",
        "|a",
        "|a\n",
        "![",
        "~",
        "&",
        "\\",
        "<a ",
        "{/*",
        "[](",
        "a*b ",
        "**a ",
        "\n- ",
        "# ",
        "```\n",
        "``` a\n",
        ":::note\n",
        "\t",
        "import a from 'b'\n",
        "import {\n",
        "[a]: b\n",
        "<!--",
        "<br/>",
        "{'",
        "`` ` ",
        "<Tabs>\n",
        "</",
        "a\r",
        "\u{a0}",
        "---\n",
        "| a |\n|---|\n",
    ];
    for part in parts {
        let text = part.repeat(50_000 / part.len());
        let start = std::time::Instant::now();
        let page = Page::new("page.mdx", format!("# a\n\n{text}").into_bytes(), Some(PageFormat::Mdx)).unwrap();
        let _ = extract(&page);
        let took = start.elapsed();
        assert!(took.as_secs() < 120, "{part:?} took {took:?}");
    }
}

#[test]
fn what_is_wrong_beside_foreign_blanks_is_shown_whole() {
    for blank in ["\u{a0}", "\u{200b}", "\u{2003}\u{a0}"] {
        for json in ["{\"a\": 1_\"b\": 2}", "{\"a\"_1}", "[1_2]", "[_", "[1,_", "{_1}", "_}", "{\"a\"_"] {
            let json = json.replace('_', blank);
            let page = format!(
                "### A Thing\n\n<Tabs>\n<TabItem value=\"Example\">\n\n```json\n{json}\n```\n</TabItem>\n</Tabs>\n"
            );
            read(&page).unwrap();
            read(&page.replace("]\n", "").replace("}\n", "")).unwrap();
        }
    }
}

/// The captured page as MDX.
static SOURCE: LazyLock<String> = LazyLock::new(|| {
    let page =
        Workspace::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captured")).captured(None, false).unwrap();
    render::mdx(&page, &extract(&page).unwrap(), &render::Style::default())
});

/// Whatever is found lies in the page, at whole characters; whatever is wrong is told.
fn read(text: &str) -> Result<(), TestCaseError> {
    let Ok(page) = Page::new("page.mdx", text.as_bytes().to_vec(), Some(PageFormat::Mdx)) else { return Ok(()) };
    let lines = text.split(['\n', '\r']).count();
    let catalog = match extract(&page) {
        Ok(catalog) => catalog,
        Err(error) => {
            prop_assert!(!error.to_string().is_empty());
            return Ok(());
        }
    };
    for event in &catalog.events {
        let texts = event.description.iter().chain([&event.title]).chain(&event.since);
        let cells = event.table.iter().flat_map(|table| &table.rows).flat_map(|row| [&row.name, &row.description]);
        let blocks = [&event.example, &event.schema].into_iter().flatten().map(|block| block.span);
        let strays = catalog.strays.iter().map(|stray| stray.span);
        for span in texts.chain(cells).map(|text| text.span).chain(blocks).chain(strays).chain([event.span]) {
            prop_assert!(text.get(span.start..span.end).is_some(), "{span:?}");
        }
    }
    for finding in lint::lint(&page, &catalog) {
        prop_assert!(text.get(finding.span.start..finding.span.end).is_some(), "{finding:?}");
        prop_assert!(page.position(finding.span.start).line <= lines);
    }
    Ok(())
}

const PARTS: &[&str] = &[
    "<Tabs>\n",
    "</Tabs>\n",
    "<TabItem value=\"a\" label='b'>",
    "</TabItem>\n",
    "```json\n",
    "{\"eventName\": \"a\"}\n",
    "```\n",
    "### A {#a}\n",
    "\n",
    "\n\n",
    "| a | b |\n|---|---|\n",
    "| `c` | d \\| e | f |\n",
    "{/* c */}",
    "{",
    "}",
    "<",
    ">",
    "<b>",
    "</b>",
    "<br/>",
    "<A b={c} />",
    "{'d'}",
    ":::note\n",
    ":::\n",
    "- e\n",
    "> f\n",
    "    ",
    "\u{a0}",
    "\u{200b}",
    "\u{feff}",
    "\r",
    "\r\n",
    "é",
    "`",
    "``",
    "\\",
    "_",
    "**",
    "[g](h)",
    "![i](j)",
    "import k from 'l'\n",
    "export const m = {\n",
    "---\n",
    "&lt;",
    "<!-- n -->",
    "~~~\n",
    "_Available from v1.2.3_\n",
    "<https://o.p>",
    "word ",
    "{...}",
    "\"q\": 1,\n",
    "// r\n",
    "]",
    "}\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_is_read_or_refused(text in "\\PC{0,200}") {
        read(&text)?;
    }

    #[test]
    fn arbitrary_parts_are_read_or_refused(parts in prop::collection::vec(prop::sample::select(PARTS), 0..40)) {
        read(&parts.concat())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edited_page_is_read_or_refused(
        edits in prop::collection::vec((0_usize..40_000, 0_usize..30, prop::sample::select(PARTS)), 1..4)
    ) {
        let mut text = SOURCE.clone();
        for (at, length, part) in edits {
            let whole = |mut at: usize| {
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let start = whole(at % text.len());
            let end = whole((start + length).min(text.len())).max(start);
            text.replace_range(start..end, part);
        }
        read(&text)?;
    }

    #[test]
    fn a_page_without_some_lines_is_read_or_refused(from in 0_usize..1_500, count in 1_usize..40) {
        let lines: Vec<&str> = SOURCE.split_inclusive('\n').collect();
        let from = from % lines.len();
        let to = (from + count).min(lines.len());
        read(&[&lines[..from], &lines[to..]].concat().concat())?;
        read(&lines[..from].concat())?;
    }
}
