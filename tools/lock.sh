#!/bin/sh
# requirements.lock (runtime) and requirements-dev.lock (all), with hashes, for CPython 3.11 to 3.13 on Linux.
# Neither names an index host: where packages come from is the machine's own configuration.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-uv}
command -v "$uv" >/dev/null 2>&1 || { echo "gongzhi: 'make lock' needs uv (or UV=/path/to/uv)" >&2; exit 1; }
pin() {
    out=$1
    shift
    [ ! -f "$out" ] || cp "$out" "$out.new" # pins that still fit are kept
    "$uv" pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --quiet --no-header \
        --no-emit-index-url --no-emit-find-links --no-annotate "$@" --output-file "$out.new"
    { echo "# Made by 'make lock' from pyproject.toml; do not edit."; cat "$out.new"; } >"$out"
    rm "$out.new"
}
pin requirements.lock ${UPGRADE:+--upgrade}
pin requirements-dev.lock --extra dev --constraint requirements.lock ${UPGRADE:+--upgrade}
