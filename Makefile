# Two commands do everything: `make run` and `make test`. Plain `make` prints what there is.
PORT ?= 8501
PYTHON ?= python3
BIN := .venv/bin
PYTEST = $(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder --durations 10
# Compiled modules are kept, also where the environment says not to: without them each process compiles all it imports.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup run test test-all check bench

help:
	@echo "make run [PORT=8501]  set up, serve your own store, or else the demo, on 127.0.0.1"
	@echo "make test             set up, run the tests (gets a Chromium where none is found)"
	@echo "make test-all         the same with the slow ones: before a release, and after changes of what they try"
	@echo "make check            ruff, types, the conventions test; under 30 s"
	@echo "make bench            measure every figure that the project claims, beside its baseline"
	@echo "make setup            .venv from requirements.lock, and the command .venv/bin/gongkai"

setup: .venv/.ready
.venv/.ready: requirements-build.lock requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-build.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-to-test: .venv/.ready requirements-test.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-test.lock
	@touch $@

run: setup
	$(BIN)/gongkai serve --demo --port $(PORT)

test: .venv/.ready-to-test
	@$(BIN)/python tests/find_chromium.py
	$(PYTEST) -m "not slow"

test-all: .venv/.ready-to-test
	@$(BIN)/python tests/find_chromium.py
	$(PYTEST)

check: .venv/.ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest tests/test_conventions.py

bench: .venv/.ready-to-test
	$(BIN)/python -m benchmarks $(SIZES)
