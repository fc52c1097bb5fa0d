//! The envelope's three names, and where they stand in an event.

use jsonptr::{Pointer, PointerBuf};

pub(super) use crate::envelope::{NAME, PAYLOAD, TIMESTAMP};

/// Place of the name in an event.
pub(super) fn name_pointer() -> PointerBuf {
    Pointer::root().with_trailing_token(NAME)
}

/// Place of the payload in an event.
pub(super) fn payload_pointer() -> PointerBuf {
    Pointer::root().with_trailing_token(PAYLOAD)
}
