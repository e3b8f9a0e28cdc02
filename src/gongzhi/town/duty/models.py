"""Duty (值班): who answers for an organisation at night, on weekends and holidays."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

# A plain Func, so that migrations import no code of ours.
SPAN = Func(F("starts_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField())


class Shift(models.Model):
    """班次: an organisation, from when to when, the leader and the clerk on duty, and what they handed over."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField(_("起"))
    ends_at = models.DateTimeField(_("止"))
    leader = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("带班领导"))
    clerk = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("值班员"))
    phone = models.CharField(_("值班电话"), max_length=40, blank=True)
    handover = models.TextField(_("交班记录"), blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("值班")
        constraints = [
            models.CheckConstraint(
                name="shift_in_order",
                condition=models.Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("值班结束要晚于开始"),
            ),
            ExclusionConstraint(
                name="shift_does_not_overlap",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    (SPAN, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("同一单位的班次不能重叠"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.starts_at:%Y-%m-%d %H:%M}"
