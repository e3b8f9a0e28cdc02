"""Who is told of the gate: the reviewer of requests, the department of what became of them, senders of refusals."""

from django.utils.translation import gettext as _

from gongzhi.kit.journal.models import Entry
from gongzhi.town.notices.commands import tell
from gongzhi.town.people.models import Post
from gongzhi.town.people.queries import in_force, serving_in
from gongzhi.work.admission.models import Matter, Objection, Push
from gongzhi.work.admission.rules import ASKING, LOCAL_ROLES, REVIEWING


def _reviewers(lineage: list[int]) -> list[int]:
    rows = Post.objects.filter(in_force(), area_id__in=lineage, role__in=REVIEWING)
    found = list(rows.values_list("user_id", "area_id"))
    deepest = next((area for area in reversed(lineage) if any(a == area for _u, a in found)), None)
    return [user for user, area in found if area == deepest]


def tell_reviewer(entry: Entry) -> None:
    matter = Matter.objects.get(pk=entry.subject_id)
    words = _("应急先行待补审：%s") if entry.verb == "go_ahead" else _("准入申请待审查：%s")
    tell(
        _reviewers(matter.lineage), kind=f"matter.{entry.verb}", title=words % matter.title, url=f"/admission/{matter.pk}/",
        once=str(entry.pk),
    )  # fmt: skip


def tell_asker(entry: Entry) -> None:
    matter = Matter.objects.get(pk=entry.subject_id)
    tell(
        serving_in([matter.organisation_id], *ASKING), kind=f"matter.{entry.verb}",
        title=_("%(stage)s：%(what)s") % {"stage": matter.get_stage_display(), "what": matter.title},
        url=f"/admission/{matter.pk}/", once=str(entry.pk),
    )  # fmt: skip


def tell_objection(entry: Entry) -> None:
    objection = Objection.objects.select_related("matter").get(pk=entry.subject_id)
    url, title = f"/admission/objections/{objection.pk}/", objection.matter.title
    if entry.verb == "object_to":
        tell(
            _reviewers(objection.lineage),
            kind="objection.object_to",
            title=_("对准入的异议：%s") % title,
            url=url,
            once=str(entry.pk),
        )
    else:
        tell(
            serving_in([objection.organisation_id], *LOCAL_ROLES), kind="objection.answer",
            title=_("异议有了答复：%s") % title, url=url, once=str(entry.pk),
        )  # fmt: skip


def tell_push(entry: Entry) -> None:
    push = Push.objects.get(pk=entry.subject_id)
    url = f"/admission/pushes/{push.pk}/"
    if entry.verb == "refuse_push":
        tell(
            serving_in([push.from_organisation_id], *ASKING), kind="push.refuse_push",
            title=_("被基层拒收：%s") % push.text[:40], url=url, once=str(entry.pk),
        )  # fmt: skip
    elif entry.verb == "contest":
        tell(
            _reviewers(push.lineage),
            kind="push.contest",
            title=_("拒收待裁定：%s") % push.text[:40],
            url=url,
            once=str(entry.pk),
        )
    else:
        tell(
            serving_in([push.organisation_id], *LOCAL_ROLES), kind="push.ruled",
            title=_("%(stage)s：%(what)s") % {"stage": push.get_stage_display(), "what": push.text[:40]}, url=url, once=str(entry.pk),
        )  # fmt: skip
