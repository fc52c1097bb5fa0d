//! The layer: calls the handler with an event, and marks the event as done when the handler answers 2xx.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum_core::body::Body;
use axum_core::extract::Request;
use axum_core::response::{IntoResponse, Response};
use tower_layer::Layer;
use tower_service::Service;

use super::receiver::Received;
use super::{Receiver, SignedEvent};
use crate::webhook::StoreError;

/// Receives deliveries for the handlers behind it; see [`Receiver::layer`].
#[derive(Clone, Debug)]
pub struct ReceiverLayer {
    receiver: Receiver,
}

/// A service behind a [`ReceiverLayer`].
#[derive(Clone)]
pub struct ReceiverService<S> {
    receiver: Receiver,
    inner: S,
}

/// An [extension](http::Extensions) of a 2xx answer: the work is done, but the store could not record it. The same
/// delivery is refused until its claim ends, and may be admitted again after that. Log it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotCommitted(pub StoreError);

impl ReceiverLayer {
    pub(super) fn new(receiver: Receiver) -> Self {
        Self { receiver }
    }
}

impl<S> Layer<S> for ReceiverLayer {
    type Service = ReceiverService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        ReceiverService { receiver: self.receiver.clone(), inner }
    }
}

impl<S> Service<Request> for ReceiverService<S>
where
    S: Service<Request> + Clone + Send + 'static,
    S::Response: IntoResponse,
    S::Future: Send,
{
    type Response = Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        // `poll_ready` made this instance ready, so this call uses it and leaves a clone for the next.
        let clone = self.inner.clone();
        let mut inner = std::mem::replace(&mut self.inner, clone);
        let receiver = self.receiver.clone();
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            let Received { event, bytes, admission, share } = match receiver.receive(&parts.headers, body).await {
                Ok(delivery) => delivery,
                Err(rejection) => return Ok(rejection.into_response()),
            };
            parts.extensions.insert(SignedEvent(event));
            let request = Request::from_parts(parts, Body::from(bytes));
            // Without a 2xx answer (an error, a panic, a client that disconnects) the admission is dropped, so the
            // delivery may come again.
            let mut answer = inner.call(request).await?.into_response();
            if let Some(admission) = admission.filter(|_| answer.status().is_success())
                && let Err(error) = admission.commit().await
            {
                answer.extensions_mut().insert(NotCommitted(error));
            }
            // The handler may have used the bytes until here.
            drop(share);
            Ok(answer)
        })
    }
}

impl<S> fmt::Debug for ReceiverService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceiverService").field("receiver", &self.receiver).finish_non_exhaustive()
    }
}
