"""Against the figures: measured by the project, verified by people above, accepted by the level above or sent back."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.town.access.actor import Actor
from gongzhi.work.secretary_projects import evidence
from gongzhi.work.secretary_projects.commands.calling import said
from gongzhi.work.secretary_projects.models import Effect, EvidenceKind, Measurement, Project
from gongzhi.work.secretary_projects.queries import SOURCES, effects_of
from gongzhi.work.secretary_projects.rules import PROJECT, latest, reached_target

FINAL, V = Measurement.Phase.FINAL, Measurement.Verdict


@step(PROJECT)
def measure(
    actor: Actor, project: Project, *, effect_id: int, phase: str, value: Decimal | None = None,
    measured_on: date | None = None, kind: str = "", text: str = "", photos: Sequence[str] = (),
) -> None:  # fmt: skip
    """记成效的数: with what shows it, for people above to verify; what the system counts it counts itself, now."""
    effect = Effect.objects.filter(project=project, pk=effect_id).first()
    if effect is None or phase not in Measurement.Phase.values:
        raise Refused(_("请选这个项目的一项成效和时候。"), field="effect_id")
    row = Measurement(
        effect=effect, phase=phase, made_at=clock.now(), maker_id=actor.user_id, maker_label=actor.label
    )
    if effect.source:
        _counted(project, effect, row, value)
    else:
        _given(project, row, value, measured_on, kind, text)
        row.file_ids = evidence.hang(actor, project.pk, photos)
    Measurement.objects.bulk_create([row])
    project.effect_verified = project.effect_verified or (phase == FINAL and row.verdict == V.VERIFIED)


def _counted(project: Project, effect: Effect, row: Measurement, value: Decimal | None) -> None:
    label, count = SOURCES[effect.source]
    row.value = Decimal(count(project))
    if value is not None and value != row.value:
        raise Refused(_("这项成效由系统数，现在是 %s，不能手填。") % f"{row.value:f}", field="value")
    row.measured_on, row.evidence, row.text = clock.today(), EvidenceKind.FIGURE, str(label)
    row.verdict, row.verified_at, row.verifier_label = V.VERIFIED, clock.now(), _("系统")


def _given(
    project: Project, row: Measurement, value: Decimal | None, measured_on: date | None, kind: str, text: str
) -> None:
    if value is None:
        raise Refused(_("请写数。"), field="value")
    if measured_on is None or not project.starts_on <= measured_on <= clock.today():
        raise Refused(_("请写是哪天的数，不能早于项目开始，也不能晚于今天。"), field="measured_on")
    if kind not in EvidenceKind.values:
        raise Refused(_("请选证据的种类。"), field="kind")
    row.value, row.measured_on, row.evidence = value, measured_on, kind
    row.text = said(text, "text", _("请写凭什么看得出来。"), 600)


@step(PROJECT)
def verify(actor: Actor, project: Project, *, measurement_id: int, so: bool, remark: str = "") -> None:
    """核实数: somebody above looked whether it is so; never the one who gave the figure."""
    row = Measurement.objects.filter(effect__project=project, pk=measurement_id, verdict=V.WAITING).first()
    if row is None:
        raise Refused(_("请选还没核实的数。"), field="measurement_id")
    if row.maker_id == actor.user_id:
        raise NotYours(_("自己记的数要由别人核实。"))
    if not so:
        said(remark, "remark", _("不属实的，请写明哪里不对。"))
    Measurement.objects.filter(pk=row.pk).update(
        verdict=V.VERIFIED if so else V.NOT_SO, verified_at=clock.now(), verifier_label=actor.label,
        remark=remark.strip()[:600],
    )  # fmt: skip
    project.effect_verified = project.effect_verified or (so and row.phase == FINAL)


@step(PROJECT)
def ask_acceptance(_actor: Actor, project: Project, *, result: str) -> None:
    """申请验收: every milestone reached and a final figure for every effect."""
    left = list(project.milestones.filter(done_on=None).values_list("what", flat=True)[:3])
    if left:
        raise Refused(_("还有节点没有完成：%s。") % _("、").join(left))
    bare = [one.name for one in effects_of(project) if latest(one.measurements.all(), FINAL) is None]
    if bare:
        raise Refused(_("还没有验收时的数：%s。") % _("、").join(bare))
    project.result = said(result, "result", _("请写做成了什么。"), 2000)
    project.asked_on = clock.today()


@step(PROJECT)
def accept(actor: Actor, project: Project, *, acceptance: str, shortfall: str = "") -> None:
    """验收通过: by the level above, against verified figures; not by documents, and a missed target must be explained."""
    effects = effects_of(project)
    finals = {one.pk: latest(one.measurements.all(), FINAL) for one in effects}
    sure = {pk: row for pk, row in finals.items() if row is not None and row.verdict == V.VERIFIED}
    if not sure:
        raise Refused(_("没有一项成效有核实的数，不能验收。请先“核实数”。"))
    open_ones = [one.name for one in effects if one.pk not in sure]
    if open_ones:
        raise Refused(_("还有成效没有核实：%s。") % _("、").join(open_ones))
    done = project.milestones.exclude(evidence="").values_list("evidence", flat=True)
    if {row.evidence for row in sure.values()} | set(done) <= {EvidenceKind.DOCUMENT}:
        raise Refused(_("只有文件的项目不能验收：请补现场、数据、工程或居民意见的证据。"))
    missed = [one.name for one in effects if not reached_target(one, sure[one.pk].value)]
    if missed:
        message = _("没有达到目标：%s。请退回；仍要通过的，写明为什么。") % _("、").join(missed)
        project.shortfall = said(shortfall, "shortfall", message, 600)
    project.acceptance = said(acceptance, "acceptance", _("请写验收意见。"))
    project.accepted_at, project.accepter_label, project.effect_verified = clock.now(), actor.label, True
    project.next_due_on = None


@step(PROJECT)
def send_back(_actor: Actor, project: Project, *, reason: str) -> None:
    """验收退回: not yet; with what is missing. It runs on."""
    project.reason = said(reason, "reason", _("请写明还差什么。"))
    project.sent_back += 1
