# The words of the project; `make help` lists them. The work is done by the scripts in build/ and by CMake; everything made
# lies in out/ and dist/, and what is worth keeping between clones in ~/.cache/causeway.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VERSION := $(shell sed -n 's/^  "version": "\(.*\)",/\1/p' plugin.json)
JOBS ?= $(shell nproc)
FUZZ_SECONDS ?= 60
PARTS ?= format web tidy threads asan tsan
BUNDLE := out/causeway-$(VERSION).tar.gz
RELEASE := dist/causeway-$(VERSION).tar.gz
# The bundle that demo installs: DEMO_BUNDLE=dist/causeway-<version>.tar.gz takes the release.
DEMO_BUNDLE ?= $(BUNDLE)
LAB = CAUSEWAY_MATTERMOST="$$(build/mattermost.sh)" CAUSEWAY_BUNDLE="$(abspath $(DEMO_BUNDLE))" exec out/dev/tests/lab/lab
export JOBS FUZZ_SECONDS KEEP SOAK_SECONDS SOAK_RATE SOAK_SEED SOAK_KINDS
export CLICOLOR_FORCE :=

.PHONY: help setup build webapp bundle dist glibc-check bare-root server test check fuzz demo soak simulation chaos idle bench growth format clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r word text; do printf '  make %-12s %s\n' "$$word" "$$text"; done

setup: ## installs what the build needs and this machine lacks (Debian 12, as root)
	@build/setup.sh

build: setup ## the plugin and all tests, for developers (out/dev)
	@build/cmake.sh dev

webapp: setup ## the web part (webapp-stub/dist/main.js)
	@build/webapp.sh

bundle: setup webapp ## the bundle on this machine's libraries (out/causeway-<version>.tar.gz)
	@build/cmake.sh bundle causeway
	@build/package.sh out/bundle/server/causeway $(BUNDLE)

dist: setup webapp ## the release: static, runs wherever glibc 2.34 is (dist/causeway-<version>.tar.gz)
	@build/dist.sh $(RELEASE)

glibc-check: ## proves what the release needs at run time
	@build/glibc_check.sh out/release/plugin-linux-amd64

bare-root: ## runs the release in a root that holds only glibc and its loader (as root)
	@tests/live/bare_root.sh out/release/plugin-linux-amd64

server: setup ## the real Mattermost server that tests and demo start (once; kept in ~/.cache/causeway)
	@build/mattermost.sh

test: setup ## everything CI runs: unit, contract, golden, scenario, house rules, live servers
	@build/test.sh $(BUNDLE)

check: setup ## format, web part, clang-tidy, thread safety, ASan+UBSan, TSan (PARTS="format tidy" runs some)
	@build/check.sh $(PARTS)

fuzz: setup ## every fuzz target for FUZZ_SECONDS (60); figures in out/fuzz.json
	@build/fuzz.sh

demo: $(if $(filter $(BUNDLE),$(DEMO_BUNDLE)),bundle) server ## two real servers, one shared channel (KEEP=1 leaves them up)
	@build/cmake.sh dev lab
	@$(LAB) demo

soak: $(if $(filter $(BUNDLE),$(DEMO_BUNDLE)),bundle) server ## random work on two servers, then compared (SOAK_SECONDS, _RATE, _SEED, _KINDS; out/soak.json)
	@build/cmake.sh dev lab
	@$(LAB) soak

simulation: setup ## SIMULATION_SEEDS (5000) bad days on a clock of their own, from SIMULATION_SEED (1) on (out/simulation.json)
	@build/cmake.sh dev simulation
	@SIMULATION_SEEDS=$${SIMULATION_SEEDS:-5000} SIMULATION_JSON=out/simulation.json out/dev/tests/simulation/simulation

chaos: $(if $(filter $(BUNDLE),$(DEMO_BUNDLE)),bundle) server ## real servers are broken on purpose (CHAOS_SEEDS, _SEED, _SECONDS, _RATE; out/chaos.json)
	@build/cmake.sh dev lab
	@$(LAB) chaos

idle: $(if $(filter $(BUNDLE),$(DEMO_BUNDLE)),bundle) server ## what 50 shared channels cost while nobody writes (out/idle.json)
	@build/cmake.sh dev lab
	@$(LAB) idle

bench: $(if $(filter $(BUNDLE),$(DEMO_BUNDLE)),bundle) server ## Causeway beside native, an hour (BENCH_ROUNDS, _SCENARIOS; out/bench.json, docs/benchmarks.md)
	@build/bench.sh out/bridge.json
	@build/cmake.sh dev lab
	@BENCH_BRIDGE="$(abspath out/bridge.json)" $(LAB) bench

growth: $(if $(filter $(BUNDLE),$(DEMO_BUNDLE)),bundle) server ## what a post costs with more posts and channels, half an hour (out/growth.json)
	@build/cmake.sh dev lab
	@$(LAB) growth

format: ## writes every C++ file as .clang-format says
	@git ls-files --cached --others --exclude-standard -- 'server/*.cpp' 'server/*.h' 'tests/*.cpp' 'tests/*.h' | \
	  while read -r file; do if [ -e "$$file" ]; then echo "$$file"; fi; done | xargs -r clang-format-19 -i

clean: ## removes out/, dist/ and the web part's outputs; keeps ~/.cache/causeway
	@rm -rf out dist webapp-stub/dist webapp-stub/node_modules
