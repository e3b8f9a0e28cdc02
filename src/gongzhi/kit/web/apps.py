"""The face kit: shells, parts, tables and the words of time. It knows no business."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "gongzhi.kit.web"
    label = "web"
    verbose_name = _("页面")
