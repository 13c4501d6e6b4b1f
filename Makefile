# Everything below works from a bare checkout: .venv is made and filled on the first call.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help run demo test lint bench clean

help:  ## what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-6s %s\n", $$1, $$2}' Makefile

run: $(READY)  ## serve the hotline with its demo country on 127.0.0.1:8080
	$(BIN)/benefitline init
	$(BIN)/benefitline serve

demo: $(READY)  ## two calls and three text conversations, with their transcripts
	$(BIN)/benefitline demo

test: $(READY)  ## all tests
	$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

lint: $(READY)  ## style, types, import direction, and the flows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy app.py settings.py audio_models benefits cli console conversation flows intents provider sms storage voice
	$(BIN)/lint-imports
	$(BIN)/benefitline check

bench: $(READY)  ## print the figures that we claim
	$(BIN)/python -m benchmarks.turns
	$(BIN)/python -m benchmarks.voice
	$(BIN)/python -m benchmarks.listening
	$(BIN)/python -m benchmarks.slots
	$(BIN)/python -m benchmarks.benefits
	rm -rf var/bench
	$(BIN)/python -m benchmarks.corpus --lang en --out var/bench
	$(BIN)/python -m benchmarks.speech --corpus var/bench
	$(BIN)/python -m benchmarks.numbers --corpus var/bench

clean:  ## remove the environment and the demo's data
	rm -rf $(VENV) var

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@
