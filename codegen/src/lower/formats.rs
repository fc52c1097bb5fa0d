//! Texts with a `format` for which a crate has a type: the names of the methods that read them.

use super::set::{Field, Layout, TypeKind, TypePlan};

/// The formats, and for each crate the suffix of the method and the type that it returns.
const FORMATS: [(&str, &[(&str, &str)]); 3] = [
    ("date-time", &[("jiff", "jiff::Timestamp"), ("chrono", "chrono::DateTime<chrono::FixedOffset>")]),
    ("uuid", &[("uuid", "uuid::Uuid")]),
    ("uri", &[("url", "url::Url")]),
];

impl TypePlan {
    /// The fields that have a format: the format, and the methods with the types that they return.
    pub(crate) fn format_methods(&self) -> impl Iterator<Item = (&Field, &'static str, Vec<(String, &'static str)>)> {
        let fields = match &self.layout {
            Layout::Object { fields, .. } => fields.as_slice(),
            Layout::Strings(_) | Layout::Union(_) | Layout::Tuple(..) | Layout::Transparent(_) => &[],
        };
        fields.iter().filter(|field| is_text(&field.kind)).filter_map(|field| {
            let (format, crates) = FORMATS.into_iter().find(|(format, _)| field.format.as_deref() == Some(*format))?;
            let ident = field.ident.trim_end_matches('_');
            let methods = crates.iter().map(|(ending, of)| (format!("{ident}_{ending}"), *of));
            Some((field, format, methods.collect()))
        })
    }
}

/// Whether it is a text, or `null`, and not confidential: the errors of another crate may quote the text.
fn is_text(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Nullable(inner) => **inner == TypeKind::String,
        other => *other == TypeKind::String,
    }
}
