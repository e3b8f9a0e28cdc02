"""Reads of files."""

from io import BytesIO
from typing import Any, BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongzhi.kit.flow import Unseen
from gongzhi.kit.privacy.seal import unseal_bytes
from gongzhi.town.files import shelf
from gongzhi.town.files.models import Attachment


def of(subject_kind: str, subject_id: Any, *, inside: bool | None = None) -> QuerySet[Attachment]:
    """The files of a thing in the order they came; ``inside=False``: only those that its reporter may see."""
    rows = Attachment.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id), erased_at=None)
    return (rows if inside is None else rows.filter(inside=inside)).order_by("id")


def open_file(attachment: Attachment, *, small: bool = False) -> BinaryIO:
    """The plain bytes, or of a photo the small one; the caller has asked ``ports.sees``.

    :raises Unseen: erased, its key destroyed, or no longer on the disk.
    """
    if attachment.erased_at is not None:
        raise Unseen(_("这个文件已经删除。"))
    try:
        with shelf.take(attachment.sha256, small=small and attachment.thumbnail) as sealed:
            plain = unseal_bytes(sealed.read())
    except FileNotFoundError as gone:
        raise Unseen(_("没有找到这个文件。")) from gone
    if plain is None:
        raise Unseen(_("这个文件已经删除。"))
    return BytesIO(plain)
