# Everything is a line over cargo; `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: $(shell sed -nE 's/^([a-z-]+):.*\#\#.*/\1/p' $(MAKEFILE_LIST))

CODEGEN := cargo run --quiet --package codegen --

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: ## search a real data set over both protocols
	cargo run --package qdrant-remote-embedded --example demo

test: ## run every test; ARGS are for the tests
	cargo test --workspace --all-features -- $(ARGS)

soak: ## half an hour of mixed traffic, memory and handles flat; SOAK is its length in seconds
	SOAK=$(or $(SOAK),1800) cargo test --package qdrant-remote-embedded --test soak -- --nocapture

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

FUZZ_TARGETS := rest grpc convert address header overrides openapi proto
SECONDS ?= 60
fuzz: fuzz-seeds ## TARGET (default all) for SECONDS each, on nightly; needs cargo-fuzz
	@cargo fuzz --version > /dev/null 2>&1 || { echo "make fuzz needs cargo-fuzz: cargo install cargo-fuzz --locked"; exit 1; }
	cd fuzz && for target in $(or $(TARGET),$(FUZZ_TARGETS)); do \
		cargo +nightly fuzz run $$target -- -max_total_time=$(SECONDS) -max_len=16384 -timeout=10 -rss_limit_mb=2048 \
			-dict=corpus/words.dict || exit 1; \
	done

fuzz-seeds: ## seeds of the fuzz targets, from the corpus and the documents
	cargo run --quiet --package fuzz-entries --bin seeds -- fuzz/corpus

hostile-specs: ## the generator on HOSTILE (500) mutated documents, and a sample compiled; SEED, DOCUMENTS is a published release
	codegen/hostile.sh

mutation: ## MUTANTS (30) of what is generated, which some test must notice
	codegen/mutation.sh $(or $(MUTANTS),30)

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

MSRV := $(shell sed -nE 's/^rust-version = "(.*)"/\1/p' Cargo.toml)
msrv: ## the library compiles with the oldest toolchain that it promises
	@cargo +$(MSRV) --version > /dev/null 2>&1 || { echo "make msrv needs Rust $(MSRV): rustup toolchain install $(MSRV) --profile minimal"; exit 1; }
	cargo +$(MSRV) check --locked --package qdrant-remote --all-features

minimal-versions: ## the library compiles, from its archive alone, with the lowest versions that its manifest allows; needs a nightly toolchain
	.ci/minimal-versions

# Without a tag there is no release to compare with, but the commit before.
semver: ## what breaks users since BASE, a git revision (the last tag); needs cargo-semver-checks
	@cargo semver-checks --version > /dev/null 2>&1 || { echo "make semver needs cargo-semver-checks: cargo install cargo-semver-checks --locked"; exit 1; }
	cargo semver-checks --package qdrant-remote --all-features \
		--baseline-rev $(or $(BASE),$(shell git describe --tags --abbrev=0 2> /dev/null || echo HEAD~1))

deny: ## licences, sources and duplicates of what is depended upon; needs cargo-deny
	@cargo deny --version > /dev/null 2>&1 || { echo "make deny needs cargo-deny: cargo install cargo-deny --locked"; exit 1; }
	cargo fetch --quiet --locked
	cargo deny --offline check licenses bans sources

advisories: ## known weaknesses of what is depended upon; needs cargo-deny, and GitHub within reach
	cargo deny check advisories

import: ## OPENAPI=FILE PROTO=DIR VERSION=X: facts of a release into specs/
	$(CODEGEN) import --openapi "$(OPENAPI)" --proto "$(PROTO)" --version "$(VERSION)" --out specs

regen: ## rewrite generated/
	$(CODEGEN) generate

check-regen: ## fail if generated/ is not what `make regen` would write
	$(CODEGEN) generate --check

api-diff: ## OLD=DIR NEW=DIR: what changed between two imported releases, and what breaks; FORMAT=markdown; a git revision stands for its specs/
	@codegen/api-diff.sh "$(or $(OLD),HEAD)" "$(or $(NEW),specs)" "$(FORMAT)"

release-test: ## a copy of the repository to other releases, real and made up, and back; some minutes
	codegen/release-test.sh

ledger-diff: ## what changed in the classification since BASE (default HEAD)
	git diff --stat $(or $(BASE),HEAD) -- specs generated
	git diff --unified=0 $(or $(BASE),HEAD) -- generated/ledger.txt

bench: ## side by side with the peers; needs valgrind
	cargo run --release --quiet --manifest-path benches/Cargo.toml -- table

bench-builds: ## what it costs to build a program with each library
	cargo run --release --quiet --manifest-path benches/Cargo.toml -- builds

bench-engine: ## queries from end to end, beside the official crate
	cargo build --release --quiet --package qdrant-remote-embedded --bins
	cargo run --release --quiet --manifest-path benches/Cargo.toml -- engine target/release/qdrant-remote-embedded

bench-bulk: ## uploads beside the peers, memory, delay of the runtime; BENCH_PYTHON names a Python that has qdrant-client
	cargo build --release --quiet --package qdrant-remote-embedded --bins
	cargo run --release --quiet --manifest-path benches/Cargo.toml --bin bulk -- target/release/qdrant-remote-embedded

bench-python: ## the Python client against the same null server; needs `pip install qdrant-client`
	cargo build --release --quiet --manifest-path benches/Cargo.toml
	python3 benches/python_client.py benches/target/release/qdrant-remote-bench
