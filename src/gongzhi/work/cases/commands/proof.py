"""Photos that go with a step: what it looked like, how it was mended. Never required (DOMAIN §3)."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused
from gongzhi.town.access.actor import Actor
from gongzhi.town.files.models import Attachment
from gongzhi.work.cases.commands.intake import DRAFT

PROOF = "cases.case"  # what a worker's photo hangs on


def hang(actor: Actor, case_id: Any, photos: Sequence[str]) -> None:
    """Hang the actor's own drafts on the case, for people of the service.

    :raises Refused: one of them is not there, or another's.
    """
    if not photos:
        return
    drafts = Attachment.objects.filter(
        pk__in=photos, subject_kind=DRAFT, made_by=actor.user_id, erased_at=None
    )
    if drafts.update(subject_kind=PROOF, subject_id=str(case_id), inside=True) != len(set(photos)):
        raise Refused(_("有照片没有传上来，请重新选一次。"), field="photos")
