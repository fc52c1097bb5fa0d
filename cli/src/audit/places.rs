//! The places that an event's schema declares, as a tree: what a scan compares a delivery with.
//!
//! A tree knows types, names, required names and lists of allowed strings. [`Keywords`] says what it cannot know.

use std::collections::BTreeSet;

use serde_json::Value;

/// How many places a tree may have.
const MOST: usize = 20_000;
/// How many properties of one object a scan keeps account of.
pub(super) const PROPERTIES: usize = 64;

/// The documented type of a place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// No type is documented: any value is right.
    #[default]
    Any,
    Boolean,
    Number,
    Integer,
    String,
    Array,
    Object,
}

/// A place of an event, and what is declared below it.
#[derive(Default)]
pub(super) struct Node {
    /// The number of the place within its event.
    pub(super) id: usize,
    /// Its JSON Pointer in a delivery; `*` is any item of an array.
    pub(super) pointer: String,
    /// The JSONPath of its schema in the document that decisions patch.
    pub(super) path: String,
    pub(super) kind: Kind,
    /// Whether `null` is right as well.
    pub(super) nullable: bool,
    pub(super) properties: Vec<Property>,
    pub(super) required: Vec<String>,
    pub(super) items: Option<Box<Node>>,
    /// The strings that are allowed here, where only some are.
    pub(super) texts: Option<BTreeSet<String>>,
    /// The bits of the required properties.
    pub(super) mask: u64,
    pub(super) closed: bool,
}

pub(super) struct Property {
    pub(super) name: String,
    pub(super) required: bool,
    pub(super) node: Node,
}

/// Which keywords a schema has besides those that its tree covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Keywords {
    /// None: a delivery that agrees with the tree is valid.
    #[default]
    Covered,
    /// Bounds on values (`pattern`, `maximum`): a delivery that agrees with the tree has no misfits, but must be
    /// validated.
    Bounds,
    /// Others (`oneOf`, a recursive `$ref`): only the crate knows which deliveries have misfits.
    Others,
}

impl Node {
    /// The declared property of that name. Properties often come in the order of the schema, so the search begins at
    /// `from`.
    pub(super) fn find(&self, name: &[u8], from: usize) -> Option<usize> {
        let named = |at: &usize| self.properties.get(*at).is_some_and(|property| property.name.as_bytes() == name);
        (from..self.properties.len()).find(named).or_else(|| (0..from).find(named))
    }

    /// The node at a JSON Pointer with `*` for items.
    pub(super) fn at(&self, pointer: &str) -> Option<&Self> {
        let Some(rest) = pointer.strip_prefix('/') else { return pointer.is_empty().then_some(self) };
        let (token, _) = rest.split_once('/').unwrap_or((rest, ""));
        let below = &rest[token.len()..];
        match &self.items {
            Some(items) if token == "*" => items.at(below),
            _ => {
                let name = token.replace("~1", "/").replace("~0", "~");
                self.properties.iter().find(|property| property.name == name)?.node.at(below)
            }
        }
    }

    /// Whether undeclared members of an object are reported here: not where the documentation leaves all of them open.
    pub(super) fn has_properties(&self) -> bool {
        !self.properties.is_empty()
    }

    /// The declared properties at every depth.
    pub(super) fn properties_below<'a>(&'a self, found: &mut Vec<&'a Self>) {
        for property in &self.properties {
            found.push(&property.node);
            property.node.properties_below(found);
        }
        if let Some(items) = &self.items {
            items.properties_below(found);
        }
    }

    /// The place of that number, here or below.
    pub(super) fn by_id(&self, id: usize) -> Option<&Self> {
        if self.id == id {
            return Some(self);
        }
        let mut below = self.properties.iter().map(|property| &property.node).chain(self.items.as_deref());
        below.find_map(|node| node.by_id(id))
    }
}

