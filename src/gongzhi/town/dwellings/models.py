"""Dwellings (户): doors, area and use; never persons."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Dwelling(models.Model):
    class Use(models.TextChoices):
        HOME = "home", _("住宅")
        SHOP = "shop", _("商用")
        OFFICE = "office", _("办公")
        OTHER = "other", _("其他")

    building = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("楼栋"))
    unit = models.ForeignKey(
        "areas.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单元")
    )
    door = models.CharField(_("门牌"), max_length=20)
    square_centimetres = models.PositiveBigIntegerField(_("面积(平方厘米)"), default=0)
    use = models.CharField(_("用途"), max_length=8, choices=Use, default=Use.HOME)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("户")
        constraints = [
            models.UniqueConstraint(
                fields=["building", "unit", "door"], name="door_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.door
