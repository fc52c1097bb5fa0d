//! The names of definitions. They consist of letters and digits, so that they are valid as OpenAPI components and as
//! types in any language.

use std::collections::{BTreeSet, HashMap, HashSet};

use heck::ToPascalCase as _;

/// Names that the exports reserve.
const OWN: [&str; 3] = ["DocumentedEvent", "UndocumentedEvent", "Delivery"];

/// The names in use.
pub(super) struct Names {
    given: HashSet<String>,
}

impl Names {
    /// Starts with the reserved names.
    pub(super) fn new() -> Self {
        Self { given: OWN.iter().map(|name| name.to_lowercase()).collect() }
    }

    /// Assigns a name to each; the order does not matter.
    pub(super) fn all<'n>(&mut self, names: impl Iterator<Item = &'n str>) -> HashMap<&'n str, String> {
        let sorted: BTreeSet<&str> = names.collect();
        sorted.into_iter().map(|name| (name, self.one(name))).collect()
    }

    /// A name in Pascal case, with a number if it is taken.
    pub(super) fn one(&mut self, name: &str) -> String {
        let pascal = pascal(name);
        let numbered = (2_u32..).map(|number| format!("{pascal}{number}"));
        let free = std::iter::once(pascal.clone()).chain(numbered).find(|name| self.given.insert(name.to_lowercase()));
        free.unwrap_or_default()
    }
}

/// Only ASCII letters and digits, a letter first.
fn pascal(name: &str) -> String {
    let plain: String = name.to_pascal_case().chars().filter(char::is_ascii_alphanumeric).collect();
    if plain.starts_with(|first: char| first.is_ascii_alphabetic()) { plain } else { format!("X{plain}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_unique_in_any_order() {
        let given = |names: [&str; 5]| {
            let mut all: Vec<_> = Names::new().all(names.into_iter()).into_iter().collect();
            all.sort_unstable();
            all.into_iter().map(|(name, given)| format!("{name}={given}")).collect::<Vec<_>>().join(" ")
        };
        let expected = "1st=X1st a-b=AB a_b=AB2 documented_event=DocumentedEvent2 größe=Gre";
        assert_eq!(given(["a_b", "a-b", "documented_event", "größe", "1st"]), expected);
        assert_eq!(given(["größe", "1st", "a-b", "documented_event", "a_b"]), expected);
    }
}
