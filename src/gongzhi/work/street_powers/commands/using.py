"""A power used: drafted, signed, answered, accepted or insisted on once, ruled on; and pressed when late."""

from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor, PostCard
from gongzhi.town.areas.tree import lineage, tree
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.work.street_powers.models import PowerUse, Procedure
from gongzhi.work.street_powers.queries import StreetPower, power
from gongzhi.work.street_powers.rules import USE, limit, next_press, street_post
from gongzhi.work.tasks import commands as tasks

S = PowerUse.Stage
OURS = (PowerUse.Reply.ADOPTED, PowerUse.Reply.PARTLY, PowerUse.Reply.NOT_ADOPTED)


def said(text: str, field: str, message: str, most: int = 1000) -> str:
    """The words of a field, stripped; Refused where there are none worth the name."""
    text = text.strip()
    if len(text) < 2:
        raise Refused(message, field=field)
    return text[:most]


def place_of(street_id: int) -> dict[str, int | None]:
    """Where a thing of a street is."""
    above = tree().above(street_id, "district")
    return {"street_id": street_id, "district_id": above.id if above else None}


def power_for(key: str, street_id: int) -> StreetPower:
    """The power of today's catalogue; Refused where the street has none of this key."""
    found = power(key, street_id)
    if found is None:
        raise Refused(_("目录里没有这项权力，请重新选。"), field="power")
    return found


def counterpart(organisation_id: int, wanted: StreetPower, street_id: int) -> OrganisationCard:
    """The organisation that this power may be used towards: of a kind of its record, and of this place."""
    card = directory().get(organisation_id)
    if card is None or card.kind not in wanted.counterpart or not card.holds_on(clock.today()):
        raise Refused(_("这项权力不能对这个单位行使，请从名录里选。"), field="organisation_id")
    where = tree().get(card.area_id)
    above = set(lineage(street_id))
    if where is None or (where.id not in above and street_id not in where.lineage):
        raise Refused(_("只能向本街道、本区和市里的单位行使。"), field="organisation_id")
    return card


@founding("draft")
def draft(
    actor: Actor, *, power: str, organisation_id: int, what: str, why: str, basis: str, about: str = "",
) -> PowerUse:  # fmt: skip
    """起草: the street's clerk or leader writes what is wanted of whom, why and on which basis; the leader signs."""
    return _use(actor, power, organisation_id, words_of(what, why, basis, about))


@founding("issue")
def issue(
    actor: Actor, *, power: str, organisation_id: int, what: str, why: str, basis: str, about: str = "",
) -> PowerUse:  # fmt: skip
    """直接签发: the street's leader writes and signs at once; the other side's clock starts now."""
    post = street_post(actor)
    if post is None or post.role != "street_leader":
        raise NotYours(_("直接签发是街道书记、主任的事，请先起草，由领导签发。"))
    use = _use(actor, power, organisation_id, words_of(what, why, basis, about))
    use.stage = S.SIGNED
    _sent(actor, use)
    return use


def words_of(what: str, why: str, basis: str, about: str) -> dict[str, str]:
    """What is wanted, why, on which basis, about what: each said properly."""
    return {
        "what": said(what, "what", _("请写清楚是什么事。"), 200),
        "why": said(why, "why", _("请写为什么。")),
        "basis": said(basis, "basis", _("请写依据；还不知道的写“待确认”。"), 200),
        "about": about.strip()[:200],
    }


def _use(actor: Actor, key: str, organisation_id: int, words: dict[str, str]) -> PowerUse:
    post = own_street(actor)
    wanted = power_for(key, post.area_id)
    if wanted.procedure == Procedure.CONSENT:
        raise Refused(_("征得同意由部门提出，街道答复；街道不用起草。"), field="power")
    counterpart(organisation_id, wanted, post.area_id)
    return PowerUse(
        id=new_id(), power=key, procedure=wanted.procedure, organisation_id=organisation_id, drafted_at=clock.now(),
        drafter_id=actor.user_id, drafter_label=actor.label, **words, **place_of(post.area_id),
    )  # fmt: skip


def own_street(actor: Actor) -> PostCard:
    post = street_post(actor)
    if post is None:
        raise NotYours(_("这是街道经办和街道领导的事，您没有街道的岗位。"))
    return post


