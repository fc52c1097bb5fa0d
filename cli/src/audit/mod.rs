//! `audit`: where do captured deliveries and the documentation disagree?
//!
//! A reader cuts the files into chunks of whole lines ([`source`]); a worker for each core examines them ([`examine`])
//! and counts what it finds ([`tally`]); the counts are added up and reported ([`report`]). Only counts are kept of a
//! line, so memory does not grow with the input. `--merge` reads the counts from the JSON of earlier runs instead.

mod advice;
mod compare;
mod documented;
#[cfg(test)]
mod equivalence;
mod examine;
mod known;
mod merge;
mod places;
mod report;
mod sample;
mod scan;
mod source;
mod tally;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use crate::args::Audit;
use crate::{Outcome, safe};
use documented::Documented;
use examine::Examiner;
use source::{Chunk, Reader};
use tally::Tally;

/// A worker with more findings than this adds them to the total, so that the memory of all workers stays bounded.
const FINDINGS: usize = 500;

pub(crate) fn run(arguments: &Audit) -> anyhow::Result<Outcome> {
    let documented = Documented::all()?;
    let tally =
        if arguments.merge { merge::read(&arguments.files, &documented)? } else { examine(arguments, &documented)? };
    report::print(&tally, &documented, arguments)?;
    Ok(if tally.disagrees() { Outcome::Findings } else { Outcome::Clean })
}

fn examine(arguments: &Audit, documented: &Documented) -> anyhow::Result<Tally> {
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    // If the signal cannot be caught, it ends the program as usual.
    let _ = ctrlc::set_handler(move || stopped.store(true, Ordering::Relaxed));
    let mut reader = Reader::new(&arguments.files)?;
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let (sender, receiver) = mpsc::sync_channel::<Chunk>(workers);
    let receiver = Mutex::new(receiver);
    let total = Mutex::new(Tally::default());
    let add = |tally: Tally| total.lock().unwrap_or_else(PoisonError::into_inner).add(tally);
    let work = || {
        let mut examiner = Examiner::new(documented, arguments.show_values);
        loop {
            let chunk = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(chunk) = chunk else { return add(examiner.finish()) };
            examiner.examine(&chunk);
            if examiner.findings() > FINDINGS {
                add(examiner.take());
            }
        }
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        add(reader.read(&stop, |chunk| sender.send(chunk).is_ok()));
        drop(sender);
        let ended = workers.into_iter().map(|worker| {
            worker.join().map_err(|_| anyhow::anyhow!("a worker stopped unexpectedly; its message is above"))
        });
        ended.collect::<anyhow::Result<()>>()
    })?;
    let mut total = total.into_inner().unwrap_or_else(PoisonError::into_inner);
    if stop.load(Ordering::Relaxed) {
        let stopped = safe::paint("stopped", safe::ODD);
        anstream::eprintln!("{stopped}: the report covers the first {} lines", total.lines);
        total.stopped = true;
    }
    total.find_never_seen(documented);
    Ok(total)
}
