# Everything is a line over cargo; `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help demo test contract contract-docker embedded-image replay foreign lint docs docs-coverage features import regen check-regen api-diff bench bench-builds bench-bulk bench-python

CODEGEN := cargo run --quiet --package codegen --

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: ## search a real data set over both protocols
	cargo run --package qdrant-remote-embedded --example demo

test: ## run every test
	cargo test --workspace --all-features

contract: ## every scenario over both protocols and through gateways; ARGS chooses some
	cargo test --package qdrant-remote-embedded --test contract -- $(ARGS)

contract-docker: ## the same against containers: one node, then three; QDRANT_IMAGE, TOPOLOGIES
	docker/contract.sh

embedded-image: ## an image of the embedded server, EMBEDDED_IMAGE
	cargo build --package qdrant-remote-embedded
	docker/image.sh target/debug/qdrant-remote-embedded

foreign: ## curl and the official Python client, the gateway between or not; PYTHON is one with `qdrant-client`
	cargo build --package qdrant-remote-embedded
	cargo build --all-features --example gateway
	embedded/foreign/run.sh target/debug

replay: ## recorded requests against the embedded server, then through the gateway and gRPC, with figures
	cargo test --package qdrant-remote-embedded --test replay -- --nocapture
	REPLAY_OVER=grpc cargo test --package qdrant-remote-embedded --test replay -- --nocapture

lint: check-regen docs ## formatting, clippy, generated code up to date, documentation without a warning
	cargo fmt --all --check
	cargo clippy --workspace --all-features --all-targets -- --deny warnings

docs: ## the documentation of the two libraries, without a warning
	RUSTDOCFLAGS="--deny warnings" cargo doc --no-deps --all-features --package qdrant-remote --package qdrant-remote-embedded

docs-coverage: ## the share of public items that are documented; needs a nightly toolchain
	RUSTDOCFLAGS="-Z unstable-options --show-coverage" cargo +nightly doc --no-deps --all-features --package qdrant-remote

# The lists of roots matter to TLS alone: they are combined with one protocol, not with everything.
HACK := cargo hack clippy --package qdrant-remote --lib --feature-powerset
features: ## every combination of features compiles without warnings; needs cargo-hack
	@cargo hack --version > /dev/null 2>&1 || { echo "make features needs cargo-hack: cargo install cargo-hack --locked"; exit 1; }
	$(HACK) --exclude-features default,_transport,native-roots,webpki-roots -- --deny warnings
	$(HACK) --include-features native-roots,webpki-roots --features grpc -- --deny warnings

import: ## OPENAPI=FILE PROTO=DIR VERSION=X: facts of a release into specs/
	$(CODEGEN) import --openapi "$(OPENAPI)" --proto "$(PROTO)" --version "$(VERSION)" --out specs

regen: ## rewrite generated/
	$(CODEGEN) generate

check-regen: ## fail if generated/ is not what `make regen` would write
	$(CODEGEN) generate --check

api-diff: ## what changed in the classified interface since BASE (default HEAD)
	git diff --stat $(or $(BASE),HEAD) -- specs generated
	git diff --unified=0 $(or $(BASE),HEAD) -- generated/ledger.txt

bench: ## side by side with the peers; needs valgrind
	cargo run --release --quiet --manifest-path benches/Cargo.toml -- table

bench-builds: ## what it costs to build a program with each library
	cargo run --release --quiet --manifest-path benches/Cargo.toml -- builds

bench-bulk: ## uploads beside the peers, memory, delay of the runtime; BENCH_PYTHON names a Python that has qdrant-client
	cargo build --release --quiet --package qdrant-remote-embedded --bins
	cargo run --release --quiet --manifest-path benches/Cargo.toml --bin bulk -- target/release/qdrant-remote-embedded

bench-python: ## the Python client against the same null server; needs `pip install qdrant-client`
	cargo build --release --quiet --manifest-path benches/Cargo.toml
	python3 benches/python_client.py benches/target/release/qdrant-remote-bench
