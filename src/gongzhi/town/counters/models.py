"""Counters: opening hours and the guide to what can be done there, each with its days and its basis."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Days(models.TextChoices):
    WORKING = "working", _("工作日")
    RESTING = "resting", _("周末和节假日")
    MONDAY = "1", _("每周一")
    TUESDAY = "2", _("每周二")
    WEDNESDAY = "3", _("每周三")
    THURSDAY = "4", _("每周四")
    FRIDAY = "5", _("每周五")
    SATURDAY = "6", _("每周六")
    SUNDAY = "7", _("每周日")
    CLOSED = "closed", _("临时不开")


class Opening(models.Model):
    """开放时间: one span of the counter of an area on some days; several spans of one day add up.

    Hours of a weekday don't hold on a statutory holiday; ``RESTING`` does. ``CLOSED`` takes its span away from every day
    of its validity, at this counter only.
    """

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("社区或街道"))
    days = models.CharField(_("哪些天"), max_length=8, choices=Days)
    opens = models.TimeField(_("开"))
    closes = models.TimeField(_("关"))
    note = models.CharField(_("说明"), max_length=60, blank=True)
    basis = models.CharField(_("依据"), max_length=200, default="待确认")
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("最后一天"), null=True, blank=True)

    class Meta:
        verbose_name = _("开放时间")
        constraints = [
            models.UniqueConstraint(fields=["area", "days", "opens", "valid_from"], name="opening_once"),
            models.CheckConstraint(
                name="opening_span_in_order",
                condition=Q(closes__gt=F("opens")),
                violation_error_message=_("关的时间要晚于开的时间"),
            ),
            models.CheckConstraint(
                name="opening_days_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("最后一天不能早于开始"),
            ),
            models.CheckConstraint(
                name="opening_closed_has_an_end",
                condition=~Q(days="closed") | Q(valid_to__isnull=False),
                violation_error_message=_("临时不开要写到哪一天"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_days_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Guide(models.Model):
    """办事指南: one matter that can be done at the counters of an area."""

    code = models.CharField(_("编码"), max_length=32, unique=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("适用区域"))
    matter = models.CharField(_("事项"), max_length=60)
    papers = models.CharField(_("要带什么"), max_length=600, blank=True)
    fee = models.CharField(_("收费"), max_length=60, blank=True)
    takes = models.CharField(_("多久办好"), max_length=60, blank=True)
    elsewhere = models.CharField(_("还能在哪办"), max_length=200, blank=True)
    basis = models.CharField(_("依据"), max_length=200, default="待确认")
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("最后一天"), null=True, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("办事指南")
        constraints = [
            models.CheckConstraint(
                name="guide_days_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("最后一天不能早于开始"),
            ),
        ]

    def __str__(self) -> str:
        return self.matter
