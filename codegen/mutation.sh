#!/usr/bin/env bash
# Breaks what is generated, in a copy of the repository, and expects somebody to notice.
#
# Of the exceptions: ROWS rows of overrides.toml are taken away, one at a time; the generator must refuse to go on.
# Of the conversions: N places are broken, one at a time; the suites of the conversions must fail. A place is a field that
# keeps its default, a refusal that is left out, or a value of an enum that gets another number. All are compiled at once,
# each behind a switch, so that a mutant costs a run of the suites and not a build.
#
#   [SEED=S] [ROWS=N] [CARGO_TARGET_DIR=DIR] codegen/mutation.sh [N]
set -euo pipefail
cd "$(dirname "$0")/.."

count=${1:-30} rows=${ROWS:-15}
seed=${SEED:-$RANDOM}
generator=$(pwd)
target=${CARGO_TARGET_DIR:-$PWD/target}
# A folder of its own: Cargo would take what was built from a mutant for what belongs to this checkout.
export CARGO_PROFILE_DEV_DEBUG=false

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard | while IFS= read -rd '' file; do
    if [ -e "$file" ]; then printf '%s\0' "$file"; fi
done | tar --null --files-from=- --create | tar --extract --touch --directory "$copy"
echo "seed $seed"
tried=0 caught=0
judge() { # WHAT, then the command that must fail
    local what=$1
    shift
    tried=$((tried + 1))
    if "$@" >"$copy/log" 2>&1; then
        echo "survived  $what"
    else
        caught=$((caught + 1))
        echo "caught    $what"
    fi
}

# Exceptions: blocks between empty lines, without the `at`th.
cargo build --quiet --package codegen
overrides=codegen/overrides.toml
blocks=$(awk 'BEGIN { RS = "" } /\[\[/ { print NR }' "$overrides" | awk -v seed="$seed" 'BEGIN { srand(seed) } { print rand(), $1 }' | sort -n | cut -d " " -f 2 | head -n "$rows")
for at in $blocks; do
    awk -v at="$at" 'BEGIN { RS = ""; ORS = "\n\n" } NR != at' "$overrides" >"$copy/overrides.toml"
    name=$(awk -v at="$at" 'BEGIN { RS = "" } NR == at' "$overrides" | grep -m 3 -E '^(\[\[|id|rest|union|function|grpc)' | tr '\n' ' ')
    judge "without $name" env CARGO_MANIFEST_DIR="$generator/codegen" "$target/debug/codegen" generate --overrides "$copy/overrides.toml" --out "$copy/other"
    rm -rf "$copy/other"
done

# Conversions: every place gets its number, and those that are drawn get a switch.
cd "$copy"
awk -v seed="$seed" -v count="$count" '
    BEGIN { srand(seed) }
    FNR == 1 { type = "" }
    match($0, "^ *Ok\\((pb|models)::[A-Za-z0-9_:]+ \\{$") { type = $1; sub(/^Ok\(/, "", type); next }
    /^ *}\)$/ { type = "" }
    type != "" && /^ *(r#)?[a-z0-9_]+: (grpc|rest)_[a-z0-9_]+,$/ { field = $1; sub(/:$/, "", field); print rand(), "field", FILENAME, FNR, type "." field }
    /^ *convert::refuse\(.*\)\?;$/ { print rand() / 4, "refusal", FILENAME, FNR, $0 }
    /^ *(models::[A-Za-z:]+ => )?Ok\(pb::[A-Za-z:]+ as i32\),?$/ { print rand() / 4, "number", FILENAME, FNR, $0 }
' generated/convert/{types,requests,replies,enums}.rs | sort -n | cut -d " " -f 2- | tr -s " " | head -n "$count" >mutants
number=0
while read -r kind file line name; do
    number=$((number + 1))
    case $kind in
    field) sed -i -E "${line}s/: ([a-z0-9_]+),\$/: crate::mutants::field!($number, \1),/" "$file" ;;
    refusal) sed -i -E "${line}s/refuse\((.*), (\"[^\"]*\")\)/refuse((\1) \&\& !crate::mutants::on($number), \2)/" "$file" ;;
    number) sed -i -E "${line}s/ as i32\)/ as i32 + i32::from(crate::mutants::on($number)))/" "$file" ;;
    esac
done <mutants
cat >src/mutants.rs <<'RUST'
//! Switches of the mutants.

/// Whether the mutant of this number is the one that is tried.
pub(crate) fn on(number: u32) -> bool {
    static ON: std::sync::LazyLock<u32> =
        std::sync::LazyLock::new(|| std::env::var("MUTANT").ok().and_then(|text| text.parse().ok()).unwrap_or(0));
    *ON == number
}

/// A value that becomes its type's default, where that has one.
pub(crate) struct Slot<T>(pub(crate) Option<T>);

pub(crate) trait ByDefault<T> {
    fn other(self) -> T;
}

impl<T: Default> ByDefault<T> for &mut &mut Slot<T> {
    fn other(self) -> T {
        T::default()
    }
}

pub(crate) trait AsItIs<T> {
    fn other(self) -> T;
}

impl<T> AsItIs<T> for &mut Slot<T> {
    fn other(self) -> T {
        eprintln!("SKIPPED: no default");
        self.0.take().unwrap()
    }
}

macro_rules! field {
    ($number:literal, $value:expr) => {{
        #[allow(unused_imports)]
        use crate::mutants::{AsItIs as _, ByDefault as _};
        let mut slot = crate::mutants::Slot(Some($value));
        if crate::mutants::on($number) { (&mut &mut slot).other() } else { slot.0.unwrap() }
    }};
}
pub(crate) use field;
RUST
echo '#[allow(warnings, clippy::all)] mod mutants;' >>src/lib.rs
export CARGO_TARGET_DIR=$target/mutation
suite=(cargo test --quiet --package qdrant-remote --features serve,testing --test convert --test corpus)
if ! "${suite[@]}" >log 2>&1; then
    tail -n 40 log
    echo "the suites fail without any mutation" >&2
    exit 1
fi
number=0
while read -r kind file line name; do
    number=$((number + 1))
    if ! grep -q "\(field!\|on\)($number[,)]" "$file"; then
        echo "skipped   $kind $name ($file:$line): not one that can be switched"
        continue
    fi
    judge "$kind $name (${file##*/}:$line)" env MUTANT=$number timeout 600 "${suite[@]}" -- --nocapture
    if grep -q "SKIPPED" log; then
        echo "          which has no default and so is no mutant"
        tried=$((tried - 1))
    fi
done <mutants

echo "$caught of $tried mutants were caught"
[ "$caught" -eq "$tried" ]
