#!/bin/sh
# Collect sentences for the English translation and compile them; the source language is Chinese.
set -eu
cd "$(dirname "$0")/.."
command -v xgettext >/dev/null 2>&1 || { echo "gongzhi: gettext is needed. On Debian: apt-get install gettext" >&2; exit 1; }
cd src/gongzhi
mkdir -p locale
GONGZHI_TESTING=1 DJANGO_SETTINGS_MODULE=gongzhi.config.settings
export GONGZHI_TESTING DJANGO_SETTINGS_MODULE
../../.venv/bin/python -m django makemessages -l en --no-location --ignore "*/tests/*"
../../.venv/bin/python -m django compilemessages -l en
