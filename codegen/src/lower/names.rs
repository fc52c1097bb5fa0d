//! Names in JSON to names in Rust: valid, readable, unique, and the same whatever the order of the page.
//!
//! Only ASCII letters and digits are kept, so that no two names differ only by how a letter is composed, and no file system
//! folds two of them. Where two JSON names of one scope fold to one, *both* spell out what tells them apart (`aB` becomes
//! `a_cap_b`, `a_b` becomes `a_underscore_b`): neither keeps the plain name, because it could then read another
//! property of the next page, and the code would still compile. The JSON name stands in the documentation of the item.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use heck::{ToPascalCase as _, ToSnakeCase as _};
use sha2::{Digest as _, Sha256};

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
    consoleevent payload unknown error errorkind eventtimestamp eventkind confidential extra integer notaninteger knownevent \
    key members misfit openmap otherobject outofrange object text undeclared unknowneventkind wrongpayload webhook forwardcompatibility \
    runtime resource lib main event std core alloc serde serdejson value number map btreemap index \
    con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9";

/// Words that no field may be called: those of the language.
const KEYWORDS: &str = "\
    abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl in \
    let loop macro match mod move mut override priv pub ref return self static struct super trait true try type typeof \
    unsafe unsized use virtual where while yield";

/// Longer names are cut: file systems and readers have limits.
const LONGEST: usize = 80;

/// What the names of a scope are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The fields of a struct.
    Fields,
    /// The values of an enum.
    Variants,
    /// Modules, which are files.
    Modules,
    /// Methods of the payload.
    Methods,
}

/// Methods that the payload always has.
const METHODS: [&str; 12] =
    ["name", "kind", "read", "fit", "alias", "serialize", "undeclared", "from", "into", "clone", "eq", "fmt"];

/// A name that is made when it is first asked for. Most names are never asked for, because few short names clash.
type LazyName<'n> = LazyCell<String, Box<dyn FnOnce() -> String + 'n>>;

/// The possible names of one item, in order of preference.
pub(super) struct Claim<'n> {
    plain: String,
    spelled: LazyName<'n>,
    exact: LazyName<'n>,
}

impl<'n> Claim<'n> {
    /// `plain` is the short name, `spelled` the name with what distinguishes it from others of the same short name. `exact` is unique for its
    /// source.
    pub(super) fn new(
        plain: String,
        spelled: impl FnOnce() -> String + 'n,
        exact: impl FnOnce() -> String + 'n,
    ) -> Self {
        Self { plain, spelled: LazyCell::new(Box::new(spelled)), exact: LazyCell::new(Box::new(exact)) }
    }

    fn at(&self, level: usize) -> &str {
        match level {
            0 => &self.plain,
            1 => &self.spelled,
            _ => &self.exact,
        }
    }
}

/// The names of JSON names in one scope, in their order; no name depends on that order.
pub(super) fn in_scope(scope: Scope, names: &[&str]) -> Vec<String> {
    let claims: Vec<Claim<'_>> = names.iter().map(|name| claim(scope, name)).collect();
    let taken: HashSet<String> = match scope {
        Scope::Fields => HashSet::new(),
        Scope::Variants => ["self", "all", "other"].map(str::to_owned).into(),
        Scope::Modules => reserved(),
        Scope::Methods => METHODS.map(str::to_owned).into(),
    };
    settle(&claims, &taken, |name| vec![if scope == Scope::Fields { name.to_owned() } else { folded(name) }])
}

/// Gives each claim the first of its names that no other claims; a name that several claim goes to none of them. `all` lists a name and
/// those derived from it, in the form in which they are compared.
pub(super) fn settle(claims: &[Claim<'_>], taken: &HashSet<String>, all: impl Fn(&str) -> Vec<String>) -> Vec<String> {
    let mut levels = vec![0_usize; claims.len()];
    loop {
        let mut wanted: HashMap<String, usize> = HashMap::new();
        for name in claims.iter().zip(&levels).flat_map(|(claim, level)| all(claim.at(*level))) {
            *wanted.entry(name).or_default() += 1;
        }
        let mut moved = false;
        for (claim, level) in claims.iter().zip(&mut levels) {
            let clash = |name: &String| taken.contains(name) || wanted.get(name).is_some_and(|count| *count > 1);
            if *level < 2 && all(claim.at(*level)).iter().any(clash) {
                *level += 1;
                moved = true;
            }
        }
        if !moved {
            let names = claims.iter().zip(&levels).map(|(claim, level)| claim.at(*level).to_owned());
            return numbered(names);
        }
    }
}

/// Numbers the names that have the same source, because nothing else distinguishes them.
fn numbered(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    names
        .map(|name| {
            let count = seen.entry(name.clone()).and_modify(|count| *count += 1).or_insert(1);
            let mark = if name.starts_with(|c: char| c.is_ascii_uppercase()) { "N" } else { "_n" };
            if *count == 1 { name } else { format!("{name}{mark}{count}") }
        })
        .collect()
}

/// What no item may be called, folded.
pub(super) fn reserved() -> HashSet<String> {
    RESERVED.split_whitespace().map(str::to_owned).collect()
}

/// How items are compared: names that differ in case or underscores alone count as one.
pub(super) fn folded(name: &str) -> String {
    name.replace('_', "").to_lowercase()
}

fn claim(scope: Scope, name: &str) -> Claim<'_> {
    let case = move |words: &str| match scope {
        Scope::Fields | Scope::Methods => field(words),
        Scope::Variants => pascal(words),
        Scope::Modules => snake(words),
    };
    let plain = case(name);
    let (short, start) = (folded(&plain), plain.chars().take(LONGEST - 20).collect::<String>());
    let long = move || {
        let spelled = case(&spelled(name));
        if folded(&spelled) != short {
            return spelled;
        }
        let word = match scope {
            Scope::Fields | Scope::Methods => "lower",
            Scope::Variants => "value",
            Scope::Modules => "item",
        };
        case(&format!("{name} {word}"))
    };
    Claim::new(plain, long, move || case(&format!("{start} x{}", digest(name))))
}

