"""Certificates that a community must not issue, and who sent a resident for one."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk


class CertificateKind(models.Model):
    """不出具的证明: one kind that a residents' committee must not issue (民发〔2020〕20号), and where to go instead."""

    code = models.CharField(_("编码"), max_length=32, unique=True)
    name = models.CharField(_("证明"), max_length=60)
    agency = models.CharField(_("找哪里"), max_length=80)
    way = models.CharField(_("怎么办"), max_length=300, blank=True)
    basis = models.CharField(_("依据"), max_length=200, default="待确认")
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("最后一天"), null=True, blank=True)

    class Meta:
        verbose_name = _("不出具的证明")
        constraints = [
            models.CheckConstraint(
                name="certificate_days_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("最后一天不能早于开始"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CertificateAsking(Trunk):
    """索要记录: somebody was sent to a community for such a certificate; by whom, not who they were."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.ForeignKey(CertificateKind, models.PROTECT, related_name="+", verbose_name=_("证明"))
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("社区或街道"))
    lineage = ArrayField(models.BigIntegerField(), verbose_name=_("所属区域"))
    asker = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("谁要的"),
    )
    asker_name = models.CharField(_("谁要的"), max_length=80)
    purpose = models.CharField(_("办什么用"), max_length=100, blank=True)
    agency = models.CharField(_("告知找哪里"), max_length=80)
    recorded_at = models.DateTimeField(_("登记时间"))
    recorded_by = models.ForeignKey(
        "people.User", models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("登记人")
    )
    withdrawn_at = models.DateTimeField(_("作废时间"), null=True, blank=True)
    withdrawn_why = models.CharField(_("作废原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("索要记录")
        indexes = [
            models.Index(fields=["-recorded_at", "-id"], name="asking_newest"),
            models.Index(fields=["asker_name"], name="asking_by_asker"),
        ]
        constraints = [
            models.CheckConstraint(
                name="asking_withdrawn_with_reason",
                condition=Q(withdrawn_at=None, withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why="")),
                violation_error_message=_("作废要写原因"),
            ),
        ]

    def __str__(self) -> str:
        return self.asker_name
