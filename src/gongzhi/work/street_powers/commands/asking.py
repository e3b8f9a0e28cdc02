"""征得同意: a department asks the street before it changes a plan or moves a stationed team or person."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor, PostCard
from gongzhi.town.areas.tree import lineage, tree
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.town.organisations.models import Kind
from gongzhi.town.people.models import Post
from gongzhi.town.people.queries import in_force
from gongzhi.work.street_powers.commands.using import place_of, power_for, said, words_of
from gongzhi.work.street_powers.models import PowerUse, Procedure, TransferRequest
from gongzhi.work.street_powers.rules import USE, asking_post, next_press

S, R = PowerUse.Stage, PowerUse.Reply


@founding("request_consent")
def request_consent(
    actor: Actor, *, power: str, street_id: int, what: str, why: str, basis: str, about: str = "",
    team_id: int | None = None, post_id: int | None = None, goes_to: str = "", from_day: date | None = None,
) -> PowerUse:  # fmt: skip
    """征求同意: a department asks the street; with a team (and a person of it) it is about moving them."""
    post = asking_post(actor)
    if post is None:
        raise NotYours(_("征求街道同意是部门的事，您没有部门的岗位。"))
    use = _asked(actor, post, power, street_id, words_of(what, why, basis, about))
    if team_id is not None:
        transfer = _transfer(use, post.organisation_id, team_id, post_id, goes_to, from_day)
        use.and_then = lambda: TransferRequest.objects.bulk_create([transfer])  # type: ignore[attr-defined]
    elif post_id is not None:
        raise Refused(_("请先选这个人所在的派驻队伍。"), field="team_id")
    return use


def _asked(actor: Actor, post: PostCard, key: str, street_id: int, words: dict[str, str]) -> PowerUse:
    street = tree().get(street_id)
    near = street is not None and street.level == "street" and not post.reach.isdisjoint(street.lineage)
    if not near:
        raise Refused(_("请选您单位服务范围里的街道。"), field="street_id")
    wanted = power_for(key, street_id)
    card = directory().get(post.organisation_id)
    if wanted.procedure != Procedure.CONSENT or card is None or card.kind not in wanted.counterpart:
        raise Refused(_("这项权力不是征得同意，或者不向您这类单位。"), field="power")
    now = clock.now()
    due = wanted.answer.after(now)
    return PowerUse(
        id=new_id(), power=key, procedure=wanted.procedure, stage=S.ASKED, organisation_id=post.organisation_id,
        drafted_at=now, drafter_id=actor.user_id, drafter_label=actor.label, sent_at=now, answer_by=due,
        unit=wanted.answer.unit, silence_is_consent=wanted.silence_is_consent,
        act_at=next_press(due, wanted.answer.unit, 0), **words, **place_of(street_id),
    )  # fmt: skip


def own_teams(organisation_id: int, street_id: int | None = None) -> list[OrganisationCard]:
    """The stationed teams of a department (or the team itself), of one street or of all."""
    card = directory().get(organisation_id)
    mine = [one for one in (card,) if one is not None] + list(directory().teams(organisation_id))
    return [
        team
        for team in mine
        if team.kind == Kind.STATIONED_TEAM and (street_id is None or street_id in lineage(team.area_id))
    ]


def _transfer(
    use: PowerUse,
    organisation_id: int,
    team_id: int,
    post_id: int | None,
    goes_to: str,
    from_day: date | None,
) -> TransferRequest:
    if team_id not in {team.id for team in own_teams(organisation_id, use.street_id)}:
        raise Refused(_("请选本单位派驻在这个街道的队伍。"), field="team_id")
    if from_day is None or from_day < clock.today():
        raise Refused(_("请写从哪天起，不能早于今天。"), field="from_day")
    held: Any = None
    if post_id is not None:
        held = (
            Post.objects.filter(in_force(), pk=post_id, organisation_id=team_id)
            .select_related("user")
            .first()
        )
        if held is None:
            raise Refused(_("请选这支队伍里现在任职的人。"), field="post_id")
    return TransferRequest(
        use_id=use.pk, team_id=team_id, post=held, person_label=held.user.name if held else "",
        goes_to=said(goes_to, "goes_to", _("请写调往哪里。"), 120), from_day=from_day,
    )  # fmt: skip


@step(USE)
def consent(actor: Actor, use: PowerUse, *, reasons: str) -> None:
    """同意: the street's leader agrees, with what it asks in return or notes."""
    _answered(actor, use, R.CONSENTED, reasons)


@step(USE)
def object(actor: Actor, use: PowerUse, *, reasons: str) -> None:
    """不同意: the street's leader objects with reasons; what was asked may not be done."""
    _answered(actor, use, R.OBJECTED, reasons)


def _answered(actor: Actor, use: PowerUse, reply: str, reasons: str) -> None:
    use.reasons = said(reasons, "reasons", _("请写明理由或要求，部门会看到。"))
    use.reply, use.answered_at, use.answerer_label = reply, clock.now(), actor.label
    use.act_at, use.press_level = None, 0


@step(USE)
def take_as_consent(_actor: Actor, use: PowerUse) -> None:
    """视为同意: by the clock, and only where the power's record said so when it was asked; shown as silence all the same."""
    if not use.silence_is_consent or use.answer_by is None or clock.now() < use.answer_by:
        raise Refused(_("没有规则，沉默不算同意。"))
    use.reply, use.act_at = R.SILENT, None


@step(USE)
def carry_out(_actor: Actor, use: PowerUse, *, effect: str) -> None:
    """记执行: the department says what became of it after the consent."""
    use.effect = said(effect, "effect", _("请写明怎么执行的。"), 600)
    use.carried_out_at = clock.now()
