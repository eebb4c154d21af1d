# Văn Thư. `make demo` shows the whole journey of one letter; `make test` runs everything; `make check` is the fast part.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
UV_VERSION := 0.13.9
STAMP := $(VENV)/.synced
# The office and the axis are two programs with settings of their own, so their tests run in two processes.
PYTEST := $(BIN)/pytest -n 2 --dist loadgroup
PYTEST_AXIS := $(PYTEST) -p vanthu.axis.testing.environment --ds=vanthu.axis.settings --confcutdir=src/vanthu/axis
# Programs start several times faster with compiled bytecode, whatever the surroundings prefer.
unexport PYTHONDONTWRITEBYTECODE
export VANTHU_OFFICE_CONFIG ?= $(CURDIR)/tests/office.toml

.DEFAULT_GOAL := help
.PHONY: help demo test faults fuzz check lint types contracts bench bench-axis bench-office bench-sign docs system-packages vendor clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

$(STAMP): pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(UV) || $(BIN)/python -m ensurepip --default-pip >/dev/null 2>&1 || true
	@test -x $(UV) || $(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)'
	$(UV) sync --frozen --quiet --inexact --compile-bytecode
	@touch $@

demo: $(STAMP) ## one letter from draft to "hoàn thành", in real processes (ONCE=1 ends after it)
	$(BIN)/vanthu demo $(if $(ONCE),--once)

system-packages: ## Chromium, PostgreSQL, poppler, SoftHSM2: what the tests need beyond Python
	@sh scripts/system-packages.sh

check: $(STAMP) lint types contracts ## the fast part, under a minute
	$(PYTEST) -q -m "not slow and not browser and not postgres and not faults" src tests
	$(PYTEST_AXIS) -q -m "not slow and not postgres and not faults" src/vanthu/axis

lint: $(STAMP) ## ruff, format and rules
	$(BIN)/ruff check src tests bench scripts
	$(BIN)/ruff format --check src tests bench scripts

types: $(STAMP) ## mypy strict, both programs at once: each uses one core
	VANTHU_AXIS_CONFIG=tests/axis.toml $(BIN)/mypy --config-file src/vanthu/axis/mypy.ini & axis=$$!; \
	VANTHU_OFFICE_CONFIG=tests/office.toml $(BIN)/mypy; office=$$?; wait $$axis && exit $$office

contracts: $(STAMP) ## who may import whom
	$(BIN)/lint-imports

test: $(STAMP) system-packages lint types contracts ## everything
	$(PYTEST) --reruns 1 -m "not faults" src tests
	$(PYTEST_AXIS) --reruns 1 -m "not faults" src/vanthu/axis

faults: $(STAMP) system-packages ## the long tests of faults: killed, cut off, powerless (PACKAGES=10000 through three axes)
	VANTHU_CRASH_LETTERS=50 $(PYTEST) tests/system/test_crashes.py
	$(if $(PACKAGES),VANTHU_FAULTS_PACKAGES=$(PACKAGES)) $(PYTEST_AXIS) -m faults src/vanthu/axis

fuzz: $(STAMP) ## damaged files thrown at the verifier of signatures for ten minutes (SECONDS=60, SEED=2)
	$(BIN)/python scripts/fuzz_verifier.py $(or $(SECONDS),600) $(or $(SEED),1)

bench: $(STAMP) ## the measurements of docs/explanation/performance.md
	$(BIN)/python -m bench

bench-axis: $(STAMP) ## the whole axis beside RabbitMQ and django-pyas2, 25 minutes on a quiet machine (ONLY="intake-postgresql …"; QUICK=1: only that it works)
	@sh scripts/bench-packages.sh
	$(UV) sync --frozen --quiet --inexact --group bench
	$(BIN)/python -m bench $(if $(QUICK),--quick) axis_full $(if $(ONLY),--only $(ONLY))

bench-sign: $(STAMP) ## signing and verifying beside stock pyHanko and bare OpenSSL, three minutes
	$(BIN)/python -m bench signing

bench-office: $(STAMP) system-packages ## the pages of an agency with a million documents in and out, and fifty people at work, on PostgreSQL (a quarter of an hour; QUICK=1: only that it works)
	$(BIN)/python -m bench $(if $(QUICK),--quick) office

docs: $(STAMP) ## the manual as HTML in docs/_build
	$(BIN)/sphinx-build -W -b html docs docs/_build/html

vendor: ## fetch the pinned CSS, scripts and fonts again (needs npm)
	sh scripts/vendor.sh

clean: ## what the programs made, not the virtual environment
	rm -rf demo demo-report.json docs/_build .mypy_cache .ruff_cache .pytest_cache
