//! Any foreign text on every surface: seen by a library that reads Markdown, by a runner's rules, by a reader of TOML and of JSON.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;

/// Marks of all surfaces, pieces of which property tests make texts.
const MARKS: &[&str] = &[
    "`",
    "``",
    "```",
    "~~~",
    "|",
    "\\",
    "\\|",
    "[",
    "](",
    ")",
    "![",
    "<",
    ">",
    "</code>",
    "<script>",
    "<!--",
    "-->",
    "&",
    "&#64;",
    "@team",
    "@org/team",
    "#1",
    "o/r#1",
    "GH-1",
    "https://e.org",
    "www.e.org",
    "a@b.c",
    ":tada:",
    "$",
    "$$",
    "^",
    "[^1]",
    "[x]",
    "::",
    "::error::x",
    "##[",
    "##[error]",
    "##vso[",
    "#",
    "# ",
    "- ",
    "1. ",
    "+ ",
    "> ",
    "---",
    "===",
    "***",
    "___",
    "*",
    "_",
    "~~",
    ": ",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "    ",
    "\t",
    " ",
    "  \n",
    "%0A",
    "%",
    "\u{1b}[31m",
    "\u{1b}]0;x\u{7}",
    "\u{7f}",
    "\u{9b}31m",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{e0041}",
    "\u{e000}",
    "\u{10ffff}",
    "\u{2028}",
    "\u{ad}",
    "\u{3164}",
    "\u{fe0f}",
    "\u{e0100}",
    "\u{a0}",
    "\"",
    "'",
    "\"\"\"",
    "#\"",
    "a",
    "word",
    "deadbee",
    "é",
    "😀",
    "{",
    "}",
    "{#id}",
    "{{",
    "\0",
];

fn foreign() -> impl Strategy<Value = String> {
    let mark = prop_oneof![8 => prop::sample::select(MARKS).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(mark, 0..12).prop_map(|parts| parts.concat())
}

/// The Markdown as a library reads it: how many elements of each kind, and the text outside of code.
fn read(markdown: &str) -> (Vec<String>, String) {
    read_with(markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION)
}

/// What rustdoc knows beside plain Markdown.
const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

fn read_with(markdown: &str, options: Options) -> (Vec<String>, String) {
    let (mut elements, mut outside, mut in_block) = (Vec::new(), String::new(), false);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(tag) => {
                in_block |= matches!(tag, Tag::CodeBlock(_));
                elements.push(format!("{:?}", tag.to_end()));
                outside.push('\n');
            }
            Event::End(_) => in_block = false,
            Event::Text(text) if !in_block => outside.push_str(&text),
            Event::Text(_) | Event::Code(_) => {}
            Event::SoftBreak => outside.push('\n'),
            other => elements.push(format!("{other:?}")),
        }
    }
    (elements, outside)
}

/// What GitHub makes of words by itself.
fn means_nothing(outside: &str) {
    for mark in ["@", "://", "www."] {
        assert!(!outside.contains(mark), "`{mark}` in {outside:?}");
    }
    for (at, _) in outside.match_indices('#') {
        assert!(!outside[at + 1..].starts_with(|c: char| c.is_ascii_digit()), "{outside:?}");
    }
}

fn seen(text: &str) {
    let hidden = |c: &char| *c != '\n' && *c != '\u{fe0e}' && *c != '\u{fe0f}' && visible::is_hidden(*c);
    assert_eq!(text.chars().find(hidden), None, "{text:?}");
}

/// As a runner reads its log: lines end with either sign, white space before a command counts for nothing.
fn commands(text: &str) -> usize {
    let is_command = |line: &&str| {
        let old = line.match_indices("##").any(|(at, _)| {
            line[at..].trim_start_matches('#').trim_start_matches(|c: char| c.is_ascii_alphanumeric()).starts_with('[')
        });
        line.trim_start().starts_with("::") || old
    };
    text.split(['\n', '\r']).filter(is_command).count()
}

