"""Powers: entered by the district, assessed, brought into force, reviewed, taken back. The street has its word."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.enforcement.models import DelegatedPower, Fitness, Mode
from gongzhi.work.enforcement.rules import DISTRICT_ROLES, POWER, delegates, over

LONGEST = 1000


@founding("draft_power", may=delegates)
def draft_power(
    actor: Actor, *, street_id: int, code: str, item: str, department_id: int, kind: str = "penalty",
    mode: str = Mode.OWN, decision_no: str = "", basis: str = "", scope: str = "", valid_from: date | None = None,
    valid_to: date | None = None, synthetic: bool = False,
) -> DelegatedPower:  # fmt: skip
    """拟下放: one matter for one street, not in force before it was assessed."""
    card = tree().get(street_id)
    if card is None or card.level != Level.STREET:
        raise Refused(_("请选一个街道。"), field="street_id")
    if not over(actor, street_id, *DISTRICT_ROLES):
        raise NotYours(_("只能给本区的街道下放。"))
    if directory().get(department_id) is None:
        raise Refused(_("请从单位名录里选原来的部门。"), field="department_id")
    if not code.strip() or len(item.strip()) < 2:
        raise Refused(_("请写清楚编码和事项。"), field="item")
    _in_order(valid_from, valid_to)
    alive = DelegatedPower.objects.filter(street_id=street_id, code=code.strip())
    if alive.exclude(stage=DelegatedPower.Stage.TAKEN_BACK).exists():
        raise Refused(_("这个街道已经有这一项，没有收回前不能再下放一次。"), field="code")
    district = tree().above(street_id, Level.DISTRICT)
    assert district is not None  # every street has one
    return DelegatedPower(
        id=new_id(), street_id=street_id, district_id=district.id, code=code.strip(), item=item.strip(),
        kind=kind, mode=mode, decision_no=decision_no.strip(), basis=basis.strip() or "待确认",
        department_id=department_id, scope=scope.strip(), valid_from=valid_from, valid_to=valid_to,
        synthetic=synthetic,
    )  # fmt: skip


@step(POWER)
def assess(
    _actor: Actor,
    power: DelegatedPower,
    *,
    fitness: str,
    assessed_on: date,
    assessed_by: str,
    assessment: str,
) -> None:
    """承接评估: whether the street can take it (人、证、装备、法制审核), when it was looked at, and by whom."""
    if fitness not in (Fitness.FIT, Fitness.UNFIT):
        raise Refused(_("请选评估结果。"), field="fitness")
    if assessed_on > clock.today():
        raise Refused(_("评估日期不能晚于今天。"), field="assessed_on")
    power.assessment, power.assessed_by = _said(assessment, "assessment"), _said(assessed_by, "assessed_by")
    power.fitness, power.assessed_on = fitness, assessed_on
    power.street_answered = bool(power.street_fitness)


@step(POWER)
def give_opinion(_actor: Actor, power: DelegatedPower, *, fitness: str, text: str) -> None:
    """街道意见: the street may say that it cannot take this on; the assessment must then answer it."""
    if fitness not in (Fitness.FIT, Fitness.UNFIT):
        raise Refused(_("请选能不能承接。"), field="fitness")
    power.street_says, power.street_fitness = _said(text, "text"), fitness
    power.street_answered = False


@step(POWER)
def bring_into_force(
    _actor: Actor,
    power: DelegatedPower,
    *,
    review_due: date,
    valid_from: date | None = None,
    valid_to: date | None = None,
    decision_no: str = "",
) -> None:
    """下放: in force from a day, only after an assessment that says fit and answers the street's word."""
    power.valid_from = valid_from or power.valid_from or clock.today()
    power.valid_to = valid_to or power.valid_to
    power.decision_no = decision_no.strip() or power.decision_no
    if power.fitness != Fitness.FIT or power.assessed_on is None:
        raise Refused(_("评估结果是“不宜承接”，不能下放。补齐条件后请重新评估。"))
    if power.street_fitness == Fitness.UNFIT and not power.street_answered:
        raise Refused(_("街道说接不住：%s。请先重新评估，在评估意见里答复街道。") % power.street_says[:60])
    if power.assessed_on > power.valid_from:
        raise Refused(_("生效日期不能早于评估日期。"), field="valid_from")
    if power.mode == Mode.OWN and not power.decision_no:
        raise Refused(
            _("赋权要有省级决定文号（《行政处罚法》第二十四条）。没有的，请改为委托或派驻。"),
            field="decision_no",
        )
    _in_order(power.valid_from, power.valid_to)
    if review_due <= power.valid_from:
        raise Refused(_("复评日期要晚于生效日期。"), field="review_due")
    power.review_due = review_due


@step(POWER)
def review_power(_actor: Actor, power: DelegatedPower, *, fitness: str, text: str, review_due: date) -> None:
    """复评: looked at again after a time; where the street cannot carry it, it should be taken back."""
    if fitness not in (Fitness.FIT, Fitness.UNFIT):
        raise Refused(_("请选复评结论。"), field="fitness")
    if review_due <= clock.today():
        raise Refused(_("下次复评要在今天以后。"), field="review_due")
    power.review_text, power.review_fitness = _said(text, "text"), fitness
    power.reviewed_on, power.review_due = clock.today(), review_due


@step(POWER)
def take_back(_actor: Actor, power: DelegatedPower, *, reason: str) -> None:
    """收回: from today the street may not exercise it; its open files go to the department."""
    power.taken_back_why, power.taken_back_on = _said(reason, "reason"), clock.today()


def _in_order(start: date | None, end: date | None) -> None:
    if start and end and end < start:
        raise Refused(_("最后一天不能早于开始。"), field="valid_to")


def _said(text: Any, field: str) -> str:
    words = str(text).strip()
    if len(words) < 2:
        raise Refused(_("请写清楚，至少两个字。"), field=field)
    if len(words) > LONGEST:
        raise Refused(_("请写在1000字以内。"), field=field)
    return words
