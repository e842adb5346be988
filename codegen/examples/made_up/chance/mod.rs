//! Changes that a release could well bring, drawn by chance: what comes on one side or on both, what goes, what is
//! written otherwise.

mod comes;
mod goes;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use crate::random::Random;
use crate::release::Release;

/// Draws from this seed.
pub fn add(release: &mut Release, seed: u64) -> Result<(), Box<dyn Error>> {
    release.in_one_file();
    let mut random = Random::new(seed);
    let kept = Kept::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("overrides.toml"))?;
    type Change = fn(&mut Release, &mut Random, &Kept);
    let changes: &[(Change, usize)] = &[
        (comes::field, 60),
        (comes::required_in_an_answer, 8),
        (comes::value, 12),
        (comes::variant, 12),
        (comes::operation, 8),
        (comes::parameter, 12),
        (comes::rpc, 4),
        (comes::field_of_a_message, 12),
        (goes::without_a_field, 15),
        (goes::without_a_value, 4),
        (goes::without_an_operation, 3),
        (goes::renamed_operation, 3),
        (goes::without_an_rpc, 2),
        (goes::without_a_message_field, 8),
        (goes::deprecated, 10),
        (goes::in_place, 6),
    ];
    for (change, most) in changes {
        for _ in 0..random.below(most + 1) {
            change(release, &mut random, &kept);
        }
    }
    Ok(())
}

/// What hand-written code needs.
struct Kept {
    /// Operations, and `Type.member`, by the rows in the overrides.
    ids: BTreeSet<String>,
    /// The examples, which use fields of messages too.
    examples: String,
}

impl Kept {
    fn read(overrides: &Path) -> Result<Self, Box<dyn Error>> {
        let rows: toml::Table = std::fs::read_to_string(overrides)?.parse()?;
        // The examples query, and what is left out by operation has its types.
        let more = [
            "query_points",
            "QueryRequest.query",
            "QueryRequest.filter",
            "QueryResponse",
            "ShardKeysResponse.shard_keys",
            "ShardKeyDescription.key",
        ];
        let mut kept: BTreeSet<String> = more.map(str::to_owned).into();
        for row in rows["modules"].as_array().into_iter().flatten().filter(|row| row.get("facade").is_some()) {
            for ty in row["types"].as_array().into_iter().flatten().filter_map(toml::Value::as_str) {
                let (id, members) = ty.split_once(" { ").ok_or("no members")?;
                let name = id.split_once(':').map_or(id, |(_, name)| name);
                kept.insert(name.to_owned());
                kept.extend(members.split(", ").map(|member| format!("{name}.{}", member.split(": ").next().unwrap_or_default())));
            }
        }
        let mut examples = String::new();
        for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples"))? {
            let path = entry?.path();
            if path.is_file() {
                examples.push_str(&std::fs::read_to_string(path)?);
            }
        }
        Ok(Self { ids: kept, examples })
    }

    fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }
}

const WORDS: &[&str] = &[
    "score",
    "type",
    "match",
    "async",
    "limit",
    "request",
    "client",
    "send",
    "options",
    "new",
    "value",
    "values",
    "result",
    "body",
    "url",
    "id",
    "deadline",
    "kind",
    "default",
    "clone",
    "into",
    "from",
    "fmt",
    "eq",
    "header",
    "unknown",
    "key",
    "time",
    "vector",
    "x",
    "self_id",
    "made-up",
    "camelCase",
    "with2numbers3",
    "is_empty",
];

/// A name for a member of `owner` that it does not have yet.
fn name(release: &mut Release, owner: &str, random: &mut Random) -> String {
    let word = WORDS[random.below(WORDS.len())];
    let plain = |name: &str| name.replace(['-', '_'], "").to_lowercase();
    let number = release.number();
    let properties = release.schemas().get(owner).and_then(|schema| schema["properties"].as_object());
    let taken = properties.is_some_and(|all| all.keys().any(|other| plain(other) == plain(word)));
    if taken || random.below(2) == 0 { format!("{word}_{number}") } else { word.to_owned() }
}

fn structs(release: &Release) -> Vec<String> {
    release.named(|schema| schema.get("properties").is_some())
}
