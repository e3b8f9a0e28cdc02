"""Squads and their officers, each with a certificate that begins and ends."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.journal.models import Trunk


class Squad(Trunk):
    """执法中队: the squad of a street."""

    code = models.CharField(_("编码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    district_id = models.BigIntegerField()
    street = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("街道"))
    phone = models.CharField(_("公开电话"), max_length=40, blank=True)
    basis = models.CharField(_("依据"), max_length=200, default="待确认")
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("执法中队")
        indexes = [models.Index(fields=["street"], name="squad_street")]

    def __str__(self) -> str:
        return self.name


class Officer(models.Model):
    """执法人员: a person with a certificate that begins and ends. Nothing is scored."""

    squad = models.ForeignKey(Squad, models.PROTECT, related_name="officers", verbose_name=_("中队"))
    district_id = models.BigIntegerField()
    street_id = models.BigIntegerField()
    name = models.CharField(_("姓名"), max_length=40)
    certificate_no = models.CharField(_("执法证号"), max_length=40, unique=True)
    issued_on = models.DateField(_("发证日期"))
    expires_on = models.DateField(_("有效期最后一天"))
    account = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("账号")
    )
    left_on = models.DateField(_("离队日期"), null=True, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("执法人员")
        indexes = [models.Index(fields=["street_id", "expires_on"], name="officer_street")]
        constraints = [
            models.CheckConstraint(
                name="officer_certificate_in_order",
                condition=Q(expires_on__gt=F("issued_on")),
                violation_error_message=_("有效期要晚于发证日期"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def trunk(self) -> Squad:
        return self.squad

    def certified_on(self, day: date) -> bool:
        """Whether the certificate holds on a day and its holder is still in the squad."""
        return self.issued_on <= day <= self.expires_on and (self.left_on is None or day < self.left_on)
