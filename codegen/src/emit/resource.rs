//! The module of the resources.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use quote::quote;

use super::EmitError;
use super::items::{self, HEADER};
use super::types::Types;
use crate::lower::{SchemaSet, code};

/// The module of the resources, one file a resource. A page without resources has the module too: it is a public path.
pub(super) fn files(set: &SchemaSet, types: &Types) -> Result<BTreeMap<String, String>, EmitError> {
    let mut index = format!("{HEADER}\n//! The resources that events share.\n");
    let mut files = BTreeMap::new();
    let (mut modules, mut uses) = (String::new(), String::new());
    for resource in &set.resources {
        let names: Vec<&str> = resource.types.iter().map(|plan| plan.name.as_str()).collect();
        let _ = writeln!(modules, "mod {};", resource.module);
        let _ = writeln!(uses, "pub use {}::{};", resource.module, items::import(&names));
        let about = format!("The resource {}.", code(names.first().copied().unwrap_or_default()));
        let text = items::module(&about, &resource.types, types, &quote!())?;
        files.insert(format!("resource/{}.rs", resource.module), text);
    }
    if !set.resources.is_empty() {
        let _ = write!(index, "\n{modules}\n{uses}");
    }
    files.insert("resource/mod.rs".into(), index);
    Ok(files)
}