proptest! {
    #[test]
    fn markdown_holds_only_what_the_template_put_there(a in foreign(), b in foreign()) {
        for value in [false, true] {
            let show = |foreign: &str| if value { Text::<Markdown>::code(foreign) } else { Text::words(foreign) };
            let page = |a: &str, b: &str| {
                let mut page = Text::<Markdown>::new();
                crate::put!(page, "### ", show(a), " (", show(b), ")\n\n", show(a), "\n\n- ", show(a), "\n- x ", show(b), ": ", show(a), "\n");
                page.finish()
            };
            // Where there are no words, the template has an empty place.
            let like = |foreign: &str| if show(foreign).is_empty() { "" } else { "word" };
            let (hostile, plain) = (page(&a, &b), page(like(&a), like(&b)));
            let (elements, outside) = read(&hostile);
            prop_assert_eq!(elements, read(&plain).0, "{}", hostile);
            means_nothing(&outside);
            seen(&hostile);
            prop_assert_eq!(commands(&hostile), 0, "{}", hostile);
        }
    }

    #[test]
    fn a_cell_stays_a_cell(a in foreign(), b in foreign()) {
        for value in [false, true] {
            let show = |foreign: &str| if value { Text::<Cell>::code(foreign) } else { Text::words(foreign) };
            let page = |a: &str, b: &str| {
                let mut page = Text::<Markdown>::head(&["one", "two", "three"]);
                page.push(Text::row([show(a), show(b), show(a)])).push(Text::row([show(b), show("x"), show(b)]));
                page.finish()
            };
            let hostile = page(&a, &b);
            let (elements, outside) = read(&hostile);
            prop_assert_eq!(elements, read(&page("word", "word")).0, "{}", hostile);
            means_nothing(&outside);
            seen(&hostile);
            prop_assert_eq!(commands(&hostile), 0, "{}", hostile);
        }
    }

    #[test]
    fn a_block_ends_where_the_template_ends_it(content in foreign()) {
        let mut page = Text::<Markdown>::block("text", &content);
        page.push("\nafter\n");
        let page = page.finish();
        let (elements, outside) = read(&page);
        prop_assert_eq!(elements, ["CodeBlock", "Paragraph"], "{}", page);
        prop_assert_eq!(outside.trim(), "after");
        seen(&page);
        prop_assert_eq!(commands(&page), 0, "{}", page);
    }

    #[test]
    fn code_is_the_value(value in "[ -~]{1,20}") {
        let mut text = Text::<Markdown>::new();
        text.push("x ").push(code(&value)).push(" y\n");
        let found: Vec<_> = Parser::new(text.as_str()).filter_map(|event| match event {
            Event::Code(code) => Some(code.into_string()),
            _ => None,
        }).collect();
        prop_assert_eq!(found, [value]);
    }

    #[test]
    fn a_terminal_gets_no_control_and_a_log_no_command(a in foreign(), b in foreign()) {
        let mut text = Text::<Terminal>::new();
        crate::put!(text, words(&a), "\n", code(&b), " ", words(&a), "\n", words(&a), words(&b), "\n", Text::<Terminal>::lines(&a), "\n");
        let text = text.finish();
        seen(&text);
        prop_assert_eq!(commands(&text), 0, "{}", text);
    }

    #[test]
    fn colours_stay_and_no_other_sequence(a in foreign()) {
        let text = Text::<Terminal>::rendered(&format!("\u{1b}[1;31m{a}\u{1b}[0m")).finish();
        for part in text.split('\u{1b}').skip(1) {
            let rest = part.strip_prefix('[').unwrap().trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
            prop_assert!(rest.starts_with('m'), "{:?}", text);
        }
        seen(&text.replace('\u{1b}', ""));
    }

    #[test]
    fn an_annotation_is_one_line_and_one_command(a in foreign(), b in foreign()) {
        let text = command::annotation("error", &[("file", Text::words(&a)), ("title", Text::words(&b))], &[Text::words(&b), Text::words(&a)]);
        let text = text.finish();
        prop_assert_eq!(text.lines().count(), 1);
        prop_assert_eq!(text.matches(['\n', '\r']).count(), 1);
        let (properties, message) = text.strip_prefix("::error ").unwrap().split_once("::").unwrap();
        prop_assert_eq!(properties.split(',').count(), 2, "{}", properties);
        prop_assert_eq!(message.matches("%0A").count(), 1, "{}", message);
        seen(&text);
    }

    #[test]
    fn html_has_no_tag_but_the_templates(a in foreign()) {
        for text in [Text::<Html>::words(&a), Text::<Html>::lines(&a), Text::anchor(&a)] {
            prop_assert!(!text.as_str().contains(['<', '>', '"', '\'', '`']), "{:?}", text);
            seen(text.as_str());
        }
    }

    #[test]
    fn json_and_toml_keep_the_value(a in foreign()) {
        let json = Text::<Json>::pretty(&serde_json::json!({ a.clone(): [a.clone()] })).finish();
        seen(&json);
        prop_assert_eq!(commands(&json), 0, "{}", json);
        prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap(), serde_json::json!({ a.clone(): [a.clone()] }));
        let toml = format!("{} = {}", toml::key(&a), toml::string(&a));
        seen(&toml);
        prop_assert_eq!(commands(&toml), 0, "{}", toml);
        let table: ::toml::Table = toml.parse().unwrap();
        prop_assert_eq!(table[&a].as_str(), Some(a.as_str()));
    }

    #[test]
    fn documentation_holds_words_only(a in foreign()) {
        let text = rust::finish(&format!("/// {}\n///\n/// is {}\n", rust::doc(&a), rust::doc_code(&a)));
        seen(&text);
        prop_assert_eq!(commands(&text), 0, "{}", text);
        let text = text.lines().map(|line| line.trim_start_matches("///")).collect::<Vec<_>>().join("\n");
        // An address is a link, to what it says.
        let elements = read_with(&text, RUSTDOC).0.into_iter().filter(|element| element != "Link").collect::<Vec<_>>();
        let plain = if rust::doc(&a).is_empty() { 1 } else { 2 };
        prop_assert_eq!(elements, vec!["Paragraph"; plain], "{}", text);
    }

    #[test]
    fn a_generated_file_keeps_its_strings(a in foreign(), b in foreign()) {
        let json = rust::doc_json(&serde_json::json!({ a.clone(): b }));
        let json = json.lines().flat_map(|line| ["/// ", line, "\n"]).collect::<String>();
        let literal = proc_macro2::Literal::string(&a);
        let text = rust::finish(&format!("{json}const A: &str = {literal};\n"));
        prop_assert_eq!(commands(&text), 0, "{}", text);
        let file = syn::parse_file(&text).unwrap();
        let Some(syn::Item::Const(found)) = file.items.first() else { panic!("{text}") };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(found), .. }) = &*found.expr else { panic!("{text}") };
        prop_assert_eq!(found.value(), a);
    }
}

