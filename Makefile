# Two commands for a fresh clone: `make brief` and `make test`. Each makes its own environment.
PYTHON ?= python3
VENV ?= .venv
SOURCE ?= korea
AS_OF ?= 2019-02-21
BIN := $(VENV)/bin
MINOR := $(shell $(PYTHON) -c 'import sys; print("py3%d" % sys.version_info[1])')
CONSTRAINTS := $(addprefix --constraint ,$(wildcard constraints/$(MINOR).txt))
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: brief test check docs derived bench clean

brief: $(VENV)/.base ## print the brief and write it as one HTML file
	@mkdir -p build
	@$(BIN)/servanda brief $(SOURCE) --as-of $(AS_OF)
	@$(BIN)/servanda brief $(SOURCE) --as-of $(AS_OF) --format html -o build/$(SOURCE)-$(AS_OF).html

test: check ## tests, linters, types and import contracts
	$(BIN)/python -m pytest -n auto

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

docs: $(VENV)/.test ## write again what the documentation takes from the code
	$(BIN)/python -m docs.generate

derived: $(VENV)/.test ## compute again the long results that are shipped with the process
	$(BIN)/servanda derive $(SOURCE) --every-day --into src/servanda/processes/$(SOURCE)/derived

bench: $(VENV)/.bench ## print every benchmark beside its peer
	$(BIN)/python -m benchmarks

$(VENV)/.made:
	$(PYTHON) -m venv $(VENV) || $(PYTHON) -m virtualenv $(VENV) || \
	  { $(PYTHON) -m pip install --user virtualenv && $(PYTHON) -m virtualenv $(VENV); }
	@touch $@

$(VENV)/.base: $(VENV)/.made pyproject.toml $(wildcard constraints/*.txt)
	$(PIP) install $(CONSTRAINTS) -e .
	@touch $@

$(VENV)/.test: $(VENV)/.base
	$(PIP) install $(CONSTRAINTS) -e '.[test,all]'
	@touch $@

$(VENV)/.bench: $(VENV)/.test
	$(PIP) install $(CONSTRAINTS) -e '.[bench]'
	@touch $@

clean:
	rm -rf build $(VENV)
