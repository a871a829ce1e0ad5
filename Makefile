# `make demo` and `make test` set up what they need: a virtual environment in .venv with the
# locked dependencies, for the tests with the developers' tools besides. They need Python 3.11 or
# newer, git and make, nothing else.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test bench crash simulate lies faults postgres mutants damage exports eval folds lint types docs samples schema settings setup dev clean
.DEFAULT_GOAL := help

help:  ## What can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/ready  ## Set up .venv with what a crawl needs

dev: .venv/dev-ready  ## The same, with the tools for tests, types, style and documentation

.venv/ready: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "kazcrawl needs Python 3.11 or newer; $(PYTHON) is older" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "$(PYTHON) lacks venv; on Debian: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check 'uv>=0.9'
	@$(call sync,--no-dev)
	@touch .venv/ready

.venv/dev-ready: .venv/ready
	@$(call sync,)
	@touch .venv/dev-ready

# Behind a company's proxy only the system knows the certificates; elsewhere uv's own do. Bytecode
# is made once: where none may be written later, each command would take three seconds longer.
sync = { $(BIN)/uv sync $(SYNC) $(1) 2>/dev/null || UV_SYSTEM_CERTS=1 $(BIN)/uv sync $(SYNC) $(1); } \
	&& $(BIN)/python -m compileall -q kazcrawl
SYNC := --quiet --frozen --inexact --compile-bytecode

demo: setup  ## Crawl the embedded sample site and show what comes out
	@$(BIN)/scrapy demo

# One more than there are cores: many tests wait for a server.
test: dev  ## Run the tests
	@$(BIN)/pytest -n $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )) --dist worksteal

crash: dev  ## Kill a crawl a thousand times at random moments (an hour)
	@KAZTEST_KILLS=1000 $(BIN)/pytest -n auto tests/crash -k random

simulate: dev  ## Crawl thirty days of a living, failing site every half hour (hours)
	@$(BIN)/python -m tests.simulation.simulate --days 30 --faults 0.1 --a-day 140 --share 1

lies: dev  ## A million addresses; three hundred small worlds that lie; a month of lies (an hour)
	@KAZTEST_ADDRESSES=1000000 $(BIN)/pytest -q tests/sites/kazinform/test_addresses.py
	@$(BIN)/python -m tests.lies.bed.table --worlds 300 --out build/lies
	@$(BIN)/python -m tests.lies.bed.month --days 30

faults: dev  ## Workers of a cluster die, freeze and are cut off at random, for ten minutes
	@$(BIN)/python -m tests.cluster.faults --seconds 600

postgres: dev  ## Kills, lies and revisions with the archive in a PostgreSQL that dies, too (an hour)
	@KAZTEST_ARCHIVE=postgres KAZTEST_KILLS=100 KAZTEST_FAULTS=50 \
		$(BIN)/pytest -n auto tests/crash tests/lies tests/test_revisions.py

mutants: dev  ## Break the code in 500 ways: do the tests of each room notice? (an hour)
	@$(BIN)/python -m tests.mutants.run --number 500 --seed 1

damage: dev  ## Read a hundred thousand damaged sample pages, and soups: no exception, no stranger's words
	@$(BIN)/python -m tests.pages.damage --pages 100000 --seed 1
	@$(BIN)/python -m tests.pages.soup --pages 20000 --seed 1

exports: dev  ## Round trips of 50,000 articles, and exports as of 1,000 moments (ten minutes)
	@KAZTEST_EXPORT_ARTICLES=56000 $(BIN)/pytest -q -n 0 tests/export/test_formats.py
	@KAZTEST_EXPORT_MOMENTS=1000 $(BIN)/pytest -q -n 0 tests/export/test_selection.py

eval: dev  ## Measure extraction: make eval CORPUS=folder
	@$(BIN)/python -m tests.eval.evaluate $(CORPUS)

folds: dev  ## Would other weights extract better? make folds CORPUS=folder
	@$(BIN)/python -m tests.eval.folds $(CORPUS)

lint: dev  ## Check style, format, and who knows whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --config pyproject.toml

types: dev  ## Check types
	@$(BIN)/mypy

bench: dev  ## Measure crawl, growth, reading and reparse beside others (half an hour)
	@for name in crawl growth extraction reparse memory exports; do \
		$(BIN)/python -m benchmarks.$$name || exit 1; done

docs: dev  ## Build the documentation into build/docs, strictly
	@# The theme says at length what may come after MkDocs; nothing of it concerns these pages.
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --site-dir build/docs

samples: dev  ## Make the sample pages and their records anew
	@$(BIN)/python -m tests.make_samples

schema: dev  ## Make schemas/ and the table of docs/feed-format.md of the Record type anew
	@$(BIN)/python -m tests.make_schema

settings: dev  ## Make docs/settings.md of the code anew
	@$(BIN)/python -m tests.make_settings

clean:  ## Remove what was made
	rm -rf .venv dist build *.egg-info data/demo .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
