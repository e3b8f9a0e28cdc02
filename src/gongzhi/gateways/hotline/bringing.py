"""Rows become cases through the rooms' own commands: as new ones received now, or as history with their own dates."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.gateways.hotline.where import Places
from gongzhi.kit import clock
from gongzhi.kit.flow import Refused, Stopped
from gongzhi.kit.privacy.patterns import personal_number
from gongzhi.kit.registers.checks import Progress, Row
from gongzhi.kit.registers.storing import Stored
from gongzhi.town.areas.cards import Place
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import Catalogue, CategoryCard, catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case, Channel

SEED = 20261122
OTHER = "other"  # the category of what nothing else fits
STEP = 200  # rows between two reports of progress


def bring(actor: Any, rows: list[Row], mode: str, progress: Progress, *, seed: int) -> Stored:
    """One case for each row that has not come before; a row that a rule refuses says why."""
    stored, places, known = Stored(), Places(seed), catalogue()
    there = _there(mode, rows)
    for done, row in enumerate(rows, start=1):
        if _mark(mode, row) in there:
            stored.unchanged += 1
        elif _bring(actor, row, mode, places, known):
            stored.created += 1
        if done % STEP == 0:
            progress(done, len(rows), _("写入"))
    return stored


def _mark(mode: str, row: Row) -> str:
    """What a row is known by when it comes again, as the same kind."""
    return f"{mode}:{row.values['source_id']}"


def _there(mode: str, rows: list[Row]) -> set[str]:
    marks = [_mark(mode, row) for row in rows]
    return set(Case.objects.filter(source_id__in=marks).values_list("source_id", flat=True))


def _bring(actor: Any, row: Row, mode: str, places: Places, known: Catalogue) -> bool:
    values = row.values
    if personal_number(values["source_id"]):
        row.refuse("source_id", _("编号不能是手机号或身份证号"))
        return False
    try:
        category = category_of(known, values)
        place, note = _where(values, _mark(mode, row), places)
        title = values["title"] or values["body"][:60].split("\n")[0]
        telling = Telling(
            text=values["body"], name=values["name"], phone=values["phone"], consent=bool(values["phone"]),
            anonymous=not (values["name"] or values["phone"]),
        )  # fmt: skip
        same: dict[str, Any] = {"category": category, "at": place, "title": title, "note": note}
        if mode == "history":
            _past(values["sent_at"])
            cases.archive(
                actor, **same, telling=Telling(text=values["body"]), source_id=_mark(mode, row),
                happened_at=values["sent_at"],
            )  # fmt: skip
        else:
            cases.report(actor, **same, telling=telling, channel=Channel.HOTLINE, source_id=_mark(mode, row))
    except Stopped as stop:
        row.refuse("body", stop.message)
        return False
    return True


def _past(moment: Any) -> None:
    if moment > clock.now():
        raise Refused(_("历史事项的时间不能在以后。"))


def _where(values: dict[str, Any], mark: str, places: Places) -> tuple[Place, str]:
    """The named place; else one drawn in a demo, with the note that says so; else the city's sorting desk."""
    found = places.of(values["street"], values["community"])
    if found is not None:
        return found, ""
    words = values["street"] + values["community"]
    drawn = None if words else places.drawn(mark)
    return (drawn, places.note()) if drawn else (Place(address=words), "")


def category_of(known: Catalogue, values: dict[str, Any]) -> CategoryCard:
    """By the name that the file gives (its last level), else by the words, else the one for everything else."""
    parts = [part.strip() for part in values["category"].replace("->", "·").replace("/", "·").split("·")]
    last = next((part for part in reversed(parts) if part), "")
    named = [card for card in known.leaves if card.name == last] if last else []
    if named:
        return named[0]
    guessed = known.guess(f"{values['title']}{values['body'][:400]}")
    if guessed is not None:
        return guessed
    return known.coded(OTHER)
