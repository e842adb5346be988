#!/usr/bin/env bash
# Clients that are not ours against the embedded server and the gateway: curl, and the official Python client over both
# protocols. PYTHON is an interpreter that has the package `qdrant-client`.
set -euo pipefail

bin=${1:?"usage: run.sh FOLDER_OF_BINARIES"}
python=${PYTHON:-python3}
work=$(mktemp -d)
started=()
cleanup() {
    for one in "${started[@]}"; do kill "$one" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap cleanup EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }

# start NAME COMMAND...: runs it, and sets http and grpc to the ports that it tells.
start() {
    local name=$1 tries=0
    shift
    : >"$work/$name.log"
    "$@" >>"$work/$name.log" 2>&1 &
    started+=($!)
    until grep -q '^gRPC on' "$work/$name.log"; do
        tries=$((tries + 1))
        [ "$tries" -lt 200 ] || fail "$name does not start: $(cat "$work/$name.log")"
        sleep 0.05
    done
    http=$(sed -nE 's/^REST on .*:([0-9]+)$/\1/p' "$work/$name.log")
    grpc=$(sed -nE 's/^gRPC on .*:([0-9]+)$/\1/p' "$work/$name.log")
}

start server "$bin/qdrant-remote-embedded" --http-port 0 --grpc-port 0 --storage "$work/storage"
server_http=$http server_grpc=$grpc
upstream=(--upstream-http "http://127.0.0.1:$server_http" --upstream-grpc "http://127.0.0.1:$server_grpc")
start over-grpc "$bin/examples/gateway" --listen-http 127.0.0.1:0 --listen-grpc 127.0.0.1:0 --over grpc "${upstream[@]}"
over_grpc_http=$http over_grpc_grpc=$grpc
start over-rest "$bin/examples/gateway" --listen-http 127.0.0.1:0 --listen-grpc 127.0.0.1:0 --over rest "${upstream[@]}"
over_rest_http=$http over_rest_grpc=$grpc

# ask PORT METHOD PATH [BODY]: status, type and body of an answer, without times.
ask() {
    local port=$1 method=$2 path=$3 body=${4-}
    curl -sS -X "$method" "http://127.0.0.1:$port$path" -H 'content-type: application/json' ${body:+--data-binary "$body"} \
        -w '\n%{http_code} %{content_type}' | sed -E 's/,?"(time|creation_time|name|size|checksum|operation_id)":("[^"]*"|[0-9.e-]+)//g; s/\{,/{/'
}

calls=0
# expect TEXT METHOD PATH [BODY]: the answer of the server has it, and both gateways answer the same.
expect() {
    local text=$1 direct over port
    shift
    direct=$(ask "$server_http" "$@")
    [[ $direct == *"$text"* ]] || fail "$* gives $direct, without $text"
    for port in "$over_grpc_http" "$over_rest_http"; do
        over=$(ask "$port" "$@")
        # gRPC has no place in a request, nor its line.
        [ "$(worded "$direct")" == "$(worded "$over")" ] || fail "$* gives $direct, but through a gateway $over"
    done
    calls=$((calls + 1))
}
worded() { sed -E 's/error in JSON body/error in body/; s/\[[a-z_]+\.limit/[limit/; s/ at line .*column [0-9]+//' <<<"$1"; }

expect '"version":"1.19.0"' GET /
expect 'healthz check passed' GET /healthz
expect '404 ' GET /no/such/path
expect '404 ' PATCH /healthz
expect '"result":false' DELETE /collections/curl
expect '"result":{"exists":false}' GET /collections/curl/exists
expect "Collection \`curl\` doesn't exist!" GET /collections/curl
ask "$server_http" PUT /collections/curl '{"vectors": {"size": 2, "distance": "Dot"}}' | grep -q '"result":true' || fail 'no collection'
expect 'already exists' PUT /collections/curl '{"vectors": {"size": 2, "distance": "Dot"}}'
expect '"status":"completed"' PUT '/collections/curl/points?wait=true' \
    '{"points": [{"id": 1, "vector": [1, 0], "payload": {"city": "Ulm"}}, {"id": 2, "vector": [0.5, 1], "payload": {"city": "Köln \u2603"}}]}'
expect '"status":"acknowledged"' PUT /collections/curl/points '{"points": [{"id": 3, "vector": [0, 0.25]}]}'
expect '"points":[{"id":1,"version":' POST /collections/curl/points/query '{"query": [1, 0], "limit": 1, "with_payload": true}'
expect 'Köln ☃' POST /collections/curl/points/query '{"query": [0, 1], "limit": 1, "with_payload": ["city"]}'
expect '"result":{"count":3}' POST /collections/curl/points/count '{}'
expect '"next_page_offset":3' POST /collections/curl/points/scroll '{"limit": 2}'
expect 'Vector dimension error: expected dim: 2, got 3' POST /collections/curl/points/query '{"query": [1, 0, 0]}'
expect '422 ' POST /collections/curl/points/query '{"query": [1, 0], "limit": 0}'
expect '400 ' POST /collections/curl/points/query '{"query": [1, 0], "limit": -1}'
expect 'Format error in JSON body' POST /collections/curl/points/query '{"query": [1, 0]'
expect 'Format error in JSON body' POST /collections/curl/points/query '{"filter": {"must": [{"kee": 1}]}}'
expect 'Deserialize error in query parameters' PUT '/collections/curl/points?wait=perhaps' '{"points": []}'
expect '400 ' POST '/collections/curl/points/query?timeout=0' '{"query": [1, 0]}'
expect '404 ' GET /collections/curl/points/77
expect '400 ' GET /collections/curl/points/-1
expect '"result":{}' POST '/collections/curl/snapshots?wait=true'
ask "$server_http" POST '/collections/curl/snapshots?wait=false' | grep -q '^202 ' || fail 'wait=false is not accepted'
expect '404 ' GET /collections/curl/snapshots/none.snapshot
expect '404 ' DELETE /collections/curl/snapshots/none.snapshot
ask "$over_grpc_http" DELETE /collections/curl | grep -q '"result":true' || fail 'not deleted through the gateway'
expect '404 ' GET /collections/curl
echo "curl: $calls requests, each answered alike by the server, through gRPC, and through REST"

if command -v openssl >/dev/null; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext 'subjectAltName=IP:127.0.0.1' \
        -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
    start secured "$bin/qdrant-remote-embedded" --http-port 0 --grpc-port 0 --api-key secret \
        --tls-cert "$work/certificate.pem" --tls-key "$work/key.pem"
    curl -sS --cacert "$work/certificate.pem" -H 'api-key: secret' "https://127.0.0.1:$http/collections" | grep -q '"collections":\[\]' ||
        fail 'no answer over TLS'
    code=$(curl -sS --cacert "$work/certificate.pem" -o /dev/null -w '%{http_code}' "https://127.0.0.1:$http/collections")
    [ "$code" == 401 ] || fail "without a key: $code"
    echo 'curl: over TLS, with and without the key'
fi

"$python" -c 'import qdrant_client' 2>/dev/null || fail "no qdrant_client for $python: pip install qdrant-client, and set PYTHON"
"$python" "$(dirname "$0")/methods.py" "rest=rest:$server_http:$server_grpc" "grpc=grpc:$server_http:$server_grpc" \
    "rest-over-grpc=rest:$over_grpc_http:$over_grpc_grpc" "grpc-over-rest=grpc:$over_rest_http:$over_rest_grpc" \
    "rest-over-rest=rest:$over_rest_http:$over_rest_grpc" "grpc-over-grpc=grpc:$over_grpc_http:$over_grpc_grpc"
