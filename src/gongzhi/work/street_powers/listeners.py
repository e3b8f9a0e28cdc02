"""Who is told what: the signer, the other side and its officers on duty, the street, the district, the person meant."""

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.journal.hearing import asked_once
from gongzhi.kit.journal.models import Entry
from gongzhi.town.areas.tree import tree
from gongzhi.town.duty.queries import on_duty
from gongzhi.town.notices.commands import tell
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.queries import holders
from gongzhi.work.cases.listeners import people_over
from gongzhi.work.street_powers.models import CommandOrder, PowerUse, YearlyOpinion
from gongzhi.work.street_powers.rules import ANSWERING_ROLES

S = PowerUse.Stage
CLERKS = ("department_clerk", "liaison")
LEADERS = ("department_leader",)


@asked_once
def people_in(organisation_id: int, roles: tuple[str, ...]) -> list[int]:
    """The accounts of an organisation in these roles."""
    return list(
        holders(organisation_ids=[organisation_id], roles=list(roles)).values_list("user_id", flat=True)
    )


def hands(organisation_id: int, unit: str) -> list[int]:
    """The clerks of an organisation (its leaders where it has none); for hours, its officers on duty too."""
    users = people_in(organisation_id, CLERKS) or people_in(organisation_id, ANSWERING_ROLES)
    shift = on_duty(organisation_id, clock.now()) if unit == clock.Unit.HOURS else None
    return users + ([shift.clerk_id, shift.leader_id] if shift else [])


def _send(entry: Entry, users: list[int], title: str, url: str, urgent: bool = False) -> None:
    tell(users, kind=f"power.{entry.verb}", title=title, url=url, once=str(entry.pk), urgent=urgent)


def _use(entry: Entry) -> tuple[PowerUse, str, bool]:
    use = PowerUse.objects.get(pk=entry.subject_id)
    return use, f"/powers/{use.pk}/", use.unit == clock.Unit.HOURS


def tell_signer(entry: Entry) -> None:
    """A draft waits for the street's leader."""
    use, url, _urgent = _use(entry)
    _send(entry, people_over(use.street_id, ["street_leader"]), _("待您签发：%s") % use.what, url)


def tell_drafter(entry: Entry) -> None:
    use, url, _urgent = _use(entry)
    if use.drafter_id:
        _send(entry, [use.drafter_id], _("没有签发：%s") % use.what, url)


def tell_other_side(entry: Entry) -> None:
    """Signed: the other side has to answer."""
    use, url, urgent = _use(entry)
    title = _("%(street)s请你们答复：%(what)s") % {"street": tree().name(use.street_id), "what": use.what}
    _send(entry, hands(use.organisation_id, use.unit), title, url, urgent)


def tell_withdrawn(entry: Entry) -> None:
    """Whoever had it on the desk hears that it is withdrawn."""
    use, url, _urgent = _use(entry)
    if use.sent_at is None:
        return
    consent = use.procedure == "consent"
    users = people_over(use.street_id, ["street_clerk"]) if consent else hands(use.organisation_id, "")
    _send(entry, users, _("已撤回：%s") % use.what, url)


def tell_street(entry: Entry) -> None:
    """Answered, asked, or carried out."""
    use, url, _urgent = _use(entry)
    words = {
        "answer": _("%(who)s已答复：%(what)s"),
        "request_consent": _("%(who)s征求街道同意：%(what)s"),
        "carry_out": _("%(who)s已执行：%(what)s"),
    }
    title = words[entry.verb] % {"who": directory().name(use.organisation_id), "what": use.what}
    users = people_over(use.street_id, ["street_clerk", "street_leader"])
    _send(entry, users, title, url)


def tell_asker(entry: Entry) -> None:
    """The department that asked hears the street's answer, or that it was silent."""
    use, url, _urgent = _use(entry)
    words = {
        "consent": _("街道同意：%s"),
        "object": _("街道不同意：%s"),
        "take_as_consent": _("街道没有答复，按规则视为同意：%s"),
    }
    _send(entry, hands(use.organisation_id, ""), words[entry.verb] % use.what, url)


def tell_answered(entry: Entry) -> None:
    """The other side hears what the street makes of its answer; the district hears that it is to rule."""
    use, url, _urgent = _use(entry)
    words = {"accept": _("街道认可答复：%s"), "insist": _("街道坚持意见，请区里裁定：%s")}
    _send(entry, hands(use.organisation_id, ""), words[entry.verb] % use.what, url)
    if entry.verb == "insist":
        users = people_over(use.district_id, ["district_dispatcher", "district_leader"])
        tell(users, kind="power.insist", title=_("待裁定：%s") % use.what, url=url, once=f"{entry.pk}:rule")


