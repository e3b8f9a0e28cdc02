#!/bin/sh
# What a machine can say about the code without running it. All checks run; the last line says which failed.
set -u
cd "$(dirname "$0")/.."
failed=
try() {
    name=$1
    shift
    printf -- '-- %s\n' "$name"
    "$@" || failed="$failed $name"
}
try lint .venv/bin/python -m ruff check .
try format .venv/bin/python -m ruff format --check .
try imports .venv/bin/python .venv/bin/lint-imports --no-cache
try types .venv/bin/python -m mypy
try migrations env GONGZHI_TESTING=1 .venv/bin/python tools/migrations_check.py
if [ -n "$failed" ]; then
    printf 'make check: failed:%s\n' "$failed" >&2
    exit 1
fi
printf 'make check: all is well\n'
