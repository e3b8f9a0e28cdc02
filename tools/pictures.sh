#!/bin/sh
# The pictures of docs/screens and docs/day, taken anew by the journeys that show them.
set -eu
cd "$(dirname "$0")/.."
rm -rf docs/screens docs/day
GONGZHI_REQUIRE_BROWSER=1 GONGZHI_PICTURES=1 .venv/bin/python -m pytest -q -n "${WORKERS:-2}" \
    tests/journeys/test_day.py tests/journeys/test_artery.py tests/journeys/test_staff.py tests/journeys/test_lamp.py \
    tests/journeys/test_resident.py tests/journeys/test_offline.py tests/journeys/test_town.py \
    tests/journeys/test_map.py tests/journeys/test_public_page.py tests/journeys/test_first_run.py
PYTHONPATH=tests/journeys .venv/bin/python -c 'import gallery; (gallery.KEPT / "README.md").write_text(gallery.page_of_screens())'
