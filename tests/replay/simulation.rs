//! A day and more of deliveries, hour upon hour in seconds: jitter, retries, handlers that fail, instances that die,
//! clocks that differ, and somebody who sends everything again.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::{Arc, Mutex};

use console_events::ConsoleEvent;
use console_events::webhook::{
    Admission, Claim, Delivery, MemoryStore, ReplayError, ReplayGuard, SeenStore, StoreError,
};

use super::clock::{Clock, ready};

const START: i64 = 1_700_000_000_000;
const HOUR: i64 = 60 * 60 * 1_000;
/// How long events happen; longer than the guard's window.
const SPAN: i64 = 28 * HOUR;
/// How long a claim holds in the shared store.
const CLAIM: i64 = 60_000;
/// After what time the sender tries again.
const BACKOFF: i64 = 10_000;

/// What Redis does for several instances, with the simulation's clock: `SET NX PX`, and claims that end by themselves.
struct Shared {
    clock: Clock,
    keys: Mutex<HashMap<[u8; 32], Entry>>,
}

/// The holder of the claim (none if the work is done), and when it expires.
type Entry = (Option<u128>, i64);

impl SeenStore for Shared {
    async fn claim(&self, delivery: &Delivery) -> Result<Claim, StoreError> {
        let now = self.clock.now();
        let mut keys = self.keys.lock().unwrap();
        match keys.get(delivery.digest()) {
            Some((holder, until)) if *until > now => {
                Ok(if holder.is_some() { Claim::InProgress } else { Claim::Repeated })
            }
            _ => {
                keys.insert(*delivery.digest(), (Some(delivery.id()), now + CLAIM));
                Ok(Claim::Granted)
            }
        }
    }

    async fn commit(&self, delivery: &Delivery) -> Result<(), StoreError> {
        let until = self.clock.now() + i64::try_from(delivery.keep().as_millis()).unwrap();
        self.keys.lock().unwrap().insert(*delivery.digest(), (None, until));
        Ok(())
    }

    fn release(&self, delivery: &Delivery) {
        let mut keys = self.keys.lock().unwrap();
        if keys.get(delivery.digest()).is_some_and(|(holder, _)| *holder == Some(delivery.id())) {
            keys.remove(delivery.digest());
        }
    }
}

/// Pseudo-random numbers, the same in each run (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: i64) -> i64 {
        i64::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }

    fn in_hundred(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    /// Exponential, cut off.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "milliseconds of minutes")]
    fn exponential(&mut self, mean: f64, most: f64) -> i64 {
        let unit = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        (-mean * (1.0 - unit).ln()).min(most) as i64
    }
}

/// What happens at a time; the order of the variants plays no part.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// The sender delivers an event.
    Deliver { event: usize },
    /// Somebody else sends what was delivered.
    Replay { event: usize },
    /// The work on a delivery ends, well or not.
    Worked { work: usize },
    /// The commit reaches the store.
    Commit { work: usize },
    /// An instance dies, and starts anew.
    Die { instance: usize },
}

struct Work {
    event: usize,
    instance: usize,
    honest: bool,
    worked: bool,
    admission: Admission,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    handled: usize,
    lost: usize,
    twice: usize,
    twice_after_death: usize,
    replays: usize,
    replays_admitted: usize,
    refused_for_good: usize,
    retries: usize,
    deaths: usize,
}

struct Simulation {
    clock: Clock,
    random: Random,
    guards: Vec<ReplayGuard>,
    steps: BinaryHeap<Reverse<(i64, u64, Step)>>,
    order: u64,
    works: HashMap<usize, Work>,
    bodies: Vec<Vec<u8>>,
    handled: Vec<u32>,
    /// Handled, but not committed.
    orphaned: Vec<u32>,
    outcome: Outcome,
    dying: bool,
}

