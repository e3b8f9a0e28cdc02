"""Orders to stationed teams: given, arrived, finished or refused; the street marks the team for each."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import lineage
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.town.organisations.models import Kind
from gongzhi.work.street_powers.commands.using import own_street, place_of, said
from gongzhi.work.street_powers.models import CommandOrder, TeamMark
from gongzhi.work.street_powers.rules import ORDER, limit, next_press

A_YEAR = timedelta(days=365)


def stationed(street_id: int) -> list[OrganisationCard]:
    """The teams stationed in a street today."""
    return list(directory().of_kind(Kind.STATIONED_TEAM, area_id=street_id))


@founding("order")
def order(
    actor: Actor, *, team_id: int, what: str, why: str, kind: str = CommandOrder.Kind.ORDINARY, about: str = "",
    arrive_by: datetime | None = None,
) -> CommandOrder:  # fmt: skip
    """下调度令: a team stationed here, where to and what for, by when (else by the record). Never downward work: a street
    commands in its own area.
    """
    street = own_street(actor).area_id
    team = next((card for card in stationed(street) if card.id == team_id), None)
    if team is None:
        raise Refused(_("只能调度派驻在本街道的队伍。"), field="team_id")
    if kind not in CommandOrder.Kind.values:
        raise Refused(_("请选一般或应急。"), field="kind")
    now = clock.now()
    if arrive_by is not None and not now < arrive_by < now + A_YEAR:
        raise Refused(_("到场时间要在现在以后、一年以内。"), field="arrive_by")
    urgent = kind == CommandOrder.Kind.EMERGENCY
    given = limit("command.arrive_emergency" if urgent else "command.arrive", lineage(street))
    due = arrive_by or given.after(now)
    return CommandOrder(
        id=new_id(), kind=kind, team_id=team.id, department_id=team.parent_id,
        what=said(what, "what", _("请写到哪里、做什么。"), 300), why=said(why, "why", _("请写为什么调度。"), 600),
        about=about.strip()[:200], orderer_id=actor.user_id, orderer_label=actor.label, ordered_at=now, arrive_by=due,
        unit=given.unit, act_at=next_press(due, given.unit, 0), **place_of(street),
    )  # fmt: skip


@step(ORDER)
def arrive(
    _actor: Actor, mine: CommandOrder, *, attending: str = "", arrived_at: datetime | None = None
) -> None:
    """到场: by the server's time. An earlier time is a claim that the street may confirm."""
    now = clock.now()
    if arrived_at is not None and not mine.ordered_at <= arrived_at <= now:
        raise Refused(_("到场时间要在下令以后、现在以前。"), field="arrived_at")
    mine.arrived_at, mine.claimed_arrival_at, mine.attending = now, arrived_at, attending.strip()[:120]
    mine.act_at, mine.press_level = None, 0


@step(ORDER)
def confirm_arrival(_actor: Actor, theirs: CommandOrder) -> None:
    """认到场: the street saw them; the claimed earlier time counts from now on."""
    theirs.arrival_confirmed, theirs.arrived_at = True, theirs.claimed_arrival_at


@step(ORDER)
def finish(_actor: Actor, mine: CommandOrder, *, result: str) -> None:
    """办完: what came of it."""
    mine.result, mine.finished_at = said(result, "result", _("请写明做了什么、结果怎样。")), clock.now()


@step(ORDER)
def refuse(_actor: Actor, mine: CommandOrder, *, reason: str) -> None:
    """拒绝执行: with reasons; the team's department and the district hear of it."""
    mine.reason = said(reason, "reason", _("拒绝要写明理由，派出部门和区里都会看到。"), 600)
    mine.closed_at, mine.act_at = clock.now(), None


@step(ORDER)
def cancel(_actor: Actor, theirs: CommandOrder, *, reason: str) -> None:
    """取消: given in error or no longer needed; the team hears of it."""
    theirs.reason = said(reason, "reason", _("请写明为什么取消。"), 600)
    theirs.closed_at, theirs.act_at = clock.now(), None


@step(ORDER)
def mark(actor: Actor, theirs: CommandOrder, *, solved: str, word: str, reason: str = "") -> None:
    """评队伍: solved or not, and one of three words, of the team and not of a person; whether in time the clock says."""
    if solved not in TeamMark.Solved.values:
        raise Refused(_("请选解决了、部分解决或没解决。"), field="solved")
    if word not in TeamMark.Word.values:
        raise Refused(_("请选好、一般或差。"), field="word")
    if word != TeamMark.Word.GOOD and len(reason.strip()) < 2:
        raise Refused(_("请写明哪里不好，队伍会看到。"), field="reason")
    TeamMark.objects.create(
        order=theirs, solved=solved, word=word, reason=reason.strip()[:300], marked_at=clock.now(),
        on_time=theirs.arrived_at is not None and theirs.arrived_at <= theirs.arrive_by, marker_label=actor.label,
    )  # fmt: skip


@step(ORDER)
def press(_actor: Actor, theirs: CommandOrder, *, level: int) -> None:
    """督办: late to arrive. 1 reminds the team, 2 the leaders of the team and of its department, 3 the district."""
    theirs.press_level = max(theirs.press_level, level)
    theirs.act_at = next_press(theirs.arrive_by, theirs.unit, theirs.press_level)