def _sent(actor: Actor, use: PowerUse) -> None:
    """The other side has it from now; how long it has, the record of the power says."""
    wanted = power_for(use.power, use.street_id or 0)
    counterpart(use.organisation_id, wanted, use.street_id or 0)
    use.sent_at, use.signer_label = clock.now(), actor.label
    use.answer_by, use.unit = wanted.answer.after(use.sent_at), wanted.answer.unit
    use.act_at = next_press(use.answer_by, use.unit, 0)


@step(USE)
def sign(actor: Actor, use: PowerUse) -> None:
    """签发: the street's secretary or director signs; the other side's clock starts."""
    _sent(actor, use)


@step(USE)
def decline(_actor: Actor, use: PowerUse, *, reason: str) -> None:
    """不签发: with the reason, which the drafter sees."""
    use.reason = said(reason, "reason", _("请写明为什么不签发。"), 600)


@step(USE)
def withdraw(_actor: Actor, use: PowerUse, *, reason: str) -> None:
    """撤回: no longer wanted, before it was answered; it stays on the record and in no figure."""
    use.reason, use.act_at = said(reason, "reason", _("请写明为什么撤回。"), 600), None


@step(USE)
def answer(actor: Actor, use: PowerUse, *, reply: str, reasons: str, done_by: date | None = None) -> None:
    """答复: adopted, partly or not, always with reasons; a late answer stays late."""
    if reply not in OURS:
        raise Refused(_("请选采纳、部分采纳或不采纳。"), field="reply")
    use.reasons = said(reasons, "reasons", _("答复要写明理由：怎么采纳，或者为什么不采纳。"))
    if done_by is not None and (reply == PowerUse.Reply.NOT_ADOPTED or done_by < clock.today()):
        raise Refused(_("采纳的才写什么时候办到，不能早于今天。"), field="done_by")
    use.reply, use.done_by, use.answered_at, use.act_at = reply, done_by, clock.now(), None
    use.answerer_label, use.press_level = actor.label, 0


@step(USE)
def accept(_actor: Actor, _use: PowerUse) -> None:
    """认可答复: the street takes the answer as it is."""


@step(USE)
def insist(_actor: Actor, use: PowerUse, *, reason: str) -> None:
    """坚持意见: once; with the reason it goes to the district, which rules."""
    use.insist_reason = said(reason, "reason", _("请写明为什么坚持，区里凭它裁定。"))
    use.insisted_at = clock.now()
    limit_ = limit("street_power.rule", lineage(use.street_id))
    use.rule_by, use.unit, use.press_level = limit_.after(use.insisted_at), limit_.unit, 0
    use.act_at = next_press(use.rule_by, use.unit, 0)


@step(USE)
def rule_on(actor: Actor, use: PowerUse, *, ruling: str, decision: str, due_on: date | None = None) -> None:
    """裁定: the answer stands, or is to be changed; what is to be done by a day becomes a task of that organisation."""
    if not ruling or ruling not in PowerUse.Ruling.values:
        raise Refused(_("请选应当采纳、应当部分采纳或维持答复。"), field="ruling")
    use.decision = said(decision, "decision", _("请写明裁定的理由，以后照此办理。"))
    use.ruling, use.ruled_at, use.ruler_label, use.act_at = ruling, clock.now(), actor.label, None
    if ruling == PowerUse.Ruling.STANDS:
        return
    if due_on is None:
        raise Refused(_("应当采纳的，请写什么时候办到。"), field="due_on")
    task = tasks.assign(
        actor, text=_("照裁定办理：%s") % use.what, organisation_id=use.organisation_id, due_on=due_on,
        basis=use.basis, subject_kind=USE.kind, subject_id=str(use.pk),
    )  # fmt: skip
    use.task_id = task.pk


@step(USE)
def press(_actor: Actor, use: PowerUse, *, level: int) -> None:
    """督办: late to answer or to rule. 1 reminds who has to, 2 their leader, 3 the district (of a ruling: the city)."""
    use.press_level = max(use.press_level, level)
    due = use.rule_by if use.stage == S.INSISTED else use.answer_by
    use.act_at = next_press(due, use.unit, use.press_level)