impl Simulation {
    fn new(events: usize, seed: u64, guards: impl Fn(&Clock) -> Vec<ReplayGuard>, dying: bool) -> Self {
        let clock = Clock::at(START);
        let mut simulation = Self {
            guards: guards(&clock),
            clock,
            random: Random(seed),
            steps: BinaryHeap::new(),
            order: 0,
            works: HashMap::new(),
            bodies: Vec::new(),
            handled: vec![0; events],
            orphaned: vec![0; events],
            outcome: Outcome::default(),
            dying,
        };
        for event in 0..events {
            let happened = START + simulation.random.below(SPAN);
            let body = format!(
                r#"{{"eventName": "new_event", "eventTimestamp": {happened}, "payload": {{"number": {event}}}}}"#
            );
            simulation.bodies.push(body.into_bytes());
            let arrives = happened + simulation.random.exponential(3_000.0, 30_000.0);
            simulation.at(arrives, Step::Deliver { event });
            // The sender did not receive the answer, or did not wait for it.
            if simulation.random.in_hundred(1) {
                let again = arrives + simulation.random.exponential(5_000.0, 60_000.0);
                simulation.at(again, Step::Deliver { event });
            }
            if simulation.random.in_hundred(20) {
                let (least, span) = [(0, 1_000), (0, 24 * HOUR), (24 * HOUR, HOUR), (24 * HOUR, 1_000 * HOUR)]
                    [usize::try_from(simulation.random.below(4)).unwrap()];
                let replayed = arrives + least + simulation.random.below(span);
                simulation.at(replayed, Step::Replay { event });
            }
        }
        if dying {
            for instance in 0..simulation.guards.len() {
                let mut dies = START;
                while dies < START + SPAN {
                    dies += 30_000 + simulation.random.exponential(90_000.0, 1e6);
                    simulation.at(dies, Step::Die { instance });
                }
            }
        }
        simulation
    }

    fn at(&mut self, time: i64, step: Step) {
        self.order += 1;
        self.steps.push(Reverse((time, self.order, step)));
    }

    fn run(mut self) -> Outcome {
        while let Some(Reverse((time, order, step))) = self.steps.pop() {
            self.clock.set(time);
            match step {
                Step::Deliver { event } => self.deliver(time, order, event, true),
                Step::Replay { event } => {
                    self.outcome.replays += 1;
                    self.deliver(time, order, event, false);
                }
                Step::Worked { work } => self.worked(time, work),
                Step::Commit { work } => {
                    if let Some(work) = self.works.remove(&work) {
                        ready(work.admission.commit()).unwrap();
                    }
                }
                Step::Die { instance } => self.die(time, instance),
            }
        }
        self.outcome.handled = self.handled.iter().filter(|&&times| times > 0).count();
        self.outcome.lost = self.handled.iter().filter(|&&times| times == 0).count();
        for (&times, &orphaned) in self.handled.iter().zip(&self.orphaned) {
            let again = usize::try_from(times.saturating_sub(1)).unwrap();
            let excused = again.min(usize::try_from(orphaned).unwrap());
            self.outcome.twice_after_death += excused;
            self.outcome.twice += again - excused;
        }
        self.outcome
    }

    fn deliver(&mut self, time: i64, order: u64, event: usize, honest: bool) {
        let instance = usize::try_from(self.random.below(i64::try_from(self.guards.len()).unwrap())).unwrap();
        let body = &self.bodies[event];
        let read = ConsoleEvent::from_slice(body).unwrap();
        match ready(self.guards[instance].admit(&read, body)) {
            Ok(admission) => {
                // Handled and committed, so it must not be admitted again.
                if !honest && self.handled[event] > self.orphaned[event] {
                    self.outcome.replays_admitted += 1;
                }
                let work = usize::try_from(order).unwrap();
                self.works.insert(work, Work { event, instance, honest, worked: false, admission });
                let ends = time + self.random.exponential(300.0, 5_000.0);
                self.at(ends, Step::Worked { work });
            }
            Err(ReplayError::Repeated) => {}
            Err(ReplayError::InProgress | ReplayError::Unavailable(_)) if honest => self.again(time, event),
            Err(_) if honest => self.outcome.refused_for_good += 1,
            Err(_) => {}
        }
    }

