from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "gongzhi.town.duty"
    label = "duty"
