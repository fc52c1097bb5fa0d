//! What a rule says: a [`Diagnostic`] in the making.

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::owner::Owner;
use super::schema::SchemaNode;
use super::sheet::Sheet;
use crate::catalog::{DocumentedEvent, Row, Witness};
use crate::diagnostic::{Diagnostic, Severity};
use crate::page::Span;

#[derive(Debug)]
pub(super) struct Finding {
    event: Option<String>,
    witness: Witness,
    resource: Option<String>,
    pointer: PointerBuf,
    span: Span,
    message: String,
    help: String,
    related: Vec<(Span, String)>,
    evidence: Value,
    facts: Value,
    severity: Option<Severity>,
}

impl Finding {
    /// On the page as a whole, or on what an event's section lacks.
    pub(super) fn on_page(event: Option<&DocumentedEvent>, witness: Witness, span: Span) -> Self {
        Self {
            event: event.map(|event| event.key.clone()),
            witness,
            resource: None,
            pointer: PointerBuf::root(),
            span,
            message: String::new(),
            help: String::new(),
            related: Vec::new(),
            evidence: Value::Null,
            facts: Value::Null,
            severity: None,
        }
    }

    /// On the value at `pointer` of a block of JSON. The evidence is that value, until said otherwise.
    pub(super) fn on_value(document: &Sheet<'_>, pointer: &Pointer) -> Self {
        Self {
            resource: document.resource.map(|resource| resource.name.clone()),
            pointer: pointer.to_buf(),
            evidence: document.get(pointer).cloned().unwrap_or_default(),
            ..Self::on_page(document.event, document.witness, document.span(pointer))
        }
    }

    /// On the key of the member at `pointer`.
    pub(super) fn on_key(document: &Sheet<'_>, pointer: &Pointer) -> Self {
        Self { span: document.block.key_span_of(pointer), ..Self::on_value(document, pointer) }
    }

    /// On a schema, or a place within it.
    pub(super) fn on_schema(node: &SchemaNode<'_>) -> Self {
        Self::on_value(&node.sheet, &node.pointer)
    }

    /// On a piece of the event's prose.
    pub(super) fn on_prose(event: &DocumentedEvent, pointer: PointerBuf, span: Span) -> Self {
        Self { pointer, ..Self::on_page(Some(event), Witness::Prose, span) }
    }

    /// On a row of a table.
    pub(super) fn on_row(owner: Owner<'_>, row: &Row) -> Self {
        Self {
            pointer: row.pointer(),
            resource: owner.resource().map(|resource| resource.name.clone()),
            ..Self::on_page(owner.event(), Witness::Table, row.span)
        }
    }

    pub(super) fn message(self, message: impl Into<String>) -> Self {
        Self { message: message.into(), ..self }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }

    pub(super) fn span(self, span: Span) -> Self {
        Self { span, ..self }
    }

    pub(super) fn related(mut self, span: Span, what: impl Into<String>) -> Self {
        self.related.push((span, what.into()));
        self
    }

    pub(super) fn evidence(self, evidence: Value) -> Self {
        Self { evidence, ..self }
    }

    /// What the rule's choices need to know beside the evidence.
    pub(super) fn facts(self, facts: Value) -> Self {
        Self { facts, ..self }
    }

    pub(super) fn severity(self, severity: Severity) -> Self {
        Self { severity: Some(severity), ..self }
    }

    pub(super) fn of_rule(self, rule: &'static str, severity: Severity) -> Diagnostic {
        Diagnostic {
            rule,
            severity: self.severity.unwrap_or(severity),
            event: self.event,
            witness: self.witness,
            resource: self.resource,
            pointer: self.pointer,
            span: self.span,
            message: self.message,
            help: self.help,
            related: self.related,
            evidence: self.evidence,
            facts: self.facts,
        }
    }
}
