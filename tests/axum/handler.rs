//! A handler behind the layer whose behaviour a test sets.

use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::post;
use console_events::webhook::ReplayGuard;
use console_events::webhook::axum::{Receiver, SignedEvent};

use crate::requests::verifier;

/// A handler behind the layer that a test tells what to do: answer a status, panic, or wait for ever. It counts its calls.
#[derive(Clone, Copy)]
pub(crate) enum Deed {
    Answer(StatusCode),
    Panic,
    Wait,
}

pub(crate) struct Layered {
    pub(crate) app: Router,
    deed: Arc<Mutex<Deed>>,
    calls: Arc<AtomicUsize>,
}

pub(crate) fn layered(receiver: Receiver) -> Layered {
    let deed = Arc::new(Mutex::new(Deed::Answer(StatusCode::NO_CONTENT)));
    let calls = Arc::new(AtomicUsize::new(0));
    let handle = {
        let (deed, calls) = (Arc::clone(&deed), Arc::clone(&calls));
        move |SignedEvent(event): SignedEvent| async move {
            assert_eq!(event.name(), "new_event");
            calls.fetch_add(1, Ordering::SeqCst);
            let deed = *deed.lock().unwrap();
            match deed {
                Deed::Answer(status) => status,
                Deed::Panic => panic!("the handler fails, as it is to"),
                Deed::Wait => std::future::pending().await,
            }
        }
    };
    let app = Router::new().route("/", post(handle).route_layer(receiver.layer())).with_state(receiver);
    Layered { app, deed, calls }
}

impl Layered {
    pub(crate) fn does(&self, deed: Deed) {
        *self.deed.lock().unwrap() = deed;
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

pub(crate) fn guarded() -> Layered {
    layered(Receiver::new(verifier()).with_guard(ReplayGuard::new()))
}

/// Whether the handler has begun to work, and is not done.
pub(crate) async fn pending<T>(working: &mut Pin<Box<impl Future<Output = T>>>) -> bool {
    std::future::poll_fn(|context| Poll::Ready(working.as_mut().poll(context).is_pending())).await
}
