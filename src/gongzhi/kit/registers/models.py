"""What came in by spreadsheet: each import, and which foreign heading means which column."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.clock import now


class ImportRun(models.Model):
    """导入记录: who brought which file into which register, and what came of it. The file itself is not kept."""

    register = models.CharField(_("登记簿"), max_length=40)
    mode = models.CharField(max_length=12, default="new")
    file_name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(_("时间"), default=now)
    by_id = models.BigIntegerField(null=True, blank=True)
    by_label = models.CharField(_("操作人"), max_length=120, blank=True)
    created = models.PositiveIntegerField(_("新增"), default=0)
    changed = models.PositiveIntegerField(_("修改"), default=0)
    unchanged = models.PositiveIntegerField(_("未变"), default=0)
    rejected = models.PositiveIntegerField(_("有误"), default=0)

    class Meta:
        verbose_name = _("导入记录")
        indexes = [models.Index(fields=["register", "-at"], name="import_run_register")]

    def __str__(self) -> str:
        return f"{self.register} {self.file_name}"


class HeadingMap(models.Model):
    """列名对照: in files for this register, ``heading`` means the column ``field``."""

    register = models.CharField(_("登记簿"), max_length=40)
    heading = models.CharField(_("外来列名"), max_length=100)
    field = models.CharField(_("本系统列"), max_length=60)
    by_label = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("列名对照")
        constraints = [models.UniqueConstraint(fields=["register", "heading"], name="heading_mapped_once")]

    def __str__(self) -> str:
        return f"{self.register}: {self.heading} = {self.field}"
