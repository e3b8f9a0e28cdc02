"""Photos of a telling: kept as a draft of the form until it is sent, then hung on the report."""

import base64
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused
from gongzhi.kit.identity import first_id
from gongzhi.kit.web.doors import FORM_KEY, Words
from gongzhi.kit.web.uploads import Uploads
from gongzhi.town.access.actor import Actor
from gongzhi.town.files import ports
from gongzhi.town.files.commands import attach, erase_all
from gongzhi.town.files.models import Attachment
from gongzhi.town.files.queries import of, open_file
from gongzhi.work.cases.commands.intake import DRAFT, REPORT
from gongzhi.work.cases.commands.proof import PROOF
from gongzhi.work.cases.models import Report
from gongzhi.work.cases.rules import FLOW
from gongzhi.work.cases.sight import sees_reporter

MOST = 3


@dataclass(frozen=True)
class Shown:
    """A draft's small picture, inside the page itself: nobody else can ask for it."""

    id: str
    name: str
    source: str


def keep(actor: Actor, key: str, uploads: list[Any]) -> None:
    """Keep uploads with the form of this key, three at most; raises Refused for what is no photo or too big."""
    room = MOST - of(DRAFT, key).count()
    for upload in uploads[: max(0, room)]:
        attach(actor, DRAFT, key, upload, inside=False)


class WithPhotos(Words):
    """The words of a step that photos may go with: kept as a draft when they come, so that a refused form loses none."""

    photos = Uploads(label=gettext_lazy("照片"), required=False, kinds="image/jpeg,image/png,image/webp")

    def clean_photos(self) -> list[str]:
        """The ids of what is kept under this form's key."""
        key, actor = self.data.get(FORM_KEY, ""), getattr(self.thing, "looker", None)
        if not key or actor is None:
            return []
        try:
            keep(actor, key, self.cleaned_data["photos"])
        except Refused as wrong:
            raise ValidationError(wrong.message) from wrong
        kept = ids(key)
        if kept:
            self["photos"].label = _("照片（已收好 %d 张，不用再选）") % len(kept)
        return kept

    @property
    def with_photos(self) -> dict[str, Any]:
        """``{"photos": ids}`` for the command; nothing where none came."""
        kept = self.cleaned_data.get("photos")
        return {"photos": kept} if kept else {}


def drop(key: str, attachment_id: Any) -> None:
    """Take one out of the form again."""
    found = next((row for row in of(DRAFT, key) if str(row.pk) == str(attachment_id)), None)
    if found is not None:
        found.subject_id = f"gone:{found.pk.hex}"
        found.save(update_fields=["subject_id"])
        erase_all(DRAFT, found.subject_id)


def shown(kind: str, subject_id: Any) -> list[Shown]:
    """The photos of a form, to draw it again, or of a report for the one who sent it."""
    found = []
    for row in of(kind, subject_id):
        with open_file(row, small=True) as file:
            found.append(
                Shown(
                    str(row.pk), row.name, "data:image/jpeg;base64," + base64.b64encode(file.read()).decode()
                )
            )
    return found


def ids(key: str) -> list[str]:
    return [str(row.pk) for row in of(DRAFT, key)]


def sees(actor: Actor, attachment: Attachment) -> bool:
    """Whoever sees the case sees its photos, called departments too; of a 举报 only who may know the reporter.

    The reporter sees their own inside the trace (``public_views``), by no address that could be passed on.
    """
    reported = Report.objects.filter(pk=attachment.subject_id).values("case_id")
    case = FLOW.seen_by(actor).filter(pk__in=reported).first()
    return case is not None and (not case.secret or sees_reporter(actor, case))


def sweep() -> int:
    """Drafts that nobody sent within a day go; returns how many forms."""
    old = Attachment.objects.filter(
        subject_kind=DRAFT, erased_at=None, id__lt=first_id(clock.now() - timedelta(days=1))
    )
    keys = set(old.values_list("subject_id", flat=True)[:200])
    return sum(1 for key in keys if erase_all(DRAFT, key))


def sees_proof(actor: Actor, attachment: Attachment) -> bool:
    """What was hung on the case by its workers is seen by whoever of the service sees the case."""
    return FLOW.seen_by(actor).filter(pk=attachment.subject_id).exists()


ports.may_see(REPORT, sees)
ports.may_see(PROOF, sees_proof)
