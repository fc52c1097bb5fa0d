//! The choices by which a finding can be resolved. Rules declare them, decisions take them. A choice derives a JSON
//! Patch from what the witnesses say and invents nothing.

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
    /// The name for a decision's `take`.
    pub id: &'static str,
    /// The effect in one sentence.
    pub does: &'static str,
    /// Derives the patch.
    pub derive: fn(&ChoiceContext<'_>) -> Derived,
}

/// The operations that resolve a finding (none if it is resolved already), or why this choice cannot resolve it.
pub type Derived = Result<Vec<PatchOperation>, String>;

/// The input of a choice.
#[derive(Clone, Copy, Debug)]
pub struct ChoiceContext<'a> {
    /// The page as documented.
    pub catalog: &'a Catalog,
    /// The document of all witnesses, with the patches of the earlier decisions.
    pub document: &'a Value,
    /// The finding.
    pub finding: &'a Diagnostic,
}

impl<'a> ChoiceContext<'a> {
    /// The place of the finding in the document.
    pub fn place(&self) -> PointerBuf {
        self.of_witness(self.finding.witness, &self.finding.pointer)
    }

    /// A place in a witness of the finding's event or resource.
    pub fn of_witness(&self, witness: Witness, pointer: &Pointer) -> PointerBuf {
        place_of(self.catalog, self.finding.event.as_deref(), witness, self.finding.resource.as_deref(), pointer)
    }

    /// The event, which most findings have.
    ///
    /// # Errors
    /// If the finding is one of the page as a whole.
    pub fn event(&self) -> Result<&'a str, String> {
        self.finding.event.as_deref().ok_or_else(|| "it is a finding of the page as a whole".into())
    }

    /// A fact that the rule added to the evidence.
    pub fn fact(&self, name: &str) -> Option<&'a str> {
        self.finding.facts.get(name)?.as_str()
    }

    /// A place of the document that the rule added to the evidence.
    ///
    /// # Errors
    /// If the rule added no such place.
    pub fn fact_place(&self, name: &str) -> Result<PointerBuf, String> {
        let place = self.fact(name).and_then(|place| PointerBuf::parse(place).ok());
        place.ok_or_else(|| format!("the finding names no {name}"))
    }

    /// The value at a place of the document.
    pub fn at(&self, place: &Pointer) -> Option<&'a Value> {
        self.document.pointer(place.as_str())
    }

    /// The operations that set the value at `place`; none if it has that value.
    ///
    /// # Errors
    /// If the parent of `place` does not exist.
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

    /// The operations that remove the value at `place`; none if it does not exist.
    pub fn remove(&self, place: PointerBuf) -> Vec<PatchOperation> {
        match self.at(&place) {
            Some(_) => vec![PatchOperation::Remove(RemoveOperation { path: place })],
            None => Vec::new(),
        }
    }
}

/// A place in a witness, as a place of the document. Places of a resource are shared by all events that carry it.
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
