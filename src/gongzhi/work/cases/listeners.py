"""Who is told what of a case. Notices carry number, category and place, never a resident's words or name."""

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.kit.journal.hearing import asked_once, known
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import CLOCK
from gongzhi.town.areas.tree import tree
from gongzhi.town.duty.queries import on_duty
from gongzhi.town.notices.commands import tell
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.queries import holders
from gongzhi.work.cases import commands
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.clockwork import draws
from gongzhi.work.cases.models import CallBack, Case, Channel, Rating, Stage
from gongzhi.work.cases.rules import COMMUNITY_ROLES, DESK_ROLES, STREET_ROLES

EYES = {"grid": ("grid_id", ["grid_head"]), "community": ("community_id", list(COMMUNITY_ROLES)),
        "street": ("street_id", list(STREET_ROLES))}  # fmt: skip
PRESSED = {2: ("street_id", ["street_leader"]), 3: ("district_id", ["district_leader", "district_dispatcher"]),
           4: ("city", ["city_leader", "city_dispatcher"])}  # fmt: skip


def read_ahead(rows: list[Entry]) -> None:
    """The cases of a hearing's rows, by one statement."""
    ids = {row.trunk_id for row in rows if row.trunk_kind == "cases.case"}
    found = {str(case.pk): case for case in Case.objects.filter(pk__in=ids)} if ids else {}
    known(_case, {(pk,): found.get(pk) for pk in ids})


@asked_once
def _case(pk: str) -> Case | None:
    return Case.objects.filter(pk=pk).first()


def case_of(entry: Entry) -> Case | None:
    """The case of a row; none for what came as history."""
    case = _case(entry.trunk_id)
    return None if case is None or case.channel == Channel.IMPORT else case


def said(case: Case) -> str:
    """A case in a notice: category and place."""
    return f"{catalogue().get(case.category_id).name}·{case.address or tree().full_name(case.street_id)}"


def people_over(area_id: int | None, roles: list[str]) -> list[int]:
    """The accounts that hold one of these roles over an area."""
    return _people(area_id, tuple(roles)) if area_id else []


@asked_once
def _people(area_id: int, roles: tuple[str, ...]) -> list[int]:
    return list(holders(area_ids=[area_id], roles=list(roles)).values_list("user_id", flat=True))


def send(entry: Entry, case: Case, users: list[int], title: str, urgent: bool = False) -> None:
    tell(
        users,
        kind=f"case.{entry.verb}",
        title=title,
        url=f"/cases/{case.pk}/",
        once=str(entry.pk),
        urgent=urgent,
    )


def tell_desk(entry: Entry) -> None:
    """Whoever sits at the desk; an emergency or 24-hour clock also goes to the officer on duty."""
    case = case_of(entry)
    if case is None or case.desk_id is None:
        return
    users = people_over(case.desk_id, [*DESK_ROLES, "city_dispatcher"])
    urgent = case.limit_unit == clock.Unit.HOURS
    if urgent:
        users += duty_officers(case)
    send(entry, case, users, _("到您这里：%s") % said(case), urgent)


def duty_officers(case: Case) -> list[int]:
    """The clerk and leader on duty at the street office, now."""
    office = directory().street_office(case.street_id) if case.street_id else None
    shift = on_duty(office.id, clock.now()) if office else None
    return [shift.clerk_id, shift.leader_id] if shift else []


def tell_eyes(entry: Entry) -> None:
    case = case_of(entry)
    if case is not None and case.eyes in EYES:
        field, roles = EYES[case.eyes]
        send(entry, case, people_over(getattr(case, field), roles), _("请核验：%s") % said(case))


def tell_hands(entry: Entry) -> None:
    """Whoever has it in hand, and its desk."""
    case = case_of(entry)
    if case is None:
        return
    users = people_over(case.desk_id, list(DESK_ROLES)) + [u for u in (case.holder_id,) if u]
    words = {
        "send_back": _("退回重办：%s"),
        "reopen": _("重开：%s"),
        "answer": _("居民回答了：%s"),
        "urge": _("居民催办：%s"),
    }
    send(entry, case, users, words.get(entry.verb, "%s") % said(case))


def tell_press(entry: Entry) -> None:
    """督办: each level is told in its turn."""
    case, level = case_of(entry), int(entry.details.get("level", 1))
    if case is None:
        return
    if level == 1:
        users = people_over(case.desk_id, list(DESK_ROLES)) + duty_officers(case)
    else:
        field, roles = PRESSED[min(level, 4)]
        users = people_over(tree().city().id if field == "city" else getattr(case, field), roles)
    send(entry, case, users, _("逾期督办：%s") % said(case), urgent=True)


def draw(entry: Entry) -> None:
    """Verified: the seeded draw for a call-back by another organisation."""
    case = case_of(entry)
    centres = directory().of_kind("call_centre", area_id=case.district_id) if case else []
    if case is None or not centres:
        return
    try:
        commands.draw_call_back(
            CLOCK, case, seed=f"{clock.local(entry.at):%Y-%m}", organisation_id=centres[0].id
        )
    except Stopped:
        return


def draw_look(entry: Entry) -> None:
    """即办: a seeded few are looked at by the community."""
    case = case_of(entry)
    if case and draws(f"{clock.local(entry.at):%Y-%m}", case.pk, records.value("note.look_share")):
        send(
            entry,
            case,
            people_over(case.community_id, list(COMMUNITY_ROLES)),
            _("请抽看即办：%s") % said(case),
        )


def drop_calls(entry: Entry) -> None:
    """Rated, reopened or closed meanwhile: nobody is phoned for what is no longer asked."""
    case = case_of(entry)
    if case is None:
        return
    rated = set(Rating.objects.filter(case=case, round=case.round).values_list("report_id", flat=True))
    for call in CallBack.objects.filter(case=case, stage=CallBack.Stage.DRAWN):
        if call.report_id in rated or call.round != case.round or case.stage != Stage.VERIFIED:
            commands.drop(CLOCK, call)