    fn again(&mut self, time: i64, event: usize) {
        self.outcome.retries += 1;
        self.at(time + BACKOFF, Step::Deliver { event });
    }

    fn worked(&mut self, time: i64, number: usize) {
        let fails = self.random.in_hundred(1);
        let Some(work) = self.works.get_mut(&number) else { return };
        let (event, honest) = (work.event, work.honest);
        if fails {
            self.works.remove(&number);
            // Only the real sender retries after an answer other than 2xx.
            if honest {
                self.again(time, event);
            }
            return;
        }
        work.worked = true;
        self.handled[event] += 1;
        let heard = time + 1 + self.random.exponential(50.0, 1_000.0);
        self.at(heard, Step::Commit { work: number });
    }

    /// All that the instance held is gone, and nothing is released; the sender gets no answer.
    fn die(&mut self, time: i64, instance: usize) {
        assert!(self.dying);
        self.outcome.deaths += 1;
        let mut held: Vec<usize> =
            self.works.iter().filter(|(_, work)| work.instance == instance).map(|(&number, _)| number).collect();
        held.sort_unstable();
        for number in held {
            let work = self.works.remove(&number).unwrap();
            std::mem::forget(work.admission);
            if work.worked {
                self.orphaned[work.event] += 1;
            }
            if work.honest {
                self.again(time, work.event);
            }
        }
    }
}

#[test]
fn three_instances_that_die_on_one_store_with_clocks_apart() {
    let guards = |clock: &Clock| {
        let store = Arc::new(Shared { clock: clock.clone(), keys: Mutex::default() });
        let guard = |off: i64| ReplayGuard::new().with_clock(clock.reader_off_by(off)).with_store(Arc::clone(&store));
        vec![guard(0), guard(2_000), guard(-2_000)]
    };
    let outcome = Simulation::new(100_000, 4_711, guards, true).run();
    println!("{outcome:?}");
    assert!(outcome.deaths > 1_000 && outcome.replays > 15_000 && outcome.retries > 1_000, "{outcome:?}");
    assert_eq!((outcome.handled, outcome.lost, outcome.refused_for_good), (100_000, 0, 0), "{outcome:?}");
    assert_eq!((outcome.twice, outcome.replays_admitted), (0, 0), "{outcome:?}");
    assert!(
        outcome.twice_after_death > 0,
        "an instance died between its work and its commit, as it is to: {outcome:?}"
    );
}

#[test]
fn one_instance_with_the_store_in_memory() {
    let guards = |clock: &Clock| vec![ReplayGuard::new().with_clock(clock.reader())];
    let outcome = Simulation::new(100_000, 4_712, guards, false).run();
    println!("{outcome:?}");
    assert_eq!((outcome.handled, outcome.lost, outcome.refused_for_good), (100_000, 0, 0), "{outcome:?}");
    assert_eq!((outcome.twice, outcome.twice_after_death, outcome.replays_admitted), (0, 0, 0), "{outcome:?}");
}

#[test]
fn three_instances_on_one_store_in_memory_that_has_too_little_room() {
    let guards = |clock: &Clock| {
        // Room for a seventh of a day: what jitter needs, and less than the window.
        let store = Arc::new(MemoryStore::with_capacity(12_000));
        let guard = |off: i64| ReplayGuard::new().with_clock(clock.reader_off_by(off)).with_store(Arc::clone(&store));
        vec![guard(0), guard(2_000), guard(-2_000)]
    };
    let outcome = Simulation::new(100_000, 4_713, guards, false).run();
    println!("{outcome:?}");
    assert_eq!((outcome.handled, outcome.lost), (100_000, 0), "{outcome:?}");
    assert_eq!((outcome.twice, outcome.twice_after_death, outcome.replays_admitted), (0, 0, 0), "{outcome:?}");
}
