#!/usr/bin/env bash
# Prints what changed between two releases: OLD NEW [FORMAT]. A folder of imported documents, or a git revision whose
# specs/ are meant.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

folder() {
    if [ -d "$1" ]; then
        echo "$1"
    else
        mkdir "$work/$2"
        git archive "$1" specs | tar -x -C "$work/$2"
        echo "$work/$2/specs"
    fi
}

old=$(folder "$1" old)
new=$(folder "$2" new)
cargo run --quiet --package codegen -- api-diff --old "$old" --new "$new" --format "${3:-text}"
