"""Records of rule: limits, weights, lists and thresholds, each with its days, its scope and its basis."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

# The days of a rule as a range, both ends included. A plain Func, so that migrations import no code of ours.
DAYS = Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange", output_field=DateRangeField())


class Rule(models.Model):
    """规则: the value of ``key`` from a day to a day (both included), in an area or everywhere (no scope)."""

    key = models.CharField(_("规则"), max_length=80)
    value = models.JSONField(_("值"))
    scope_id = models.BigIntegerField(_("适用区域"), null=True, blank=True, help_text=_("空 = 全市"))
    fixed = models.BooleanField(_("下级不得改变"), default=False)
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("最后一天"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=200)
    clause_id = models.BigIntegerField(_("条款"), null=True, blank=True)

    class Meta:
        verbose_name = _("规则")
        verbose_name_plural = _("规则")
        constraints = [
            models.CheckConstraint(
                name="rule_has_basis",
                condition=~Q(basis=""),
                violation_error_message=_("规则要写明依据；不知道的写“待确认”"),
            ),
            models.CheckConstraint(
                name="rule_days_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("规则的最后一天不能早于启用日期"),
            ),
            ExclusionConstraint(
                name="rule_one_at_a_time",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (Coalesce("scope_id", Value(0)), RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("同一规则在同一区域同一天只能有一条"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from}"


class ReferenceVersion(models.Model):
    """The version of one kind of reference data; moves with every change (kit.reference)."""

    name = models.CharField(max_length=40, primary_key=True)
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
