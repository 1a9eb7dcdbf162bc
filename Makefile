# Two commands matter: `make run` starts the assistant, `make test` runs the whole check. Both set up all they need.
# A POSIX make is enough; README.md has the two commands for Windows.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Only what make itself was given: desktops set a LANGUAGE of their own (fr_CA:fr), which is no tag.
LANGUAGE_OPTION := $(if $(filter line,$(origin LANGUAGE)),$(if $(LANGUAGE),--language $(LANGUAGE)))
CATALOGUES := $(wildcard locales/*/*.po) locales/languages.toml
PEERS := build/peers

.PHONY: run test lint types arrows unit prove bench bench-short bench-peers drill lock clean screenshots docs

run: $(VENV)/run.stamp $(VENV)/catalogues.stamp
	@$(BIN)/mozaik-tui $(LANGUAGE_OPTION) $(ARGS)

test: lint types arrows unit

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

arrows: $(VENV)/dev.stamp
	$(BIN)/lint-imports

unit: $(VENV)/dev.stamp $(VENV)/catalogues.stamp
	$(BIN)/python -m pytest -n 2 --dist worksteal $(PYTEST_ARGS)

# The long proofs in full; `make test` runs a short form of each.
prove: $(VENV)/dev.stamp $(VENV)/catalogues.stamp
	MOZAIK_PROVE=1 $(BIN)/python -m pytest -n 2 $(PYTEST_ARGS)

bench: $(VENV)/dev.stamp $(VENV)/catalogues.stamp
	$(BIN)/python -m benchmarks

# What this machine bears: whole sign-ups against a service that is thrown away; ARGS="--parents 500 --at-once 32".
drill: $(VENV)/dev.stamp $(VENV)/catalogues.stamp
	@$(BIN)/python -m benchmarks.drill $(ARGS)

# Whether the measurements still run; the figures mean nothing.
bench-short: $(VENV)/dev.stamp $(VENV)/catalogues.stamp
	$(BIN)/python -m benchmarks --short

# Ours beside other sign-up services (docs/benchmarks.md); needs node 20 or newer, and a C++ compiler where npm has no
# SQLite built for it. ARGS="1 8" is one round of eight.
bench-peers: $(VENV)/dev.stamp $(VENV)/catalogues.stamp $(PEERS)/venv.stamp $(PEERS)/node.stamp
	$(BIN)/python -m benchmarks.peers $(ARGS)

# The pictures of the documentation, from the running screens.
screenshots: $(VENV)/dev.stamp $(VENV)/catalogues.stamp
	$(BIN)/python -m tools.screenshots
	$(BIN)/python -m tools.guide_pictures
	$(BIN)/python -m tools.web_pictures

# The documentation as a site, in build/docs (git does not keep it): built strictly, every link checked.
docs: $(VENV)/docs.stamp
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict --config-file mkdocs.fr.yml
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict --config-file mkdocs.yml
	cp tools/docs/start.html build/docs/index.html
	$(BIN)/python -m tools.docs.check_site build/docs

# Byte code is written once here, so that a start never compiles (some machines forbid writing it later).
$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/docs.stamp: requirements/docs.txt $(VENV)/dev.stamp
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/docs.txt
	@touch $@

# The other services: an environment and a folder of packages of their own.
$(PEERS)/venv.stamp: requirements/peers.txt
	@$(PYTHON) -m venv $(PEERS)/venv
	@$(PEERS)/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/peers.txt
	@touch $@

$(PEERS)/node.stamp: benchmarks/peers/better_auth/package.json benchmarks/peers/better_auth/server.js
	@mkdir -p $(PEERS)/node
	@cp benchmarks/peers/better_auth/package.json benchmarks/peers/better_auth/server.js $(PEERS)/node
	@cd $(PEERS)/node && npm install --loglevel=error --no-package-lock --no-audit --no-fund
	@touch $@

$(VENV)/catalogues.stamp: $(CATALOGUES) $(addprefix mozaik_tui/language/,compile.py catalogue.py languages.py) $(VENV)/run.stamp
	@$(BIN)/python -m mozaik_tui.language.compile
	@$(BIN)/python -m compileall -q mozaik_tui screens locales
	@touch $@

# For maintainers, with the `uv` tool installed: renews the pins. The files name no host.
UV_COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet
lock:
	$(UV_COMPILE) pyproject.toml requirements/build.in -o requirements/run.txt
	$(UV_COMPILE) --extra server pyproject.toml requirements/build.in -o requirements/server.txt
	$(UV_COMPILE) --extra dev --extra server --extra web pyproject.toml requirements/build.in -o requirements/dev.txt
	$(UV_COMPILE) requirements/docs.in -c requirements/dev.txt -o requirements/docs.txt
	$(UV_COMPILE) requirements/peers.in -o requirements/peers.txt

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
