//! `audit`: where do captured deliveries and the documentation disagree?
//!
//! A reader cuts the files into chunks of whole lines; a worker for each core examines them and keeps a tally; the tallies are
//! added up. Nothing is kept of a line but counts, so that memory does not grow with the input. A tally may also come from the
//! JSON of an earlier run.

mod documented;
mod examine;
mod merge;
mod report;
mod sample;
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

pub(crate) fn run(arguments: &Audit) -> anyhow::Result<Outcome> {
    let documented = Documented::all()?;
    let tally = if arguments.merge { merge::read(&arguments.files)? } else { examine(arguments, &documented)? };
    report::print(&tally, &documented, arguments)?;
    Ok(if tally.disagrees() { Outcome::Findings } else { Outcome::Clean })
}

fn examine(arguments: &Audit, documented: &Documented) -> anyhow::Result<Tally> {
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    // Where the signal cannot be caught, it ends the program as ever.
    let _ = ctrlc::set_handler(move || stopped.store(true, Ordering::Relaxed));
    let mut reader = Reader::new(&arguments.files)?;
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let (sender, receiver) = mpsc::sync_channel::<Chunk>(workers);
    let receiver = Mutex::new(receiver);
    let mut total = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers)
            .map(|_| {
                scope.spawn(|| {
                    let mut examiner = Examiner::new(documented, arguments.show_values);
                    loop {
                        let chunk = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
                        let Ok(chunk) = chunk else { return examiner.finish() };
                        examiner.examine(&chunk);
                    }
                })
            })
            .collect();
        let mut total = reader.read(&stop, |chunk| sender.send(chunk).is_ok());
        drop(sender);
        for worker in workers {
            let tally = worker.join().map_err(|_| anyhow::anyhow!("a worker failed; its message stands above"))?;
            total.add(tally);
        }
        anyhow::Ok(total)
    })?;
    if stop.load(Ordering::Relaxed) {
        anstream::eprintln!(
            "{}: what follows is of the first {} lines",
            safe::paint("stopped", safe::ODD),
            total.lines
        );
        total.stopped = true;
    }
    total.never_seen(documented);
    Ok(total)
}
