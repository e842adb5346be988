//! How one case is measured: instructions under callgrind, allocations, processor time.

use std::error::Error;
use std::process::Command;
use std::time::Duration;

use qdrant_remote_bench::alloc;
use qdrant_remote_bench::cases::{self, Case, Servers, Work};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The function between whose beginning and end instructions are counted.
#[unsafe(no_mangle)]
#[inline(never)]
pub fn bench_measured(work: &mut Work, times: usize) {
    for _ in 0..times {
        work();
    }
}

pub fn find(row: &str, who: &str) -> Outcome<Case> {
    let found = cases::all().into_iter().find(|case| case.row == row && format!("{:?}", case.who) == who);
    Ok(found.ok_or("no such case")?)
}

/// What runs under callgrind.
pub fn measured_once(row: &str, who: &str, rest: &str, grpc: &str) -> Outcome<()> {
    let case = find(row, who)?;
    let mut work = (case.prepare)(&Servers { rest: rest.to_owned(), grpc: grpc.to_owned() }, case.repeat);
    bench_measured(&mut work, case.repeat);
    std::process::exit(0);
}

/// Instructions of one repetition.
pub fn instructions(case: &Case, servers: &Servers) -> Outcome<f64> {
    let target = std::env::temp_dir().join(format!("qdrant-remote-bench-{}.callgrind", std::process::id()));
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--toggle-collect=bench_measured"])
        .arg(format!("--callgrind-out-file={}", target.display()))
        .arg(std::env::current_exe()?)
        .args(["instructions", case.row, &format!("{:?}", case.who), &servers.rest, &servers.grpc])
        .output()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    let counted = text.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse::<f64>().ok());
    if std::env::var_os("BENCH_PROFILE").is_some() {
        std::fs::rename(&target, std::env::temp_dir().join(format!("{}-{:?}.callgrind", case.row, case.who)))?;
    } else {
        std::fs::remove_file(&target)?;
    }
    Ok(counted.ok_or_else(|| format!("valgrind counted nothing:\n{text}"))? / case.repeat as f64)
}

/// Allocations of one repetition.
pub fn allocations(case: &Case, servers: &Servers) -> f64 {
    let mut work = (case.prepare)(servers, case.repeat);
    let ((), allocated) = alloc::counted(|| bench_measured(&mut work, case.repeat));
    allocated.count as f64 / case.repeat as f64
}

/// Time on the processor of one repetition, and time on the clock.
pub fn time(case: &Case, servers: &Servers) -> Outcome<(Duration, Duration)> {
    let mut work = (case.prepare)(servers, case.timed);
    let (begun, busy) = (std::time::Instant::now(), on_processor()?);
    bench_measured(&mut work, case.timed);
    let times = u32::try_from(case.timed)?;
    Ok(((on_processor()? - busy) / times, begun.elapsed() / times))
}

/// Prints the processor's microseconds for one repetition.
pub fn print_time(row: &str, who: &str, rest: &str, grpc: &str) -> Outcome<()> {
    let (busy, _) = time(&find(row, who)?, &Servers { rest: rest.to_owned(), grpc: grpc.to_owned() })?;
    println!("{}", busy.as_secs_f64() * 1e6);
    Ok(())
}

/// How long this thread has run.
pub fn on_processor() -> Outcome<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(Duration::from_nanos(text.split(' ').next().unwrap_or_default().parse()?))
}
