"""Who is told of filings: whoever asked, when a form has ended by itself."""

from django.utils.translation import gettext as _

from gongzhi.kit.journal.models import Entry
from gongzhi.town.notices.commands import tell
from gongzhi.town.people.queries import serving_in
from gongzhi.work.filings.models import FilingForm
from gongzhi.work.filings.rules import ASKERS


def tell_asker(entry: Entry) -> None:
    """The gate let the next period through no more: the form has ended."""
    form = FilingForm.objects.get(pk=entry.subject_id)
    if form.stage == FilingForm.Stage.ENDED:
        tell(
            serving_in([form.organisation_id], *ASKERS), kind=f"form.{entry.verb}", title=_("报表已停用：%s") % form.title,
            url=f"/filings/{form.pk}/", once=str(entry.pk),
        )  # fmt: skip
