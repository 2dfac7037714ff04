# Two commands do everything: make report, make test. Both set up what they need.
#   make report QUARTER=2009-10-Q1   another quarter than the newest
PYTHON ?= $(shell command -v python3.11 || command -v python3 || command -v python)
QUARTER ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TEST_READY := $(VENV)/.test-ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
# The tests start Python a hundred times: what it has compiled once it should find again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: report demo test check lab notebooks example clean

report: $(READY)
	$(BIN)/cypt run $(QUARTER)

test: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# A report of today, on the published figures that the package carries.
demo: $(READY)
	rm -rf reports/demo
	$(BIN)/cypt init reports/demo --demo
	$(BIN)/cypt --root reports/demo run

check: $(READY)
	$(BIN)/cypt check $(QUARTER)

lab: $(READY)
	$(PIP) -e '.[lab]'
	$(BIN)/jupyter lab notebooks

# The outputs that the notebooks keep in git, after a change that is meant to change them.
notebooks: $(READY)
	$(BIN)/python -m jupyter nbconvert --to notebook --inplace --execute \
	  --ExecutePreprocessor.record_timing=False notebooks/*.ipynb

# The example that the README shows.
example: $(READY)
	$(BIN)/cypt run 2009-10-Q2
	mkdir -p reports/example
	cp reports/2009-10-Q2/report.html reports/example/report.html

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(READY): $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) -e .
	touch $@

# The package itself is there: it is not built a second time for what its tests need.
EXTRA := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["test"])
$(TEST_READY): $(READY)
	$(PIP) $$($(BIN)/python -c '$(EXTRA)')
	touch $@
