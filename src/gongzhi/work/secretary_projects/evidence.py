"""Photos and papers of a project: kept as a draft of the form until it is sent, then hung on the project."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused
from gongzhi.town.access.actor import Actor
from gongzhi.town.files import ports
from gongzhi.town.files.models import Attachment
from gongzhi.work.cases.commands.intake import DRAFT
from gongzhi.work.secretary_projects.rules import PROJECT

KIND = "secretary_projects.project"


def hang(actor: Actor, project_id: Any, photos: Sequence[str]) -> list[UUID]:
    """Hang the actor's own drafts on the project; their ids.

    :raises Refused: one of them is not there, or another's.
    """
    if not photos:
        return []
    drafts = Attachment.objects.filter(
        pk__in=photos, subject_kind=DRAFT, made_by=actor.user_id, erased_at=None
    )
    if drafts.update(subject_kind=KIND, subject_id=str(project_id), inside=True) != len(set(photos)):
        raise Refused(_("有文件没有传上来，请重新选一次。"), field="photos")
    return [UUID(str(one)) for one in photos]


def sees(actor: Actor, attachment: Attachment) -> bool:
    """Whoever sees the project sees its evidence."""
    return PROJECT.seen_by(actor).filter(pk=attachment.subject_id).exists()


ports.may_see(KIND, sees)
