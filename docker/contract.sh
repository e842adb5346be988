#!/usr/bin/env bash
# Runs the contract suite against containers: one node, then a cluster of three. Removes them whatever happens.
#
#   QDRANT_IMAGE    the image [qdrant/qdrant:v1.19.0]
#   TOPOLOGIES      what to run [single cluster]
#   LOGS            where the logs go when something fails [target/contract-logs]
set -euo pipefail
cd "$(dirname "$0")/.."

image=${QDRANT_IMAGE:-qdrant/qdrant:v1.19.0}
http=${QDRANT_HTTP_PORT:-16333}
grpc=${QDRANT_GRPC_PORT:-16334}
logs=${LOGS:-target/contract-logs}
project=qdrant-contract-$$

if docker compose version >/dev/null 2>&1; then
    compose=(docker compose)
elif command -v docker-compose >/dev/null; then
    compose=(docker-compose)
else
    echo "No Docker Compose: neither \`docker compose\` nor \`docker-compose\` is installed." >&2
    exit 2
fi
if ! docker info >/dev/null 2>&1; then
    echo "No Docker engine answers: start one, or set DOCKER_HOST. \`make contract\` needs none." >&2
    exit 2
fi
compose+=(--project-name "$project" --file docker/compose.yaml)

down() {
    COMPOSE_PROFILES=cluster "${compose[@]}" down --volumes --remove-orphans --timeout 5 >/dev/null 2>&1 || true
}
trap down EXIT

# Waits until a shell condition holds, for a minute at most.
wait_until() {
    for _ in $(seq 120); do
        if eval "$1" >/dev/null 2>&1; then return 0; fi
        sleep 0.5
    done
    echo "$image is not ready after a minute: $1" >&2
    return 1
}

run() {
    local nodes=$1
    "${compose[@]}" up --detach || return 1
    wait_until "curl --fail --silent http://127.0.0.1:$http/readyz" || return 1
    if [ "$nodes" -gt 1 ]; then
        wait_until "[ \$(curl --silent http://127.0.0.1:$http/cluster | grep -o '\"uri\"' | wc -l) -ge $nodes ]" || return 1
    fi
    QDRANT_URL=http://127.0.0.1:$http QDRANT_GRPC_URL=http://127.0.0.1:$grpc \
        cargo test --package qdrant-remote-embedded --test contract
}

failed=0
for topology in ${TOPOLOGIES:-single cluster}; do
    case $topology in
        single) export COMPOSE_PROFILES=; nodes=1 ;;
        cluster) export COMPOSE_PROFILES=cluster; nodes=3 ;;
        *) echo "TOPOLOGIES: $topology is neither single nor cluster" >&2; exit 2 ;;
    esac
    echo "== $topology: $image"
    if ! run "$nodes"; then
        failed=1
        mkdir -p "$logs"
        "${compose[@]}" logs --no-color >"$logs/$topology.log" 2>&1 || true
        echo "$topology failed; the servers' logs are in $logs/$topology.log" >&2
    fi
    down
done
exit $failed
