//! The size of an example with the resource in the place of each `{...}`. A small page could otherwise ask for a
//! document that does not fit in memory.

use std::collections::HashMap;

use crate::catalog::{Block, Catalog, DocumentedEvent};

/// The largest example in bytes, with all resources written out.
pub(super) const LARGEST: usize = 16 * 1024 * 1024;

/// The first event with a larger example, and the example's size.
pub(super) fn too_large(catalog: &Catalog) -> Option<(&DocumentedEvent, usize)> {
    let length = |block: &Block| block.span.end - block.span.start;
    catalog.events.iter().find_map(|event| {
        let example = event.example.as_ref()?;
        let json = example.json.as_ref().ok().filter(|json| !json.placeholders.is_empty())?;
        let resources = event.all_resources().filter_map(|it| Some((it.name.as_str(), length(it.example.as_ref()?))));
        let resources: HashMap<&str, usize> = resources.collect();
        let named = json.placeholders.iter().filter_map(|placeholder| resources.get(placeholder.resource.as_deref()?));
        let bytes = named.fold(length(example), |bytes, more| bytes.saturating_add(*more));
        (bytes > LARGEST).then_some((event, bytes))
    })
}
