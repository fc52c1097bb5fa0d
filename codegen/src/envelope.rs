//! Foundation: the three property names that all events share. No other module of the generator knows a property by
//! name.

/// Names the event.
pub const NAME: &str = "eventName";
/// When it was emitted.
pub const TIMESTAMP: &str = "eventTimestamp";
/// The event-specific part.
pub const PAYLOAD: &str = "payload";

/// All three.
pub const ALL: [&str; 3] = [NAME, TIMESTAMP, PAYLOAD];

/// JSON Pointer, within an event's schema, to the schema of its name.
pub const NAME_SCHEMA: &str = "/properties/eventName";
/// JSON Pointer, within an event's schema, to the schema of its payload.
pub const PAYLOAD_SCHEMA: &str = "/properties/payload";
