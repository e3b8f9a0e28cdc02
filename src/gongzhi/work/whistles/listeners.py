"""Who is told what of a whistle: the signer, the called departments and their officers on duty, the district."""

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.journal.hearing import asked_once
from gongzhi.kit.journal.models import Entry
from gongzhi.town.areas.tree import tree
from gongzhi.town.duty.queries import on_duty
from gongzhi.town.notices.commands import tell
from gongzhi.town.people.queries import holders
from gongzhi.work.cases.listeners import people_over, said
from gongzhi.work.whistles.models import Dispute, Kind, ReportIn, Whistle


def department_people(
    organisation_id: int, roles: tuple[str, ...] = ("department_clerk",), urgent: bool = False
) -> list[int]:
    """The clerks of a department; for a clock that runs day and night also its officers on duty."""
    users = _clerks(organisation_id, roles)
    shift = on_duty(organisation_id, clock.now()) if urgent else None
    return users + ([shift.clerk_id, shift.leader_id] if shift else [])


@asked_once
def _clerks(organisation_id: int, roles: tuple[str, ...]) -> list[int]:
    posts = holders(organisation_ids=[organisation_id], roles=list(roles))
    return list(posts.values_list("user_id", flat=True))


def _send(entry: Entry, users: list[int], title: str, url: str, urgent: bool = False) -> None:
    tell(users, kind=f"whistle.{entry.verb}", title=title, url=url, once=str(entry.pk), urgent=urgent)


def tell_signer(entry: Entry) -> None:
    whistle = Whistle.objects.select_related("case").get(pk=entry.subject_id)
    users = people_over(whistle.street_id, ["street_leader"])
    _send(
        entry,
        users,
        _("待您签发：%s") % said(whistle.case),
        f"/whistles/{whistle.pk}/",
        whistle.kind == Kind.EMERGENCY,
    )


def tell_proposer(entry: Entry) -> None:
    whistle = Whistle.objects.select_related("case").get(pk=entry.subject_id)
    if whistle.proposer_id:
        _send(
            entry,
            [whistle.proposer_id],
            _("没有吹响：%s（%s）") % (said(whistle.case), whistle.reason),
            f"/cases/{whistle.case_id}/",
        )


def tell_departments(entry: Entry) -> None:
    """Everybody called by this whistle."""
    at = (
        {"pk": entry.subject_id}
        if entry.subject_kind == "whistles.reportin"
        else {"whistle_id": entry.subject_id}
    )
    for row in ReportIn.objects.select_related("case").filter(**at):
        urgent = row.unit == clock.Unit.HOURS
        users = department_people(row.organisation_id, urgent=urgent)
        once = f"{entry.pk}:{row.organisation_id}"
        tell(
            users,
            kind="whistle.call",
            title=_("吹哨，请报到：%s") % said(row.case),
            url=f"/whistles/in/{row.pk}/",
            once=once,
            urgent=urgent,
        )


def tell_department(entry: Entry) -> None:
    row = ReportIn.objects.select_related("case").get(pk=entry.subject_id)
    words = {"remind": _("街道催办：%s"), "take_up_again": _("退回重办：%s"), "mark": _("街道评价了：%s")}
    _send(
        entry,
        department_people(row.organisation_id),
        words[entry.verb] % said(row.case),
        f"/whistles/in/{row.pk}/",
    )


def tell_called(entry: Entry) -> None:
    """A resident urges: the departments that have it in hand hear it too."""
    for row in ReportIn.objects.select_related("case").filter(
        case_id=entry.trunk_id, stage__in=("called", "present")
    ):
        once = f"{entry.pk}:{row.organisation_id}"
        users = department_people(row.organisation_id)
        tell(
            users,
            kind="whistle.urge",
            title=_("居民催办：%s") % said(row.case),
            url=f"/whistles/in/{row.pk}/",
            once=once,
            urgent=False,
        )


def tell_press(entry: Entry) -> None:
    """督办: the hands, their leader, the district, the city."""
    row, level = (
        ReportIn.objects.select_related("case").get(pk=entry.subject_id),
        int(entry.details.get("level", 1)),
    )
    if level == 1:
        users = department_people(row.organisation_id, urgent=row.unit == clock.Unit.HOURS)
    elif level == 2:
        users = department_people(row.organisation_id, ("department_leader",))
    elif level == 3:
        users = people_over(row.district_id, ["district_dispatcher", "district_leader"])
    else:
        users = people_over(tree().city().id, ["city_dispatcher", "city_leader"])
    late = _("逾期未报到：%s") if row.stage == "called" else _("逾期未办结：%s")
    _send(entry, users, late % said(row.case), f"/whistles/in/{row.pk}/", urgent=True)


def tell_dispatcher(entry: Entry) -> None:
    about = Dispute.objects.select_related("case").get(pk=entry.subject_id)
    users = people_over(about.district_id, ["district_dispatcher"])
    _send(entry, users, _("待裁定：%s") % said(about.case), f"/whistles/disputes/{about.pk}/")


def tell_decision(entry: Entry) -> None:
    about = Dispute.objects.select_related("case").get(pk=entry.subject_id)
    users = department_people(about.organisation_id) + people_over(about.street_id, ["street_clerk"])
    if about.decided_for_id:
        users += department_people(about.decided_for_id)
    title = f"{about.get_stage_display()}：{said(about.case)}"
    _send(entry, users, title, f"/whistles/disputes/{about.pk}/")
