"""One word per thing: the glossary holds every verb, stage, model and room, and nothing that is gone."""

import importlib
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from gongzhi.kit.flow import Flow

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = PROJECT / "src" / "gongzhi"
ROW = re.compile(r"^\| `([^`]+)` \| (.+?) \| (.+?) \| (?:`([^`]+)`|—) \|$")


def rows() -> list[tuple[str, str, str, str | None]]:
    """Word, 中文, meaning, where (None for a word that no room has yet)."""
    lines = (PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        if line.startswith("| `"):
            match = ROW.match(line)
            assert match, f"not a row of the glossary: {line}"
            found.append(match.groups())
    return found


ROWS = rows()
WORDS = {row[0] for row in ROWS}


def flows() -> list[Flow]:
    """Every flow that a room of the work floor declares."""
    found = []
    for app in settings.INSTALLED_APPS:
        if app.startswith("gongzhi.work."):
            try:
                rules = importlib.import_module(f"{app}.rules")
            except ModuleNotFoundError:
                continue
            found += [value for value in vars(rules).values() if isinstance(value, Flow)]
    return found


def test_every_verb_has_a_row():
    assert {row.verb for flow in flows() for row in flow.rows} <= WORDS


def test_every_stage_has_a_row_with_its_chinese():
    known = {(word, chinese) for word, chinese, _meaning, _where in ROWS}
    with translation.override("zh-hans"):
        choices = {
            (str(code), str(label))
            for flow in flows()
            for code, label in flow.model._meta.get_field("stage").choices
        }
    assert choices <= known


def test_every_model_has_a_row():
    ours = {model.__name__ for model in apps.get_models() if model.__module__.startswith("gongzhi.")}
    assert ours <= WORDS


def test_every_room_has_a_row():
    rooms = {
        path.name
        for floor in ("kit", "town", "work", "gateways")
        for path in (SOURCE / floor).iterdir()
        if path.is_dir() and not path.name.startswith("_") and path.name not in {"tests", "locale"}
    }
    floors = {path.name for path in SOURCE.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert rooms | (floors - {"tests", "locale"}) <= WORDS


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]} {row[3]}" for row in ROWS])
def test_no_row_names_something_that_is_gone(row):
    word, chinese, meaning, where = row
    assert not chinese.isascii() and meaning.strip(), "a word has its 中文 and a meaning"
    if where is None:
        return
    place = SOURCE / where
    assert place.exists(), f"{where} is gone"
    if place.is_dir() and place.name == word:
        return
    assert re.search(rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])", text_of(where)), (
        f"{word} is not in {where}"
    )


@cache
def text_of(where: str) -> str:
    place = SOURCE / where
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