/// Builds the tree of a schema.
pub(super) struct Builder<'a> {
    schema: &'a Value,
    pub(super) nodes: usize,
    pub(super) keywords: Keywords,
    /// The JSON Pointers of places whose values are confidential.
    pub(super) confidential: BTreeSet<String>,
    /// The references that lead to the place at hand.
    following: Vec<&'a str>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(schema: &'a Value) -> Self {
        let (confidential, following) = (BTreeSet::new(), Vec::new());
        Self { schema, nodes: 0, keywords: Keywords::Covered, confidential, following }
    }

    /// The tree of the whole schema, whose JSONPath is `path`.
    pub(super) fn root(&mut self, path: String) -> Node {
        self.node(self.schema, String::new(), path)
    }

    fn node(&mut self, schema: &'a Value, pointer: String, path: String) -> Node {
        let mut node = Node { id: self.nodes, pointer, path, ..Node::default() };
        self.nodes += 1;
        if self.nodes > MOST {
            self.more(Keywords::Others);
            return node;
        }
        self.fill(&mut node, schema);
        self.settle(&mut node);
        node
    }

    fn more(&mut self, keywords: Keywords) {
        self.keywords = self.keywords.max(keywords);
    }

    /// Adds a schema's keywords to a place. Keywords that a tree can express go into the node; of the others only the
    /// consequence is kept, in [`Keywords`].
    fn fill(&mut self, node: &mut Node, schema: &'a Value) {
        let Some(schema) = schema.as_object() else {
            if schema != &Value::Bool(true) {
                self.more(Keywords::Others);
            }
            return;
        };
        for (keyword, value) in schema {
            match keyword.as_str() {
                "properties" => self.properties(node, value),
                "items" if node.items.is_none() && (value.is_object() || value.is_boolean()) => {
                    let (pointer, path) = (format!("{}/*", node.pointer), format!("{}.items", node.path));
                    node.items = Some(Box::new(self.node(value, pointer, path)));
                }
                "$ref" => self.follow(node, value),
                "type" => self.kind(node, value),
                "const" | "enum" => self.texts(node, keyword == "const", value),
                "required" => {
                    let names = value.as_array().into_iter().flatten();
                    node.required.extend(names.filter_map(|name| name.as_str().map(str::to_owned)));
                }
                "additionalProperties" if value.is_boolean() || value == &serde_json::json!({}) => {
                    node.closed |= value == &Value::Bool(false);
                }
                "x-confidential" => {
                    if value == &Value::Bool(true) {
                        self.confidential.insert(node.pointer.clone());
                    }
                }
                "title" | "description" | "default" | "examples" | "$id" | "$schema" | "$defs" | "definitions"
                | "$comment" | "deprecated" | "readOnly" | "writeOnly" => {}
                annotation if annotation.starts_with("x-") => {}
                "format" | "pattern" | "minLength" | "maxLength" | "minimum" | "maximum" | "exclusiveMinimum"
                | "exclusiveMaximum" | "multipleOf" | "minItems" | "maxItems" | "uniqueItems" | "minProperties"
                | "maxProperties" => self.more(Keywords::Bounds),
                _ => self.more(Keywords::Others),
            }
        }
    }

    fn properties(&mut self, node: &mut Node, value: &'a Value) {
        for (name, schema) in value.as_object().into_iter().flatten() {
            if node.properties.iter().any(|property| property.name == *name) {
                self.more(Keywords::Others);
                continue;
            }
            let pointer = format!("{}/{}", node.pointer, escaped(name));
            let path = format!("{}.properties{}", node.path, selector(name));
            let child = self.node(schema, pointer, path);
            node.properties.push(Property { name: name.clone(), required: false, node: child });
        }
    }

    /// Follows a reference within the schema, but not in a circle.
    fn follow(&mut self, node: &mut Node, reference: &'a Value) {
        let reference = reference.as_str().unwrap_or_default();
        let target = reference.strip_prefix('#').and_then(|pointer| self.schema.pointer(pointer));
        let Some(target) = target.filter(|_| !self.following.contains(&reference)) else {
            return self.more(Keywords::Others);
        };
        if let Some(resource) = reference.strip_prefix("#/definitions/") {
            node.path = format!("$['(resources)']{}.schema", selector(resource));
        }
        self.following.push(reference);
        self.fill(node, target);
        self.following.pop();
    }

    fn kind(&mut self, node: &mut Node, value: &Value) {
        let name = match value.as_array().map(Vec::as_slice) {
            Some([Value::String(name), Value::String(null)] | [Value::String(null), Value::String(name)])
                if null == "null" =>
            {
                node.nullable = true;
                name
            }
            _ => value.as_str().unwrap_or_default(),
        };
        node.kind = match name {
            "boolean" => Kind::Boolean,
            "number" => Kind::Number,
            "integer" => Kind::Integer,
            "string" => Kind::String,
            "array" => Kind::Array,
            "object" => Kind::Object,
            _ => return self.more(Keywords::Others),
        };
    }

    fn texts(&mut self, node: &mut Node, single: bool, value: &Value) {
        let values = if single { std::slice::from_ref(value) } else { value.as_array().map_or(&[][..], Vec::as_slice) };
        let texts: Option<BTreeSet<String>> = values.iter().map(|text| text.as_str().map(str::to_owned)).collect();
        match texts.filter(|texts| node.texts.is_none() && !texts.is_empty()) {
            Some(texts) => node.texts = Some(texts),
            None => self.more(Keywords::Others),
        }
    }

    /// Checks that the keywords of a place fit each other, once all are known.
    fn settle(&mut self, node: &mut Node) {
        if node.texts.is_some() && node.kind == Kind::Any {
            node.kind = Kind::String;
        }
        for (at, property) in node.properties.iter_mut().enumerate().take(PROPERTIES) {
            property.required = node.required.contains(&property.name);
            node.mask |= u64::from(property.required) << at;
        }
        let declared = |name: &String| node.properties.iter().any(|property| property.name == *name);
        let odd = (node.has_properties() && node.kind != Kind::Object)
            || (node.items.is_some() && node.kind != Kind::Array)
            || (node.texts.is_some() && node.kind != Kind::String)
            || (node.closed && !node.has_properties())
            || (node.nullable && node.texts.is_some())
            || node.properties.len() > PROPERTIES
            || !node.required.iter().all(declared);
        if odd {
            self.more(Keywords::Others);
        }
    }
}

