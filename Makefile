# Everything is a line over cargo; `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help demo test contract contract-docker embedded-image foreign replay lint import regen check-regen api-diff bench bench-builds bench-python

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

lint: check-regen ## formatting, clippy, generated code up to date
	cargo fmt --all --check
	cargo clippy --workspace --all-features --all-targets -- --deny warnings

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

bench-python: ## the Python client against the same null server; needs `pip install qdrant-client`
	cargo build --release --quiet --manifest-path benches/Cargo.toml
	python3 benches/python_client.py benches/target/release/qdrant-remote-bench
