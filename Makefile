# Doublet. `make demo` plays the whole story and serves it; `make test` runs the tests.
# Both work on a fresh machine that has Python 3.11 to 3.13, its venv module, and make.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
DOUBLET := $(BIN)/doublet
STAMP := $(VENV)/.installed-$(shell cat requirements.txt pyproject.toml | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.installed-dev-$(shell cat requirements-dev.txt pyproject.toml | cksum | cut -d' ' -f1)
SERVE ?= 1
FRESH ?=
PHOTOS ?=
GARMENTS ?=
PORT ?= 8000

.PHONY: demo test test-all lint format lock models bench-drape bench-parity bench-boundaries bench-permit bench-credentials bench-ledger bench-marks clean

demo: $(STAMP) models
	@$(DOUBLET) demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve) $(if $(FRESH),--fresh) \
	  $(if $(PHOTOS),--photos "$(PHOTOS)") $(if $(GARMENTS),--garments "$(GARMENTS)")

test: $(DEV_STAMP) models
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-all: $(DEV_STAMP) models
	$(BIN)/python -m pytest -n 2 -m "not slow"
	$(BIN)/python -m pytest -m slow

bench-drape: $(STAMP) models
	$(BIN)/python -m bench.drape $(if $(PEOPLE),--people "$(PEOPLE)") \
	  $(if $(GARMENTS),--garments "$(GARMENTS)") $(if $(OUT),--out "$(OUT)")

bench-parity: $(STAMP) models
	$(BIN)/python -m bench.parity --people "$(PEOPLE)" $(if $(GARMENTS),--garments "$(GARMENTS)") \
	  $(if $(OUT),--out "$(OUT)")

bench-permit: $(DEV_STAMP)
	$(BIN)/python -m bench.permit.gate
	$(BIN)/python -m bench.permit.offers

bench-boundaries: $(STAMP) models
	$(BIN)/python -m bench.boundaries $(if $(MINILM),--minilm "$(MINILM)")

bench-credentials: $(STAMP) models
	$(BIN)/python -m bench.credentials --fetch

# DATABASE=postgres://… adds PostgreSQL and django-hordak beside it; KILLS=200 is the number of `kill -9`.
bench-ledger: $(DEV_STAMP)
	$(BIN)/python -m bench.ledger $(if $(DATABASE),--database "$(DATABASE)")
	$(BIN)/python -m bench.ledger.kills --kills $(or $(KILLS),200)
	$(if $(DATABASE),$(BIN)/python -m bench.ledger.kills --kills $(or $(KILLS),200) --database "$(DATABASE)")
	$(BIN)/python -m bench.ledger.races $(if $(DATABASE),--database "$(DATABASE)")

bench-marks: $(STAMP) models
	$(BIN)/python -m bench.marks $(if $(DRESSED),--dressed "$(DRESSED)") $(if $(OTHERS),--others "$(OTHERS)")

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	git ls-files -z '*.html' | xargs -0 $(BIN)/djade --target-version 5.2 --check

format: $(DEV_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	-git ls-files -z '*.html' | xargs -0 $(BIN)/djade --target-version 5.2

lock: $(DEV_STAMP)
	$(BIN)/python -m pip install -q uv
	for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	    $$name.in -o $$name.txt; done

models: $(STAMP)
	@$(DOUBLET) models status > /dev/null 2>&1 || $(DOUBLET) models fetch

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Doublet needs Python 3.11, 3.12 or 3.13."; exit 2; }
	@echo "Making a virtual environment in $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: install python3-venv."; exit 2; }

$(STAMP): $(VENV)/bin/python
	@echo "Installing Doublet's libraries (once; about 1 GB on disk, a few minutes)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): $(STAMP)
	@echo "Installing the tools for tests"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) var
