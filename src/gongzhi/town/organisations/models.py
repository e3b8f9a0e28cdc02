"""Organisations: offices, departments, party organisations, firms and associations, and 专班 with an end."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    LEADING_BODY = "leading_body", _("党委政府")
    DISPATCH_CENTRE = "dispatch_centre", _("指挥中心")
    STREET_OFFICE = "street_office", _("街道办事处(乡镇政府)")
    COMMUNITY = "community", _("社区(村)")
    DEPARTMENT = "department", _("职能部门")
    STATIONED_TEAM = "stationed_team", _("派驻队伍")
    UTILITY = "utility", _("公用事业单位")
    CALL_CENTRE = "call_centre", _("回访单位")
    PARTY_TERRITORIAL = "party_territorial", _("街道社区党组织")
    PARTY_INDUSTRY = "party_industry", _("行业党组织")
    PARTY_OWN = "party_own", _("单位党组织")
    PARTY_ESTATE = "party_estate", _("小区党组织")
    PARTY_PROPERTY = "party_property", _("物业企业党组织")
    PARTY_ASSOCIATION = "party_association", _("协会(联盟)党组织")
    RESIDENT_ORGANISATION = "resident_organisation", _("驻区单位")
    PROPERTY_FIRM = "property_firm", _("物业服务企业")
    OWNERS_COMMITTEE = "owners_committee", _("业主委员会")
    SOCIAL_ORGANISATION = "social_organisation", _("社会组织")
    TASK_FORCE = "task_force", _("专班")


class Organisation(models.Model):
    """单位. ``area`` is what it serves; a stationed team's ``parent`` is its department, its area the street."""

    code = models.CharField(_("单位编码"), max_length=32, unique=True)
    name = models.CharField(_("单位名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    pinyin = models.CharField(max_length=200, blank=True, db_collation="C")
    kind = models.CharField(_("类别"), max_length=24, choices=Kind)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("服务区域"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="teams")
    estate = models.ForeignKey("areas.Estate", models.PROTECT, null=True, blank=True, related_name="+")
    phone = models.CharField(_("公开电话"), max_length=40, blank=True)
    duty_phone = models.CharField(_("值班电话"), max_length=40, blank=True)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    valid_from = models.DateField(_("成立日期"), default="2000-01-01")
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        constraints = [
            models.CheckConstraint(
                name="task_force_has_basis_and_end",
                condition=~Q(kind="task_force") | (~Q(basis="") & Q(valid_to__isnull=False)),
                violation_error_message=_("专班要有依据和结束日期"),
            ),
            models.CheckConstraint(
                name="organisation_validity_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")),
                violation_error_message=_("撤销日期要晚于成立日期"),
            ),
        ]
        indexes = [models.Index(fields=["area", "kind"], name="organisation_area")]

    def __str__(self) -> str:
        return self.short_name or self.name


class Membership(models.Model):
    """成员单位: an organisation in a task force, alliance or association, from a day to a day."""

    body = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("分工"), max_length=60, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "member", "valid_from"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} @ {self.body_id}"
