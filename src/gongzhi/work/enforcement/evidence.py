"""Photos and papers of a file: kept as a draft of the form until it is sent, then hung on the file.

Enforcement and safety are the only places where a picture may be demanded (DOMAIN §2.7): the record
``enforcement.least_evidence_files`` says how many files a case must have before the party is told.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused
from gongzhi.town.access.actor import Actor
from gongzhi.town.files import ports
from gongzhi.town.files.models import Attachment
from gongzhi.town.files.queries import of
from gongzhi.work.cases.commands.intake import DRAFT
from gongzhi.work.enforcement.rules import FILE

KIND = "enforcement.enforcementfile"


def hang(actor: Actor, file_id: Any, photos: Sequence[str]) -> None:
    """Hang the actor's own drafts on the file.

    :raises Refused: one of them is not there, or another's.
    """
    if not photos:
        return
    drafts = Attachment.objects.filter(
        pk__in=photos, subject_kind=DRAFT, made_by=actor.user_id, erased_at=None
    )
    if drafts.update(subject_kind=KIND, subject_id=str(file_id), inside=True) != len(set(photos)):
        raise Refused(_("有照片没有传上来，请重新选一次。"), field="photos")


def count(file_id: Any) -> int:
    """How many photos and papers the file has."""
    return of(KIND, file_id).count()


def sees(actor: Actor, attachment: Attachment) -> bool:
    """Whoever sees the file sees its evidence."""
    return FILE.seen_by(actor).filter(pk=attachment.subject_id).exists()


ports.may_see(KIND, sees)
