# Two commands do everything on a machine with Python 3.11 or later: `make demo` and `make test`.
# Both make .venv themselves, once, and again when pyproject.toml or requirements.lock changes.
#
#   make demo ARGS="--port 8001"        options of `dealgraph demo`
#   make test NEO4J_VERSION=5.26.30     another release of Neo4j
#   make bench ARGS="--deals 1000"      options of `python -m benchmarks`
#   make test PYTHON=python3.13         another Python

# The first of these names that is Python 3.11 or later.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c requirements.lock
ARGS ?=

.PHONY: help demo test lint bench lock

help:
	@echo "make demo   fill a Neo4j with the bundled deals, show three answers, serve"
	@echo "make test   check everything, as CI does"
	@echo "make lint   what of that needs no database"
	@echo "make bench  how fast it is, against the least that must be done (10 minutes)"
	@echo "make lock   resolve the dependencies anew"

demo: .venv/local
	@$(BIN)/dealgraph demo $(ARGS)

test: lint
	$(BIN)/pytest -n 2

lint: .venv/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# A quiet machine gives the truest figures; ARGS="--deals 200000" measures the large graph.
bench: .venv/dev
	$(BIN)/python -m benchmarks $(ARGS)

# Ranges stand in pyproject.toml; what was tested together stands in requirements.lock.
lock:
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip --disable-pip-version-check install --quiet -e '.[local,dev]'
	{ sed -n '/^#/p' requirements.lock && $(BIN)/python -m pip freeze --exclude-editable; } \
		> .venv/requirements.lock
	mv .venv/requirements.lock requirements.lock

# The stamps are written last, so that an interrupted installation is done again.
.venv/local: .venv/python pyproject.toml requirements.lock
	@echo "Installing dealgraph into .venv ..."
	@$(PIP) -e '.[local]'
	@touch $@

.venv/dev: .venv/python pyproject.toml requirements.lock
	@echo "Installing dealgraph and its tests into .venv ..."
	@$(PIP) -e '.[local,dev]'
	@touch .venv/local $@

.venv/python:
	@test -n "$(PYTHON)" || { \
		echo "dealgraph needs Python 3.11 or later: make ... PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv
	@touch $@
