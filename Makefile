# make run     install what is locked, prepare the database, serve on http://127.0.0.1:8000
# make test    the whole suite on PostgreSQL and on SQLite, browser journeys in Chromium
# make docs    write the tables of README.md and docs/guide anew, from the code they repeat
# make lint    what .ci/run asks before it runs the suite
#
# Needs python3 and a package registry. uv is fetched into .tools/ when the machine has none; nothing is installed system-wide.

SHELL := /bin/sh
# One more test process than there are processors: the journeys wait for the browser much of the time.
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
HOST ?= 127.0.0.1
PORT ?= 8000
# Which tests run on PostgreSQL: the browser journeys drive the same pages on SQLite, and tests/conftest.py leaves out
# what touches no database.
POSTGRESQL_TESTS ?= not browser and not slow
SQLITE_TESTS ?= not slow
PYTEST_ARGS ?=

UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
PYTHON := .venv/bin/python
# Some hundred processes start in a run of the tests; Python may keep what it compiled, or each compiles Django anew.
RUN = PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE= $(PYTHON)

.PHONY: run test test-sqlite test-postgresql test-slow bench bench-candidates bench-durability docs lint format clean

run: .venv/.ready-to-run
	@$(if $(filter-out 8000,$(PORT)),SITE_URL=http://$(HOST):$(PORT)) exec $(PYTHON) manage.py serve --migrate --demo --host $(HOST) --port $(PORT)

# Both databases are tried even when the first one fails; the last line is pytest's own count.
test: .venv/.ready-to-test
	@status=0; \
	echo "== The suite on PostgreSQL"; \
	$(RUN) -m tests.on_postgresql -n $(JOBS) -m "$(POSTGRESQL_TESTS)" $(PYTEST_ARGS) || { status=$$?; }; \
	echo "== The suite on SQLite, browser journeys included"; \
	$(RUN) -m pytest -n $(JOBS) -m "$(SQLITE_TESTS)" $(PYTEST_ARGS) || status=$$?; \
	exit $$status

test-sqlite: .venv/.ready-to-test
	@$(RUN) -m pytest -n $(JOBS) -m "$(SQLITE_TESTS)" $(PYTEST_ARGS)

test-postgresql: .venv/.ready-to-test
	@$(RUN) -m tests.on_postgresql -n $(JOBS) -m "$(POSTGRESQL_TESTS)" $(PYTEST_ARGS)

test-slow: .venv/.ready-to-test
	@$(RUN) -m pytest -m slow $(PYTEST_ARGS)

bench: .venv/.ready-to-test
	@$(RUN) -m benchmarks

bench-candidates: .venv/.ready-to-test
	@$(RUN) -m benchmarks.candidates

bench-durability: .venv/.ready-to-test
	@$(RUN) -m benchmarks.durability

docs: .venv/.ready-to-test
	@$(RUN) -m docs.tables

lint: .venv/.ready-to-test
	@.ci/lint

format: .venv/.ready-to-test
	@.venv/bin/ruff check --fix --exit-zero . && .venv/bin/ruff format .
	@git ls-files -z -- 'templates/*.html' | xargs -0 .venv/bin/djade --target-version 6.1

clean:
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# `--inexact`: a run beside the tests does not remove what the tests need.
.venv/.ready-to-run: uv.lock pyproject.toml .python-version | $(UV)
	@UV=$(UV) .ci/sync --no-dev --inexact && touch $@

.venv/.ready-to-test: uv.lock pyproject.toml .python-version | $(UV)
	@UV=$(UV) .ci/sync --group dev && touch $@ .venv/.ready-to-run

.tools/bin/uv:
	@.ci/fetch-uv .tools
