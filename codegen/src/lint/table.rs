//! How rows of a property table are read: which schemas they speak of, and which types their words mean.

use std::collections::HashSet;

use jsonptr::{Pointer, PointerBuf};

use super::schema::SchemaNode;
use crate::catalog::Table;
use crate::schema::Types;

/// The schemas that declare the property at a row's place below `roots`; empty where none does. None where the schema lets
/// anything stand there, so that nothing can be said: below a free-form map, or a `{...}` that nothing fills.
pub(super) fn row_schemas<'a>(roots: &[SchemaNode<'a>], place: &Pointer) -> Option<Vec<SchemaNode<'a>>> {
    let mut nodes = roots.to_vec();
    for token in place.tokens() {
        let name = token.decoded();
        let next: Vec<SchemaNode<'a>> = if name == "*" {
            nodes.iter().flat_map(SchemaNode::items).collect()
        } else {
            nodes.iter().flat_map(|node| node.property(&name)).collect()
        };
        if next.is_empty() && nodes.iter().any(|node| node.wants_more() || node.says_nothing()) {
            return None;
        }
        nodes = next;
    }
    Some(nodes)
}

/// The places of a table's rows, to be asked many times.
#[derive(Default)]
pub(super) struct RowPlaces {
    rows: HashSet<PointerBuf>,
    /// The places that have a row somewhere below them.
    above: HashSet<PointerBuf>,
}

impl RowPlaces {
    pub(super) fn new<'a>(tables: impl IntoIterator<Item = &'a Table>) -> Self {
        let mut places = Self::default();
        for row in tables.into_iter().flat_map(|table| &table.rows) {
            let place = row.pointer();
            let mut around = place.parent();
            // Where one is known, those around it are known, too.
            while let Some(above) = around.filter(|above| places.above.insert(above.to_buf())) {
                around = above.parent();
            }
            places.rows.insert(place);
        }
        places
    }

    /// Whether there is a row at this place.
    pub(super) fn has_row(&self, place: &Pointer) -> bool {
        self.rows.contains(place)
    }

    /// Whether there is a row below this place.
    pub(super) fn has_row_below(&self, place: &Pointer) -> bool {
        self.above.contains(place)
    }
}

/// What the words of a type column mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub(super) types: Types,
    /// The types of an array's items, where they are said.
    pub(super) items: Option<Types>,
}

/// Reads `String`, `string[]`, `array of strings`, `bool`, `string | null`. None where a word is not known: then the types
/// cannot be compared.
pub(super) fn stated(text: &str) -> Option<Stated> {
    let text = text.to_lowercase().replace([',', '/'], "|").replace(" or ", "|");
    let mut types = Types::NONE;
    let mut items = None;
    for part in
        text.split('|').map(|part| part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '`' | '*' | '_' | '.')))
    {
        let quoted = part.starts_with(['"', '\'', '“']);
        let of = |part: &str| part.trim_end_matches(|c: char| c.is_whitespace() || c == '>').to_owned();
        let item = part.strip_suffix("[]").map(str::to_owned).or_else(|| {
            ["array of ", "list of ", "array<", "list<"].iter().find_map(|start| part.strip_prefix(start)).map(of)
        });
        types = types
            | match item {
                Some(item) => {
                    items = word(&item);
                    Types::ARRAY
                }
                None if quoted => Types::STRING,
                None => word(part)?,
            };
    }
    Some(Stated { types, items })
}

fn word(word: &str) -> Option<Types> {
    let plural = word.trim_end_matches('s');
    Some(match plural.split_whitespace().next()? {
        "string" | "str" | "text" | "uuid" | "url" | "uri" | "email" => Types::STRING,
        "boolean" | "bool" => Types::BOOLEAN,
        "number" | "float" | "double" | "decimal" | "numeric" => Types::NUMBER,
        "integer" | "int" | "long" | "int32" | "int64" => Types::INTEGER,
        "object" | "map" | "record" | "dictionary" => Types::OBJECT,
        "array" | "list" => Types::ARRAY,
        "null" | "nil" | "none" => Types::NULL,
        "any" => Types::ALL,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn types(text: &str) -> Option<Types> {
        stated(text).map(|stated| stated.types)
    }

    #[test]
    fn spelling_does_not_matter() {
        for text in ["string", "String", " `string` ", "strings", "\"a\" | \"b\"", "string (uuid)"] {
            assert_eq!(types(text), Some(Types::STRING), "{text}");
        }
        for text in ["array", "string[]", "Array of strings", "array<string>", "list of objects"] {
            assert_eq!(types(text), Some(Types::ARRAY), "{text}");
        }
        assert_eq!(stated("array of strings").and_then(|stated| stated.items), Some(Types::STRING));
        assert_eq!(types("string | null"), Some(Types::STRING | Types::NULL));
        assert_eq!(types("string or number"), Some(Types::STRING | Types::NUMBER));
    }

    #[test]
    fn a_word_that_is_not_known_is_not_judged() {
        for text in ["Product", "", "string | Product", "???"] {
            assert_eq!(stated(text), None, "{text}");
        }
    }
}
