//! "Did you mean": the known name that is most similar to an unknown one.

/// The least similarity of a suggestion, where 1 means equal. clap uses the same value for its options.
const LIKE: f64 = 0.7;

/// A question to append to an error, with a blank before it; empty if no known name is similar.
pub(super) fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    // The cost is the product of both lengths, and no known name is this long.
    const LONGEST: usize = 200;
    if given.len() > LONGEST {
        return String::new();
    }
    known
        .into_iter()
        .filter(|name| name.len() <= LONGEST)
        .map(|name| (strsim::jaro_winkler(given, name), name))
        .filter(|(like, _)| *like > LIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map_or_else(String::new, |(_, name)| format!(" did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_suggested() {
        let known = ["json-syntax", "json-comment", "schema-invalid"];
        assert_eq!(did_you_mean("jsonsyntax", known), " did you mean `json-syntax`?");
        assert_eq!(did_you_mean("schema_invalid", known), " did you mean `schema-invalid`?");
        assert_eq!(did_you_mean("quite another", known), "");
        assert_eq!(did_you_mean(&"x".repeat(1_000_000), known), "");
    }
}
