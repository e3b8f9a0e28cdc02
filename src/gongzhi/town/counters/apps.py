from django.apps import AppConfig


class CountersConfig(AppConfig):
    name = "gongzhi.town.counters"
    label = "counters"
