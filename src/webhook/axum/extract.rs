//! The extractor `SignedEvent`.

use axum_core::extract::{FromRef, FromRequest, Request};

use super::{Receiver, Rejection};
use crate::ConsoleEvent;

/// An event that the Console signed; see the [module](super).
///
/// Behind the [layer](Receiver::layer) it is the event that the layer received. Without the layer it receives the event
/// itself. Then an event that the [guard](Receiver::with_guard) admits counts as done as soon as the handler is called:
/// if the handler fails and the delivery is sent again, it is answered as repeated.
#[derive(Clone, Debug, PartialEq)]
pub struct SignedEvent(pub ConsoleEvent);

impl<S> FromRequest<S> for SignedEvent
where
    S: Send + Sync,
    Receiver: FromRef<S>,
{
    type Rejection = Rejection;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Rejection> {
        if let Some(received) = request.extensions_mut().remove::<Self>() {
            return Ok(received);
        }
        let (parts, body) = request.into_parts();
        let received = Receiver::from_ref(state).receive(&parts.headers, body).await?;
        if let Some(admission) = received.admission {
            admission.commit().await.map_err(|error| Rejection::Replayed(error.into()))?;
        }
        Ok(Self(received.event))
    }
}
