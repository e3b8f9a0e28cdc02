"""Before a project is approved: the collective studies it, people above review it, the level above decides."""

from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import step
from gongzhi.kit.flow import Refused
from gongzhi.town.access.actor import Actor
from gongzhi.work.secretary_projects.commands.calling import said
from gongzhi.work.secretary_projects.models import ExpertOpinion, Project
from gongzhi.work.secretary_projects.rules import PROJECT, rule


@step(PROJECT)
def study(_actor: Actor, project: Project, *, studied_on: date, study_record: str) -> None:
    """记集体研究: on which day the collective talked about it, and what it said."""
    if studied_on > clock.today():
        raise Refused(_("集体研究的日期不能晚于今天。"), field="studied_on")
    project.studied_on = studied_on
    project.study_record = said(study_record, "study_record", _("请写集体研究的意见。"))


@step(PROJECT)
def review(
    actor: Actor, project: Project, *, necessity: str, timeliness: str, leverage: str, advice: str
) -> None:
    """写评审意见: sentences on 必要性、时效性、牵动性 and an advice, once by each reviewer; no marks."""
    if advice not in ExpertOpinion.Advice.values:
        raise Refused(_("请选建议。"), field="advice")
    reviewer = actor.user_id or 0
    rows = ExpertOpinion.objects.filter(project=project, round=project.round)
    if rows.filter(reviewer_id=reviewer).exists():
        raise Refused(_("您已经评审过了。"))
    ExpertOpinion.objects.create(
        project=project, round=project.round, reviewer_id=reviewer, reviewer_label=actor.label,
        necessity=said(necessity, "necessity", _("请写必要性。"), 600),
        timeliness=said(timeliness, "timeliness", _("请写时效性。"), 600),
        leverage=said(leverage, "leverage", _("请写牵动性。"), 600), advice=advice, made_at=clock.now(),
    )  # fmt: skip


@step(PROJECT)
def approve(actor: Actor, project: Project, *, decision: str) -> None:
    """立项: by the leader of the level above, after enough opinions; never by one's own level."""
    least, there = (
        rule("least_opinions", project.lineage),
        project.opinions.filter(round=project.round).count(),
    )
    if there < least:
        raise Refused(
            _("评审意见有%(there)d份，要有%(least)d份才能立项。") % {"there": there, "least": least}
        )
    project.decision = said(decision, "decision", _("请写立项意见。"))
    project.decided_at, project.decider_label = clock.now(), actor.label
    project.next_due_on = project.milestones.order_by("due_on").values_list("due_on", flat=True).first()


@step(PROJECT)
def hand_back(_actor: Actor, project: Project, *, reason: str) -> None:
    """退回修改: with what is to be changed; it may come again, and is studied and reviewed anew."""
    project.reason = said(reason, "reason", _("请写明要改什么。"))


@step(PROJECT)
def reject(_actor: Actor, project: Project, *, reason: str) -> None:
    """不予立项: with the reason."""
    project.reason = said(reason, "reason", _("请写明为什么不予立项。"))
