#!/usr/bin/env bash
# Deletes one field from one emitted conversion, in a copy of the repository, and expects the suites of the conversions
# to notice; N times, to gRPC and to REST in turn. Fails when a mutant survives.
#
#   [SEED=S] [CARGO_TARGET_DIR=DIR] codegen/mutation.sh [N]
set -euo pipefail
cd "$(dirname "$0")/.."

count=${1:-5}
seed=${SEED:-$RANDOM}
# A folder of its own: Cargo would take what was built from a mutant for what belongs to this checkout.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$PWD/target}/mutation
# The folder is small that way, and every mutant is built afresh anyhow.
export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=false
suite=(cargo test --quiet --package qdrant-remote --features serve,testing --test convert --test corpus)

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z --cached --others --exclude-standard | while IFS= read -rd '' file; do
    if [ -e "$file" ]; then printf '%s\0' "$file"; fi
done | tar --null --files-from=- --create | tar --extract --touch --directory "$copy"
cd "$copy"
file=generated/convert/types.rs
cp "$file" original.rs

# The fields of the values that conversions into `$1` (`pb` or `models`) end with, shuffled: line, type and field.
fields_of() {
    awk -v side="$1" -v seed="$seed" '
        BEGIN { srand(seed) }
        match($0, "^ *Ok\\(" side "::[A-Za-z0-9_:]+ \\{$") { type = $1; sub(/^Ok\(/, "", type); next }
        /^ *}\)$/ { type = "" }
        type != "" && /^ *(r#)?[a-z0-9_]+: (grpc|rest)_[a-z0-9_]+,$/ { field = $1; sub(/:$/, "", field); print rand(), NR, type "." field }
    ' original.rs | sort -n | cut -d " " -f 2-
}

echo "seed $seed"
if ! "${suite[@]}" >log 2>&1; then
    tail -n 40 log
    echo "the suite fails without any mutation" >&2
    exit 1
fi

tried=0 caught=0
while [ "$tried" -lt "$count" ] && read -r line name; do
    # The variable keeps its type, which else could not be told.
    sed "${line}s/: \([a-z0-9_]*\),\$/: { let mut field = \1; field = Default::default(); field },/" original.rs >"$file"
    if ! "${suite[@]}" --no-run >log 2>&1; then
        echo "skipped   $name (line $line): the type has no default"
        continue
    fi
    tried=$((tried + 1))
    if "${suite[@]}" >log 2>&1; then
        echo "survived  $name (line $line)"
    else
        caught=$((caught + 1))
        echo "caught    $name (line $line)"
    fi
done < <(paste -d '\n' <(fields_of pb) <(fields_of models) | grep .)

echo "$caught of $tried mutants were caught"
[ "$caught" -eq "$tried" ]
