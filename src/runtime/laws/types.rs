//! One hand-written type of every kind that can be generated, because a page need not have all of them.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use crate::runtime::{object, one_of, required, string_enum, tuple, union};
use crate::{Confidential, Extra, Integer, OtherObject};

#[derive(Clone, Debug)]
pub(crate) struct Robot {
    pub(crate) name: String,
    pub(crate) kind: Option<Kind>,
    pub(crate) nickname: Option<String>,
    pub(crate) serial: Option<Integer>,
    pub(crate) weight: Option<Number>,
    pub(crate) on: Option<bool>,
    pub(crate) gone: Option<()>,
    pub(crate) arms: Option<Vec<Arm>>,
    pub(crate) labels: Option<BTreeMap<String, Integer>>,
    pub(crate) notes: Option<BTreeMap<String, Value>>,
    pub(crate) size: Option<Size>,
    pub(crate) part: Option<Part>,
    pub(crate) reading: Option<Reading>,
    pub(crate) owner: Option<Confidential<Arm>>,
    pub(crate) anything: Option<Value>,
    pub(crate) extra: Extra,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RobotRequired {
    pub(crate) name: String,
}

object! {
    Robot, extra {
        name: "name" required,
        kind: "kind" optional,
        nickname: "nickname" nullable,
        serial: "serial" optional,
        weight: "weight" optional,
        on: "on" optional,
        gone: "gone" optional,
        arms: "arms" optional,
        labels: "labels" optional,
        notes: "notes" optional,
        size: "size" optional,
        part: "part" optional,
        reading: "reading" optional,
        owner: "owner" optional,
        anything: "anything" optional,
    }
}
required! {
    Robot, RobotRequired { name }
        { kind, nickname, serial, weight, on, gone, arms, labels, notes, size, part, reading, owner, anything }
        extra
}

/// An object within an object, which may contain itself.
#[derive(Clone, Debug)]
pub(crate) struct Arm {
    pub(crate) length: Integer,
    pub(crate) holds: Option<Box<Arm>>,
    pub(crate) extra: Extra,
}

object! { Arm, extra { length: "length" required, holds: "holds" optional } }

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Walking,
    Flying,
    Other(String),
}

string_enum! { Kind { Walking = "walking", Flying = "flying" } }

/// Items with different types: the second may be missing, and further items are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Size(pub(crate) Integer, pub(crate) Option<String>, pub(crate) Vec<Value>);

tuple! { Size { 0: width required, 1: unit optional } 2 }

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Arm(Arm),
    Robot(Box<Robot>),
    Other(OtherObject),
}

union! { Part by "sort" { Arm = "arm", Robot = "robot" | "machine" } }

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reading {
    Text(String),
    Count(Integer),
    Many(Vec<Integer>),
}

union! { Reading by type { Text = string, Count = number, Many = array } }
