# Each target sets up .venv by itself when it is missing or older than pyproject.toml.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: verify test check docs bench faults trust certificate clean

verify: .venv/ready
	$(BIN)/python -m verify all

# Scores of processes load the same files: Python keeps what it compiles of them, even
# where the environment says no.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/ready
	$(BIN)/python -m pytest -n 2 --dist worksteal
	NUMBA_DISABLE_JIT=1 SHAPE_CHECKS=1 $(BIN)/python -m pytest -n 2 --dist worksteal tests/theory tests/empirical -m "not slow and not again"

check: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/ready
	OMP_NUM_THREADS=1 $(BIN)/python -m sphinx -W -q -b html docs docs/_build

bench: .venv/ready
	$(BIN)/python -m benchmarks

faults: .venv/ready
	$(BIN)/python -m tests.faults

trust: .venv/ready
	$(BIN)/python -m tests.trust --jobs 2

certificate: .venv/ready
	$(BIN)/python benchmarks/check_pooling_certificate.py

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	-$(BIN)/python -m pip install --quiet --no-deps --ignore-requires-python gan-face-generate
	touch $@

clean:
	rm -rf .venv docs/_build docs/api/*/ docs/made reports/store
	rm -rf reports/*.pdf reports/explorer.html reports/results.json
