"""Files hung on a thing and erased. ``attach`` is part of a room's command, which names the file in its journal row."""

from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding
from gongzhi.kit.flow import Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.privacy.seal import destroy, seal_bytes
from gongzhi.kit.records import rules
from gongzhi.town.files import shelf, sniffing
from gongzhi.town.files.models import Attachment

LONGEST_NAME = 100
PURPOSE = "file"


def attach(actor: Any, subject_kind: str, subject_id: Any, upload: Any, inside: bool = True) -> Attachment:
    """附件: hang an upload (a file with ``name`` and ``read``) on a thing.

    Limits come from the record ``files.limits``: ``bytes`` of one upload, ``each`` thing's files, ``side`` of a
    photo in pixels. The bytes lie on disk, sealed under a key of their own, before the row is written; if the
    transaction fails they are an orphan that ``timers.sweep`` takes away.

    :param inside: only people of the service see it; otherwise the reporter may, too.
    :raises Refused: too big, too many, or not a photo or document that is taken.
    """
    limits = rules.value("files.limits")
    data = upload.read(limits["bytes"] + 1)
    if not data:
        raise Refused(_("这个文件是空的。"), field="file")
    if len(data) > limits["bytes"]:
        raise Refused(_("文件太大，最多 %d MB。") % (limits["bytes"] // 1024**2), field="file")
    there = Attachment.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id), erased_at=None)
    if there.count() >= limits["each"]:
        raise Refused(_("最多传 %d 个文件。") % limits["each"], field="file")
    content = sniffing.examine(data, limits["side"])
    pk = new_id()
    parts = [content.data] + ([content.small] if content.small else [])
    sealed = seal_bytes(parts, f"file:{pk.hex}", PURPOSE)
    return Attachment.objects.create(
        id=pk, subject_kind=subject_kind, subject_id=str(subject_id), name=_name(upload.name, content.media_type),
        media_type=content.media_type, size=len(content.data), sha256=shelf.put(*sealed),
        thumbnail=content.small is not None, made_by=actor.user_id, inside=inside,
    )  # fmt: skip


def _name(given: str | None, media_type: str) -> str:
    """The name without a path or invisible signs, with the ending of what it is."""
    stem = PurePath((given or "").replace("\\", "/")).stem
    clean = "".join(letter for letter in stem if letter.isprintable()).strip(". ")[:LONGEST_NAME]
    return (clean or _("附件")) + sniffing.ENDING[media_type]


@founding("erase_file")
def erase(_actor: Any, attachment: Attachment, *, reason: str) -> Attachment:
    """删除附件: the bytes go, the row stays and says since when. The calling door has checked the right."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写明删除的原因。"), field="reason")
    _erase([attachment])
    return attachment


def erase_all(subject_kind: str, subject_id: Any) -> int:
    """All files of a thing, for the purge when its time is over; returns how many."""
    rows = list(
        Attachment.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id), erased_at=None)
    )
    _erase(rows)
    return len(rows)


def _erase(rows: list[Attachment]) -> None:
    for row in rows:
        row.erased_at, row.name = clock.now(), _("已删除")
        row.save(update_fields=["erased_at", "name"])
    transaction.on_commit(lambda: _drop(rows))


def _drop(rows: list[Attachment]) -> None:
    """The key first: with it yesterday's backup of the bytes is unreadable, too."""
    for row in rows:
        destroy(f"file:{row.pk.hex}")
        shelf.drop(row.sha256)
