//! Numbers compared exactly, whole or not; a double beyond 2^53 must not lead to a wrong verdict.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// The largest double below which every whole number is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

#[allow(clippy::cast_possible_truncation, reason = "the float was checked to be whole and exact")]
fn whole(number: &Number) -> Option<i128> {
    let integer = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    integer.or_else(|| {
        number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < EXACT).map(|float| float as i128)
    })
}

/// Whether a number has no fractional part: `1.0` is whole.
pub(crate) fn is_whole(number: &Number) -> bool {
    whole(number).is_some() || number.as_f64().is_some_and(|float| float.fract() == 0.0)
}

/// The order of two numbers.
pub(crate) fn compare(a: &Number, b: &Number) -> Ordering {
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(a), None) => against_float(a, b.as_f64()),
        (None, Some(b)) => against_float(b, a.as_f64()).reverse(),
        (None, None) => a.as_f64().partial_cmp(&b.as_f64()).unwrap_or(Ordering::Equal),
    }
}

#[allow(clippy::cast_possible_truncation, reason = "the float was checked to lie within the integers of 128 bits")]
fn against_float(a: i128, b: Option<f64>) -> Ordering {
    let b = b.unwrap_or(0.0);
    if b >= 1e30 {
        return Ordering::Less;
    }
    if b <= -1e30 {
        return Ordering::Greater;
    }
    let floor = b.floor();
    a.cmp(&(floor as i128)).then(if b > floor { Ordering::Less } else { Ordering::Equal })
}

/// Whether `number` is a multiple of `of`; `None` if doubles are not exact enough.
pub(crate) fn is_multiple(number: &Number, of: &Number) -> Option<bool> {
    match (whole(number), whole(of)) {
        (_, Some(0)) => None,
        (Some(number), Some(of)) => Some(number % of == 0),
        _ => None,
    }
}

/// A text that is the same for equal values and for no others.
pub(crate) fn identity(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => value.to_string(),
        Value::Number(number) => {
            whole(number).or_else(|| whole_float(number)).map_or_else(|| number.to_string(), |whole| whole.to_string())
        }
        Value::Array(items) => format!("[{}]", items.iter().map(identity).collect::<Vec<_>>().join(",")),
        Value::Object(members) => {
            let mut members: Vec<String> = members
                .iter()
                .map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), identity(value)))
                .collect();
            members.sort_unstable();
            format!("{{{}}}", members.join(","))
        }
    }
}

#[allow(
    clippy::cast_possible_truncation,
    reason = "the float was checked to be whole and within the integers of 128 bits"
)]
fn whole_float(number: &Number) -> Option<i128> {
    number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < 1e30).map(|float| float as i128)
}

/// The numbers in a JSON text that fit neither 64 bits nor a double, each once: a reader replaces them by other numbers.
pub(crate) fn inexact(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
        rest = &rest[at..];
        if let Some(tail) = rest.strip_prefix('"') {
            rest = behind_string(tail);
            continue;
        }
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).unwrap_or(rest.len());
        let (number, tail) = rest.split_at(end);
        if !is_exact(number) && !found.iter().any(|known| known == number) {
            found.push(number.to_owned());
        }
        rest = tail;
    }
    found
}

fn behind_string(text: &str) -> &str {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return &text[at + 1..],
            _ => {}
        }
    }
    ""
}

/// Whether a number is read as it is written: as an integer, or as the double whose shortest text it is.
pub(crate) fn is_exact(number: &str) -> bool {
    if number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok() {
        return true;
    }
    let Ok(float) = number.parse::<f64>() else { return true };
    float.is_finite() && digits(number) == digits(&format!("{float:e}"))
}

/// Sign, digits without zeros around them, and the power of ten behind them.
fn digits(number: &str) -> Option<(bool, String, i64)> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let negative = mantissa.starts_with('-');
    let mantissa = mantissa.trim_start_matches('-');
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{part}");
    let significant = all.trim_end_matches('0');
    let exponent: i64 = exponent.parse().ok()?;
    let power = exponent - i64::try_from(part.len()).ok()? + i64::try_from(all.len() - significant.len()).ok()?;
    let significant = significant.trim_start_matches('0').to_owned();
    let power = if significant.is_empty() { 0 } else { power };
    Some((negative && !significant.is_empty(), significant, power))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_read_as_others_are_found() {
        let text = r#"{"a 18446744073709551617": [1, -0.1, 1e15, 1.50, 18446744073709551615, 0.0, "\"9999999999999999999999", 1E400],
            "b": 18446744073709551617, "c": 0.10000000000000000000001, "d": 9007199254740993.5, "e": 1e-400, "f": 100000000000000000000}"#;
        let expected = ["1E400", "18446744073709551617", "0.10000000000000000000001", "9007199254740993.5", "1e-400"];
        assert_eq!(inexact(text), expected);
    }
}
