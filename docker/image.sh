#!/usr/bin/env bash
# Builds the image of the embedded server from its binary: no other image is needed, so none is pulled.
#
#   EMBEDDED_IMAGE   what to call it [qdrant-remote-embedded:latest]
set -euo pipefail
cd "$(dirname "$0")/.."

binary=${1:?the binary of the embedded server}
image=${EMBEDDED_IMAGE:-qdrant-remote-embedded:latest}
if ! docker info >/dev/null 2>&1; then
    echo "No Docker engine answers: start one, or set DOCKER_HOST." >&2
    exit 2
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/root/tmp"
cp docker/Dockerfile "$folder/"
cp "$binary" "$folder/root/qdrant-remote-embedded"
strip "$folder/root/qdrant-remote-embedded" 2>/dev/null || true
# Every library, and the loader, at the place where the binary looks for it.
ldd "$binary" | grep -o '/[^ ]*' | while read -r library; do
    install -D "$(readlink -f "$library")" "$folder/root$library"
done
docker build --tag "$image" "$folder"
echo "$image"