#[test]
fn documentation_reads_as_before() {
    assert_eq!(rust::doc("the `id` of <T>,\n    see [x](y)"), r"the \`id\` of \<T\>, see \[x\](y)");
    assert_eq!(rust::doc("at https://example.com/a_b now"), "at <https://example.com/a_b> now");
    assert_eq!(rust::doc("a\u{202e}b"), "ab");
    assert_eq!(rust::doc_code("a`b"), "`` a`b ``");
    assert_eq!(rust::doc_code("robotId"), "`robotId`");
}

#[test]
fn ordinary_words_are_not_touched() {
    for words in ["The user's name, e.g. Ada (required).", "an ISO-8601 date: 2026-01-31", "größer; naïve — 日本 ✔️"]
    {
        assert_eq!(Text::<Markdown>::words(words).as_str(), words);
        assert_eq!(Text::<Cell>::words(words).as_str(), words);
        assert_eq!(Text::<Terminal>::words(words).as_str(), words);
    }
    assert_eq!(Text::<Cell>::words("the `id|x` of <T>").as_str(), "the `id\\|x` of &lt;T&gt;");
    assert_eq!(
        Text::<Markdown>::words("ask @team or see https://e.org/#1").as_str(),
        "ask `@team` or see `https://e.org/#1`"
    );
    assert_eq!(Text::<Markdown>::code("a`b").as_str(), "``a`b``");
    assert_eq!(Text::<Terminal>::words("a\u{202e}b\u{1b}[2J").as_str(), "a⟨U+202E⟩b␛[2J");
    assert_eq!(cut("größer", 3), "grö…");
}
