# The two commands are `make demo` and `make test`. All work is in tools/, so that paths with spaces
# and Chinese characters survive; nothing here names a path but relative ones.
.DEFAULT_GOAL := help
.PHONY: help demo serve test fast check bench lock vendor messages diagrams pictures clean

help: ## print these targets
	@sed -n 's/^\([a-z]*\): ## /\1|/p' Makefile | while IFS='|' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

demo: ## the demo city on http://127.0.0.1:8000/ (PORT=..., DEMO=small|default|city); Ctrl-C stops it
	@sh tools/venv.sh runtime && exec .venv/bin/python -m gongzhi.config.cli demo

serve: ## the house itself, as configured by the environment (docs/operating.md)
	@sh tools/venv.sh runtime && exec .venv/bin/python -m gongzhi.config.cli up

test: ## everything: checks, all tests, the browser, and Debian's PostgreSQL 15 where it is here
	@sh tools/venv.sh dev && exec sh tools/test.sh

fast: ## the fast suite only (under two minutes)
	@sh tools/venv.sh dev && exec .venv/bin/python -m pytest -n 2 -m "not slow and not browser"

check: ## lint, format, imports between floors and rooms, types, migrations
	@sh tools/venv.sh dev && exec sh tools/check.sh

bench: ## the benchmark (CASES=1000000)
	@sh tools/venv.sh dev && exec .venv/bin/python tools/bench.py

lock: ## pin all dependencies anew, with hashes (needs uv)
	@exec sh tools/lock.sh

vendor: ## copy the front-end files from npm into static/vendor (needs Node)
	@npm install --ignore-scripts --no-audit --no-fund && sh tools/venv.sh dev && exec .venv/bin/python tools/vendor.py

messages: ## collect the sentences to translate and compile them (needs gettext)
	@sh tools/venv.sh dev && exec sh tools/messages.sh

diagrams: ## draw the flows anew from their tables (docs/flows)
	@sh tools/venv.sh dev && exec .venv/bin/python tools/diagrams.py

pictures: ## take the documents' pictures anew (docs/screens, docs/day; needs chromium)
	@sh tools/venv.sh dev && exec sh tools/pictures.sh

clean: ## remove what was built; the data in var/ stays
	@rm -rf .venv node_modules .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis src/gongzhi.egg-info
