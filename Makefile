.DEFAULT_GOAL := help
.PHONY: help setup demo studio test test-thorough coverage test-unit test-integration test-e2e test-extended check bench calibrate mutants chaos recorded reference pictures clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo
# Each test worker starts toolchains of its own: more workers than cores only wait for each other.
WORKERS ?= 2
# No model endpoint of the developer's; one test at a time is handed out, since they take from a
# millisecond to minutes; the slowest are listed.
PYTEST := env -u OPENAI_API_KEY -u OPENAI_BASE_URL -u OPENAI_MODEL $(BIN)/python -m pytest \
	-n $(WORKERS) --durations 20
ONE_BY_ONE := --dist load --maxschedchunk 1
COVERAGE := --cov=graph --cov=nodes --cov=stackwright --cov=workbench --cov-report=term:skip-covered
# Studio's server: its port, and how many runs go on at once.
PORT ?= 2024
RUNS ?= 4
STUDIO_FLAGS ?=
# How many mutants of each system are measured; 0 is all.
SAMPLE ?= 100
# How often the calibration measures each system.
ROUNDS ?= 3
# Which recorded system is built: a folder of bench/recorded.
SYSTEM ?= shop

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev,studio]'
	@touch $@

setup: $(VENV)/installed ## The virtual environment, and the toolchains that are missing
	$(BIN)/stackwright doctor --install

demo: setup ## Builds a notes system into ./demo and proves it
	@if [ -e $(DEMO)/.stackwright/verdict.json ]; then rm -rf $(DEMO); fi
	$(BIN)/stackwright build "A notes app" --model offline --out $(DEMO)

studio: setup ## LangGraph Studio's server: no key, several runs at once
	$(BIN)/langgraph dev --no-reload --n-jobs-per-worker $(RUNS) --port $(PORT) $(STUDIO_FLAGS)

test: test-unit setup ## Unit, integration and end to end, without those that take longest
	$(PYTEST) $(ONE_BY_ONE) -m "not extended and not thorough" tests/integration tests/e2e

test-thorough: setup ## The longest tests: more seeded faults, both storages, the README to the letter
	$(PYTEST) $(ONE_BY_ONE) -m "thorough and not extended" tests

test-unit: $(VENV)/installed ## Tests without processes or a network
	$(PYTEST) -m "not thorough" tests/unit

coverage: $(VENV)/installed ## All unit tests, with the lines that they do not run
	$(PYTEST) $(COVERAGE) tests/unit

test-integration: setup ## Tests of one gate or one tool at a time
	$(PYTEST) $(ONE_BY_ONE) tests/integration

test-e2e: setup ## A few whole builds
	$(PYTEST) $(ONE_BY_ONE) -m "not extended" tests/e2e

test-extended: setup ## Many whole builds, the recorded systems among them: takes an hour
	$(PYTEST) $(ONE_BY_ONE) -m extended tests/e2e

check: $(VENV)/installed ## Lint and strict types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup ## Time of a build against the bare commands, in the same run
	$(BIN)/python -m bench.build_time

calibrate: mutants ## The verdict on mutants, sound systems and seeded faults: docs/ (GO_ON=--go-on)
	$(BIN)/python -m bench.calibration --rounds $(ROUNDS) --write docs/calibration.md $(GO_ON)

mutants: setup ## Mutants of sound systems that the gates accept: docs/mutants.md (goes on where it was)
	$(BIN)/python -m bench.mutants --sample $(SAMPLE)
	$(BIN)/python -m bench.mutants --deep

chaos: setup ## Kills, attacks and bad environments, with what must happen: docs/chaos.md
	$(BIN)/python -m bench.chaos --write docs/chaos.md

recorded: setup ## Builds a recorded system without a model into build/: SYSTEM=shop, studio, trails, physio or museum
	rm -rf build/$(SYSTEM)-calls
	$(BIN)/python -m bench.recorded $(SYSTEM) build/$(SYSTEM)-calls
	$(BIN)/stackwright build --file bench/recorded/$(SYSTEM)/request.txt --replay build/$(SYSTEM)-calls \
		$(if $(wildcard bench/recorded/$(SYSTEM)/openapi.yaml),--openapi bench/recorded/$(SYSTEM)/openapi.yaml) \
		--out build/$(SYSTEM)

reference: $(VENV)/installed ## docs/: what is generated from the code
	$(BIN)/python -m stackwright.reference docs

pictures: setup ## docs/: pictures and the report of a real run
	$(BIN)/python -m bench.pictures

clean: ## Removes the virtual environment and the demo
	rm -rf $(VENV) $(DEMO)
