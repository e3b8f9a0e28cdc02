"""Mandates (清单): who answers for which category where, on which basis, from when to when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Duty(models.Model):
    """职责: category x area -> lead organisation and helpers. The nearest area and category win."""

    code = models.CharField(_("清单条目"), max_length=40, unique=True)
    category = models.ForeignKey("cases.Category", models.PROTECT, related_name="+", verbose_name=_("类别"))
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("区域"))
    lead = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("牵头单位")
    )
    helper_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    basis = models.CharField(_("依据"), max_length=200)
    clause = models.ForeignKey("documents.Clause", models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("职责")
        constraints = [
            models.UniqueConstraint(fields=["category", "area", "valid_from"], name="duty_once"),
            models.CheckConstraint(
                name="duty_in_order",
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("结束不能早于开始"),
            ),
        ]

    def __str__(self) -> str:
        return self.code
