//! The generated folder: the same every time, all or nothing, complete, and up to date in the repository.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use codegen::write::{self, Files};
use codegen::{Options, load};
use common::{Outcome, Release, contents, workspace};

/// What the generator makes of the release in `specs/`, made once.
fn files() -> Result<&'static Files, Box<dyn Error>> {
    static FILES: OnceLock<Result<Files, String>> = OnceLock::new();
    let generated = FILES.get_or_init(|| codegen::generate(&Options::of(&workspace())).map_err(|error| error.to_string()));
    Ok(generated.as_ref().map_err(String::as_str)?)
}

fn text(name: &str) -> Result<&'static str, Box<dyn Error>> {
    Ok(files()?.get(Path::new(name)).ok_or_else(|| format!("no file {name}"))?)
}

/// The operationIds of the published document.
fn operation_ids() -> Result<BTreeSet<String>, Box<dyn Error>> {
    let document = load::openapi(&workspace().join("specs/openapi.json"))?.document;
    let paths = document["paths"].as_object().ok_or("no paths")?;
    let operations = paths.values().filter_map(|item| item.as_object()).flat_map(|item| item.values());
    Ok(operations.filter_map(|operation| operation["operationId"].as_str()).map(str::to_owned).collect())
}

/// The RPCs of the published services: `qdrant.Points/Query`.
fn rpcs() -> Result<BTreeSet<String>, Box<dyn Error>> {
    let set = load::proto(&workspace().join("specs/proto"))?;
    let services = set.file.iter().flat_map(|file| file.service.iter().map(move |service| (file.package(), service)));
    Ok(services
        .flat_map(|(package, service)| service.method.iter().map(move |method| format!("{package}.{}/{}", service.name(), method.name())))
        .collect())
}

/// What stands between each `start` and the next `end`.
fn between<'a>(text: &'a str, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(start).skip(1).filter_map(move |rest| rest.split(end).next())
}

#[test]
fn the_committed_folder_is_up_to_date() -> Outcome {
    Ok(write::check(files()?, &workspace().join("generated"))?)
}

#[test]
fn a_second_run_in_another_process_is_the_same_to_the_byte() -> Outcome {
    let release = Release::new()?;
    release.generated(&[])?;
    let second = contents(&release.out())?;
    assert_eq!(second.keys().collect::<Vec<_>>(), files()?.keys().collect::<Vec<_>>());
    for (name, text) in files()? {
        assert!(second[name] == *text, "{} differs", name.display());
    }
    Ok(())
}

#[test]
fn one_changed_byte_is_named_with_the_command_that_mends_it() -> Outcome {
    let release = Release::new()?;
    write::to_dir(files()?, &release.out())?;
    release.generated(&["--check"])?;

    let file = release.out().join("convert/types.rs");
    let mut bytes = fs::read(&file)?;
    let place = bytes.len() / 2;
    bytes[place] = if bytes[place] == b'x' { b'y' } else { b'x' };
    fs::write(&file, &bytes)?;
    let fault = release.refused(&["--check"])?;
    let (first, diff) = fault.split_once('\n').ok_or("one line")?;
    assert_eq!(first, "error: DIR/generated: not what the generator writes now; run `make regen`");
    assert!(diff.starts_with("--- convert/types.rs (present)\n+++ convert/types.rs (generated)\n@@ "), "{diff}");
    let changed = |sign: char| diff.lines().skip(2).filter(|line| line.starts_with(sign)).count();
    assert_eq!((changed('-'), changed('+')), (1, 1), "{diff}");
    assert_eq!(fs::read(&file)?, bytes, "a check writes nothing");

    release.generated(&[])?;
    release.generated(&["--check"])?;
    Ok(())
}

/// A failure of each stage, and what it says.
#[test]
fn nothing_is_written_when_something_fails() -> Outcome {
    type Break = fn(&Release) -> Outcome;
    let breaks: [(Break, &str); 7] = [
        (|release| release.append("specs/openapi.json", "}"), "error: DIR/specs/openapi.json: line "),
        (|release| release.append("specs/proto/points.proto", "message {"), "error: DIR/specs/proto/points.proto: line "),
        (|release| Ok(fs::remove_file(release.path("specs/release.toml"))?), "error: DIR/specs/release.toml: "),
        (|release| release.append("overrides.toml", "[[wrong]]\n"), "error: DIR/overrides.toml: line "),
        (
            |release| {
                let document = r#"{"openapi": "3.0.1", "info": {"title": "", "version": "1"}, "paths": {}, "components": {"schemas": {}}}"#;
                Ok(fs::write(release.path("specs/openapi.json"), document)?)
            },
            "error: repair: fix-up `errors_to_transport` changed nothing: ",
        ),
        (|release| release.add_field("ScrollPoints", "optional bytes self = 99;"), "error: model: grpc:qdrant.ScrollPoints: "),
        (|release| release.add_field("ScrollPoints", "optional string blob = 99;"), "error: 1 ids are unreviewed, "),
    ];
    for (break_it, expected) in breaks {
        let release = Release::new()?;
        let before = Files::from([(PathBuf::from("convert/old.rs"), "old\n".to_owned())]);
        write::to_dir(&before, &release.out())?;
        break_it(&release)?;
        let fault = release.refused(&[])?;
        assert!(fault.starts_with(expected), "{fault}");
        assert_eq!(contents(&release.out())?, before, "{fault}");
    }
    Ok(())
}

