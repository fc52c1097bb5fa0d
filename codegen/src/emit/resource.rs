//! The module of the types that events share: resources, and definitions of their schemas.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::EmitError;
use super::items::{self, HEADER};
use crate::lower::{SchemaSet, code};

/// The names of the types that events share.
pub(super) fn shared(set: &SchemaSet) -> BTreeSet<&str> {
    set.resources.iter().flat_map(|resource| &resource.types).map(|plan| plan.name.as_str()).collect()
}

/// One file for each resource or definition. A page without any has the module, too, because it is a public path.
pub(super) fn files(set: &SchemaSet) -> Result<BTreeMap<String, String>, EmitError> {
    let mut index =
        format!("{HEADER}\n//! Types that several events use: resources, and definitions of the schemas.\n");
    let mut files = BTreeMap::new();
    let (mut modules, mut uses) = (String::new(), String::new());
    let shared = shared(set);
    for resource in &set.resources {
        let names = items::exported(&resource.types);
        let _ = writeln!(modules, "mod {};", resource.module);
        let _ = writeln!(uses, "pub use {}::{};", resource.module, items::import(&names));
        let about = format!("The resource {}.", code(names.first().map_or("", String::as_str)));
        let text = items::module(&about, &resource.types, &shared)?;
        files.insert(format!("resource/{}.rs", resource.module), text);
    }
    if !set.resources.is_empty() {
        let _ = write!(index, "\n{modules}\n{uses}");
    }
    files.insert("resource/mod.rs".into(), index);
    Ok(files)
}
