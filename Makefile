# What people type. Each target installs what it needs first; see bootstrap.py.
# PORT=, DATA_DIR=, DEBUG= and the other variables of the README go through: make run PORT=9000

VENV ?= .venv
VENV_PYTHON = "$(VENV)/bin/python"

# PYTHON= names the interpreter; else the first of these that is new enough is taken.
CANDIDATES = $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python)
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))

# Only what the shell itself can do, for the barest machine.
define bootstrap
@for python in $(CANDIDATES); do \
	if "$$python" -c '$(NEW_ENOUGH)' >/dev/null 2>&1; then exec "$$python" bootstrap.py --venv "$(VENV)" $(1); fi; \
done; \
echo 'lumina: Python 3.11 or newer is needed and none of ($(subst ",,$(CANDIDATES))) is that: install it, or name it with PYTHON=/path/to/python3.' >&2; \
exit 1
endef

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help install install-dev run demo admin test lint format clean

help:
	@echo 'make run      start Lumina at http://127.0.0.1:8080 (the first time it installs itself into $(VENV))'
	@echo 'make demo     fill the running site with people and photos to look at'
	@echo 'make admin    make an account that may use /admin/'
	@echo 'make test     run the tests'
	@echo 'make lint     check style, types and layers'
	@echo 'make format   put the code into shape'
	@echo 'make clean    remove what was installed and cached; your data stays'

install:
	$(call bootstrap)

install-dev:
	$(call bootstrap,--dev)

run: install
	@exec $(VENV_PYTHON) manage.py up

demo: install
	@exec $(VENV_PYTHON) manage.py demo

admin: install
	@exec $(VENV_PYTHON) manage.py createsuperuser

test: install-dev
	@exec $(VENV_PYTHON) -m tests $(ARGS)

lint: install-dev
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@$(VENV_PYTHON) -m mypy .
	@"$(VENV)/bin/lint-imports"

format: install-dev
	@$(VENV_PYTHON) -m ruff check --fix-only --quiet .
	@$(VENV_PYTHON) -m ruff format .

clean:
	@if [ -f "$(VENV)/pyvenv.cfg" ]; then rm -rf "$(VENV)" "$(VENV).tmp"; fi
	@rm -rf node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +
