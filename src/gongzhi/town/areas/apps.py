from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "gongzhi.town.areas"
    label = "areas"
