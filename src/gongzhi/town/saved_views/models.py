"""Views of lists: a name for filters, sort and columns; and which view a list opens with."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.clock import now

LONGEST_NAME, LONGEST_QUERY = 30, 1000


class View(models.Model):
    """视图: kept by a person; with an organisation, everybody in its service sees it too."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    list = models.CharField(max_length=80)
    name = models.CharField(_("视图名"), max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("视图")
        constraints = [
            models.CheckConstraint(
                name="view_has_a_name",
                condition=~Q(name=""),
                violation_error_message=_("视图要有名字"),
            ),
            models.UniqueConstraint(
                name="view_named_once",
                fields=["user", "list", "name"],
                violation_error_message=_("您在这个列表已经有这个名字的视图"),
            ),
            models.UniqueConstraint(
                name="shared_view_named_once",
                fields=["organisation", "list", "name"],
                violation_error_message=_("本单位在这个列表已经有这个名字的视图"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.pk}"

    @property
    def trunk(self) -> Any:
        return self.user

    @property
    def url(self) -> str:
        """Where it leads; it says which view it is, so that clearing all filters still is an address of its own."""
        return f"{self.list}?{self.query}&view={self.pk}" if self.query else f"{self.list}?view={self.pk}"


class FirstView(models.Model):
    """默认视图: what a list opens with for one person."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    list = models.CharField(max_length=80)
    view = models.ForeignKey(View, models.CASCADE, related_name="firsts")

    class Meta:
        verbose_name = _("默认视图")
        constraints = [models.UniqueConstraint(name="one_first_view", fields=["user", "list"])]

    def __str__(self) -> str:
        return f"{self.list} {self.view_id}"
