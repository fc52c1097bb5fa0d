//! Accepts connections until a signal arrives, with limits on their number and time.

use std::error::Error;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};
use tower::ServiceExt as _;

use crate::App;
use crate::connection::{Connections, QUIET};

/// The limit of open connections. Beyond it, an idle connection is closed for each new one.
const CONNECTIONS: u32 = 512;
/// The time limit for the headers of each request.
const HEADERS: Duration = Duration::from_secs(5);
/// The time limit of a connection.
const AGE: Duration = Duration::from_secs(300);
/// The read buffer of a connection; headers must fit into it.
const BUFFER: usize = 16 * 1024;
/// The time that deliveries in flight have when the program stops.
const STOP: Duration = Duration::from_secs(20);

/// Serves until a signal; returns whether all requests in flight were answered.
pub(crate) async fn serve(listener: TcpListener, app: Router) -> Result<bool, Box<dyn Error>> {
    let server = Server {
        app: Arc::new(app),
        connections: Connections::default(),
        room: Arc::new(Semaphore::new(CONNECTIONS as usize)),
        stop: watch::Sender::new(false),
    };
    let mut signal = Signals::new()?;
    {
        let mut signalled = pin!(signal.next());
        loop {
            tokio::select! {
                accepted = listener.accept() => server.accepted(accepted).await,
                () = &mut signalled => break,
            }
        }
    }
    tracing::info!("stopping");
    // Open connections are still answered; new ones are refused from here on.
    while let Ok(accepted) = timeout(Duration::ZERO, listener.accept()).await {
        server.accepted(accepted).await;
    }
    drop(listener);
    server.stop.send_replace(true);
    tokio::select! {
        ended = timeout(STOP, server.room.acquire_many(CONNECTIONS)) => {
            let ended = ended.is_ok();
            if ended { tracing::info!("stopped") } else { tracing::error!("stopped before all requests were answered") }
            Ok(ended)
        }
        () = signal.next() => Ok(false),
    }
}

struct Server {
    app: App,
    connections: Connections,
    room: Arc<Semaphore>,
    stop: watch::Sender<bool>,
}

impl Server {
    /// Serves a connection in the background as soon as there is room.
    async fn accepted(&self, accepted: io::Result<(TcpStream, std::net::SocketAddr)>) {
        match accepted {
            Ok((stream, _)) => {
                let room = self.room().await;
                let (app, connections, stop) = (Arc::clone(&self.app), self.connections.clone(), self.stop.subscribe());
                tokio::spawn(connection(stream, app, connections, stop, room));
            }
            // The client disconnected before we accepted it.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            // Out of file descriptors or memory. Wait until a connection ends.
            Err(error) => {
                tracing::warn!(%error, "cannot accept a connection");
                self.connections.shed();
                sleep(Duration::from_millis(50)).await;
            }
        }
    }

    /// Waits for room, and closes an idle connection if there is one.
    async fn room(&self) -> Option<OwnedSemaphorePermit> {
        loop {
            if let Ok(room) = Arc::clone(&self.room).try_acquire_owned() {
                return Some(room);
            }
            self.connections.shed();
            if let Ok(room) = timeout(Duration::from_millis(50), Arc::clone(&self.room).acquire_owned()).await {
                return room.ok();
            }
        }
    }
}

async fn connection(
    stream: TcpStream,
    app: App,
    connections: Connections,
    mut stop: watch::Receiver<bool>,
    _room: Option<OwnedSemaphorePermit>,
) {
    let state = connections.add();
    let service = service_fn(|request| {
        let running = state.running();
        let answer = Router::clone(&app).oneshot(request);
        async move {
            let answer = answer.await;
            drop(running);
            answer
        }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(stream), service);
    let mut served = pin!(served);
    tokio::select! {
        // Errors of a connection are the client's and are not logged.
        _ = served.as_mut() => return,
        () = state.closed() => return,
        _ = stop.wait_for(|stop| *stop) => {}
        () = sleep(AGE) => {}
    }
    served.as_mut().graceful_shutdown();
    loop {
        tokio::select! {
            _ = served.as_mut() => return,
            () = sleep(QUIET) => if state.quiet() { return },
        }
    }
}

/// Waits for SIGTERM or SIGINT; on systems without signals, for Ctrl-C.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    #[cfg(not(unix))]
    fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
