"""Other eyes: verify and send back, the reporter's rating, reopening, and the call-back by telephone."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from gongzhi.kit import clock, rows
from gongzhi.kit.command import locked, step
from gongzhi.kit.flow import NotNow, Refused
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases import ports, rules
from gongzhi.work.cases.clockface import next_act
from gongzhi.work.cases.commands.proof import hang
from gongzhi.work.cases.models import CallBack, Case, Rating, Stage
from gongzhi.work.cases.rules import CALLBACKS, FLOW


@step(FLOW)
def verify(_actor: Actor, case: Case, *, remark: str = "") -> None:
    """核验: other eyes saw that it is done; now the reporters are asked."""
    case.act_at = next_act(case, Stage.VERIFIED)


@step(FLOW)
def send_back(actor: Actor, case: Case, *, reason: str, photos: Sequence[str] = ()) -> None:
    """退回: not done; same desk, same hands, same clock, one round more. The third round goes to the desk above."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写明哪里没有办好。"), field="reason")
    hang(actor, case.pk, photos)
    _again(actor, case)


@step(FLOW)
def rate(
    actor: Actor, case: Case, *, contacted: bool, solved: bool, satisfaction: str, comment: str = "", via: str = "code",
    report_id: Any = None,
) -> None:  # fmt: skip
    """评价: a reporter's answer for this round. Not solved sends it back to the same hands; all answered closes it."""
    if case.stage == Stage.RESOLVED and case.eyes != "reporter":
        raise NotNow(_("还在核验，核验完会请您评价。"))
    if satisfaction not in Rating.Satisfaction.values:
        raise Refused(_("请选满意、基本满意或不满意。"), field="satisfaction")
    rated = _rated(case)
    report = _rating_report(actor, case, report_id)
    if rated.get(report, True):
        raise Refused(_("这一轮已经评价过了，谢谢。"))
    rating = Rating(
        case=case, report_id=report, round=case.round, contacted=contacted, solved=solved, satisfaction=satisfaction,
        comment=comment[:500], via=via, at=clock.now(),
    )  # fmt: skip
    rows.insert([rating])
    if not solved:
        _again(actor, case)
    elif all(done for other, done in rated.items() if other != report):
        case.stage, case.closed_at, case.act_at = Stage.CLOSED, clock.now(), None


def _rated(case: Case) -> dict[Any, bool]:
    """The case's reports that stand, each with whether it was rated in this round: one statement."""
    this_round = Rating.objects.filter(report_id=OuterRef("pk"), round=case.round)
    return dict(case.reports.filter(withdrawn_at=None).values_list("pk", Exists(this_round)))


def _rating_report(actor: Any, case: Case, report_id: Any) -> Any:
    """Whose rating it is: the resident's own, or one drawn for the caller's organisation."""
    if actor.report_id is not None:
        return actor.report_id
    drawn = CallBack.objects.filter(
        case=case,
        report_id=report_id,
        stage=CallBack.Stage.DRAWN,
        round=case.round,
        organisation_id=actor.organisation_id,
    ).first()
    if drawn is None:
        raise Refused(_("这位报告人不在您的回访单上。"))
    reached(actor, drawn)
    return drawn.report_id


@step(FLOW)
def reopen(actor: Actor, case: Case, *, text: str = "", reason: str = "") -> None:
    """重开: within the window the case goes back to the same hands, one round more."""
    if case.stage == Stage.CLOSED:
        window = clock.Limit(records.value("reopen.days"), clock.Unit.DAYS)
        if case.closed_at is None or window.after(case.closed_at) < clock.now():
            raise Refused(_("过了可以重开的时间，请重新报一件，会连到这一件。"))
    if len((text or reason).strip()) < 2:
        raise Refused(_("请写一句现在是什么情况。"), field="text")
    if actor.report_id:
        own = locked(case.reports.filter(pk=actor.report_id, withdrawn_at=None))
        if not own:
            raise Refused(_("这一件您已经撤回了。"))
        for report in own if text else []:
            report.text = f"{report.text}\n[{clock.today():%Y-%m-%d}] {text.strip()[:1000]}"
    _again(actor, case)


def _again(actor: Actor, case: Case) -> None:
    """One round more, in the same hands: called departments take it up again, else the desk that resolved it."""
    case.round += 1
    case.outside_rates = False if case.stage == Stage.NOTED else case.outside_rates
    case.closed_at = case.resolved_at = None
    case.stage = Stage.CALLED if case.resolved_desk == "department" else Stage.ACCEPTED
    if rules.unsolved(case.round):
        _to_desk_above(case)
    case.held_since = clock.now()
    case.act_at = next_act(case, case.stage)
    for told in ports.RETURNED:
        told(actor, case)


def _to_desk_above(case: Case) -> None:
    level = tree().card(case.desk_id).level if case.desk_id else "street"
    above = getattr(case, f"{rules.ABOVE[level]}_id", None) if level in rules.ABOVE else None
    if above:
        case.desk_id, case.holder_id = above, None


@step(FLOW)
def look(_actor: Actor, case: Case, *, found: bool, remark: str = "") -> None:
    """抽看: the community looks at a note drawn by seed; one that was not done becomes a case."""
    if not found:
        limit = rules.limit_for(case.limit_kind, (case.district_id or 0, case.street_id or 0))
        case.stage, case.outside_rates, case.due_at = Stage.ACCEPTED, False, limit.limit.after(clock.now())
        case.closed_at, case.act_at = None, case.due_at


@step(CALLBACKS)
def tried(actor: Actor, call: CallBack) -> None:
    """未接通: a try without an answer; three at different hours end it."""
    if any(
        clock.local(one).hour == clock.local().hour and clock.local(one).date() == clock.today()
        for one in call.tries
    ):
        raise Refused(_("请换一个钟点再打。"))
    call.tries = [*call.tries, clock.now()]
    if len(call.tries) >= records.value("call_back.tries"):
        call.stage = CallBack.Stage.UNREACHED


@step(CALLBACKS)
def reached(_actor: Actor, _call: CallBack) -> None:
    """已回访: the rating was given by telephone."""


@step(CALLBACKS)
def drop(_actor: Actor, _call: CallBack) -> None:
    """不再回访: rated meanwhile, reopened, or closed."""
