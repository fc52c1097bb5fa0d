//! From two sets of schemas to what the difference means: for a reader built from OLD, and for the generated crate's API.
//!
//! `side` holds what is compared, `schema` reads it, `prove` proves inclusions, `witness` finds counterexamples, `walk` goes
//! through both sides and records the changes, `events` matches whole events, `details` holds their texts against each other, `whole` and `types` keep the parts honest, `origin` says where
//! a change comes from, `output`, `gate` and `release` tell it. No stage touches the disk.

mod api;
mod change;
mod details;
mod events;
mod gate;
mod kind;
mod origin;
mod output;
mod prove;
mod release;
mod schema;
mod side;
mod types;
mod walk;
mod whole;
mod witness;

use thiserror::Error;

pub use change::{Change, Diff, Origin, Reader, Semver, Verdict, Wire};
pub use gate::{FailOn, fails};
pub use kind::Kind;
pub use output::{github, human, json, markdown};
pub use release::Release;
pub use schema::SchemaError;
pub use side::Side;

use prove::Prover;
use schema::{Document, Node, Scope};
use side::Content;
use walk::Walk;

/// How much stack a comparison gets: schemas nest deeper than the stack of a small thread allows.
const STACK: usize = 256 << 20;

/// Why two sides cannot be compared.
#[derive(Debug, Error)]
pub enum DiffError {
    /// A single schema beside a set of events.
    #[error("`{old}` is {old_is} and `{new}` is {new_is}; compare two schemas, or two of page, folder and revision")]
    Incomparable {
        /// What OLD is called.
        old: String,
        /// What OLD is.
        old_is: &'static str,
        /// What NEW is called.
        new: String,
        /// What NEW is.
        new_is: &'static str,
    },
    /// The comparison could not be started.
    #[error("the comparison could not be started: {0}; free memory and run it again")]
    Thread(#[from] std::io::Error),
    /// The comparison came to an end before its time.
    #[error(
        "the comparison of `{old}` and `{new}` broke off; this is a fault of the tool, please report it with both inputs"
    )]
    BrokeOff {
        /// What OLD is called.
        old: String,
        /// What NEW is called.
        new: String,
    },
}

/// Compares two sides: what changed, and what it means for a reader built from `old` and for the generated crate.
pub fn diff(old: &Side, new: &Side, reader: Reader) -> Result<Diff, DiffError> {
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || compare(old, new, reader))?;
        worker.join().unwrap_or_else(|_| Err(DiffError::BrokeOff { old: old.name.clone(), new: new.name.clone() }))
    })
}

fn compare(old: &Side, new: &Side, reader: Reader) -> Result<Diff, DiffError> {
    let mut diff = effective(old, new, reader)?;
    if let (Some(page_old), Some(page_new)) = (&old.documented, &new.documented) {
        let page = effective(page_old, page_new, reader)?;
        let remaining = effective(page_new, new, reader)?;
        origin::classify(&mut diff.changes, &page, &remaining);
    }
    Ok(diff)
}

fn effective(old: &Side, new: &Side, reader: Reader) -> Result<Diff, DiffError> {
    let incomparable =
        |old_is, new_is| DiffError::Incomparable { old: old.name.clone(), old_is, new: new.name.clone(), new_is };
    let nothing = Document::anything();
    let prover = Prover::new(Scope::alone(&nothing));
    let unknown;
    let mut walk = Walk::new(&prover, reader);
    let wholes = match (&old.content, &new.content) {
        (Content::Schema(before), Content::Schema(after)) => {
            let root = |document| Node::root(Scope::alone(document), false);
            vec![whole::compare(&mut walk, root(before), root(after), &before.root, &after.root)]
        }
        (Content::Events(before), Content::Events(after)) => {
            unknown = Document::trusted(events::unknown());
            let wholes = events::compare(&mut walk, before, after, Node::root(Scope::alone(&unknown), false));
            types::account(&mut walk.changes, &before.types, &after.types);
            wholes
        }
        (Content::Schema(_), Content::Events(_)) => return Err(incomparable("a JSON Schema", "a set of events")),
        (Content::Events(_), Content::Schema(_)) => return Err(incomparable("a set of events", "a JSON Schema")),
    };
    Ok(whole::conclude(walk, &wholes, old, new))
}
