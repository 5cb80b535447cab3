# Everything needs only make and Python 3.11 or later. `make` alone lists what there is.

PYTHON ?= python3
WORKERS ?= auto
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

VENV := .venv
BIN := $(VENV)/bin
# Beside the code, but never part of it: caches, reports, coverage.
CACHE := .cache

# A stamp says which set is installed. It is older than its lock file when that has changed.
DEMO := $(VENV)/.demo
DEV := $(VENV)/.dev
# The developer's set contains the other one.
SET := $(if $(wildcard $(DEV)),$(DEV),$(DEMO))

# Other distributions install packages called core, channels and adapters: ours come first.
export PYTHONPATH := src

# Tests start many processes: all but the first shall find what was compiled.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test test-long test-browser lint format bench lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(DEV) ## Install everything a developer needs into .venv

run: $(SET) ## Start the service on http://127.0.0.1:8000, with demo content and SQLite in ./var
	$(BIN)/veivalg demo

# Whoever has finished takes over from whoever has most to do. What is long is left out, unless it is asked for.
PYTEST := $(BIN)/pytest -n $(WORKERS) --dist worksteal $(if $(VEIVALG_TEST_LONG),,-m "not long")

# Counting branches makes everything twice as slow, and unit tests are what shall reach those of the core.
test: $(DEV) ## Run the tests, and check how much of the core the unit tests reach
	$(PYTEST) tests/unit --junit-xml=$(CACHE)/unit.xml \
		--cov --cov-report=term-missing:skip-covered --cov-report=json:$(CACHE)/coverage.json $(ARGS)
	@$(BIN)/python -c "$$BRANCHES"
	$(PYTEST) --ignore=tests/unit --junit-xml=$(CACHE)/tests.xml $(ARGS)
	@$(MAKE) --no-print-directory test-browser
	@$(BIN)/python -c "$$TOTAL"

test-long: $(DEV) ## Run them in every language and size, with ten times as many examples and more kills
	@$(MAKE) --no-print-directory test VEIVALG_TEST_LONG=1

test-browser: $(DEV) ## Run the tests in a browser, when there is one
	@rm -f $(CACHE)/browser.xml
ifeq ($(wildcard tests/browser/test_*.py),)
	@echo "No tests in tests/browser."
else ifeq ($(CHROMIUM),)
	@echo "NOT RUN: tests/browser, for want of Chromium. Install it (Debian: apt-get install chromium)."
else
	CHROMIUM=$(CHROMIUM) $(PYTEST) tests/browser --junit-xml=$(CACHE)/browser.xml $(ARGS)
endif

lint: $(DEV) ## Check style, types, layers, the Compose file and the content
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy $(wildcard src tests bench migrations examples)
	$(BIN)/lint-imports --no-logo --cache-dir $(CACHE)/import-linter
	$(BIN)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	$(BIN)/veivalg content check

format: $(DEV) ## Put the code in order
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(DEV) ## Measure how fast it is
	$(BIN)/python -m bench $(ARGS)

LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock: $(DEV) ## Pin the requirements again (UPGRADE=1 takes newer versions)
	$(LOCK) $(if $(UPGRADE),--upgrade) requirements/run.in -o requirements/run.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) requirements/demo.in -c requirements/run.txt -o requirements/demo.txt
	$(LOCK) $(if $(UPGRADE),--upgrade) requirements/dev.in -c requirements/demo.txt -o requirements/dev.txt

clean: ## Remove the environment and the caches, but not ./var
	rm -rf $(VENV) $(CACHE) build src/*.egg-info
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Veivalg needs Python 3.11 or later, and '$(PYTHON)' is not that. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; \
		exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo "No virtual environment could be made. On Debian and Ubuntu, install python3-venv."; \
		rm -rf $(VENV); exit 1; }

$(DEMO) $(DEV): $(VENV)/.%: requirements/%.txt pyproject.toml | $(BIN)/python
	@echo "Installing requirements/$*.txt, which takes up to half a minute …"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r $<
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

define BRANCHES
import json
reached = json.load(open("$(CACHE)/coverage.json"))["totals"]["percent_branches_covered"]
print(f"Branches of the core that a unit test reaches: {reached:.1f} %, at least 95 wanted.")
raise SystemExit(reached < 95)
endef
export BRANCHES

define TOTAL
from pathlib import Path
from xml.etree.ElementTree import parse
suites = [suite for name in ("unit", "tests", "browser") if (file := Path("$(CACHE)", name + ".xml")).exists() for suite in parse(file).iter("testsuite")]
count = lambda *keys: sum(int(suite.get(key, 0)) for suite in suites for key in keys)
failed, skipped = count("failures", "errors"), count("skipped")
print(f"total: {count('tests') - failed - skipped} passed, {failed} failed, {skipped} skipped")
endef
export TOTAL