/// The first half of a digest of the source.
pub(super) fn digest(name: &str) -> String {
    let bytes: Vec<String> = Sha256::digest(name).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    bytes.concat()
}

/// The name with its capitals and other characters in words.
pub(super) fn spelled(name: &str) -> String {
    let mut words = String::new();
    let mut capitals = false;
    let mut characters = name.chars().peekable();
    while let Some(c) = characters.next() {
        let next_capital = characters.peek().is_some_and(char::is_ascii_uppercase);
        let word = match c {
            'A'..='Z' if capitals => {
                capitals = next_capital;
                words.push(c.to_ascii_lowercase());
                if !capitals {
                    words.push(' ');
                }
                continue;
            }
            'A'..='Z' if next_capital => {
                capitals = true;
                words.push_str(" caps ");
                words.push(c.to_ascii_lowercase());
                continue;
            }
            'A'..='Z' => {
                words.push_str(" cap ");
                words.push(c.to_ascii_lowercase());
                continue;
            }
            c if c.is_ascii_alphanumeric() => {
                words.push(c);
                continue;
            }
            '_' => "underscore".to_owned(),
            '-' => "dash".to_owned(),
            '.' => "dot".to_owned(),
            ' ' => "space".to_owned(),
            '/' => "slash".to_owned(),
            '+' => "plus".to_owned(),
            '*' => "star".to_owned(),
            ':' => "colon".to_owned(),
            '<' => "less".to_owned(),
            '>' => "more".to_owned(),
            '=' => "equals".to_owned(),
            '!' => "not".to_owned(),
            other => format!("u{:x}", u32::from(other)),
        };
        words.push(' ');
        words.push_str(&word);
        words.push(' ');
    }
    words
}

/// Joins the parts of a name, and stops when it is twice as long as a name may be: what follows would be cut anyway.
pub(super) fn joined<'n>(parts: impl Iterator<Item = &'n str>) -> String {
    let mut name = String::new();
    for part in parts {
        if name.len() > 2 * LONGEST {
            break;
        }
        name.push_str(part);
    }
    name
}

/// A type's or variant's name.
pub(super) fn pascal(name: &str) -> String {
    settled(name, |name| valid(&name.to_pascal_case(), "X"))
}

/// A module's name.
pub(super) fn snake(name: &str) -> String {
    settled(name, |name| valid(&name.to_snake_case(), "x_"))
}

/// A field's name: a keyword gets an underscore at its end.
fn field(name: &str) -> String {
    let name = snake(name);
    if KEYWORDS.split_whitespace().any(|keyword| keyword == name) { format!("{name}_") } else { name }
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

    fn sorted(scope: Scope, names: &[&str]) -> Vec<(String, String)> {
        let mut found: Vec<_> = names.iter().map(|name| (*name).to_owned()).zip(in_scope(scope, names)).collect();
        found.sort();
        found
    }

    #[test]
    fn names_that_fold_to_one_spell_out_what_tells_them_apart() {
        assert_eq!(in_scope(Scope::Fields, &["aB", "a_b"]), ["a_cap_b", "a_underscore_b"]);
        assert_eq!(in_scope(Scope::Fields, &["type", "aB"]), ["type_", "a_b"]);
        assert_eq!(
            in_scope(Scope::Fields, &["repositoryURL", "repositoryUrl"]),
            ["repository_caps_url", "repository_cap_url"]
        );
        assert_eq!(in_scope(Scope::Fields, &["ab", "AB"]), ["ab_lower", "caps_ab"]);
        assert_eq!(in_scope(Scope::Variants, &["other", "Self"]), ["OtherValue", "CapSelf"]);
        assert_eq!(in_scope(Scope::Variants, &["+1", "-1", "1"]), ["Plus1", "Dash1", "X1Value"]);
    }

    #[test]
    fn no_name_depends_on_the_order_and_no_two_are_the_same() {
        let pool =
            ["aB", "a_b", "a-b", "a b", "A_b", "ab", "AB", "a_cap_b", "aCapB", "日", "本", "", "type", "type_", "é"];
        for scope in [Scope::Fields, Scope::Variants, Scope::Modules] {
            let expected = sorted(scope, &pool);
            let mut names = pool;
            for _ in 0..names.len() {
                names.rotate_left(1);
                assert_eq!(sorted(scope, &names), expected);
                names.swap(0, 7);
                assert_eq!(sorted(scope, &names), expected);
            }
            let different: HashSet<String> = expected.iter().map(|(_, name)| folded(name)).collect();
            assert_eq!(different.len(), pool.len(), "{expected:?}");
        }
    }

    #[test]
    fn names_longer_than_a_reader_bears_stay_apart() {
        let (one, other) = (format!("{}x", "a".repeat(200)), format!("{}y", "a".repeat(200)));
        let names = in_scope(Scope::Fields, &[&one, &other]);
        assert!(names[0] != names[1] && names.iter().all(|name| name.len() <= LONGEST), "{names:?}");
    }
}
