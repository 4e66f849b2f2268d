# Two commands matter: `make demo` and `make test`. Both set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PORT ?= 3978

.PHONY: demo test check fit clean
demo: $(STAMP)
	$(BIN)/proviso demo --port $(PORT)

test: $(STAMP)
	$(BIN)/pytest -q -n 2 --dist loadfile tests

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fit: $(STAMP)
	$(BIN)/pip install -q -c constraints.txt -e '.[fit]'
	$(BIN)/python -m knowledge.fitting

clean:
	rm -rf $(VENV) build dist *.egg-info

# The environment is made anew whenever what it should hold changes.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13)))' \
	  || { echo 'Proviso needs Python 3.11, 3.12 or 3.13. Install one, then: make PYTHON=python3.12 $(MAKECMDGOALS)'; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo 'Python has no venv here. On Debian or Ubuntu: sudo apt-get install python3-venv, then run make again.'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)
