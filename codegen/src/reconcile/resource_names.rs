//! Chooses the name of each resource. It keeps its own name unless the page uses the name for different resources.
//! Then each of them takes the name of its alphabetically first event as a prefix, so that no name depends on the
//! order of the page.

use std::collections::{BTreeMap, HashMap, HashSet};

use heck::ToPascalCase as _;
use serde_json::Value;

use crate::catalog::Catalog;
use crate::schema::{definition_reference, references};

/// The names of the resources of a catalog.
pub(super) struct ResourceNames<'c> {
    /// By the name on the page.
    documented: BTreeMap<&'c str, Vec<NamedResource<'c>>>,
}

struct NamedResource<'c> {
    schema: &'c Value,
    /// The alphabetically first of the events that have it.
    event: &'c str,
    name: String,
}

impl<'c> ResourceNames<'c> {
    pub(super) fn of(catalog: &'c Catalog) -> Self {
        let mut names = Self { documented: BTreeMap::new() };
        for event in &catalog.events {
            let Some(schema) = event.schema_with_references() else { continue };
            for resource in event.all_resources() {
                let documented = resource.schema.as_ref().and_then(|block| block.value());
                if let Some(documented) = documented
                    && references(&schema).contains(definition_reference(&resource.name).as_str())
                {
                    names.add(&resource.name, documented, &event.key);
                }
            }
        }
        names.choose(catalog);
        names
    }

    fn add(&mut self, own: &'c str, schema: &'c Value, event: &'c str) {
        let of_name = self.documented.entry(own).or_default();
        match of_name.iter_mut().find(|resource| crate::unite::same(resource.schema, schema)) {
            Some(resource) => resource.event = resource.event.min(event),
            None => of_name.push(NamedResource { schema, event, name: String::new() }),
        }
    }

    fn choose(&mut self, catalog: &Catalog) {
        // A schema of the page may define the name itself. Case is ignored, because names become file names.
        let schemas = catalog.events.iter().filter_map(|event| event.schema.as_ref()?.value());
        let own = schemas.filter_map(|schema| schema.get("definitions")?.as_object());
        let mut taken: HashSet<String> = own.flat_map(|own| own.keys().map(|name| name.to_lowercase())).collect();
        let mut claims: HashMap<String, usize> = HashMap::new();
        for (own, resources) in &self.documented {
            *claims.entry(own.to_lowercase()).or_default() += resources.len();
        }
        let is_alone = |own: &str| claims.get(&own.to_lowercase()) == Some(&1);
        let free: Vec<&str> = self.documented.keys().copied().filter(|own| is_alone(own)).collect();
        for own in free {
            if taken.insert(own.to_lowercase()) {
                self.documented
                    .entry(own)
                    .or_default()
                    .iter_mut()
                    .for_each(|resource| own.clone_into(&mut resource.name));
            }
        }
        for (own, resources) in &mut self.documented {
            resources.sort_by_key(|resource| resource.event);
            for resource in resources.iter_mut().filter(|resource| resource.name.is_empty()) {
                let prefixed = format!("{}{own}", resource.event.to_pascal_case());
                let numbered = (2_usize..).map(|number| format!("{prefixed}{number}"));
                let mut candidates = std::iter::once(prefixed.clone()).chain(numbered);
                resource.name =
                    candidates.find(|name| taken.insert(name.to_lowercase())).unwrap_or_else(|| prefixed.clone());
            }
        }
    }

    /// The name of the resource with this name on the page and this schema.
    pub(super) fn name<'n>(&'n self, own: &'n str, schema: &Value) -> &'n str {
        let mut of_name = self.documented.get(own).into_iter().flatten();
        let resource = of_name.find(|resource| crate::unite::same(resource.schema, schema));
        resource.map_or(own, |resource| &resource.name)
    }
}
