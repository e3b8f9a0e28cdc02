#!/bin/sh
# Everything: checks, all tests, and a marked part of them again on Debian's PostgreSQL 15 where it is installed.
set -eu
cd "$(dirname "$0")/.."

loud() { printf '\n!!! %s\n\n' "$1" >&2; }

browser() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1; }
chinese() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family)" ]; }

if ! browser || ! chinese; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        printf 'installing chromium and Chinese fonts\n' >&2
        { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
            chromium fonts-noto-cjk fontconfig; } >/dev/null 2>&1 || true
    fi
fi
if ! browser; then
    loud "Chromium is not here: the browser tests are SKIPPED. As root: apt-get install chromium fonts-noto-cjk"
elif ! chinese; then
    loud "There is no Chinese font: pictures of pages will show boxes. As root: apt-get install fonts-noto-cjk"
fi

sh tools/check.sh
.venv/bin/python -m pytest -n "${WORKERS:-2}"
if [ -x /usr/lib/postgresql/15/bin/postgres ]; then
    sh tools/with_postgres15.sh .venv/bin/python -m pytest -q -m "not slow and not browser" src
else
    loud "Debian's PostgreSQL 15 is not here: the second run over it is SKIPPED. As root: apt-get install postgresql-15"
fi
