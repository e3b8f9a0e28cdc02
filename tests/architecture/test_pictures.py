"""The pictures of the documents are there, are all shown, and stay small; ``make pictures`` takes them anew."""

import re
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
MOST = 5 * 1024 * 1024  # bytes of all pictures together
SHOWN = re.compile(r'src="([^"]+\.png)"|\]\(([^)]+\.png)\)')


@pytest.mark.parametrize("page", ["screens/README.md", "day.md"])
def test_a_page_shows_pictures_that_are_there_and_no_other_lie_beside(page):
    shown = {a or b for a, b in SHOWN.findall((DOCS / page).read_text())}
    folder = DOCS / ("screens" if page.startswith("screens") else "day")
    there = {path.relative_to((DOCS / page).parent).as_posix() for path in folder.glob("*.png")}
    assert shown == there and shown


def test_the_screens_are_the_kept_ones():
    sys.path.insert(0, str(DOCS.parent / "tests" / "journeys"))
    try:
        import gallery
    finally:
        sys.path.pop(0)
    assert (DOCS / "screens" / "README.md").read_text() == gallery.page_of_screens()


def test_all_together_are_small():
    assert sum(path.stat().st_size for path in DOCS.rglob("*.png")) < MOST
