//! How the cost of a command grows with each dimension of a page. The bench doubles every dimension four times, and fails if the last
//! doubling costs more than the dimension allows: twice as much, and a little more.
//!
//!     cargo bench -p console-events-codegen --bench growth [DIMENSION…]
//!     cargo bench --profile dev -p console-events-codegen --bench growth    # the same ratios, without a release build
//!
//! Valgrind counts the instructions, so other work on the machine does not change the result. Without valgrind, or with `GROWTH_BY_TIME`,
//! the bench takes the processor time (without the kernel's) of the fastest of five runs. Times vary more, so the tolerance is wider.
//! `CODEGEN` names another build of the command.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench that cannot set itself up fails")]

mod dimensions;

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use dimensions::{DIMENSIONS, Dimension};

/// What twice the size may cost in time.
const MOST_TIME: f64 = 3.2;

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let counts = Command::new("valgrind").arg("--version").stdout(Stdio::null()).status().is_ok_and(|it| it.success());
    let counts = counts && std::env::var_os("GROWTH_BY_TIME").is_none();
    let (unit, divisor) = if counts { ("million instructions", 1e6) } else { ("ms", 1e3) };
    println!("| dimension | command | sizes | {unit} | steps |\n|---|---|---|---|---|");
    let mut failed = 0;
    for dimension in DIMENSIONS.iter().filter(|it| asked.is_empty() || asked.iter().any(|name| name == it.name)) {
        for command in dimension.commands {
            let sizes: Vec<usize> = (0..5).map(|double| dimension.from << double).collect();
            let nothing = cost(dimension, 1, command, counts);
            let costs: Vec<f64> = sizes.iter().map(|&size| cost(dimension, size, command, counts)).collect();
            // The cost of starting the command is subtracted.
            let own: Vec<f64> = costs.iter().map(|cost| (cost - nothing).max(1.0)).collect();
            let steps: Vec<f64> = own.windows(2).map(|pair| pair[1] / pair[0]).collect();
            // Quadratic cost shows at the largest sizes. At the smallest sizes a step may come from a growing map or vector.
            let last = steps.last().copied().unwrap_or(0.0);
            let shown = |numbers: &[f64]| numbers.iter().map(|it| format!("{it:.0}")).collect::<Vec<_>>().join(" ");
            let scaled: Vec<f64> = own.iter().map(|it| it / divisor).collect();
            let size: Vec<String> = sizes.iter().map(ToString::to_string).collect();
            let most = if counts { dimension.most } else { MOST_TIME };
            let verdict = if last > most { " **too much**" } else { "" };
            failed += usize::from(!verdict.is_empty());
            println!(
                "| {} | {command} | {} | {} | {}{verdict} |",
                dimension.name,
                size.join(" "),
                shown(&scaled),
                steps.iter().map(|it| format!("{it:.2}")).collect::<Vec<_>>().join(" ")
            );
        }
    }
    if failed > 0 {
        println!("\n{failed} grow faster than the page");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Instructions, or microseconds, of one run over a page of that size.
fn cost(dimension: &Dimension, size: usize, command: &str, counts: bool) -> f64 {
    let root = tempfile::tempdir().unwrap();
    (dimension.write)(root.path(), size);
    if counts {
        instructions(root.path(), command)
    } else {
        (0..5).map(|_| time(root.path(), command)).fold(f64::MAX, f64::min)
    }
}

fn binary() -> String {
    std::env::var("CODEGEN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_console-events-codegen").to_owned())
}

fn prepared(command: &mut Command, root: &Path, words: &str) {
    for derived in ["generated", "schemas/documented", "schemas/reconciled"] {
        let _ = std::fs::remove_dir_all(root.join(derived));
    }
    command.current_dir(root).args(["--root", "."]).args(words.split(' ')).stdout(Stdio::null());
}

fn instructions(root: &Path, words: &str) -> f64 {
    let mut command = Command::new("valgrind");
    command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", &binary()]);
    prepared(&mut command, root, words);
    let output = command.stderr(Stdio::piped()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| code < 2), "{words}: {told}");
    let count = told.lines().find_map(|line| line.split_once("refs:")).unwrap();
    count.1.trim().replace(',', "").parse().unwrap()
}

fn time(root: &Path, words: &str) -> f64 {
    use wait4::Wait4 as _;
    let mut command = Command::new(binary());
    prepared(&mut command, root, words);
    let used = command.stderr(Stdio::null()).spawn().unwrap().wait4().unwrap();
    assert!(used.status.code().is_some_and(|code| code < 2), "{words}");
    #[allow(clippy::cast_precision_loss, reason = "a duration of hours has fewer digits")]
    let microseconds = used.rusage.utime.as_micros() as f64;
    microseconds
}
