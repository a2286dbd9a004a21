# Everything that is done with this tree, each as one command. `make` lists them.
# What is installed goes to .venv; what runs write goes to runs. `make clean` removes both.

PYTHON ?= python3
SPEC   ?= specs/temperature.rnnspec
JOBS   ?= 2
BIN    := .venv/bin

export TF_CPP_MIN_LOG_LEVEL ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test fast matrix layers chaos lint format accept generate benchmark clean

help: ## List the commands
	@sed -n 's/^\([a-z][a-z]*\):.*## /\1#/p' $(MAKEFILE_LIST) | while IFS='#' read -r name what; do \
	    printf '  make %-10s %s\n' "$$name" "$$what"; done

demo: .venv/installed ## Install, check an example, and search to a trained model in runs/
	$(BIN)/rnnspec check $(SPEC)
	$(BIN)/rnnspec run $(SPEC)

test: .venv/developed lint ## Install what tests need, lint, check types, run every test
	$(BIN)/pytest -n $(JOBS) --dist loadfile

fast: .venv/developed ## Run the tests that need no Keras
	$(BIN)/pytest -n $(JOBS) -m "not keras"

matrix: .venv/developed ## Run every example as a script for every target; ten minutes
	$(BIN)/pytest -n $(JOBS) -m keras tests/scripts/test_scripts_matrix_keras.py

layers: .venv/developed ## Train every layer with every class of its arguments; half an hour
	$(BIN)/pytest -n $(JOBS) -m layers tests/catalog/test_catalog_steps_keras.py

chaos: .venv/developed ## Kill a run two hundred times and see that it loses nothing; ten minutes
	$(BIN)/pytest -s -m chaos tests/search/test_search_chaos.py

lint: .venv/developed ## Lint, look at the format, check types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/developed ## Format Python files and the example specs
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(BIN)/rnnspec fmt specs/*.rnnspec

accept: .venv/developed ## Accept what messages and scripts look like now as what they should be
	ACCEPT=1 $(BIN)/pytest -m "not keras"

generate: .venv/developed ## Write the generated files anew: catalog, documents
	$(BIN)/python -m tools.keras_rows
	$(BIN)/python -m tools.documents

benchmark: .venv/developed ## Measure what start-up, long specs, samplers and the loop of a run cost
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/linear.py
	$(BIN)/python benchmarks/samplers.py
	$(BIN)/python benchmarks/ledger.py
	$(BIN)/python benchmarks/overhead.py
	$(BIN)/python benchmarks/memory.py
	$(BIN)/python benchmarks/workers.py

clean: ## Remove what was installed, built and run
	rm -rf .venv build dist runs *.egg-info .*_cache .hypothesis

# Another PYTHON than the one that .venv is of makes it anew.
ifneq ($(origin PYTHON),file)
ifneq ($(shell $(PYTHON) -c 'import sys; print(sys.version)' 2>&1),$(shell $(BIN)/python -c 'import sys; print(sys.version)' 2>&1))
.PHONY: .venv/bin/python .venv/installed .venv/developed
endif
endif

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	$(PYTHON) -m venv --clear .venv || { rm -rf .venv; echo "On Debian, the package python3-venv brings what is missing."; exit 1; }
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

.venv/installed: pyproject.toml | .venv/bin/python
	@echo "Installing rnnspec with Keras and TensorFlow into .venv; the downloads take a few minutes."
	@# setuptools warns of folders that are called like the package; the one here is the package.
	PYTHONWARNINGS="ignore:Editable installation" $(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m compileall -q rnnspec grammar
	touch $@

.venv/developed: pyproject.toml .venv/installed
	$(BIN)/python -m pip install --quiet --group dev
	touch $@
