//! The example as it runs, and what it has to print so far.

use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use console_events::ConsoleEvent;
use console_events::webhook::Verifier;
use serde_json::{Value, json};

use crate::common::{Documented, events};
use crate::http::{self, Request, post, send};
use crate::program::{PREVIOUS, Receiver, SECRET, Settings};

pub const THE_SECRET: &str = "the secret 4711";
pub const OLD_SECRET: &str = "the old secret 4711";
pub const SECRETS: Settings<'_> = &[(SECRET, THE_SECRET), (PREVIOUS, OLD_SECRET)];
/// What must not be printed, nor answered.
pub const CONFIDENTIAL: &str = "Sybil-4711";

/// Whether a text holds a secret, or what is confidential.
pub fn leaks(text: &str) -> bool {
    text.contains(CONFIDENTIAL) || text.contains("secret 4711") || text.contains(":4711")
}

pub struct Session {
    pub receiver: Receiver,
    verifier: Verifier,
    expected: Vec<Value>,
    refused: Vec<String>,
    answers: usize,
}

impl Session {
    pub fn start() -> Self {
        Self::with(SECRETS)
    }

    pub fn with(settings: Settings<'_>) -> Self {
        Self::of(Receiver::start(settings))
    }

    pub fn of(receiver: Receiver) -> Self {
        let verifier = Verifier::new(THE_SECRET).unwrap();
        Self { receiver, verifier, expected: Vec::new(), refused: Vec::new(), answers: 0 }
    }

    pub fn sign(&self, body: &[u8]) -> String {
        self.verifier.sign(body)
    }

    pub fn answer(&mut self, request: &Request<'_>) -> http::Answer {
        let answer = send(self.receiver.address, request);
        let shown = format!("{}{}", answer.head, answer.body);
        assert!(!leaks(&shown), "{shown}");
        self.answers += 1;
        answer
    }

    /// The request is accepted, and its event printed.
    pub fn accepts(&mut self, request: &Request<'_>, event: &Value) {
        let answer = self.answer(request);
        assert_eq!((answer.status, answer.body.as_str()), (204, ""), "{event}");
        let read: ConsoleEvent = serde_json::from_value(event.clone()).unwrap();
        self.expected.push(json!({
            "event": event["eventName"],
            "timestamp": event["eventTimestamp"],
            "company": read.payload.company_id(),
            "undeclared": read.undeclared().len(),
            "misfits": read.misfits().len(),
        }));
    }

    pub fn accepts_signed(&mut self, event: &Value) {
        let body = event.to_string().into_bytes();
        let signature = self.sign(&body);
        self.accepts(&post(&body, Some(&signature)), event);
    }

    /// The event is answered as one that was received before, and not printed again.
    pub fn repeats(&mut self, event: &Value) {
        let body = event.to_string().into_bytes();
        let answer = self.answer(&post(&body, Some(&self.sign(&body))));
        let told: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!((answer.status, &told["status"]), (200, &json!("repeated")), "{}", answer.body);
        self.refused.push("repeated".to_owned());
    }

    /// The request is refused with that status and that reason, and nothing printed. Gives the answer's text.
    pub fn refuses(&mut self, request: &Request<'_>, status: u16, code: &str) -> String {
        let answer = self.answer(request);
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{}", answer.body);
        self.refused.push(code.to_owned());
        answer.body
    }

    pub fn refuses_signed(&mut self, body: &[u8], status: u16, code: &str) -> String {
        let signature = self.sign(body);
        self.refuses(&post(body, Some(&signature)), status, code)
    }

    /// Ends the example; all that it has printed is what was expected, in that order.
    pub fn end(self) {
        let (printed, told) = self.receiver.stop();
        let read: Vec<Value> = printed.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(read, self.expected);
        let log: Vec<Value> = told.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
        let codes: Vec<&str> = log.iter().filter_map(|line| line["code"].as_str()).collect();
        assert_eq!(codes, self.refused, "{told:#?}");
        for line in printed.iter().chain(&told) {
            assert!(!leaks(line), "{line}");
        }
        println!("{} requests: {} accepted, {} refused", self.answers, self.expected.len(), self.refused.len());
    }
}

/// The time at which the tests began, in milliseconds.
static START: LazyLock<i64> =
    LazyLock::new(|| i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap());

/// All documented examples that their schema accepts, as if they had happened now.
pub fn examples() -> Vec<(Documented, Value)> {
    let accepted =
        events().into_iter().filter_map(|event| event.accepted_example().cloned().map(|example| (event, example)));
    let mut accepted: Vec<_> = accepted.collect();
    for (_, example) in &mut accepted {
        example["eventTimestamp"] = json!(*START);
    }
    accepted
}

/// An undocumented event, that many milliseconds after the start.
pub fn later(by: i64) -> Value {
    json!({"eventName": "no such event", "eventTimestamp": *START + by, "payload": {"name": CONFIDENTIAL}})
}

pub fn ago(by: i64) -> Value {
    later(-by)
}
