//! The ways in which the findings of a rule can be resolved: each derives the JSON Patch from what the witnesses say, and
//! invents nothing. Rules declare them, decisions take them.

mod declare;
mod shown;

use json_patch::{AddOperation, PatchOperation, RemoveOperation, ReplaceOperation};
use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::catalog::{Catalog, Witness};
use crate::diagnostic::Diagnostic;
use crate::document::{RESOURCES, document_path};

pub use declare::{declare, declared_as, drop_from_list, row_of, typed};
pub use shown::{examples_at, inferred, payload_place};

/// One way to resolve a finding.
#[derive(Debug)]
pub struct Choice {
    /// What `take` names it.
    pub id: &'static str,
    /// What it does, in one sentence.
    pub does: &'static str,
    /// Derives the patch.
    pub derive: fn(&ChoiceContext<'_>) -> Derived,
}

/// The operations that resolve a finding, none where that is done; or why the choice cannot.
pub type Derived = Result<Vec<PatchOperation>, String>;

/// What a choice looks at.
#[derive(Clone, Copy, Debug)]
pub struct ChoiceContext<'a> {
    /// The page as documented.
    pub catalog: &'a Catalog,
    /// The document of all witnesses, as the decisions before have left it.
    pub document: &'a Value,
    /// The finding.
    pub finding: &'a Diagnostic,
}

impl<'a> ChoiceContext<'a> {
    /// The place of the finding in the document.
    pub fn place(&self) -> PointerBuf {
        self.of_witness(self.finding.witness, &self.finding.pointer)
    }

    /// A place of a witness of the event or resource of which the finding speaks.
    pub fn of_witness(&self, witness: Witness, pointer: &Pointer) -> PointerBuf {
        place_of(self.catalog, self.finding.event.as_deref(), witness, self.finding.resource.as_deref(), pointer)
    }

    /// The event, which most findings have.
    ///
    /// # Errors
    /// Where the finding is one of the page.
    pub fn event(&self) -> Result<&'a str, String> {
        self.finding.event.as_deref().ok_or_else(|| "it is a finding of the page as a whole".into())
    }

    /// What the rule said beside the evidence.
    pub fn fact(&self, name: &str) -> Option<&'a str> {
        self.finding.facts.get(name)?.as_str()
    }

    /// A place of the document that the rule named.
    ///
    /// # Errors
    /// Where it named none.
    pub fn fact_place(&self, name: &str) -> Result<PointerBuf, String> {
        let place = self.fact(name).and_then(|place| PointerBuf::parse(place).ok());
        place.ok_or_else(|| format!("the finding names no {name}"))
    }

    /// The value at a place of the document.
    pub fn at(&self, place: &Pointer) -> Option<&'a Value> {
        self.document.pointer(place.as_str())
    }

    /// The operations that make the value at `place` that, none where it is.
    ///
    /// # Errors
    /// Where there is nothing into which it could be put.
    pub fn set(&self, place: PointerBuf, value: Value) -> Derived {
        let found = self.at(&place);
        if found == Some(&value) {
            return Ok(Vec::new());
        }
        let holder = place.parent().and_then(|parent| self.at(parent));
        if !holder.is_some_and(|holder| holder.is_object() || holder.is_array()) {
            return Err(format!("there is nothing at `{}`", place.parent().unwrap_or_default()));
        }
        Ok(vec![match found {
            Some(_) => PatchOperation::Replace(ReplaceOperation { path: place, value }),
            None => PatchOperation::Add(AddOperation { path: place, value }),
        }])
    }

    /// The operations that take the value at `place` away, none where there is nothing.
    pub fn remove(&self, place: PointerBuf) -> Vec<PatchOperation> {
        match self.at(&place) {
            Some(_) => vec![PatchOperation::Remove(RemoveOperation { path: place })],
            None => Vec::new(),
        }
    }
}

/// A place of a witness in the document; what is a resource's is so for all events that carry it.
pub fn place_of(
    catalog: &Catalog,
    event: Option<&str>,
    witness: Witness,
    resource: Option<&str>,
    pointer: &Pointer,
) -> PointerBuf {
    let kind = match witness {
        Witness::ResourceSchema => "schema",
        Witness::ResourceExample => "example",
        Witness::Prose | Witness::Table | Witness::Example | Witness::Schema => {
            return document_path(catalog, event, witness, resource, pointer);
        }
    };
    PointerBuf::from_tokens([RESOURCES, resource.unwrap_or_default(), kind]).concat(pointer)
}
