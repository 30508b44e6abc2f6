# Everything runs from here: `make demo` and `make test` set up what they need.
PYTHON ?= python3
BIN := .venv/bin
COQUI := .venv-coqui/bin
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# libegl1 and libgl1: skia-python is linked against them, though nothing here uses a GPU.
PACKAGES := ffmpeg espeak-ng redis-server fonts-noto-core libegl1 libgl1 python3-venv strace
WEIGHTS := whisper:base piper:en_US-joe-medium firefox:en-pt firefox:pt-en
DEMO := LOTSE_CONFIG=assets/demo/lotse.toml $(BIN)/lotse
.DEFAULT_GOAL := help
.PHONY: help setup demo demo-models test test-coqui soak golden lint bench clean

help: ## What there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: .venv/.system .venv/.locked ## System packages, Python dependencies, the weights the demo needs
	@$(DEMO) models pull --missing $(WEIGHTS)

demo: setup ## The bundled script as a film in nine languages, in out/demo
	@$(DEMO) render assets/demo/termin.md --out out/demo
	@echo "Alle Filme auf einen Blick / every film at a glance: out/demo/*/Uebersicht.jpg, out/demo/*/Start.html"

demo-models: setup ## The demo with Argos pairs and Piper voices; needs a model hub
	@$(DEMO) models pull --missing $$($(BIN)/python -m tests.bench.better_models)
	@$(DEMO) render assets/demo/termin.md --out out/demo-models

test: setup ## All tests, on two processors
	@$(BIN)/pytest -n 2 --dist loadfile

# One thread: on a busy machine the threads of torch wait for each other by spinning.
test-coqui: setup .venv-coqui/.locked ## Coqui's voices, in an environment of its own (7 GB, kept for the next time)
	@OMP_NUM_THREADS=1 $(COQUI)/pytest -m coqui tests/speak/test_coqui.py

soak: setup ## Fifty kills of workers, children, ffmpeg, watcher and Redis; what takes long
	@$(BIN)/pytest -m soak

golden: setup ## Draws the golden frames of every language and format anew; look at them before you commit
	@$(BIN)/python -m tests.golden

lint: .venv/.locked ## ruff and mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: setup ## Speed and memory, measured on this machine
	@$(BIN)/python -m tests.bench.render
	@$(BIN)/python -m tests.bench.speech

clean: ## Films and caches; keeps the weights
	rm -rf out .pytest_cache .mypy_cache .ruff_cache

.venv/.system:
	@mkdir -p .venv
	@missing=""; for p in $(PACKAGES); do dpkg -s $$p >/dev/null 2>&1 || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  echo "Installing$$missing"; \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null \
	  || { echo "Es fehlen Systempakete / system packages are missing:$$missing"; \
	       echo "Abhilfe / mend: apt-get install$$missing"; exit 1; }; \
	fi
	@touch $@

.venv/.locked: requirements.lock pyproject.toml | .venv/.system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv || \
	  { echo "Abhilfe / mend: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# What the lock names stays as the lock has it.
.venv-coqui/.locked: requirements.lock pyproject.toml | .venv/.locked
	@[ -x $(COQUI)/python ] || $(PYTHON) -m venv .venv-coqui
	@echo "Coqui: 7 GB"
	@$(COQUI)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@sed -nE 's/^([A-Za-z0-9._-]+==[^ ;]+ ?(;[^\\]*)?).*/\1/p' requirements.lock > .venv-coqui/constraints.txt
	@$(COQUI)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation \
	  -c .venv-coqui/constraints.txt -e ".[coqui]"
	@touch $@
