"""Documents: the papers and clauses that every rule record cites (依据)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """文件: title, number, issuer and dates. ``status`` is 待确认 where the source gives no text."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("已确认")
        PROPOSED = "proposed", _("系统初始值，待确认")
        UNCONFIRMED = "unconfirmed", _("待确认")

    code = models.CharField(_("编号"), max_length=60, unique=True)
    title = models.CharField(_("标题"), max_length=200)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    issuer = models.CharField(_("发文机关"), max_length=120, blank=True)
    issued_on = models.DateField(_("发文日期"), null=True, blank=True)
    repealed_on = models.DateField(_("废止日期"), null=True, blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.UNCONFIRMED)
    source = models.CharField(_("来源"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("文件")

    def __str__(self) -> str:
        return self.title


class Clause(models.Model):
    """条款: one clause of a document; what a rule record points at."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="clauses")
    number = models.CharField(_("条款"), max_length=40)
    text = models.TextField(_("内容"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="clause_once")]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"
