#!/usr/bin/env bash
# Takes a copy of the repository to other releases and back: import, generate, compile, corpus. Prints what each costs.
# Some of them are made up; SEEDS names those whose changes are drawn by chance.
#
#   [SEEDS="1 2 …"] codegen/release-test.sh
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A folder of its own: the copy must not pass for the repository. What is compiled of dependencies stays for next time.
export CARGO_TARGET_DIR=$root/target/release-test
began=$SECONDS

# Everything counts as changed now, so that nothing of an earlier copy passes for this one's.
git ls-files | tar -c --files-from=- | tar -x -m -C "$work"
cd "$work"
cp -r specs home
home=$(sed -n 's/^version = "\(.*\)"$/\1/p' home/release.toml)
codegen() { cargo run --quiet --package codegen -- "$@"; }

# The override rows that hold for the release, and those that do not.
rows() { sed -n 's/^# override \(rows .*\)/\1/p' generated/ledger.txt; }

# One release: what it costs, and that it compiles without a warning, with the tests that are named.
compiles() {
    local version=$1
    shift
    codegen generate --accept-unreviewed
    unreviewed=$(sed -n 's/^# unreviewed \([0-9]*\) ids.*/\1/p' generated/ledger.txt)
    unused=$(grep -c '^# unused override' generated/ledger.txt || true)
    local log="$work/log"
    cargo check --package qdrant-remote --all-features --lib --examples "$@" 2> "$log" || { cat "$log"; exit 1; }
    warnings=$(grep -c '^warning' "$log" || true)
    if [ "$warnings" -ne 0 ]; then
        cat "$log"
        exit 1
    fi
    echo "$version: $(rows); ${unreviewed:-0} ids unreviewed, $unused rows without use, $warnings warnings, $((SECONDS - began)) s"
}

for release in codegen/tests/releases/*/; do
    version=$(basename "$release")
    codegen import --openapi "$release/openapi.json" --proto "$release/proto" --version "$version" --out specs
    # What only this release has.
    tests=()
    for file in "$release"/tests/*.rs; do
        cp "$file" tests/
        tests+=(--test "$(basename "$file" .rs)")
    done
    tests+=(--test corpus)
    compiles "$version" --test convert "${tests[@]}"
    cargo test --quiet --package qdrant-remote --all-features "${tests[@]}"
    # Rows of fixed values are those of the newest release.
    cargo test --quiet --package qdrant-remote --all-features --test convert random::
    for file in "$release"/tests/*.rs; do
        rm "tests/$(basename "$file")"
    done
done

for seed in "" ${SEEDS:-1 2}; do
    rm -r specs
    cargo run --quiet --package codegen --example made_up -- home specs $seed
    compiles "made up${seed:+ by chance, seed $seed}" --test corpus
done

rm -r specs
mkdir specs
codegen import --openapi home/openapi.json --proto home/proto --version "$home" --out specs
diff -r home specs
codegen generate
diff -r "$root/generated" generated
echo "$home: $(rows); back, the same to the byte; $((SECONDS - began)) s in all"
