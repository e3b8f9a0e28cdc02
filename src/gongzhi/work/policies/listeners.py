"""Who is told of policies: the issuer of questions, the asker of the answer. What is handed down is told as a task."""

from django.utils.translation import gettext as _

from gongzhi.kit.journal.models import Entry
from gongzhi.town.notices.commands import tell
from gongzhi.town.people.queries import serving_in
from gongzhi.work.policies.models import Acknowledgement
from gongzhi.work.policies.rules import OFFICE, RECEIVING


def _of(entry: Entry) -> Acknowledgement:
    return Acknowledgement.objects.select_related("policy_set").get(pk=entry.subject_id)


def tell_issuer(entry: Entry) -> None:
    found = _of(entry)
    if found.question and found.issuer_id:
        tell(
            serving_in([found.issuer_id], *OFFICE), kind=f"policy.{entry.verb}",
            title=_("对“%s”有疑问") % found.policy_set.title[:40], url=f"/policies/acknowledgements/{found.pk}/",
            once=str(entry.pk),
        )  # fmt: skip


def tell_asker(entry: Entry) -> None:
    found = _of(entry)
    tell(
        serving_in([found.organisation_id], *RECEIVING), kind="policy.answer_question",
        title=_("“%s”的疑问有了解答") % found.policy_set.title[:40], url=f"/policies/acknowledgements/{found.pk}/",
        once=str(entry.pk),
    )  # fmt: skip