#[test]
fn every_operation_is_in_the_table_and_has_a_method() -> Outcome {
    let ids = operation_ids()?;
    assert_eq!(ids.len(), 69);
    let table = text("operations.rs")?;
    let rows: BTreeSet<String> = between(table, "Operation::new(", ",").map(|id| id.trim().trim_matches('"').to_owned()).collect();
    assert_eq!(rows, ids);
    let list: Vec<&str> = between(table, "OPERATIONS: &[&Operation] = &[", "]").flat_map(|list| list.split(',')).map(str::trim).collect();
    let listed: BTreeSet<String> = list.iter().filter(|name| !name.is_empty()).map(|name| name.to_lowercase()).collect();
    assert_eq!(listed, ids);

    for (file, method) in [("rest.rs", "pub async fn "), ("stub.rs", "fn "), ("rest_stub.rs", "fn "), ("requests.rs", "The request of `")] {
        let end: &[char] = &['(', '<', '`'];
        let found: BTreeSet<&str> = text(file)?.split(method).skip(1).filter_map(|rest| rest.split(end).next()).collect();
        let missing: Vec<&String> = ids.iter().filter(|id| !found.contains(id.as_str())).collect();
        assert!(missing.is_empty(), "{file}: {missing:?}");
    }
    Ok(())
}

#[test]
fn every_rpc_has_a_client_and_a_server() -> Outcome {
    let rpcs = rpcs()?;
    assert_eq!(rpcs.len(), 51);
    let grpc = text("grpc.rs")?;
    let clients: BTreeSet<String> =
        between(grpc, "GrpcMethod::new(", ")").map(|names| names.split('"').skip(1).step_by(2).collect::<Vec<_>>().join("/")).collect();
    assert_eq!(clients, rpcs);
    for rpc in &rpcs {
        assert!(grpc.contains(&format!("\"/{rpc}\" => {{")), "no server answers {rpc}");
    }
    Ok(())
}

/// The paired operations call their RPC, and the ledger says which.
#[test]
fn every_paired_operation_has_its_conversions() -> Outcome {
    let ledger = text("ledger.txt")?;
    let paired: BTreeMap<&str, &str> = ledger
        .lines()
        .filter_map(|line| {
            let (id, rest) = line.strip_prefix("op:")?.split_once(' ')?;
            Some((id, rest.split_once("rpc:")?.1)).filter(|_| !id.contains('.'))
        })
        .collect();
    assert_eq!(paired.len(), 43);
    let table = text("operations.rs")?;
    let rows: BTreeMap<String, String> = between(table, "Operation::new(", ");")
        .filter_map(|row| {
            let mut texts = row.split('"').skip(1).step_by(2);
            Some((texts.next()?.to_owned(), texts.nth(2)?.to_owned()))
        })
        .collect();
    assert_eq!(rows.len(), 43);
    for (id, rpc) in &paired {
        assert_eq!(rows.get(*id).map(String::as_str), Some(*rpc), "{id}");
    }
    for (file, trait_of) in [("convert/requests.rs", "Convert<requests::"), ("convert/replies.rs", "Convert<Response<")] {
        assert!(text(file)?.contains(trait_of), "{file}");
    }
    let requests = between(text("convert/requests.rs")?, "Convert<requests::", ">").count();
    assert_eq!(requests, 43);
    Ok(())
}

#[test]
fn no_union_is_left_to_serde() -> Outcome {
    for (name, text) in files()? {
        assert!(!text.contains("untagged"), "{}", name.display());
    }
    Ok(())
}

#[test]
fn every_file_says_where_it_comes_from() -> Outcome {
    let release = load::release(&workspace().join("specs"))?.version;
    for (name, text) in files()? {
        let comment = if name == Path::new("ledger.txt") { "#" } else { "//" };
        let start = format!("{comment} Generated by `make regen`; do not edit. Release {release}, inputs sha256:");
        let digest = text.strip_prefix(&start).and_then(|rest| rest.split_once(".\n")).ok_or(format!("{}: no header", name.display()))?.0;
        assert!(digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()), "{}", name.display());
    }
    Ok(())
}

#[test]
fn the_ledger_adds_up() -> Outcome {
    const CLASSES: [&str; 6] = ["auto", "override", "manual", "rest-only", "grpc-only", "ignored"];
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    let mut totals: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut previous = "";
    for line in text("ledger.txt")?.lines().skip(1) {
        if let Some(total) = line.strip_prefix("# ") {
            let words: Vec<&str> = total.split(' ').collect();
            if let [class, all, "ids,", members, ..] = words.as_slice() {
                totals.insert(class, (all.parse()?, members.parse()?));
            }
        } else if line != "#" {
            let (id, rest) = line.split_once(' ').ok_or(format!("no class: {line}"))?;
            let class = rest.split(' ').next().unwrap_or_default();
            assert!(CLASSES.contains(&class), "{line}");
            assert!(["op:", "rpc:", "rest:", "grpc:"].iter().any(|prefix| id.starts_with(prefix)), "{line}");
            assert!(previous < id, "{previous} before {id}");
            previous = id;
            *counted.entry(class).or_default() += 1;
        }
    }
    let total = totals.remove("total").ok_or("no total")?;
    let sum = totals.values().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    assert_eq!(sum, total);
    let said: BTreeMap<&str, usize> = totals.iter().map(|(class, (all, _))| (*class, *all)).collect();
    assert_eq!(said, counted);

    let rows = fs::read_to_string(workspace().join("codegen/overrides.toml"))?.lines().filter(|line| line.starts_with("[[")).count();
    assert!(text("ledger.txt")?.ends_with(&format!("\n# override rows {rows}\n")));
    let members = |class| totals.get(class).map_or(0, |(_, members): &(usize, usize)| *members);
    let paired = members("auto") + members("override") + members("manual");
    let share = format!("# by structure alone {:.1} % of {paired} paired", members("auto") as f64 * 100.0 / paired as f64);
    assert!(text("ledger.txt")?.contains(&share), "{share}");
    Ok(())
}
