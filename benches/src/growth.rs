//! How time and memory grow with the points of a call and with the calls at once, as a table and as plots.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use qdrant_remote::Protocol;
use qdrant_remote_bench::alloc;
use qdrant_remote_bench::cases::{self, Work};
use qdrant_remote_bench::data::WIDTH;
use qdrant_remote_bench::served::NullServer;

use crate::count;

const POINTS: [u64; 4] = [10, 100, 1_000, 10_000];
const AT_ONCE: [usize; 4] = [1, 8, 64, 256];

struct Sample {
    x: f64,
    micros: f64,
    peak: f64,
}

type Line = (&'static str, Vec<Sample>);

/// Measures, prints, and writes the two plots.
pub fn print() -> Result<(), Box<dyn Error>> {
    let mut by_points: Vec<Line> = vec![("ours, gRPC", Vec::new()), ("official", Vec::new()), ("ours, REST", Vec::new())];
    for points in POINTS {
        let server = NullServer::start(points, WIDTH)?;
        let repeat = usize::try_from(20_000 / points)?.clamp(5, 400);
        let prepare: [&dyn Fn() -> Work; 3] = [
            &|| cases::query_of(cases::ours(&server.servers, Protocol::Grpc), points),
            &|| cases::official_query_of(&server.servers, points),
            &|| cases::query_of(cases::ours(&server.servers, Protocol::Rest), points),
        ];
        for (line, prepare) in by_points.iter_mut().zip(prepare) {
            line.1.push(sample(points as f64, repeat, prepare)?);
        }
    }
    let mut by_calls: Vec<Line> = vec![("ours, gRPC", Vec::new()), ("official", Vec::new()), ("ours, REST", Vec::new())];
    let server = NullServer::start(10, 0)?;
    for calls in AT_ONCE {
        let repeat = (2_000 / calls).max(10);
        let prepare: [&dyn Fn() -> Work; 3] = [
            &|| cases::concurrent(cases::ours(&server.servers, Protocol::Grpc), calls),
            &|| cases::official_concurrent(&server.servers, calls),
            &|| cases::concurrent(cases::ours(&server.servers, Protocol::Rest), calls),
        ];
        for (line, prepare) in by_calls.iter_mut().zip(prepare) {
            line.1.push(sample(calls as f64, repeat, prepare)?);
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, x, lines) in [("points", "points per call", &by_points), ("concurrency", "calls at once", &by_calls)] {
        table(x, lines);
        fs::write(folder.join(format!("growth-{name}.svg")), plot(x, lines)?)?;
    }
    Ok(())
}

fn sample(x: f64, repeat: usize, prepare: &dyn Fn() -> Work) -> Result<Sample, Box<dyn Error>> {
    let mut work = prepare();
    let ((), allocated) = alloc::counted(&mut work);
    // One call alone can be shorter than a step of the clock of the processor's time.
    let before = count::on_processor()?;
    for _ in 0..repeat {
        work();
    }
    let busy = (count::on_processor()? - before) / u32::try_from(repeat)?;
    Ok(Sample { x, micros: busy.as_secs_f64() * 1e6, peak: allocated.peak as f64 / 1024.0 })
}

fn table(x: &str, lines: &[Line]) {
    println!("| {x} | who | CPU, µs | CPU per one, µs | peak memory, KiB | per one |");
    println!("|--:|---|--:|--:|--:|--:|");
    for (who, samples) in lines {
        for Sample { x, micros, peak } in samples {
            println!("| {x} | {who} | {micros:.0} | {:.2} | {peak:.0} | {:.2} |", micros / x, peak / x);
        }
    }
    println!();
}

/// Two panels, time and memory, both axes logarithmic: a straight line of slope one is linear growth.
fn plot(x: &str, lines: &[Line]) -> Result<String, Box<dyn Error>> {
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"380\" font-family=\"sans-serif\" font-size=\"12\">\n",
    );
    svg.push_str("<rect width=\"900\" height=\"380\" fill=\"white\"/>\n");
    panel(&mut svg, 60.0, x, "client CPU, µs", lines, |sample| sample.micros)?;
    panel(&mut svg, 510.0, x, "peak memory, KiB", lines, |sample| sample.peak)?;
    svg.push_str("</svg>\n");
    Ok(svg)
}

fn panel(svg: &mut String, left: f64, x: &str, y: &str, lines: &[Line], value: fn(&Sample) -> f64) -> Result<(), Box<dyn Error>> {
    const WIDE: f64 = 360.0;
    const HIGH: f64 = 270.0;
    const TOP: f64 = 50.0;
    const COLORS: [&str; 3] = ["#c0392b", "#2c3e50", "#2980b9"];
    let samples = || lines.iter().flat_map(|line| &line.1);
    let range = |of: &dyn Fn(&Sample) -> f64| {
        let logs = || samples().map(|sample| of(sample).log10());
        (logs().fold(f64::MAX, f64::min).floor(), logs().fold(f64::MIN, f64::max).ceil())
    };
    let ((x0, x1), (y0, y1)) = (range(&|sample| sample.x), range(&value));
    let place_x = |value: f64| left + (value.log10() - x0) / (x1 - x0) * WIDE;
    let place_y = |value: f64| TOP + HIGH - (value.log10() - y0) / (y1 - y0) * HIGH;
    writeln!(svg, "<text x=\"{left}\" y=\"{}\">{y}</text>", TOP - 12.0)?;
    writeln!(svg, "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{x}</text>", left + WIDE / 2.0, TOP + HIGH + 40.0)?;
    for power in y0 as i32..=y1 as i32 {
        let at = place_y(10_f64.powi(power));
        writeln!(svg, "<line x1=\"{left}\" x2=\"{}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#ddd\"/>", left + WIDE)?;
        writeln!(svg, "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>", left - 6.0, at + 4.0, 10_f64.powi(power))?;
    }
    for sample in &lines[0].1 {
        let at = place_x(sample.x);
        writeln!(svg, "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{TOP}\" y2=\"{}\" stroke=\"#eee\"/>", TOP + HIGH)?;
        writeln!(svg, "<text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>", TOP + HIGH + 18.0, sample.x)?;
    }
    for (index, ((who, samples), color)) in lines.iter().zip(COLORS).enumerate() {
        let points: Vec<String> = samples.iter().map(|sample| format!("{:.1},{:.1}", place_x(sample.x), place_y(value(sample)))).collect();
        writeln!(svg, "<polyline points=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>", points.join(" "))?;
        let label = TOP + 14.0 + 16.0 * index as f64;
        writeln!(svg, "<text x=\"{}\" y=\"{label}\" fill=\"{color}\">{who}</text>", left + 10.0)?;
    }
    Ok(())
}
