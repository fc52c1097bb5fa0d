//! Sends a delivery to one address, without redirects or proxies, and with limits on the time and on the answer.

use std::time::Duration;

use console_events::webhook::SIGNATURE_HEADER;
use ureq::http::StatusCode;

/// The largest answer that is read, in bytes.
const ANSWER: u64 = 64 * 1024;

pub(crate) struct Sender {
    agent: ureq::Agent,
    address: String,
}

/// The answer of a receiver.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: String,
}

impl Sender {
    pub(crate) fn new(address: &str, timeout: Duration) -> anyhow::Result<Self> {
        let uri: ureq::http::Uri =
            address.parse().map_err(|error| anyhow::anyhow!("expected a URL, found `{address}`: {error}"))?;
        let scheme = uri.scheme_str();
        anyhow::ensure!(
            matches!(scheme, Some("http" | "https")) && uri.host().is_some(),
            "expected a URL that begins with `http://` or `https://`, found `{address}`"
        );
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(timeout))
            .user_agent(concat!("console-events/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self { agent: config.into(), address: address.to_owned() })
    }

    /// Sends a body. It is an error if no answer comes.
    pub(crate) fn send(&self, body: &[u8], signature: Option<&str>) -> Result<Answer, ureq::Error> {
        let mut request = self.agent.post(&self.address).header("Content-Type", "application/json");
        if let Some(signature) = signature {
            request = request.header(SIGNATURE_HEADER, signature);
        }
        let mut answer = request.send(body)?;
        let status = answer.status();
        let body = answer.body_mut().with_config().limit(ANSWER).lossy_utf8(true).read_to_string().unwrap_or_default();
        Ok(Answer { status, body })
    }
}

/// The secret from an environment variable.
pub(crate) fn secret(variable: Option<&str>) -> anyhow::Result<Option<Vec<u8>>> {
    let Some(variable) = variable else { return Ok(None) };
    match std::env::var_os(variable) {
        Some(secret) if !secret.is_empty() => Ok(Some(secret.as_encoded_bytes().to_vec())),
        Some(_) => anyhow::bail!("the environment variable `{variable}` is empty; set it to the webhook's secret"),
        None => anyhow::bail!("the environment variable `{variable}` is not set; set it to the webhook's secret"),
    }
}
