from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "gongzhi.kit.records"
    label = "records"
