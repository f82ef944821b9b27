# Sucharit. `make` alone tells what there is.
.DEFAULT_GOAL := help
.PHONY: help setup run lint check test test-long bench diagrams first-migration
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
# Tests and servers are many processes: what one has compiled serves the others.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input
# What makes an installation out of date: the dependencies, and what the browser's files are built from.
SOURCES := pyproject.toml hatch_build.py $(shell find web/frontend web/design/css web/form_pages -name node_modules -prune -o -type f \( -name '*.js' -o -name '*.mjs' -o -name '*.css' -o -name '*.json' \) -print 2>/dev/null)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.for-development ## .venv with everything for work on the code

run: .venv/.for-running ## the demonstration at http://127.0.0.1:8000, data in var/
	@sh tools/run_demonstration.sh

lint: .venv/.for-development ## format, linters, types, layers
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo

check: lint ## all of lint, and the tests that need no database and no browser
	$(BIN)/pytest -q tests/unit tests/processes

test: .venv/.for-development ## the whole suite, on SQLite and PostgreSQL, in a real Chromium
	@sh tools/install_test_tools.sh
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pytest -q --numprocesses=4 --dist=loadfile --no-loadscope-reorder

test-long: .venv/.for-development ## storms, fuzz and attacks at full size
	@sh tools/install_test_tools.sh
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pytest -q -m long --timeout=7200

bench: .venv/.for-running ## measure; ratios within one run are what counts
	$(BIN)/sucharit bench

diagrams: .venv/.for-running ## docs/diagrams/ from the BPMN files
	$(BIN)/python tools/draw_diagrams.py

first-migration: .venv/.for-development ## write 0001 anew from the tables; only before the first release
	$(BIN)/python tools/write_first_migration.py

.venv/bin/python:
	@sh tools/require_python.sh "$(PYTHON)"
	@"$(PYTHON)" -m venv .venv
	@$(PIP) install --upgrade pip

.venv/.for-running: .venv/bin/python $(SOURCES)
	@$(PIP) install --editable .
	@touch $@

.venv/.for-development: .venv/bin/python $(SOURCES)
	@$(PIP) install --editable . --group dev
	@touch $@ .venv/.for-running
