from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "gongzhi.town.notices"
    label = "notices"
