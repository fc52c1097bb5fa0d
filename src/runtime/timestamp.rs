//! The timestamp of an event.

use std::cmp::Ordering;
use std::fmt;
use std::time::{Duration, SystemTime};

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use serde_json::Number;

use super::{At, Fit, Misfits};

/// When an event was emitted: the JSON number that was sent, read as milliseconds since the Unix epoch.
///
/// The documentation gives no unit. The Console's own open-source receivers read the number as milliseconds.
///
/// ```
/// # use console_events::EventTimestamp;
/// use std::time::{Duration, UNIX_EPOCH};
///
/// let timestamp = EventTimestamp::from_millis(1_700_000_000_123);
/// assert_eq!(timestamp.as_millis(), 1_700_000_000_123);
/// assert_eq!(timestamp.to_system_time(), Some(UNIX_EPOCH + Duration::from_millis(1_700_000_000_123)));
/// assert!(timestamp > EventTimestamp::from_millis(0));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EventTimestamp(Number);

impl EventTimestamp {
    /// The timestamp with this many milliseconds since the Unix epoch.
    pub fn from_millis(millis: i64) -> Self {
        Self(millis.into())
    }

    /// Milliseconds since the Unix epoch. A fraction of a millisecond is rounded down, and a number beyond the range
    /// of `i64` becomes the nearest end of that range; [`as_number`](Self::as_number) returns the exact number.
    pub fn as_millis(&self) -> i64 {
        if let Some(millis) = self.0.as_i64() {
            return millis;
        }
        #[allow(clippy::cast_possible_truncation, reason = "`as` gives the nearest end of the range, as documented")]
        self.0.as_f64().map_or(i64::MAX, |float| float.floor() as i64)
    }

    /// The same instant for the standard library, if the platform's clock can express it.
    pub fn to_system_time(&self) -> Option<SystemTime> {
        let millis = self.as_millis();
        let distance = Duration::from_millis(millis.unsigned_abs());
        if millis < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        }
    }

    /// The JSON number.
    pub fn as_number(&self) -> &Number {
        &self.0
    }
}

impl From<Number> for EventTimestamp {
    fn from(number: Number) -> Self {
        Self(number)
    }
}

/// By instant. The order of two notations of one instant (`1`, `1.0`) is arbitrary but fixed, so that it agrees with
/// equality.
impl Ord for EventTimestamp {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other {
            return Ordering::Equal;
        }
        let whole = |number: &Number| number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
        let float = |number: &Number| number.as_f64().unwrap_or(f64::INFINITY);
        let moments = match whole(&self.0).zip(whole(&other.0)) {
            Some((own, others)) => own.cmp(&others),
            None => self.as_millis().cmp(&other.as_millis()).then(float(&self.0).total_cmp(&float(&other.0))),
        };
        moments.then_with(|| self.0.to_string().cmp(&other.0.to_string()))
    }
}

impl PartialOrd for EventTimestamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for EventTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for EventTimestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for EventTimestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::deserialize(deserializer)
    }
}

impl Fit for EventTimestamp {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Number::read(deserializer).map(Self)
    }

    fn fit(at: At<'_>, misfits: &mut Misfits) -> Option<Self> {
        Number::fit(at, misfits).map(Self)
    }
}
