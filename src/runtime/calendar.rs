//! Conversions of the timestamp for the crates `jiff` and `chrono` (features of the same names). Neither can express
//! every number that JSON can hold, so the conversion to them may fail. The conversion from them rounds down to a
//! millisecond.

use super::EventTimestamp;

#[cfg(feature = "jiff")]
impl EventTimestamp {
    /// The same instant for `jiff`, if `jiff` can express it.
    ///
    /// ```
    /// # use console_events::EventTimestamp;
    /// let instant = EventTimestamp::from_millis(1_700_000_000_123).to_jiff();
    /// assert_eq!(instant.unwrap().to_string(), "2023-11-14T22:13:20.123Z");
    /// ```
    pub fn to_jiff(&self) -> Option<jiff::Timestamp> {
        jiff::Timestamp::from_millisecond(self.as_millis()).ok()
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<&EventTimestamp> for jiff::Timestamp {
    type Error = jiff::Error;

    fn try_from(timestamp: &EventTimestamp) -> Result<Self, jiff::Error> {
        Self::from_millisecond(timestamp.as_millis())
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<EventTimestamp> for jiff::Timestamp {
    type Error = jiff::Error;

    fn try_from(timestamp: EventTimestamp) -> Result<Self, jiff::Error> {
        Self::try_from(&timestamp)
    }
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for EventTimestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        // `as_millisecond` cuts off towards zero.
        let whole = instant.as_millisecond();
        let past = i64::from(instant.subsec_nanosecond() % 1_000_000 < 0);
        Self::from_millis(whole - past)
    }
}

/// A timestamp that `chrono` cannot express.
#[cfg(feature = "chrono")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfRange;

#[cfg(feature = "chrono")]
impl std::fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("expected an instant that `chrono` can express, found one further away")
    }
}

#[cfg(feature = "chrono")]
impl std::error::Error for OutOfRange {}

#[cfg(feature = "chrono")]
impl EventTimestamp {
    /// The same instant for `chrono`, if `chrono` can express it.
    ///
    /// ```
    /// # use console_events::EventTimestamp;
    /// let instant = EventTimestamp::from_millis(1_700_000_000_123).to_chrono();
    /// assert_eq!(instant.unwrap().timestamp_millis(), 1_700_000_000_123);
    /// ```
    pub fn to_chrono(&self) -> Option<chrono::DateTime<chrono::Utc>> {
        chrono::DateTime::from_timestamp_millis(self.as_millis())
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<&EventTimestamp> for chrono::DateTime<chrono::Utc> {
    type Error = OutOfRange;

    fn try_from(timestamp: &EventTimestamp) -> Result<Self, OutOfRange> {
        timestamp.to_chrono().ok_or(OutOfRange)
    }
}

#[cfg(feature = "chrono")]
impl TryFrom<EventTimestamp> for chrono::DateTime<chrono::Utc> {
    type Error = OutOfRange;

    fn try_from(timestamp: EventTimestamp) -> Result<Self, OutOfRange> {
        Self::try_from(&timestamp)
    }
}

#[cfg(feature = "chrono")]
impl<Zone: chrono::TimeZone> From<chrono::DateTime<Zone>> for EventTimestamp {
    fn from(instant: chrono::DateTime<Zone>) -> Self {
        Self::from_millis(instant.timestamp_millis())
    }
}
