from django.apps import AppConfig


class StreetPowersConfig(AppConfig):
    name = "gongzhi.work.street_powers"
    label = "street_powers"
