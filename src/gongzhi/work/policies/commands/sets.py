"""Sets: drafted paper by paper, enacted, replaced by a new version, repealed; the old stays readable."""

from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, locked, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.documents.models import Document
from gongzhi.town.organisations.directory import directory
from gongzhi.work.policies import rules
from gongzhi.work.policies.models import PolicyPaper, PolicySet
from gongzhi.work.policies.rules import SET

MAIN = PolicyPaper.Part.MAIN


@founding("draft_set")
def draft_set(
    actor: Actor, *, code: str, title: str, number: str = "", basis: str = "待确认", synthetic: bool = False
) -> PolicySet:
    """起草制度: a new set of one's own office for one's own area; its papers are added before it is enacted."""
    if not rules.issues(actor) or actor.post is None:
        raise NotYours(_("您的岗位不起草制度。"))
    said(title, _("请写制度的名称。"), "title")
    said(code, _("请写编号，至少两个字。"), "code")
    if PolicySet.objects.filter(code=code.strip()).exists():
        raise Refused(_("编号“%s”已经在用；改它请起草新版。") % code.strip(), field="code")
    card = directory().get(actor.organisation_id)
    return PolicySet(
        id=new_id(), code=code.strip(), title=title.strip()[:120], number=number.strip(), basis=basis.strip() or "待确认",
        issuer_id=actor.organisation_id, issuer=card.name if card else "待确认", area_id=card.area_id if card else None,
        drafted_at=clock.now(), synthetic=synthetic,
    )  # fmt: skip


@founding("draft_version")
def draft_version(actor: Actor, before: PolicySet) -> PolicySet:
    """起草新版: the papers of the one in force are taken over; that one holds until the new one is enacted."""
    if before.stage != PolicySet.Stage.IN_FORCE:
        raise Refused(_("只有在用的制度能起草新版。"))
    if not rules.keeps(actor, before):
        raise NotYours(_("由“%s”起草新版。") % before.issuer)
    if PolicySet.objects.filter(code=before.code, stage=PolicySet.Stage.DRAFT).exists():
        raise Refused(_("这项制度已经在起草新版。"))
    made = PolicySet.objects.create(
        id=new_id(), code=before.code, version=before.version + 1, replaces=before, title=before.title, basis=before.basis,
        issuer_id=before.issuer_id or actor.organisation_id, issuer=before.issuer, area_id=before.area_id,
        drafted_at=clock.now(), synthetic=before.synthetic,
    )  # fmt: skip
    rows = before.papers.order_by("position")
    PolicyPaper.objects.bulk_create(
        PolicyPaper(policy_set=made, part=row.part, position=row.position, document_id=row.document_id)
        for row in rows
    )
    return made


@step(SET)
def add_paper(
    _actor: Actor, policy_set: PolicySet, *, document_id: int | None = None, main: bool = False
) -> None:
    """加一份文件: the main one or a supporting one; without a document it is a place, 待确认."""
    rows = list(policy_set.papers.all())
    if main and any(row.part == MAIN for row in rows):
        raise Refused(_("一项制度只有一份主文件。"), field="main")
    if document_id is not None:
        _known(document_id, rows)
    position = 0 if main else max((row.position for row in rows), default=0) + 1
    PolicyPaper.objects.create(
        policy_set=policy_set, document_id=document_id, position=position,
        part=MAIN if main else PolicyPaper.Part.SUPPORTING,
    )  # fmt: skip


@step(SET)
def drop_paper(_actor: Actor, policy_set: PolicySet, *, position: int) -> None:
    """去掉一份: from a draft; what is in force keeps its papers."""
    gone, _counts = policy_set.papers.filter(position=position).delete()
    if not gone:
        raise Refused(_("没有这一份。"), field="position")


@step(SET)
def name_paper(_actor: Actor, policy_set: PolicySet, *, position: int, document_id: int) -> None:
    """填上文件: a place that was 待确认 gets the document that has been found; a named one is not overwritten."""
    rows = locked_papers(policy_set)
    place = next((row for row in rows if row.position == position), None)
    if place is None or place.document_id is not None:
        raise Refused(_("请选一个还没有文件的位置。"), field="position")
    _known(document_id, rows)
    place.document_id = document_id


def locked_papers(policy_set: PolicySet) -> list[PolicyPaper]:
    return locked(PolicyPaper.objects.filter(policy_set=policy_set))


def _known(document_id: int, rows: list[PolicyPaper]) -> None:
    """The document is entered, not repealed, and not yet in the set."""
    found = Document.objects.filter(pk=document_id).first()
    if found is None:
        raise Refused(_("没有这份文件，请先在“文件与条款”录入。"), field="document_id")
    if found.repealed_on is not None and found.repealed_on <= clock.today():
        raise Refused(_("这份文件已经废止。"), field="document_id")
    if any(row.document_id == document_id for row in rows):
        raise Refused(_("这份文件已经在里面了。"), field="document_id")


@step(SET)
def enact_set(
    actor: Actor, policy_set: PolicySet, *, issued_on: date, in_force_on: date, number: str = ""
) -> None:
    """启用: with its main document and its days; the version before it ends on the day this one begins."""
    main = policy_set.papers.filter(part=MAIN, document__isnull=False).first()
    if main is None:
        raise Refused(_("还没有主文件，不能启用。"))
    if in_force_on < issued_on:
        raise Refused(_("生效日期不能早于发文日期。"), field="in_force_on")
    if in_force_on > clock.today():
        raise Refused(_("生效的那天再启用；在那以前它还是草稿。"), field="in_force_on")
    policy_set.issued_on, policy_set.in_force_on = issued_on, in_force_on
    policy_set.number = number.strip() or policy_set.number
    if policy_set.replaces_id:
        before = PolicySet.objects.get(pk=policy_set.replaces_id)
        if before.stage == PolicySet.Stage.IN_FORCE:
            words = _("第%d版代替") % policy_set.version
            repeal_set(actor, before.pk, on=max(in_force_on, before.in_force_on or in_force_on), reason=words)


@step(SET)
def repeal_set(_actor: Actor, policy_set: PolicySet, *, on: date, reason: str) -> None:
    """废止: with the day and the reason; what was handed down under it stays, nothing new is."""
    said(reason, _("请写明为什么废止。"))
    if policy_set.in_force_on and on < policy_set.in_force_on:
        raise Refused(_("废止日期不能早于生效日期。"), field="on")
    if on > clock.today():
        raise Refused(_("废止的那天再办；在那以前它还在用。"), field="on")
    policy_set.repealed_on, policy_set.reason = on, reason.strip()[:300]


def said(text: str, what: str, field: str = "reason") -> None:
    if len(text.strip()) < 2:
        raise Refused(what, field=field)
