"""Files: photos and documents, sniffed and re-encoded; the bytes lie on disk, sealed, by the hash of what lies there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.clock import now
from gongzhi.kit.identity import new_id


class Attachment(models.Model):
    """附件: hangs on a thing named by kind and id. Photos carry no EXIF; the size is in bytes."""

    id = models.UUIDField(primary_key=True, default=new_id)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    name = models.CharField(_("文件名"), max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    thumbnail = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=now)
    made_by = models.BigIntegerField(null=True, blank=True)
    inside = models.BooleanField(_("仅工作人员可见"), default=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("附件")
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="attachment_subject")]

    def __str__(self) -> str:
        return self.name
