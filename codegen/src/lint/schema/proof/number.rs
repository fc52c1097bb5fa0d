//! Numbers: bounds that leave none.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::reason::Reason;
use crate::lint::schema::Node;

/// Beyond it a float does not tell neighbouring integers apart.
const EXACT: f64 = 9_007_199_254_740_992.0;

struct Bound<'a> {
    keyword: Node<'a>,
    number: &'a Number,
    exclusive: bool,
}

/// Bounds that exclude each other, or leave no integer between them where only integers are allowed.
pub(super) fn range<'a>(all: &[Node<'a>], integers_only: bool) -> Vec<Reason<'a>> {
    let lower = tightest(all, "minimum", "exclusiveMinimum", Ordering::Greater);
    let upper = tightest(all, "maximum", "exclusiveMaximum", Ordering::Less);
    let (Some(lower), Some(upper)) = (lower, upper) else { return Vec::new() };
    let names = format!("{} and {}", lower.shown(), upper.shown());
    let (keywords, least, most) = ([lower.keyword.clone(), upper.keyword.clone()], lower.least(), upper.most());
    let empty = match compare(lower.number, upper.number) {
        Ordering::Greater => true,
        Ordering::Equal => lower.exclusive || upper.exclusive,
        Ordering::Less => false,
    };
    if empty {
        return vec![Reason::new(keywords, format!("no number lies between {names}"))];
    }
    let (Some(least), Some(most)) = (least, most) else { return Vec::new() };
    if integers_only && least > most {
        return vec![Reason::new(keywords, format!("no integer lies between {names}"))];
    }
    let step =
        |node: &Node<'a>| Some((node.child(["multipleOf"])?, integer(node.value.get("multipleOf")?.as_number()?)?));
    let missed = all.iter().filter_map(step).find(|(_, step)| *step > 0 && most.div_euclid(*step) * step < least);
    let why = |step: i128| format!("no multiple of `multipleOf` {step} lies between {names}");
    missed.map(|(keyword, step)| Reason::new([keyword].into_iter().chain(keywords), why(step))).into_iter().collect()
}

fn tightest<'a>(all: &[Node<'a>], plain: &str, exclusive: &str, tighter: Ordering) -> Option<Bound<'a>> {
    let bounds = all.iter().flat_map(|node| {
        let of = |name: &str, exclusive: bool| {
            let keyword = node.child([name])?;
            Some(Bound { number: keyword.value.as_number()?, keyword, exclusive })
        };
        let draft_4 = node.value.get(exclusive) == Some(&Value::Bool(true));
        [of(plain, draft_4), of(exclusive, true)].into_iter().flatten()
    });
    bounds.reduce(|best, bound| match compare(bound.number, best.number) {
        Ordering::Equal if bound.exclusive && !best.exclusive => bound,
        order if order == tighter => bound,
        _ => best,
    })
}

impl Bound<'_> {
    fn shown(&self) -> String {
        let keyword = self.keyword.pointer.back().map_or_else(String::new, |token| token.decoded().into_owned());
        let exclusive = if self.exclusive && !keyword.starts_with("exclusive") { " (exclusive)" } else { "" };
        format!("`{keyword}` {}{exclusive}", self.number)
    }

    /// The smallest integer that a lower bound allows.
    fn least(&self) -> Option<i128> {
        match integer(self.number) {
            Some(number) => Some(number + i128::from(self.exclusive)),
            None => whole(self.number.as_f64()?.ceil()),
        }
    }

    /// The largest integer that an upper bound allows.
    fn most(&self) -> Option<i128> {
        match integer(self.number) {
            Some(number) => Some(number - i128::from(self.exclusive)),
            None => whole(self.number.as_f64()?.floor()),
        }
    }
}

fn compare(a: &Number, b: &Number) -> Ordering {
    match (integer(a), integer(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Less),
    }
}

/// The number as an integer, also where it is written `3.0`.
fn integer(number: &Number) -> Option<i128> {
    let float = || number.as_f64().filter(|number| number.fract() == 0.0).and_then(whole);
    number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from)).or_else(float)
}

#[expect(clippy::cast_possible_truncation, reason = "the number is whole and small enough to be exact")]
fn whole(number: f64) -> Option<i128> {
    (number.abs() < EXACT).then_some(number as i128)
}
