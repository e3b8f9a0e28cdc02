"""The decision and the ways out of a file: extended, decided, concluded, transferred, dropped."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import step
from gongzhi.kit.flow import Refused
from gongzhi.town.access.actor import Actor
from gongzhi.town.organisations.directory import directory
from gongzhi.work.enforcement.commands.acting import may_act, officers_of, put_on, said
from gongzhi.work.enforcement.models import EnforcementFile
from gongzhi.work.enforcement.rules import FILE, longest_extension, presses

Stage, Outcome, Drop = EnforcementFile.Stage, EnforcementFile.Outcome, EnforcementFile.Drop


@step(FILE)
def decide(
    actor: Actor, file: EnforcementFile, *, outcome: str, decision_no: str, text: str, review_body: str, court: str,
    fine_fen: int | None = None,
) -> None:  # fmt: skip
    """决定: after telling and review, within the limit, on a power still held; says where to turn (复议、诉讼)."""
    if file.told_on is None or not file.said_kind:
        raise Refused(_("还没有告知当事人，不能决定。请先“告知”，记下当事人的意见。"))
    if file.reviewed_on is None or file.reviewer_id is None:
        raise Refused(_("还没有法制审核，不能决定。请先由办案人员以外的人审核。"))
    if file.limit is None or clock.today() > file.limit:
        raise Refused(_("办案期限已过，又没有延期，不能决定。请街道负责人先办“延期”，写明理由。"))
    may_act(file)
    if outcome not in Outcome.values:
        raise Refused(_("请选决定的种类。"), field="outcome")
    _money(outcome, fine_fen)
    file.outcome, file.fine_fen = outcome, fine_fen
    file.decision_no, file.decision_text = said(decision_no, "decision_no", 80), said(text, "text", 2000)
    file.review_body, file.court = said(review_body, "review_body", 120), said(court, "court", 120)
    file.decided_on, file.decided_by, file.press_on = clock.today(), actor.label, None


@step(FILE)
def extend(_actor: Actor, file: EnforcementFile, *, until: date, reason: str) -> None:
    """延期: to a later day within the record's bound, with the reason."""
    assert file.due_on is not None and file.limit is not None  # it is filed
    most = longest_extension(file.due_on, file.street_id)
    if until <= file.limit or until < clock.today():
        raise Refused(_("要延到现在的期限和今天以后。"), field="until")
    if until > most:
        raise Refused(_("最多延到 %s。") % most.isoformat(), field="until")
    file.extended_why, file.extended_to = said(reason, "reason"), until
    file.press_level, file.press_on = 0, presses(file.street_id).next(until, 0)


@step(FILE)
def change_officers(_actor: Actor, file: EnforcementFile, *, officer_ids: Sequence[int], reason: str) -> None:
    """换办案人员: two or more again; the reviewer does not become one of them."""
    said(reason, "reason")
    put_on(file, officers_of(file, officer_ids))
    if file.reviewer_id is not None and file.reviewer_id in file.acting_user_ids:
        raise Refused(_("审核人不能再做这个案卷的办案人员。"), field="lead_officer_id")


@step(FILE)
def conclude(_actor: Actor, file: EnforcementFile, *, result: str, paid_fen: int | None = None) -> None:
    """结案: carried out, or how it ended; a fine is not paid more than once."""
    if paid_fen is not None and (file.fine_fen is None or not 0 <= paid_fen <= file.fine_fen):
        raise Refused(_("已缴的不能多于罚款；没有罚款的不写。"), field="paid_fen")
    file.result, file.paid_fen, file.ended_at = said(result, "result"), paid_fen, clock.now()


@step(FILE)
def transfer(_actor: Actor, file: EnforcementFile, *, organisation_id: int, reason: str) -> None:
    """移送: to whoever has the power; they see the file from now on."""
    card = directory().get(organisation_id)
    if card is None:
        raise Refused(_("请从单位名录里选。"), field="organisation_id")
    file.transferred_to_id = card.id
    _end(file, reason)


@step(FILE)
def drop(_actor: Actor, file: EnforcementFile, *, kind: str, reason: str) -> None:
    """不予处罚或撤销: before filing 不予立案, afterwards 不予处罚 or 撤销, with the reason."""
    if kind not in Drop.values or (kind == Drop.NOT_FILED) != (file.stage == Stage.CLUE):
        raise Refused(_("没有立案的选“不予立案”，立了案的选“不予处罚”或“撤销案件”。"), field="kind")
    file.drop_kind = kind
    _end(file, reason)


def _end(file: EnforcementFile, reason: str) -> None:
    file.result, file.ended_at, file.press_on = said(reason, "reason"), clock.now(), None


def _money(outcome: str, fine_fen: int | None) -> None:
    if outcome == Outcome.FINE and (fine_fen is None or fine_fen <= 0):
        raise Refused(_("罚款要写明金额。"), field="fine_fen")
    if outcome != Outcome.FINE and fine_fen is not None:
        raise Refused(_("不是罚款，不要写金额。"), field="fine_fen")
