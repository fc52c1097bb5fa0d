//! ## What it does
//! Reports a code block of the MDX source that is not closed before the next one opens. The block is read up to the end
//! of its tab.
//!
//! ## Why it matters
//! A browser shows everything up to the next closing fence as code. The tabs in between disappear, and so does the next
//! block.
//!
//! ## Example
//! An example without its closing line of back-ticks, followed by the tab with the JSON Schema.
//!
//! ## What to do
//! Close the block on the page. Nothing is lost here, so you can accept the finding until then.

use serde_json::json;

use super::{Context, Finding, RemarkKind, Rule, Severity, Witness};

pub(super) const RULE: Rule = Rule {
    id: "code-fence-open",
    severity: Severity::Warning,
    choices: &[],
    source: include_str!("code_fence_open.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let open = context.catalog.remarks.iter().filter(|remark| remark.kind == RemarkKind::OpenFence);
    for (number, remark) in open.enumerate() {
        let section = remark.section.as_deref();
        let place = section.map_or_else(|| "on the page".to_owned(), |section| format!("in the section `{section}`"));
        findings.push(
            Finding::on_page(None, Witness::Prose, remark.span)
                .evidence(json!({ "section": section, "number": number }))
                .message(format!("nothing closes the code block {place} before the next one opens"))
                .help("close it on the page; here it is read up to the end of its tab"),
        );
    }
}
