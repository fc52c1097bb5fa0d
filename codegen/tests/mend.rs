//! The captured page, mended as a whole and in parts, in both formats and in every notation.
#![allow(
    clippy::unwrap_used,
    clippy::format_push_string,
    missing_docs,
    reason = "a test that cannot set itself up fails"
)]

mod mending;
#[allow(unreachable_pub, missing_docs)]
#[path = "support/render.rs"]
mod render;

use std::path::Path;

use console_events_codegen::diagnostic::Severity;
use console_events_codegen::extract::extract;
use console_events_codegen::mend::{Left, Selection};
use console_events_codegen::page::{Page, PageFormat};
use console_events_codegen::workspace::Workspace;
use mending::{Desk, decided, prove};
use proptest::prelude::*;

/// The checkouts of this repository: its own, and that which the tests hold.
fn checkouts() -> [std::path::PathBuf; 2] {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    [here.join(".."), here.join("tests/captured")]
}

fn captured(root: &Path) -> Page {
    Workspace::new(root).captured(None, false).unwrap()
}

/// The captured page as MDX.
fn mdx(root: &Path, style: &render::Style) -> String {
    let page = captured(root);
    render::mdx(&page, &extract(&page).unwrap(), style)
}

#[test]
fn the_captured_page_is_mended_whole_in_both_formats() {
    let root = &checkouts()[0];
    let desk = Desk::checkout(root);
    let rendered = captured(root).text().to_owned();
    for (text, format) in [(rendered, PageFormat::Rendered), (mdx(root, &render::Style::default()), PageFormat::Mdx)] {
        let (before, result) = prove(&desk, &text, format, &Selection::default());
        assert!(decided(&before) > 20, "the page has decisions");
        assert_eq!(result.mended.len(), decided(&before), "{:?}", result.left);
    }
}

#[test]
fn a_finding_that_a_decision_blocks_is_listed_and_the_rest_is_mended() {
    // These decisions expect the very values that others change.
    let root = &checkouts()[1];
    let (before, result) =
        prove(&Desk::checkout(root), captured(root).text(), PageFormat::Rendered, &Selection::default());
    let refused: Vec<&str> = result
        .left
        .iter()
        .filter_map(|(_, left)| if let Left::Refused(why) = left { Some(why.as_str()) } else { None })
        .collect();
    assert_eq!(result.mended.len() + refused.len(), decided(&before));
    assert!(result.mended.len() > refused.len(), "{refused:?}");
    assert!(refused.iter().any(|why| why.contains("`user-removed-role`, which is still needed, would be stale")));
}

#[test]
fn each_rule_event_and_severity_can_be_mended_alone() {
    let root = &checkouts()[0];
    let desk = Desk::checkout(root);
    let text = captured(root).text().to_owned();
    let whole = desk.read(&text, PageFormat::Rendered);
    let findings = || whole.outcome.findings.iter().map(|judged| &judged.diagnostic);
    let mut rules: Vec<&str> = findings().map(|finding| finding.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let of =
        |rules: Vec<String>, events: Vec<String>, severities: Vec<Severity>| Selection { rules, events, severities };
    let mut selections: Vec<Selection> =
        rules.iter().map(|rule| of(vec![(*rule).to_owned()], vec![], vec![])).collect();
    selections.extend(whole.catalog.events.iter().map(|event| of(vec![], vec![event.key.clone()], vec![])));
    selections.extend([Severity::Error, Severity::Warning, Severity::Note].map(|it| of(vec![], vec![], vec![it])));
    let mut mended = 0;
    for selection in selections {
        let (before, result) = prove(&desk, &text, PageFormat::Rendered, &selection);
        assert!(result.mended.iter().all(|&at| selection.takes(&before.outcome.findings[at].diagnostic)));
        let named = result.mended.len() + result.left.len();
        assert_eq!(named, findings().filter(|finding| selection.takes(finding)).count(), "{selection:?}");
        mended += result.mended.len();
    }
    assert!(mended > 60, "most can be sent alone: {mended}");
}

fn styles() -> impl Strategy<Value = render::Style> {
    let margin = prop_oneof![Just(""), Just("  "), Just("\t")];
    let line_end = prop_oneof![Just("\n"), Just("\r\n")];
    let blank = prop_oneof![Just(" "), Just("  ")];
    (any::<bool>(), any::<bool>(), 0..4_usize, margin, line_end, blank, prop_oneof![Just(""), Just(" ")]).prop_map(
        |(byte_order_mark, comments, turned, margin, line_end, blank, trailing)| render::Style {
            line_end,
            byte_order_mark,
            turned,
            margin,
            comments,
            blank,
            trailing,
            ..render::Style::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_page_is_mended_in_every_notation(style in styles()) {
        let root = &checkouts()[0];
        let (before, result) = prove(&Desk::checkout(root), &mdx(root, &style), PageFormat::Mdx, &Selection::default());
        prop_assert_eq!(result.mended.len(), decided(&before), "{:?}", result.left);
        let lone = |text: &str| text.matches('\n').count() - text.matches("\r\n").count();
        let before = before.page.text();
        prop_assert!(before.contains('\r') == result.text.contains('\r'));
        prop_assert!(!before.contains('\r') || lone(before) == lone(&result.text), "the line ends stay what they are");
    }
}
