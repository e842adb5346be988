//! The pages of the repository: their links lead to what is there, and the Makefile has the targets that they name.

mod common;

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Outcome, workspace};

/// Every page by its path from the root.
fn pages() -> Result<Vec<(PathBuf, String)>, Box<dyn Error>> {
    let mut pages = Vec::new();
    for folder in ["", "benches", "docs/guide", "embedded/data", "embedded/tests/snippets", "fuzz", "tests", "tests/faults"] {
        for entry in fs::read_dir(workspace().join(folder))? {
            let name = entry?.file_name();
            if Path::new(&name).extension().is_some_and(|extension| extension == "md") {
                let page = Path::new(folder).join(name);
                let text = fs::read_to_string(workspace().join(&page))?;
                pages.push((page, text));
            }
        }
    }
    Ok(pages)
}

/// The targets of `[…](target)` and `[…]: target`.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let inline = text.split("](").skip(1).filter_map(|rest| rest.split([')', ' ', '\n']).next());
    let listed = text.lines().filter(|line| line.starts_with('[')).filter_map(|line| Some(line.split_once("]: ")?.1.trim()));
    inline.chain(listed)
}

#[test]
fn links_lead_to_what_is_there() -> Outcome {
    let manifest: toml::Table = fs::read_to_string(workspace().join("Cargo.toml"))?.parse()?;
    let repository = manifest["workspace"]["package"]["repository"].as_str().ok_or("no repository")?;
    let (mut local, mut absolute) = (0, 0);
    for (page, text) in pages()? {
        for link in links(&text) {
            let link = link.split('#').next().unwrap_or_default();
            let path = if let Some(of_repository) = link.strip_prefix(repository) {
                absolute += 1;
                let path = of_repository.strip_prefix("/blob/main/").ok_or_else(|| format!("{}: {link}", page.display()))?;
                workspace().join(path)
            } else if link.is_empty() || link.contains("://") || link.contains("::") {
                continue;
            } else {
                local += 1;
                workspace().join(&page).with_file_name("").join(link)
            };
            assert!(path.exists(), "{}: nothing is at {link}", page.display());
        }
    }
    assert!(local > 0 && absolute > 0, "{local} and {absolute} links: are they written otherwise now?");
    Ok(())
}

#[test]
fn targets_are_in_the_makefile() -> Outcome {
    let makefile = fs::read_to_string(workspace().join("Makefile"))?;
    let targets: BTreeSet<&str> = makefile.lines().filter_map(|line| line.split_once(':')).map(|(target, _)| target).collect();
    let mut named = 0;
    for (page, text) in pages()? {
        for code in text.split('`').skip(1).step_by(2).filter_map(|code| code.strip_prefix("make ")) {
            for target in code.split_whitespace().take_while(|word| word.starts_with(|first: char| first.is_ascii_lowercase())) {
                named += 1;
                assert!(targets.contains(target), "{}: `make {code}` has no target {target}", page.display());
            }
        }
    }
    assert!(named > 20, "only {named} targets are named");
    Ok(())
}
