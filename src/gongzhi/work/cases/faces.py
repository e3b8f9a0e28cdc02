"""How a case looks to staff: its clock, its stage as a pie, its place and its reporters in words. No statement."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.records import rules as records
from gongzhi.kit.web import words
from gongzhi.kit.web.faces import ClockFace
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases import rules
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import OPEN, Case, Channel, Stage

PERCENT = {
    Stage.REPORTED: 10,
    Stage.ACCEPTED: 30,
    Stage.CALLED: 55,
    Stage.RESOLVED: 75,
    Stage.VERIFIED: 90,
    Stage.SHELVED: 40,
}
MOST_NAMED = 3


def clock_of(row: Mapping[str, Any], now: datetime | None = None) -> ClockFace | None:
    """The clock of a row of ``queries.ROW`` (or ``vars(case)``); none for what has no clock."""
    at, stage = now or clock.now(), row["stage"]
    if stage == Stage.SHELVED:
        back = datetime.combine(row["recheck_on"], time(8, 30), clock.zone()) if row["recheck_on"] else None
        note = _("复查 %(day)s") % {"day": words.day(row["recheck_on"])}
        return ClockFace(back, at, paused_note=_("挂账"), note=note)
    if row["due_at"] is None:
        return None
    if row["resolved_at"] and stage not in OPEN:
        return ClockFace(
            row["due_at"], at, row["limit_unit"], done_at=row["resolved_at"], started_at=row["reported_at"]
        )
    if stage not in OPEN:
        return None
    paused = _("等居民，停表") if row["paused_at"] else ""
    return ClockFace(row["due_at"], at, row["limit_unit"], paused_note=paused, verb=_("办结"))


def percent(stage: str) -> int:
    """How far a stage is, for its pie."""
    return PERCENT.get(Stage(stage), 100)


def area_words(row: Mapping[str, Any]) -> str:
    """The narrowest named area of a case."""
    known = tree()
    return next(
        (name for key in ("community_id", "street_id") if (name := known.name(row[key]))), _("未定位")
    )


def called_words(called_ids: list[int]) -> str:
    """The called departments, the lead first; of many the first few and how many more."""
    names = [directory().name(one) for one in called_ids[:MOST_NAMED]]
    left = len(called_ids) - MOST_NAMED
    return _("、").join(names) + (_("等%(n)d家") % {"n": len(called_ids)} if left > 0 else "")


def reporters_words(count: int) -> str:
    return _("%(n)d 人报同一件") % {"n": count} if count > 1 else ""


def subtitle(row: Mapping[str, Any], number: str) -> str:
    """The second line of a row: where, whence, how many, which number."""
    parts = [area_words(row), str(Channel(row["channel"]).label), reporters_words(row["reporters"])]
    if row["round"] > 1:
        parts.append(_("第 %(n)d 轮") % {"n": row["round"]})
    return "·".join([part for part in parts if part] + [number])


def limit_words(case: Case) -> tuple[str, str]:
    """The limit of a case in words, and the document it comes from."""
    if case.limit_kind in ("", "none"):
        return "", ""
    where = tuple(i for i in (case.district_id, case.street_id, case.community_id) if i)
    try:
        limit = rules.limit_for(case.limit_kind, where)
    except records.MissingRule:
        return "", ""
    return amount_words(limit.limit), limit.basis


def amount_words(limit: clock.Limit) -> str:
    """24 小时, 7 天, 2 工作时."""
    amount = f"{limit.amount:g}"
    units = {
        clock.Unit.HOURS: _("%(n)s 小时"),
        clock.Unit.DAYS: _("%(n)s 天"),
        clock.Unit.WORKING_HOURS: _("%(n)s 工作时"),
        clock.Unit.WORKING_DAYS: _("%(n)s 工作日"),
    }
    if limit.unit == clock.Unit.HOURS and limit.amount < 1:
        return _("%(n)d 分钟") % {"n": round(limit.amount * 60)}
    return units[limit.unit] % {"n": amount}


def eyes_words(case: Case) -> str:
    """Who will see whether it is done, or has to now."""
    level = tree().card(case.desk_id).level if case.desk_id and tree().get(case.desk_id) else "street"
    desk = "department" if case.stage == Stage.CALLED else level
    eyes = case.eyes or rules.eyes_for(catalogue().get(case.category_id).eyes, desk, secret=case.secret)
    said = {
        "reporter": _("报告人评价（网格自己办的）"),
        "grid": _("%s 网格长，没参与办理的人") % tree().name(case.grid_id),
        "community": _("%s，没参与办理的人") % tree().name(case.community_id),
        "street": _("%s，没参与办理的人") % tree().name(case.street_id),
    }
    return said.get(eyes, "")


def holder_words(case: Case) -> str:
    """Whose desk it lies on."""
    if case.stage == Stage.CALLED and case.called_ids:
        return called_words(case.called_ids)
    return tree().full_name(case.desk_id) or tree().name(case.desk_id) if case.desk_id else ""
