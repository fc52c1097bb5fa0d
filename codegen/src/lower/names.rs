//! Names in JSON to names in Rust: valid, readable, unique.
//!
//! Only ASCII letters and digits are kept, so that no two names differ only by how a letter is composed, and no file system
//! folds two of them. The JSON name stands in the documentation of the item.

use std::collections::HashSet;

use heck::{ToPascalCase as _, ToSnakeCase as _};

/// Words that no item or module of the generated crate may be called: of the language, of what stands in every scope, and
/// of the crate itself. Compared in lower case, without underscores.
const RESERVED: &str = "\
    abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl in \
    let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof union \
    unsafe unsized use virtual where while yield macrorules raw safe \
    bool char str string vec option some none result ok err default clone copy debug display drop eq ord hash send sync sized \
    fnonce fnmut iterator intoiterator extend from into tryfrom tryinto asref asmut toowned tostring partialeq partialord \
    doubleendediterator exactsizeiterator fromiterator unpin asyncfn asyncfnmut asyncfnonce \
    i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f16 f32 f64 f128 \
    consoleevent payload unknown error errorkind eventtimestamp confidential extra integer notaninteger knownevent misfit key members \
    object text undeclared runtime resource lib main event std core alloc serde serdejson value number map btreemap \
    con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9";

/// Words that no field may be called: those of the language.
const KEYWORDS: &str = "\
    abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl in \
    let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof \
    unsafe unsized use virtual where while yield";

/// Longer names are cut: file systems and readers have limits.
const LONGEST: usize = 80;

/// The names of one scope.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// A scope for types, variants and modules.
    pub(super) fn of_items() -> Self {
        Self { taken: RESERVED.split_whitespace().map(str::to_owned).collect() }
    }

    /// A scope for the values of an enum.
    pub(super) fn of_variants() -> Self {
        Self { taken: ["self", "all", "other"].map(str::to_owned).into() }
    }

    /// The name itself, or with the first number from 2 that makes it unique. Names that differ in case or underscores alone
    /// count as one.
    pub(super) fn unique(&mut self, name: &str) -> String {
        let numbered = (2_u32..).map(|number| format!("{name}{number}"));
        let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| self.taken.insert(folded(name)));
        free.unwrap_or_default()
    }

    /// The same for a field: a keyword gets an underscore, as is the custom, and a double a number.
    pub(super) fn unique_field(&mut self, name: &str) -> String {
        let name = if KEYWORDS.split_whitespace().any(|keyword| keyword == name) {
            format!("{name}_")
        } else {
            name.to_owned()
        };
        let numbered = (2_u32..).map(|number| format!("{}_{number}", name.trim_end_matches('_')));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| self.taken.insert(name.clone()));
        free.unwrap_or_default()
    }
}

fn folded(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

/// A type's or variant's name.
pub(super) fn pascal(name: &str) -> String {
    settled(name, |name| valid(&name.to_pascal_case(), "X"))
}

/// A field's or module's name.
pub(super) fn snake(name: &str) -> String {
    settled(name, |name| valid(&name.to_snake_case(), "x_"))
}

/// Applies the rule until it changes nothing (`1 x`, `X1X`, `X1x`): typify applies it once more, and must find the same.
fn settled(name: &str, rule: impl Fn(&str) -> String) -> String {
    let words: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let mut name = rule(&words);
    loop {
        let next = rule(&name);
        if next == name || next.len() > LONGEST {
            return name;
        }
        name = next;
    }
}

fn valid(name: &str, prefix: &str) -> String {
    let name: String = name.chars().take(LONGEST).collect();
    let name = name.trim_end_matches('_');
    match name.chars().next() {
        None => prefix.trim_end_matches('_').to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{prefix}{name}"),
        Some(_) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_as_rust_does() {
        for (json, type_name, field) in [
            ("robot_built", "RobotBuilt", "robot_built"),
            ("manualURL", "ManualUrl", "manual_url"),
            ("_id", "Id", "id"),
            ("1st", "X1st", "x_1st"),
            ("1 x", "X1x", "x_1_x"),
            ("../x", "X", "x"),
            ("", "X", "x"),
            ("größe", "GrE", "gr_e"),
            ("日本", "X", "x"),
            ("mia-platform.eu/company", "MiaPlatformEuCompany", "mia_platform_eu_company"),
        ] {
            assert_eq!((pascal(json), snake(json)), (type_name.into(), field.into()), "{json}");
        }
    }

    #[test]
    fn names_that_fold_to_one_get_numbers() {
        let mut names = Names::of_items();
        assert_eq!(names.unique("UserAdded"), "UserAdded");
        assert_eq!(names.unique("Useradded"), "Useradded2");
        assert_eq!(names.unique("Option"), "Option2");
        let mut fields = Names::default();
        assert_eq!(fields.unique_field("type"), "type_");
        assert_eq!(fields.unique_field("repository_url"), "repository_url");
        assert_eq!(fields.unique_field("repository_url"), "repository_url_2");
    }
}
