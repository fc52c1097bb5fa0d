//! The settings from the arguments and the environment.
//!
//! | variable | content |
//! |---|---|
//! | `CONSOLE_WEBHOOK_SECRET` | the secret of the webhook |
//! | `CONSOLE_WEBHOOK_SECRET_FILE` | instead: a file with the secret; a line break at its end is ignored |
//! | `CONSOLE_WEBHOOK_SECRET_PREVIOUS`, `…_PREVIOUS_FILE` | the previous secret while it is being replaced; empty for none |
//! | `CONSOLE_WEBHOOK_GUARD` | where deliveries are remembered: `memory` (the default), `redis://…` (feature `redis`), or `none` |

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fs;

use console_events::webhook::{ReplayGuard, Verifier};

const SECRET: &str = "CONSOLE_WEBHOOK_SECRET";
const PREVIOUS: &str = "CONSOLE_WEBHOOK_SECRET_PREVIOUS";
const GUARD: &str = "CONSOLE_WEBHOOK_GUARD";
const ADDRESS: &str = "127.0.0.1:8080";

/// The address to listen on: the only argument, if there is one.
pub(crate) fn address() -> Result<String, Box<dyn Error>> {
    let arguments: Vec<String> =
        env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    match arguments.as_slice() {
        [] => Ok(ADDRESS.to_owned()),
        [address] if !address.starts_with('-') => Ok(address.clone()),
        _ => Err(format!("expected at most an address; usage: {SECRET}=… receiver [{ADDRESS}]").into()),
    }
}

/// The verifier of the secrets.
pub(crate) fn verifier() -> Result<Verifier, Box<dyn Error>> {
    let current = secret(SECRET)?.ok_or_else(|| {
        format!("expected a secret in `{SECRET}`, or a file with it in `{SECRET}_FILE`, found none; set one")
    })?;
    let previous = secret(PREVIOUS)?.filter(|previous| !previous.is_empty());
    let verifier = Verifier::with_secrets([Some(current), previous].into_iter().flatten());
    verifier.map_err(|error| format!("`{SECRET}`: {error}").into())
}

/// A secret from the variable, or from the file whose name is in the variable with the suffix `_FILE`.
fn secret(name: &str) -> Result<Option<Vec<u8>>, Box<dyn Error>> {
    let file = format!("{name}_FILE");
    match (env::var_os(name), env::var_os(&file)) {
        (Some(_), Some(_)) => Err(format!("expected `{name}` or `{file}`, found both; set one").into()),
        (Some(secret), None) => Ok(Some(secret.as_encoded_bytes().to_vec())),
        (None, Some(path)) => read(&file, &path).map(Some),
        (None, None) => Ok(None),
    }
}

fn read(variable: &str, path: &OsString) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut secret = fs::read(path)
        .map_err(|error| format!("cannot read the file `{}` of `{variable}`: {error}", path.display()))?;
    if secret.ends_with(b"\n") {
        secret.pop();
    }
    if secret.ends_with(b"\r") {
        secret.pop();
    }
    Ok(secret)
}

/// The guard against replays.
pub(crate) async fn guard() -> Result<Option<ReplayGuard>, Box<dyn Error>> {
    match env::var(GUARD).as_deref() {
        Err(env::VarError::NotPresent) | Ok("memory") => Ok(Some(ReplayGuard::new())),
        Ok("none") => Ok(None),
        Ok(address) if address.starts_with("redis://") || address.starts_with("rediss://") => {
            shared(address).await.map(Some)
        }
        Ok(_) | Err(env::VarError::NotUnicode(_)) => {
            Err(format!("expected `memory`, `none` or `redis://…` in `{GUARD}`, found something else").into())
        }
    }
}

#[cfg(feature = "redis")]
async fn shared(address: &str) -> Result<ReplayGuard, Box<dyn Error>> {
    let store = console_events::webhook::RedisStore::connect(address).await;
    let store = store.map_err(|error| format!("cannot use the Redis of `{GUARD}`: {error}"))?;
    Ok(ReplayGuard::new().with_store(store))
}

#[cfg(not(feature = "redis"))]
#[expect(clippy::unused_async, reason = "with the feature it waits")]
async fn shared(_: &str) -> Result<ReplayGuard, Box<dyn Error>> {
    Err(format!("`{GUARD}` asks for Redis; build with `--features axum,redis`").into())
}
