"""What the clock calls: bytes that no row knows are taken away after a day."""

from pathlib import Path

from django.conf import settings

from gongzhi.kit import clock
from gongzhi.town.files import shelf
from gongzhi.town.files.models import Attachment

A_DAY = 24 * 3600
BATCH = 500


def sweep() -> int:
    """Take away bytes older than a day that no file uses (a failed upload leaves them); returns how many."""
    limit = clock.now().timestamp() - A_DAY
    root = Path(settings.FILES_ROOT)
    found = [file for file in root.glob("??/??/*") if len(file.name) == 64 and file.stat().st_mtime < limit]
    dropped = 0
    for start in range(0, len(found), BATCH):
        names = {file.name for file in found[start : start + BATCH]}
        used = set(
            Attachment.objects.filter(sha256__in=names, erased_at=None).values_list("sha256", flat=True)
        )
        for name in names - used:
            shelf.drop(name)
            dropped += 1
    return dropped
