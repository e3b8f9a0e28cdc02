"""The district reviews, the joint meeting decides, the clock ends: who admits what for how long."""

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import step
from gongzhi.kit.flow import Refused
from gongzhi.town.access.actor import Actor
from gongzhi.work.admission.models import Matter
from gongzhi.work.admission.queries import admission_body
from gongzhi.work.admission.rules import FLOW
from gongzhi.work.meetings.commands import raise_topic

SUBJECT = "admission.matter"


@step(FLOW)
def review(actor: Actor, matter: Matter, *, legal: bool, burden: str) -> None:
    """审查通过，上会: lawful, and what it costs the grassroots is said; it becomes a topic of the joint meeting."""
    if not legal:
        raise Refused(_("没有法定依据的，请退补或不予准入。"), field="legal")
    _said(burden, _("请写减负意见：要花多少工夫，有没有更省的办法。"), "burden")
    body = admission_body(tuple(matter.lineage))
    if body is None:
        raise Refused(_("这里还没有“事项准入联席会议”。请系统管理员在登记册“议事机构”里登记，再上会。"))
    matter.review, matter.reviewed_at = burden.strip()[:1000], clock.now()
    raise_topic(
        actor, body, title=_("事项准入：%s") % matter.title, text=matter.content, subject_kind=SUBJECT,
        subject_id=str(matter.pk),
    )  # fmt: skip


@step(FLOW)
def pass_by_record(_actor: Actor, matter: Matter, *, burden: str) -> None:
    """依规直接准入: law, election, census or disaster need no meeting, but a basis that names document and clause."""
    _said(burden, _("请写明依哪一条直接准入。"), "burden")
    matter.review, matter.reviewed_at, matter.decided_at = burden.strip()[:1000], clock.now(), clock.now()
    matter.decision = matter.get_ground_display()


@step(FLOW)
def refuse_matter(_actor: Actor, matter: Matter, *, reason: str) -> None:
    """不予准入: not lawful, or not worth its burden; the department reads why."""
    _said(reason, _("请写明为什么不予准入。"))
    matter.decision, matter.decided_at = reason.strip()[:1000], clock.now()


@step(FLOW)
def admit(_actor: Actor, matter: Matter, *, decision: str) -> None:
    """准入: as the joint meeting decided."""
    matter.decision, matter.decided_at = decision[:1000], clock.now()


@step(FLOW)
def turn_down(_actor: Actor, matter: Matter, *, decision: str) -> None:
    """会上未通过: as the joint meeting decided."""
    matter.decision, matter.decided_at = decision[:1000], clock.now()


@step(FLOW)
def review_after(_actor: Actor, matter: Matter, *, burden: str) -> None:
    """补审应急: what went ahead was reviewed in time and stays admitted for its term."""
    _said(burden, _("请写补审意见。"), "burden")
    if matter.bypass_by and matter.bypass_by <= clock.now():
        raise Refused(_("补审的时限已过，应急已失效，请部门重新申请。"))
    matter.bypass, matter.review = Matter.Bypass.REVIEWED, burden.strip()[:1000]
    matter.reviewed_at = matter.decided_at = clock.now()


@step(FLOW)
def lapse_bypass(_actor: Actor, matter: Matter) -> None:
    """应急失效: nobody reviewed it within the limit, or the joint meeting did not agree."""
    if matter.bypass != Matter.Bypass.RUNNING:
        raise Refused(_("这个事项没有在应急先行。"))
    matter.bypass, matter.decided_at = Matter.Bypass.LAPSED, clock.now()
    matter.decision = _("应急先行到时没有补审，失效")


@step(FLOW)
def expire(_actor: Actor, matter: Matter) -> None:
    """到期: its last day is over; asked again, it is a new request."""
    matter.decided_at = matter.decided_at or clock.now()


@step(FLOW)
def exit_(_actor: Actor, matter: Matter, *, reason: str) -> None:
    """退出准入: no longer needed, or residents reject it; what passed already stays as it was."""
    _said(reason, _("请写明为什么退出。"))
    matter.decision = reason.strip()[:1000]


def _said(text: str, words: str, field: str = "reason") -> None:
    if len(text.strip()) < 2:
        raise Refused(words, field=field)
