# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.txt
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/wotu_site/locale/*/LC_MESSAGES/django.po))

.PHONY: setup demo test check bench lock clean

setup: $(VENV)/.done $(CATALOGUES)

# The stamp depends on the lock: a changed lock reinstalls, an unchanged one costs nothing.
$(VENV)/.done: $(LOCK) package-lock.json pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r $(LOCK)
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	PATH="$(abspath $(BIN)):$$PATH" tools/front_end
	touch $@

# Compiled texts of the site, made anew when a translation changed.
%.mo: %.po $(VENV)/.done
	$(BIN)/pybabel -q compile --input-file $< --output-file $@

demo: setup
	$(BIN)/wotu demo

# Tests run two at a time: threads of their own would only take turns.
check test: export OPENBLAS_NUM_THREADS = 1
# What is compiled once serves every worker, command and server that the tests start.
unexport PYTHONDONTWRITEBYTECODE

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2 --dist worksteal -m "not browser and not zone and not slow and not shared"

test: check
	tools/browser
	tools/spark
	$(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "zone or browser or slow or shared"

# The engines that Wotu is measured against have an environment of their own.
.venv-peers/.done: bench/peers/requirements.txt $(LOCK)
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --require-hashes -r $(LOCK)
	.venv-peers/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	.venv-peers/bin/pip install --quiet -r bench/peers/requirements.txt
	touch $@

bench: setup .venv-peers/.done
	$(BIN)/python -m bench

lock:
	tools/lock

clean:
	rm -rf $(VENV) node_modules demo .mypy_cache .ruff_cache .pytest_cache
