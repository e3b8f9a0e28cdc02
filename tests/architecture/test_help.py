"""The guide under /help/: both languages say the same, every picture is a kept screenshot, every link leads somewhere."""

import re
import sys
from pathlib import Path

import pytest
from django.urls import resolve

from gongzhi.config import navigation
from gongzhi.config.help import pages
from gongzhi.town.people.models import Role
from tests.town.second_city import FIRST_CITY

PROJECT = Path(__file__).resolve().parents[2]
PICTURE, LINK = re.compile(r"!\[([^]]+)\]\(([^)]+)\)"), re.compile(r"(?<!!)\[[^]]+\]\(([^)]+)\)")
SLUGS = (*pages.TOURS, *pages.TOPICS)
FILES = [pages.FOLDER / tongue / f"{slug}.md" for tongue in pages.LANGUAGES for slug in SLUGS]


def screens():
    sys.path.insert(0, str(PROJECT / "tests" / "journeys"))
    try:
        import gallery
    finally:
        sys.path.pop(0)
    return gallery.SCREENS


def test_there_are_these_pages_and_no_others():
    assert {path for tongue in pages.LANGUAGES for path in (pages.FOLDER / tongue).iterdir()} == set(FILES)


def test_every_role_has_exactly_one_tour():
    told = [role for roles in pages.TOURS.values() for role in roles]
    assert sorted(told) == sorted(Role.values)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_pictures_are_kept_screenshots_and_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    known = screens()
    for words, name in PICTURE.findall(text):
        assert name in known, f"{name} is not in gallery.SCREENS"
        assert (PROJECT / "docs" / "screens" / f"{name}.png").exists(), f"{name}: make pictures"
        assert words.strip()
    live = {line.url for _title, group in navigation.NAVIGATION for line in group}
    live |= {tab.url for tab in navigation.TABS} | set(navigation.OWN)
    for url in LINK.findall(text):
        resolve(url.partition("?")[0])
        if url.startswith("/help/"):
            assert url.split("/")[2] in SLUGS
        else:
            assert url.startswith(navigation.OPEN) or url in live, f"nobody knows who may follow {url}"


@pytest.mark.parametrize("slug", SLUGS)
def test_both_languages_say_the_same(slug):
    chinese, english = (pages.read(tongue, slug) for tongue in pages.LANGUAGES)
    for page in (chinese, english):
        assert page.title and page.plain and len(page.steps) >= 3
        assert all(step.title and step.plain for step in page.steps)
    assert [
        ([way.url for way in step.ways], [picture.name for picture in step.pictures])
        for step in chinese.steps
    ] == [
        ([way.url for way in step.ways], [picture.name for picture in step.pictures])
        for step in english.steps
    ]
    words = (pages.FOLDER / "en" / f"{slug}.md").read_text(encoding="utf-8")
    assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", words), "Chinese in an English page"


@pytest.mark.parametrize("slug", pages.TOURS)
def test_a_tour_is_short_and_shows_what_it_speaks_of(slug):
    page = pages.read("zh", slug)
    assert len(page.steps) <= 7
    assert any(step.pictures for step in page.steps) and any(step.ways for step in page.steps)
    assert all(len(step.plain) <= 160 for step in page.steps)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_guide_is_of_no_city_and_in_a_calm_voice(path):
    text = path.read_text(encoding="utf-8")
    assert not [word for word in (*FIRST_CITY, "！", "亲，") if word in text]


def test_a_link_in_running_text_is_open_to_everybody():
    """Only a link that is a paragraph of its own can be left out for who may not follow it."""
    for path in FILES:
        for paragraph in path.read_text(encoding="utf-8").split("\n\n"):
            found = LINK.findall(paragraph)
            if found and not re.fullmatch(r"\[[^]]+\]\([^)]+\)\s*", paragraph):
                assert all(url.startswith(navigation.OPEN) for url in found), f"{path.name}: {paragraph}"