/// A name as a JSON Pointer writes it (RFC 6901).
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A name as a JSONPath selects it (RFC 9535).
pub(super) fn selector(name: &str) -> String {
    let plain = |character: char| character.is_ascii_alphanumeric() || character == '_';
    if name.chars().all(plain) && name.starts_with(|first: char| !first.is_ascii_digit()) {
        format!(".{name}")
    } else {
        format!("['{}']", name.replace('\\', "\\\\").replace('\'', "\\'"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by a panic")]
mod tests {
    use super::*;
    use serde_json::json;

    fn keywords(schema: &Value) -> Keywords {
        let mut builder = Builder::new(schema);
        builder.root("$".into());
        builder.keywords
    }

    #[test]
    fn places_have_pointers_and_paths() {
        let schema = json!({
            "type": "object", "required": ["a/b"],
            "properties": {"a/b": {"type": "array", "items": {"$ref": "#/definitions/Part"}}, "c": {"type": ["string", "null"]}},
            "definitions": {"Part": {"type": "object", "properties": {"it's": {"type": "integer"}}}},
        });
        let mut builder = Builder::new(&schema);
        let root = builder.root("$.e.schema".into());
        assert_eq!(builder.keywords, Keywords::Covered);
        let deep = root.at("/a~1b/*/it's").unwrap();
        assert_eq!((deep.kind, &*deep.pointer), (Kind::Integer, "/a~1b/*/it's"));
        assert_eq!(deep.path, "$['(resources)'].Part.schema.properties['it\\'s']");
        assert_eq!(root.at("/a~1b").unwrap().path, "$.e.schema.properties['a/b']");
        assert!(root.at("/c").unwrap().nullable && root.at("/d").is_none() && root.at("/a~1b/0").is_none());
        assert_eq!(
            (root.mask, root.find(b"c", 0), root.find(b"a/b", 1), root.find(b"x", 1)),
            (1, Some(1), Some(0), None)
        );
        let mut below = Vec::new();
        root.properties_below(&mut below);
        let pointers: Vec<&str> = below.iter().map(|node| &*node.pointer).collect();
        assert_eq!(root.by_id(deep.id).unwrap().pointer, deep.pointer);
        assert_eq!(pointers, ["/a~1b", "/a~1b/*/it's", "/c"]);
    }

    #[test]
    fn what_a_tree_does_not_cover_is_known() {
        for (schema, expected) in [
            (json!({"type": "object"}), Keywords::Covered),
            (json!({"type": "string", "pattern": "a"}), Keywords::Bounds),
            (json!({"oneOf": [{"type": "string"}]}), Keywords::Others),
            (json!({"properties": {"a": {}}}), Keywords::Others),
            (json!({"type": "object", "required": ["a"]}), Keywords::Others),
            (json!({"type": "object", "additionalProperties": false}), Keywords::Others),
            (json!({"type": "object", "additionalProperties": {"type": "string"}}), Keywords::Others),
            (json!({"type": ["string", "number"]}), Keywords::Others),
            (json!({"enum": ["a", 1]}), Keywords::Others),
            (json!({"type": "object", "properties": {"a": {"$ref": "#"}}}), Keywords::Others),
            (json!({"type": "object", "properties": {"a": false}}), Keywords::Others),
        ] {
            assert_eq!(keywords(&schema), expected, "{schema}");
        }
    }
}
