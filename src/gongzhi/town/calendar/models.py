"""The calendar: which days are worked and when, as records that a city edits each year."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Day(models.Model):
    """A day that differs from its weekday: a statutory holiday, or a make-up working day (调休)."""

    day = models.DateField(_("日期"), primary_key=True)
    working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40)
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("节假日")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Hours(models.Model):
    """Office hours from a date on: the morning and the afternoon, local time."""

    valid_from = models.DateField(_("启用日期"), primary_key=True)
    morning_from = models.TimeField(_("上午起"))
    morning_to = models.TimeField(_("上午止"))
    afternoon_from = models.TimeField(_("下午起"))
    afternoon_to = models.TimeField(_("下午止"))
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = _("办公时间")

    def __str__(self) -> str:
        return str(self.valid_from)
