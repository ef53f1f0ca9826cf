# run: a working product with demo data.  test: the whole suite.  The rest: `make help`.
#
# HOST, PORT, DATA_DIR and DATABASE_URL are honoured, from the environment or as `make run PORT=9000`.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
SHELL := /bin/bash

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
# Deferred: looked for only when there is no environment yet.
PYTHON ?= $(firstword $(foreach python,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(python) -c 'import sys, venv, ensurepip; sys.version_info >= (3, 11) and print("$(python)")' 2>/dev/null)))
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locales/*/LC_MESSAGES/messages.po))

.PHONY: help run test check bench messages lock upgrade format clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s%s\n", $$1, $$2 }' Makefile

run: $(VENV)/.installed $(CATALOGUES) ## the product with demo data, on http://127.0.0.1:8000
	@exec $(BIN)/events-app demo

test: $(VENV)/.installed-dev tests/node/node_modules/.package-lock.json $(CATALOGUES) ## the whole test suite
	@.ci/postgres $(BIN)/python -m pytest --numprocesses=2 --dist=worksteal $(PYTEST_ARGS)

check: $(VENV)/.installed-dev ## ruff, mypy, import contracts, catalogues, lock
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tools.catalogues check
	@$(BIN)/python -m tools.lock check

bench: $(VENV)/.installed-dev $(CATALOGUES) ## speed and size, as ratios within one run
	@.ci/postgres $(BIN)/python -m benchmarks.run
	@.ci/postgres $(BIN)/python -m benchmarks.feeds_speed
	@.ci/postgres $(BIN)/python -m benchmarks.dav

messages: $(VENV)/.installed-dev ## sentences marked in the sources into locales/
	@$(BIN)/python -m tools.catalogues update

lock: $(VENV)/.installed-dev ## the locks after a change in pyproject.toml, keeping the other versions
	@$(BIN)/python -m tools.lock update

upgrade: $(VENV)/.installed-dev ## the newest version of every dependency
	@$(BIN)/python -m tools.lock upgrade

format: $(VENV)/.installed-dev ## sources laid out by ruff
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

clean: ## away with everything made, data excepted
	rm -rf $(VENV) tests/node/node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -f $(CATALOGUES)

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt-get install python3-venv)"; exit 1; }
	@echo "making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

# Exact versions with hashes, the build backend among them; then this checkout itself, which needs no download. What is
# imported is compiled then: compiling all that is installed would take half the time. The locks are
# whole, so pip resolves nothing (--no-deps): an older pip would look at newer versions of what another package asks for
# with an extra, and refuse them for want of a hash.
$(VENV)/.installed: requirements.lock pyproject.toml hatch_build.py | $(VENV)/pyvenv.cfg
	@echo "installing requirements.lock"
	@$(PIP) install --no-compile --no-deps --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "installing requirements-dev.lock"
	@$(PIP) install --no-compile --no-deps --require-hashes --requirement requirements-dev.lock
	@touch $@

# npm writes this file last.
tests/node/node_modules/.package-lock.json: tests/node/package.json tests/node/package-lock.json
	@cd tests/node && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

%.mo: %.po | $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@
