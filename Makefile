# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements.txt

.PHONY: setup demo test check bench lock clean

setup: $(VENV)/.done

# The stamp depends on the lock: a changed lock reinstalls, an unchanged one costs nothing.
$(VENV)/.done: $(LOCK) package-lock.json pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r $(LOCK)
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	PATH="$(abspath $(BIN)):$$PATH" tools/front_end
	$(BIN)/pybabel -q compile --domain django --directory src/wotu_site/locale
	touch $@

demo: setup
	$(BIN)/wotu demo

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n 2 -m "not browser and not slow and not shared"

test: check
	tools/browser
	$(BIN)/pytest -q -m "browser or slow or shared"

bench: setup
	$(BIN)/python -m bench

lock:
	tools/lock

clean:
	rm -rf $(VENV) node_modules demo .mypy_cache .ruff_cache .pytest_cache