def tell_ruling(entry: Entry) -> None:
    use, url, _urgent = _use(entry)
    users = hands(use.organisation_id, "") + people_over(use.street_id, ["street_clerk", "street_leader"])
    title = _("已裁定（%(ruling)s）：%(what)s") % {"ruling": use.get_ruling_display(), "what": use.what}
    _send(entry, users, title, url)


def tell_press(entry: Entry) -> None:
    """督办: who has to, their leader, the district (of a ruling: the city); each in its turn."""
    use, url, _urgent = _use(entry)
    level = int(entry.details.get("level", 1))
    late = _("逾期没有裁定：%s") if use.stage == S.INSISTED else _("逾期没有答复：%s")
    _send(entry, _pressed(use, level), late % use.what, url, urgent=True)


def _pressed(use: PowerUse, level: int) -> list[int]:
    if use.stage == S.INSISTED:
        ways = {1: (use.district_id, ["district_dispatcher"]), 2: (use.district_id, ["district_leader"])}
        area, roles = ways.get(level, (tree().city().id, ["city_dispatcher", "city_leader"]))
        return people_over(area, roles)
    if level >= 3:
        return people_over(use.district_id, ["district_dispatcher", "district_leader"])
    if use.stage == S.ASKED:
        return people_over(use.street_id, ["street_clerk"] if level == 1 else ["street_leader"])
    return hands(use.organisation_id, use.unit) if level == 1 else people_in(use.organisation_id, LEADERS)


def _order(entry: Entry) -> tuple[CommandOrder, str]:
    order = CommandOrder.objects.get(pk=entry.subject_id)
    return order, f"/powers/orders/{order.pk}/"


def tell_team(entry: Entry) -> None:
    """Ordered, cancelled, marked."""
    order, url = _order(entry)
    words = {
        "order": _("调度令，请到场：%s"),
        "cancel": _("调度令取消：%s"),
        "mark": _("街道评了这次调度：%s"),
    }
    urgent = entry.verb != "mark" and order.kind == CommandOrder.Kind.EMERGENCY
    _told(
        entry, hands(order.team_id, order.unit if urgent else ""), words[entry.verb] % order.what, url, urgent
    )


def _told(entry: Entry, users: list[int], title: str, url: str, urgent: bool = False) -> None:
    tell(users, kind=f"command.{entry.verb}", title=title, url=url, once=str(entry.pk), urgent=urgent)


def tell_commander(entry: Entry) -> None:
    """Arrived or finished: whoever gave the order."""
    order, url = _order(entry)
    words = {"arrive": _("队伍已到场：%s"), "finish": _("队伍已办完：%s")}
    if order.orderer_id:
        _told(entry, [order.orderer_id], words[entry.verb] % order.what, url)


def tell_refused(entry: Entry) -> None:
    """A team refuses: the street, the leaders of its department, and the district hear of it."""
    order, url = _order(entry)
    users = people_over(order.street_id, ["street_clerk", "street_leader"])
    users += people_over(order.district_id, ["district_dispatcher", "district_leader"]) + _leaders(order)
    title = _("%(team)s拒绝执行调度令：%(what)s") % {
        "team": directory().name(order.team_id),
        "what": order.what,
    }
    _told(entry, users, title, url, urgent=True)


def _leaders(order: CommandOrder) -> list[int]:
    above = people_in(order.department_id, LEADERS) if order.department_id else []
    return people_in(order.team_id, LEADERS) + above


def tell_late(entry: Entry) -> None:
    """督办 of an order: the team, the leaders of team and department, the district."""
    order, url = _order(entry)
    level = int(entry.details.get("level", 1))
    if level == 1:
        users = hands(order.team_id, order.unit)
    elif level == 2:
        users = _leaders(order)
    else:
        users = people_over(order.district_id, ["district_dispatcher", "district_leader"])
    _told(entry, users, _("逾期没有到场：%s") % order.what, url, urgent=True)


def tell_person(entry: Entry) -> None:
    """The person whom an opinion speaks of; its words stay on its page."""
    opinion = YearlyOpinion.objects.get(pk=entry.subject_id)
    title = _("%(street)s写了您的年度意见，请看并回应") % {"street": tree().name(opinion.street_id)}
    url = f"/powers/opinions/{opinion.pk}/"
    tell([opinion.person_id], kind="opinion.write_opinion", title=title, url=url, once=str(entry.pk))


def tell_author(entry: Entry) -> None:
    """The street's leaders hear that the person replied."""
    opinion = YearlyOpinion.objects.get(pk=entry.subject_id)
    users = people_over(opinion.street_id, ["street_leader"])
    url = f"/powers/opinions/{opinion.pk}/"
    tell(users, kind="opinion.reply", title=_("本人已回应年度意见"), url=url, once=str(entry.pk))
