//! Why a decision cannot be applied, with file, line and column.

use std::fmt;

use thiserror::Error;

use super::problem::Problem;
use crate::page::Position;

/// A place in a decision file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DecisionPlace {
    /// The file, as the caller named it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
}

impl DecisionPlace {
    /// The place of a position in a file.
    pub(crate) fn new(file: &str, Position { line, column }: Position) -> Self {
        Self { file: file.into(), line, column }
    }
}

impl fmt::Display for DecisionPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A decision that cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{place}: {problem}")]
pub struct DecisionError {
    /// Where the error is.
    pub place: DecisionPlace,
    /// The decision's id, if it is known.
    pub decision: Option<String>,
    /// What is wrong.
    pub problem: Problem,
    /// The decision that caused this error, if one did. That decision must be mended first.
    pub follows: Option<String>,
}
