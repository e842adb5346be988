//! Random changes of `.proto` files: lines that are removed or doubled, words that are other words.

use std::collections::BTreeMap;

use crate::random::Random;

const WORDS: &[&str] = &[
    "bytes",
    "fixed32",
    "google.protobuf.Timestamp",
    "optional",
    "repeated",
    "message",
    "enum",
    "oneof",
    "0",
    "-1",
    "536870912",
    "19000",
    "{",
    "}",
    ";",
    "\"",
    "\"\\\"",
    "//",
    "/*",
    "self",
    "Self",
    "crate",
    "super",
    "type",
    "fn",
    "größe",
    "map<string, string>",
    "Value",
    "Filter",
    "PointId",
    "../x",
    "import",
    "package x;",
    "__",
    "a__b",
    "A1",
    "stream",
    "string",
    "uint64",
    "float",
];

/// Changes one line or word; says which and how.
pub fn mutate(files: &mut BTreeMap<String, String>, random: &mut Random) -> String {
    let name = files.keys().nth(random.below(files.len())).unwrap().clone();
    let text = files.get_mut(&name).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = random.below(lines.len());
    let other = lines[random.below(lines.len())].clone();
    let what = match random.below(6) {
        0 => {
            lines.remove(at);
            "removed".to_owned()
        }
        1 => {
            lines.insert(at, lines[at].clone());
            "doubled".to_owned()
        }
        2 => {
            lines.insert(at, other);
            format!("after {}", lines[at])
        }
        _ => {
            let words: Vec<&str> = lines[at].split(' ').collect();
            let word = random.below(words.len());
            let new = if random.below(2) == 0 {
                let all: Vec<&str> = other.split_whitespace().collect();
                all.get(random.below(all.len())).copied().unwrap_or_default().to_owned()
            } else {
                random.pick(WORDS).to_owned()
            };
            let changed: Vec<&str> = words.iter().enumerate().map(|(index, old)| if index == word { new.as_str() } else { old }).collect();
            lines[at] = changed.join(" ");
            format!("is now {}", lines[at])
        }
    };
    *text = lines.join("\n");
    format!("{name}:{} {what}", at + 1)
}
