from django.apps import AppConfig


class DwellingsConfig(AppConfig):
    name = "gongzhi.town.dwellings"
    label = "dwellings"
